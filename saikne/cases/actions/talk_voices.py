"""Writing down who took part in a decision, and what each child said or why it was not asked."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.models import Case, Participation
from saikne.cases.queries.frame import Member
from saikne.cases.rules.talk_voices import Voice, VoiceProblem, voice_problem


def voice_problems(voices: Iterable[Voice]) -> dict[str, str]:
    """What is missing in what is told of each person's part, by the field of the form."""
    said = {
        VoiceProblem.NOT_TOLD: ("part", _("Say whether this person took part.")),
        VoiceProblem.NO_REASON: ("why", _("Say why this person was not asked or was not there.")),
        VoiceProblem.CHILD_SAID: ("said", _("Write what the child said, in its own words.")),
    }
    found = {}
    for voice in voices:
        if problem := voice_problem(voice):
            field, sentence = said[problem]
            found[f"{field}_{voice.record_no}"] = sentence
    return found


def of_everyone(voices: Iterable[Voice], people: Iterable[Member]) -> list[Voice]:
    """One voice for each of the people, none left out; who is a child is known, not told."""
    told = {voice.record_no: voice for voice in voices}
    unknown = Voice(0, child=False, took_part=None)
    return [
        replace(told.get(member.record_no, unknown), record_no=member.record_no, child=member.child)
        for member in people
    ]


def write_voices(
    case: Case, *, decision: str, decision_no: int, voices: Iterable[Voice], on: date, by: User
) -> list[Participation]:
    """Inside an action: one row for each person."""
    return Participation.objects.bulk_create(
        Participation(
            case=case,
            decision=decision,
            decision_no=decision_no,
            record_id=voice.record_no,
            took_part=bool(voice.took_part),
            said=voice.said.strip() if voice.took_part else "",
            why_not_asked="" if voice.took_part else voice.why_not_asked.strip(),
            on=on,
            by=by,
        )
        for voice in voices
    )
