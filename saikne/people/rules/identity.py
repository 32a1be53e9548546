"""What is not known about a person: every identity field is given, or marked unknown with the reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class IdentityField(StrEnum):
    """The fields by which a person is told from another."""

    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    BORN_ON = "born_on"
    CODE = "code"
    SEX = "sex"


class UnknownReason(StrEnum):
    """Why an identity field is empty."""

    NOT_TOLD = "not_told"
    NO_DOCUMENT = "no_document"
    FOUNDLING = "foundling"
    BORN_ABROAD = "born_abroad"
    CHECKING = "checking"
    OTHER = "other"


class UnknownProblemKind(StrEnum):
    """What is wrong with how a field was left empty."""

    NEITHER = "neither"
    BOTH = "both"
    NO_REASON = "no_reason"


@dataclass(frozen=True)
class UnknownProblem:
    """One field and what is wrong with it."""

    field: IdentityField
    kind: UnknownProblemKind


@dataclass(frozen=True)
class IdentityGap:
    """A field to be completed later, with the reason it is empty."""

    field: IdentityField
    reason: UnknownReason


def unknown_problems(
    given: Collection[IdentityField],
    unknown: Mapping[IdentityField, UnknownReason | None],
) -> list[UnknownProblem]:
    """Return all problems at once: fields neither given nor marked, both, or marked without a reason."""
    kinds = ((field, _problem(field, given, unknown)) for field in IdentityField)
    return [UnknownProblem(field, kind) for field, kind in kinds if kind]


def identity_gaps(
    unknown: Mapping[IdentityField, UnknownReason | None], *, given: Collection[IdentityField] = ()
) -> list[IdentityGap]:
    """Return what is still to be completed, in the order of the form; a field given since is no gap."""
    reasons = ((field, unknown.get(field)) for field in IdentityField if field not in given)
    return [IdentityGap(field, reason) for field, reason in reasons if reason]


def _problem(
    field: IdentityField, given: Collection[IdentityField], unknown: Mapping[IdentityField, UnknownReason | None]
) -> UnknownProblemKind | None:
    if field not in unknown:
        return None if field in given else UnknownProblemKind.NEITHER
    if field in given:
        return UnknownProblemKind.BOTH
    return None if unknown[field] else UnknownProblemKind.NO_REASON
