"""Time by kind of work, month by month."""

from django.http import HttpResponse
from django.shortcuts import render

from saikne.accounts.http import StaffRequest, needs
from saikne.cases.access import Perm
from saikne.cases.queries.journal_time import month_of, my_time, unit_time
from saikne.core import clock


@needs(Perm.CONTACT)
def time(request: StaffRequest) -> HttpResponse:
    """My month by kind of work; for a head, the sums of her units too."""
    today = clock.today()
    month = month_of(request.GET.get("month", ""), today=today)
    context = {
        "month": month,
        "newest": month.following.first > today,
        "mine": my_time(request.user, month),
        "unit": unit_time(request.user, month) if request.user.has_perm(Perm.HEAD) else None,
    }
    return render(request, "cases/journal/time.html", context)
