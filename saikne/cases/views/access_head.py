"""The head of service: her page, and her answer to emergency accesses."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs
from saikne.cases.access import Perm
from saikne.cases.actions.access import judge_emergency
from saikne.cases.forms.access import AnswerForm
from saikne.cases.queries.access_head import (
    approvals,
    emergencies,
    emergency_of,
    judged_before,
    labels_of,
    load_of,
    months_of,
    overdue,
    restrictions,
    scope_of,
)
from saikne.cases.rules.access import AREAS, chart
from saikne.core import clock
from saikne.ui.pages import form_page


@needs(Perm.HEAD)
def head(request: StaffRequest) -> HttpResponse:
    """Files by kind and worker, what is overdue, what waits for the head."""
    scope = scope_of(request.user)
    months = months_of(scope)
    context = {
        "scope": scope,
        "today": clock.today(),
        "areas": AREAS,
        "load": load_of(scope),
        "months": months,
        "chart": chart(months),
        "emergencies": emergencies(scope),
        "judged": judged_before(scope),
        "overdue": overdue(scope),
        "approvals": approvals(request.user, scope),
        "restrictions": restrictions(scope),
    }
    return render(request, "cases/access/head.html", context)


@needs(Perm.HEAD)
def emergency_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """The head says whether an emergency access was justified."""
    row = emergency_of(request.user, pk)
    if row is None:
        raise Http404

    def deed(cleaned: dict[str, Any]) -> None:
        judge_emergency(row=row, answer=cleaned["answer"], words=cleaned["words"], by=request.user)

    return form_page(
        request,
        template="cases/access/answer.html",
        form_class=AnswerForm,
        deed=deed,
        done=lambda _none: reverse("cases:head"),
        context={
            "title": _("Emergency access"),
            "save": pgettext("button", "Answer"),
            "back": reverse("cases:head"),
            "row": row,
            "label": labels_of([row.about_no]).get(row.about_no, "") if row.about == "case" else "",
        },
        message=_("Your answer is noted. The colleague is told."),
    )
