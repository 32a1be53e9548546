"""The first line of a printed page says for what its people were shown: exactly what the access log says."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _

# Left by base.html in that line; the purposes are known only when the page is drawn and its looks are logged.
PLACE = b"<!-- purposes -->"


def print_purposes(response: HttpResponse, purposes: Iterable[str]) -> None:
    """Write the purposes into the line, if the answer is a page with one."""
    if response.streaming or PLACE not in response.content:
        return
    said = " · " + _("Purpose of access: %(purposes)s") % {"purposes": ", ".join(sorted(purposes))}
    response.content = response.content.replace(PLACE, escape(said).encode(), 1)
