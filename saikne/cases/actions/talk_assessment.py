"""The assessment: begun, written by several, signed by its author, approved or returned by the head."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_open_case, lead_of
from saikne.cases.actions.talk_voices import of_everyone, voice_problems, write_voices
from saikne.cases.enums import AssessmentState
from saikne.cases.models import Assessment, Case, Statement
from saikne.cases.queries.frame import Member, people_of
from saikne.cases.queries.talk_assessment import (
    DECISION,
    column_names,
    columns_of,
    is_intact,
    latest_signed,
    signed_content,
)
from saikne.cases.queries.talk_names import kept_from
from saikne.cases.queries.talk_team import whole_team
from saikne.cases.rules.talk_assessment import (
    MOVES,
    AssessmentFacts,
    Deed,
    Missing,
    fingerprint,
    merged_columns,
    missing,
)
from saikne.cases.rules.talk_voices import Voice
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.edits import save_fields
from saikne.core.errors import Clash, Refusal
from saikne.core.models import Revision


@dataclass(frozen=True, slots=True)
class Wording:
    """What an assessment says: strengths first; needs by column; the statements it rests on, by number."""

    strengths: str = ""
    needs: Mapping[str, str] = field(default_factory=dict)
    conclusion: str = ""
    risk: str = ""
    statements: tuple[int, ...] = ()

    def columns(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {
            "strengths": self.strengths.strip(),
            "needs": {column: text.strip() for column, text in self.needs.items() if text.strip()},
            "conclusion": self.conclusion.strip(),
            "risk": self.risk,
            "statements": sorted(set(self.statements)),
        }


@act
def begin_assessment(*, case: Case, wording: Wording, by: User) -> Assessment:
    """A draft, on which several may write until it is signed; a file has one at a time."""
    held = hold_open_case(case.pk)
    begun = Assessment.objects.filter(case=held, state=AssessmentState.DRAFT).select_related("begun_by").first()
    if begun is not None:
        raise Refusal(
            _("An assessment of this file has been begun already, by: %(name)s. Open it and add what you have written.")
            % {"name": begun.begun_by}
        )
    _refuse_other_statements(held, wording)
    moment = clock.now()
    assessment = Assessment.objects.create(case=held, **wording.columns(), begun_at=moment, begun_by=by)
    note(act="cases.begin_assessment", about="cases.assessment", about_no=assessment.pk, by=by, at=moment, case=held.pk)
    return assessment


@act
def edit_assessment(*, assessment: Assessment, wording: Wording, base_version: int, by: User) -> int:
    """Write on in the draft: different columns merge, the same one shows both versions."""
    case = hold_open_case(assessment.case_id)
    held = _hold(assessment)
    if (held.state, Deed.EDIT) not in MOVES:
        raise Refusal(_("A signed assessment is not changed. Begin a new one: it opens with the text of this one."))
    _refuse_other_statements(case, wording)
    fields = wording.columns()
    if base_version < 1:
        _show_what_was_begun(held, fields)
    needs, clashing, who = _merged_needs(held, base_version, fields.pop("needs"))
    try:
        version = save_fields(held, base=base_version, fields=fields, by=by, act="cases.edit_assessment")
    except Clash as clash:
        raise Clash({**clash.theirs, **clashing}, version=clash.version, by=clash.by) from None
    if clashing:
        raise Clash(clashing, version=held.version, by=who)
    return save_fields(held, base=version, fields={"needs": needs}, by=by, act="cases.edit_assessment")


def _hold(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)


def _show_what_was_begun(held: Assessment, fields: Mapping[str, Any]) -> None:
    """Typed while nobody had begun, saved after somebody had: whatever differs is shown, nothing is written over."""
    theirs = {name: getattr(held, name) for name, mine in fields.items() if name != "needs"}
    theirs = {name: value for name, value in theirs.items() if value and value != fields[name]}
    needs = {column: text for column, text in held.needs.items() if text != fields["needs"].get(column, "")}
    theirs |= {f"needs_{column}": text for column, text in needs.items()}
    if theirs:
        raise Clash(theirs, version=held.version, by=str(held.begun_by))


def _merged_needs(
    held: Assessment, base: int, mine: Mapping[str, str]
) -> tuple[Mapping[str, str], dict[str, object], str]:
    """Needs of both writers, what stands in the columns where they differ (by form field), and who wrote that."""
    later = Revision.objects.filter(about=held._meta.label_lower, about_no=held.pk, version__gt=base)
    rows = [row for row in later.select_related("by").order_by("version") if "needs" in row.before]
    if not rows:
        return mine, {}, ""
    merged, clashing = merged_columns(rows[0].before["needs"], held.needs, mine)
    theirs: dict[str, object] = {f"needs_{column}": held.needs.get(column, "") for column in clashing}
    return merged, theirs, ", ".join(sorted({str(row.by) for row in rows}))


def _refuse_other_statements(case: Case, wording: Wording) -> None:
    known = Statement.objects.filter(case=case, pk__in=wording.statements).count()
    if known != len(set(wording.statements)):
        raise Refusal(statements=_("An assessment rests on statements of its own file."))


@act
def sign_assessment(*, assessment: Assessment, voices: Iterable[Voice], by: User) -> Assessment:
    """From now its text, the statements it rests on and who was heard stand under a fingerprint."""
    case = hold_open_case(assessment.case_id)
    held = _hold(assessment)
    people = people_of(case, on=clock.today())
    heard = of_everyone(voices, people)
    reasons, problems = _signing_reasons(case, held, people, by), voice_problems(heard)
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    before = latest_signed(case)
    moment = clock.now()
    write_voices(case, decision=DECISION, decision_no=held.pk, voices=heard, on=clock.local_date(moment), by=by)
    held.signed_at, held.signed_by = moment, by
    Assessment.objects.filter(pk=held.pk).update(
        state=MOVES[held.state, Deed.SIGN],
        signed_at=moment,
        signed_by=by,
        sha256=fingerprint(signed_content(held)),
        version=held.version + 1,
    )
    if before is None or before.risk != held.risk:
        tell(users=whole_team(case), message="cases.risk_changed", about="case", about_no=case.pk, by=by)
    note(act="cases.sign_assessment", about="cases.assessment", about_no=held.pk, by=by, at=moment, case=case.pk)
    held.refresh_from_db()
    return held


def _signing_reasons(case: Case, held: Assessment, people: list[Member], by: User) -> list[str]:
    if (held.state, Deed.SIGN) not in MOVES:
        return [_("The assessment has been signed already.")]
    lead = lead_of(case)
    reasons = []
    if by.pk not in {held.begun_by_id, lead.worker_id if lead else None}:
        reasons.append(_("The assessment is signed by the one who began it or by the lead of the file."))
    facts = AssessmentFacts(held.strengths, held.needs, held.conclusion, held.risk, tuple(columns_of(people)))
    kept = kept_from((member.record_no for member in people), by)
    names = {**column_names(people), **{str(number): name for number, name in kept.items()}}
    return reasons + [_lack(what, names.get(column, "")) for what, column in missing(facts)]


def _lack(what: Missing, name: str) -> str:
    if what == Missing.NEEDS:
        return (
            _("Say what is needed, or that nothing is, for: %(name)s.") % {"name": name}
            if name
            else _("Say what the parents need, or that nothing is needed.")
        )
    return {
        Missing.STRENGTHS: _("Name the strengths and resources."),
        Missing.CONCLUSION: _("Write the conclusion."),
        Missing.RISK: _("Choose the level of risk."),
    }[what]


@act
def approve_assessment(*, assessment: Assessment, by: User) -> Assessment:
    """The head of service approves what the author signed."""
    case = hold_open_case(assessment.case_id)
    held = _hold(assessment)
    if reasons := _judging_reasons(case, held, Deed.APPROVE, by):
        raise Refusal(*reasons)
    moment = clock.now()
    Assessment.objects.filter(pk=held.pk).update(
        state=MOVES[held.state, Deed.APPROVE], approved_at=moment, approved_by=by, version=held.version + 1
    )
    _tell_author(case, held, "cases.assessment_approved", by)
    note(act="cases.approve_assessment", about="cases.assessment", about_no=held.pk, by=by, at=moment, case=case.pk)
    held.refresh_from_db()
    return held


@act
def return_assessment(*, assessment: Assessment, because: str, by: User) -> Assessment:
    """The head of service returns it with reasons: what was signed stays as it was, the author writes it anew."""
    case = hold_open_case(assessment.case_id)
    held = _hold(assessment)
    reasons = _judging_reasons(case, held, Deed.RETURN, by)
    problems = {} if because.strip() else {"because": _("Say what is to be corrected.")}
    if reasons or problems:
        raise Refusal(*reasons, **problems)
    moment = clock.now()
    Assessment.objects.filter(pk=held.pk).update(
        state=MOVES[held.state, Deed.RETURN],
        returned_at=moment,
        returned_by=by,
        returned_because=because.strip(),
        version=held.version + 1,
    )
    _tell_author(case, held, "cases.assessment_returned", by)
    note(act="cases.return_assessment", about="cases.assessment", about_no=held.pk, by=by, at=moment, case=case.pk)
    held.refresh_from_db()
    return held


def _tell_author(case: Case, held: Assessment, message: str, by: User) -> None:
    author = [held.signed_by] if held.signed_by else []
    tell(users=author, message=message, about="case", about_no=case.pk, by=by)


def _judging_reasons(case: Case, held: Assessment, deed: Deed, by: User) -> list[str]:
    """Why this person cannot approve or return this assessment."""
    if not case.municipality.approves_assessments:
        return [_("In this service an assessment is signed by its author and not approved.")]
    if (held.state, deed) not in MOVES:
        return [_("Only a signed assessment that waits for approval can be approved or returned.")]
    latest = latest_signed(case)
    reasons = []
    if latest and latest.pk != held.pk:
        reasons.append(_("A newer assessment has been signed meanwhile. Open that one."))
    if held.signed_by_id == by.pk:
        reasons.append(_("Nobody approves or returns an assessment that she has signed herself."))
    if deed == Deed.APPROVE and not is_intact(held):
        reasons.append(_("The text is not the one that was signed. Tell the administrator; do not approve it."))
    return reasons
