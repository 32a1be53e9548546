"""Notices in words: what changed in which file, for whoever may still see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saikne.accounts.models import Notice, User
from saikne.cases.models import Case, FirstContact
from saikne.cases.queries.about import About, about_files
from saikne.cases.queries.contacts import number_label
from saikne.core import clock

# The word of a notice → the sentence; an upper room adds its own by the same words.
SENTENCES: dict[str, str | Promise] = {
    "cases.lead_changed": _("another colleague leads the file now"),
    "cases.chapters_passed": _("the lead answers for the chapters of the agreement now"),
    "cases.main_worker_changed": _("the client has another main worker"),
    "cases.stage_changed": _("the stage of the file changed"),
    "cases.risk_changed": _("the level of risk changed"),
    "cases.address_changed": _("the address changed"),
    "cases.member_joined": _("somebody joined the people of the file"),
    "cases.closed": _("the file is closed"),
    "cases.reopened": _("the file is reopened"),
    "cases.team_joined": _("you are in the team of the file"),
    "cases.team_left": _("you are no longer in the team of the file"),
    "cases.deputy": _("you stand in for the lead"),
    "cases.receipt_asked": _("a note to you waits to be read"),
    "cases.hand_over_asked": _("the file is being handed over and waits for a receipt"),
    "cases.handed_over_now": _("the file was handed over at once"),
    "cases.hand_over_received": _("the file you handed over is accepted"),
    "cases.hand_over_returned": _("the hand-over of the file is taken back"),
    "cases.assessment_approved": _("the assessment is approved"),
    "cases.assessment_returned": _("the head has returned the assessment to be corrected"),
    "cases.emergency": _("somebody opened the file in an emergency"),
    "cases.emergency_explain": _("the head asks you to explain an emergency access"),
    "cases.emergency_judged": _("the head has answered your emergency access"),
    "cases.emergency_told": _("an emergency access has been explained"),
    "cases.restricted": _("the file is restricted, and you are among the persons named"),
    "cases.contact_kept": _("a first contact about somebody whose data are open to you and other named persons only"),
}
OTHER = _("something changed in the file")
SHOWN = 7


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One thing that changed: what it is about, in which words, who did it, where it is looked at."""

    title: str
    url: str
    sentence: str
    by: str
    at: datetime
    record_nos: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unseen:
    """What changed since she last looked."""

    lines: list[NoticeLine]
    total: int
    last_looked: datetime | None


def unseen(user: User, *, most: int | None = SHOWN) -> Unseen:
    """The latest first; a constant number of queries."""
    waiting = Notice.objects.filter(user=user, seen_at__isnull=True)
    rows = list(waiting.select_related("by").order_by("-at", "-pk")[:most])
    # Where all of them fit, they are counted already.
    total = waiting.count() if most is not None and len(rows) == most else len(rows)
    return Unseen(notice_lines(user, rows), total, user.last_seen_work_at)


def notice_lines(user: User, notices: Iterable[Notice]) -> list[NoticeLine]:
    """Notices as sentences; a file out of reach is told by its number alone, a contact out of reach by nothing."""
    rows = list(notices)
    if not rows:
        return []
    numbers = {row.about_no for row in rows if row.about == "case"}
    found = Case.objects.filter(pk__in=numbers).select_related("kind", "number__series", "household")
    cases = {case.pk: case for case in found}
    reached = set(Case.objects.visible_to(user).filter(pk__in=numbers).values_list("pk", flat=True))
    about = about_files([case for case in cases.values() if case.pk in reached], on=clock.today())
    contacts = _contacts(user, [row.about_no for row in rows if row.about == "contact"])
    return [
        _contact_line(row, contacts.get(row.about_no))
        if row.about == "contact"
        else _line(row, cases.get(row.about_no) if row.about == "case" else None, about)
        for row in rows
    ]


def _contacts(user: User, numbers: list[int]) -> dict[int, FirstContact]:
    """First contacts within reach; no query where no notice is about one."""
    if not numbers:
        return {}
    found = FirstContact.objects.visible_to(user).filter(pk__in=numbers).select_related("number__series")
    return {contact.pk: contact for contact in found}


def _contact_line(row: Notice, contact: FirstContact | None) -> NoticeLine:
    return NoticeLine(
        title=number_label(contact) if contact else "",
        url=reverse("cases:contact", args=[contact.pk]) if contact else "",
        sentence=str(SENTENCES.get(row.message, OTHER)),
        by=row.by.short_name,
        at=row.at,
        record_nos=(),
    )


def _line(row: Notice, case: Case | None, about: dict[int, About]) -> NoticeLine:
    known = about.get(case.pk) if case else None
    return NoticeLine(
        title=known.title if known else case.label if case else "",
        url=reverse("cases:file", args=[case.pk]) if case and known else "",
        sentence=str(SENTENCES.get(row.message, OTHER)),
        by=row.by.short_name,
        at=row.at,
        record_nos=known.records if known else (),
    )
