"""The client's card: who is my social worker, what the others do, how the service works. In plain words."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.enums import TeamRole
from saikne.cases.models import Case, LeadPeriod, PracticeBoundary
from saikne.cases.queries.files_people import Colleague, team_of
from saikne.cases.queries.frame import FileFrame
from saikne.core import clock
from saikne.core.periods import live, standing
from saikne.organisation.models import Municipality
from saikne.ui.words import day

TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "card.typ"


@dataclass(frozen=True, slots=True)
class Practice:
    """What the service says of its practice, point by point."""

    contact_hours: str = ""
    in_an_emergency: str = ""
    we_do: list[str] = field(default_factory=list)
    we_do_not: list[str] = field(default_factory=list)
    since: date | None = None
    version: int = 0

    @property
    def said(self) -> bool:
        """Whether the service has said anything."""
        return bool(self.contact_hours)


def practice_of(municipality: Municipality | int) -> Practice:
    """What holds today."""
    row = PracticeBoundary.objects.filter(standing(clock.today()), municipality=municipality).first()
    if row is None:
        return Practice()
    return Practice(
        row.contact_hours, row.in_an_emergency, row.we_do.splitlines(), row.we_do_not.splitlines(), row.since,
        row.version,
    )  # fmt: skip


def card_data(user: User, frame: FileFrame) -> dict[str, Any]:
    """Everything the card says, as finished text."""
    practice = practice_of(frame.case.municipality)
    main = User.objects.filter(pk=frame.main_no or frame.lead_no or 0).first()
    office = frame.case.municipality
    return {
        "language": get_language() or "lv",
        "title": _("Who is my social worker"),
        "whom": frame.title,
        "office": office.service_name or str(office),
        "main_label": _("My social worker"),
        "main": str(main) if main else "",
        "phone": _("Phone: %(phone)s") % {"phone": _phone(main, office)} if _phone(main, office) else "",
        "main_does": _("Ask this person first. She or he knows whom else to ask."),
        "hours_label": pgettext("card", "When to call or come"),
        "hours": practice.contact_hours,
        "emergency_label": pgettext("card", "If it cannot wait"),
        "emergency": practice.in_an_emergency,
        "others_label": _("Who else helps, and with what"),
        "others": _others(user, frame, main),
        "do_label": _("What we do"),
        "do": practice.we_do,
        "do_not_label": _("What we do not do"),
        "do_not": practice.we_do_not,
        "foot": _("Printed on %(day)s If something changes, we tell you.") % {"day": day(clock.today())},
    }


def _phone(main: User | None, office: Municipality) -> str:
    return (main.phone if main else "") or office.service_phone


def _others(user: User, frame: FileFrame, main: User | None) -> list[dict[str, str]]:
    """Whoever answers for a file of the client, and the team of this one; each once, in one line."""
    found: dict[int, dict[str, str]] = {}
    family = frame.case.household_id is not None
    for lead in _leads(user, frame):
        line = _("answers for the file: %(kind)s") % {"kind": lead.case.kind}
        found.setdefault(lead.worker_id, _line(str(lead.worker), line, lead.worker.phone))
    for member in team_of(frame):
        found.setdefault(member.user_no, _line(member.name, plain_role(member, family=family), member.phone))
    if main is not None:
        found.pop(main.pk, None)
    return list(found.values())


def _leads(user: User, frame: FileFrame) -> list[LeadPeriod]:
    files = Case.objects.visible_to(user).open().filter(client=frame.case.client_id)
    rows = LeadPeriod.objects.filter(live(), case__in=files).select_related("worker", "case__kind")
    return list(rows.order_by("case_id"))


def _line(name: str, does: str, phone: str) -> dict[str, str]:
    return {"name": name, "does": does, "phone": phone}


def plain_role(member: Colleague, *, family: bool) -> str:
    """What she does for the client, in her own line or in plain words for the role."""
    if member.word == TeamRole.DEPUTY and member.until:
        return _("stands in when your social worker is away, until %(day)s") % {"day": day(member.until)}
    together = _("works together with your social worker")
    words = {
        TeamRole.ASSISTANCE: _("helps with benefits and the papers for them"),
        TeamRole.PSYCHOSOCIAL: _("talks and supports in a hard time, keeps notes apart"),
        TeamRole.ADULTS: _("helps the grown-ups of the family") if family else together,
        TeamRole.CO_WORKER: together,
        TeamRole.PSYCHOLOGIST: _("talks with you or the child about feelings and behaviour"),
        TeamRole.ASSISTANT: _("helps at home with everyday things"),
    }
    return member.does or words.get(TeamRole(member.word), member.role)
