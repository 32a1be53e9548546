"""Who took part in a decision; what a child said, or why it was not asked."""

from dataclasses import dataclass
from enum import StrEnum


class VoiceProblem(StrEnum):
    """What is missing in what is told of somebody's part."""

    NOT_TOLD = "not_told"
    NO_REASON = "no_reason"
    CHILD_SAID = "child_said"


@dataclass(frozen=True, slots=True)
class Voice:
    """One of the people: took part or not, what she said, or why she was not asked."""

    record_no: int
    child: bool
    took_part: bool | None
    said: str = ""
    why_not_asked: str = ""


def voice_problem(voice: Voice) -> VoiceProblem | None:
    """What is missing; of a child who took part its own words are asked for."""
    if voice.took_part is None:
        return VoiceProblem.NOT_TOLD
    if not voice.took_part:
        return None if voice.why_not_asked.strip() else VoiceProblem.NO_REASON
    return VoiceProblem.CHILD_SAID if voice.child and not voice.said.strip() else None
