"""What was shown is logged: one row for each person, written after rendering and before sending."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from saikne.privacy.actions import log_shown
from saikne.privacy.enums import Purpose
from saikne.ui.printing import print_purposes

# A page, a form with refusals, a form with two versions. A redirect or a refusal to open shows nobody.
SHOWING = frozenset({200, 409, 422})


class ShownMiddleware:
    """Gives a request its `shown`; if the rows cannot be written, the page is not sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Collect who is shown while the page is made, then write all of them at once."""
        records: dict[int, str] = {}

        def shown(*people: Any, purpose: str = "") -> None:
            for person in people:
                number = person if isinstance(person, int) else person.root_no
                records[number] = purpose or records.get(number, "")

        request.shown = shown  # type: ignore[attr-defined]  # StaffRequest declares it for views
        response = self.get_response(request)
        if records and response.status_code in SHOWING and request.user.is_authenticated:
            page = request.resolver_match.view_name if request.resolver_match else ""
            rows = log_shown(user=request.user, records=records, page=page)
            print_purposes(response, {str(Purpose(row.purpose).label) for row in rows})
        return response
