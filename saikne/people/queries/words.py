"""Reasons of the search engine put into sentences; out of reach they tell nothing that was not typed."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from saikne.people.rules import NamePart, Reason, ReasonKind, Sign, Slip
from saikne.ui.words import day

Say = Callable[[Reason], str]


def sentence(reason: Reason) -> str:
    """What agrees, nearly agrees or differs, for a record within reach."""
    return _SAID[reason.kind](reason)


def coarse(reason: Reason) -> str:
    """The same for a record out of reach: only what agrees, and no value of the record."""
    return _COARSE[reason.kind]() if reason.sign is Sign.SAME and reason.kind in _COARSE else ""


def _pair(reason: Reason) -> dict[str, str]:
    return {"typed": reason.typed, "found": reason.found}


def _found_day(reason: Reason) -> dict[str, str]:
    try:
        return {"found": day(date.fromisoformat(reason.found))}
    except ValueError:
        return {"found": reason.found}


def _slip(slip: Slip | None) -> str:
    said = {
        Slip.ONE_EXTRA: _("one character too many"),
        Slip.ONE_MISSING: _("one character missing"),
        Slip.ONE_OTHER: _("one character differs"),
        Slip.TWO_SWAPPED: _("two characters are swapped"),
    }
    return f", {said[slip]}" if slip else ""


def _same_name(reason: Reason) -> str:
    said = {NamePart.GIVEN: _("Same given name"), NamePart.FAMILY: _("Same surname")}
    return said.get(reason.part or NamePart.FULL, _("Same given name and surname"))


def _same_folded(reason: Reason) -> str:
    said = {
        NamePart.GIVEN: _("Same given name but for diacritics"),
        NamePart.FAMILY: _("Same surname but for diacritics"),
    }
    return said.get(reason.part or NamePart.FULL, _("Same given name and surname but for diacritics"))


def _variant(reason: Reason) -> str:
    said = {
        NamePart.GIVEN: _("Same given name in another spelling: %(typed)s – %(found)s"),
        NamePart.FAMILY: _("Same surname in another spelling: %(typed)s – %(found)s"),
    }
    whole = _("Same name in another spelling: %(typed)s – %(found)s")
    return said.get(reason.part or NamePart.FULL, whole) % _pair(reason)


def _begins(reason: Reason) -> str:
    said = {
        NamePart.GIVEN: _("The given name begins so: %(typed)s – %(found)s"),
        NamePart.FAMILY: _("The surname begins so: %(typed)s – %(found)s"),
    }
    return said.get(reason.part or NamePart.FULL, _("The name begins so: %(typed)s – %(found)s")) % _pair(reason)


def _similar(reason: Reason) -> str:
    said = {
        NamePart.GIVEN: _("Similar given name: %(typed)s – %(found)s"),
        NamePart.FAMILY: _("Similar surname: %(typed)s – %(found)s"),
    }
    told = said.get(reason.part or NamePart.FULL, _("Similar name: %(typed)s – %(found)s"))
    return told % _pair(reason) + _slip(reason.slip)


def _different(reason: Reason) -> str:
    said = {
        NamePart.GIVEN: _("Another given name: %(typed)s – %(found)s"),
        NamePart.FAMILY: _("Another surname: %(typed)s – %(found)s"),
    }
    return said.get(reason.part or NamePart.FULL, _("Another name: %(typed)s – %(found)s")) % _pair(reason)


_SAID: dict[ReasonKind, Say] = {
    ReasonKind.SAME_CODE: lambda reason: _("Same personal code"),
    ReasonKind.SIMILAR_CODE: lambda reason: _("Similar personal code") + _slip(reason.slip),
    ReasonKind.DIFFERENT_CODE: lambda reason: _("Another personal code"),
    ReasonKind.SAME_BIRTH_DATE: lambda reason: _("Same date of birth"),
    ReasonKind.SAME_BIRTH_YEAR: lambda reason: _("Same year of birth"),
    ReasonKind.SIMILAR_BIRTH_DATE: lambda reason: _("Similar date of birth: %(found)s") % _found_day(reason),
    ReasonKind.SWAPPED_DAY_MONTH: lambda reason: (
        _("Day and month of birth are swapped: %(found)s") % _found_day(reason)
    ),
    ReasonKind.DIFFERENT_BIRTH_DAY: lambda reason: _("Another day and month of birth"),
    ReasonKind.DIFFERENT_BIRTH_YEAR: lambda reason: _("Another year of birth"),
    ReasonKind.DIFFERENT_BIRTH_DATE: lambda reason: _("Another date of birth"),
    ReasonKind.BIRTH_DATE_UNKNOWN: lambda reason: _("The date of birth is not known"),
    ReasonKind.SAME_NAME: _same_name,
    ReasonKind.SAME_NAME_FOLDED: _same_folded,
    ReasonKind.SAME_NAME_VARIANT: _variant,
    ReasonKind.NAME_BEGINS: _begins,
    ReasonKind.SIMILAR_NAME: _similar,
    ReasonKind.FORMER_NAME: lambda reason: _("Former surname: %(found)s") % _pair(reason),
    ReasonKind.SWAPPED_NAMES: lambda reason: _("Given name and surname are swapped"),
    ReasonKind.DIFFERENT_NAME: _different,
    ReasonKind.NAME_NOT_FOUND: lambda reason: _("Not found in this record: %(typed)s") % _pair(reason),
    ReasonKind.SAME_PLACE: lambda reason: _("Same place: %(typed)s") % _pair(reason),
}
_COARSE: dict[ReasonKind, Callable[[], str]] = {
    ReasonKind.SAME_CODE: lambda: _("personal code"),
    ReasonKind.SAME_BIRTH_DATE: lambda: _("year of birth"),
    ReasonKind.SAME_BIRTH_YEAR: lambda: _("year of birth"),
    ReasonKind.SAME_NAME: lambda: _("name or surname"),
    ReasonKind.SAME_NAME_FOLDED: lambda: _("name or surname"),
    ReasonKind.SAME_NAME_VARIANT: lambda: _("name or surname"),
    ReasonKind.FORMER_NAME: lambda: _("name or surname"),
}
