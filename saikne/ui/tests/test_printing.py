"""The first printed line."""

from django.http import HttpResponse

from saikne.ui.printing import PLACE, print_purposes


def test_the_purposes_stand_in_the_line_once_and_escaped() -> None:
    response = HttpResponse(b"<p>Izdruka" + PLACE + b"</p>" + PLACE)

    print_purposes(response, {"meklēšana", "<darbs>"})

    assert response.content.decode() == ("<p>Izdruka · Piekļuves nolūks: &lt;darbs&gt;, meklēšana</p>" + PLACE.decode())


def test_a_page_without_the_line_stays_as_it_is() -> None:
    response = HttpResponse(b"%PDF-1.7")

    print_purposes(response, {"meklēšana"})

    assert response.content == b"%PDF-1.7"
