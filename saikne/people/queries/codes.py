"""Personal codes: the one in use, and what looks odd about one; odd is said and never refused."""

from datetime import date

from django.utils.translation import gettext as _

from saikne.core import clock
from saikne.people.enums import CodeStanding
from saikne.people.models import CodeFact
from saikne.people.rules import CodeReading, code_warnings, read_code
from saikne.people.rules.codes import CodeWarning


def current_code(record_no: int) -> str:
    """The code that this record uses now, or none."""
    rows = CodeFact.objects.filter(record=record_no, former=False).exclude(standing=CodeStanding.WITHDRAWN)
    return rows.order_by("-pk").values_list("code", flat=True).first() or ""


def code_doubts(code: str, born_on: date | None) -> list[str]:
    """Sentences about what does not fit; a code that cannot be read is another matter."""
    reading = read_code(code) if code else None
    if not isinstance(reading, CodeReading):
        return []
    said = {
        CodeWarning.CHECK_DIGIT: _("The check digit of the personal code does not fit."),
        CodeWarning.IMPOSSIBLE_DATE: _("The personal code holds a date that does not exist."),
        CodeWarning.UNKNOWN_CENTURY: _("The century of birth in the personal code is not known."),
        CodeWarning.BORN_DIFFERS: _("The personal code holds another date of birth."),
        CodeWarning.BORN_LATER: _("The date of birth in the personal code has not come yet."),
    }
    return [said[one] for one in code_warnings(reading, born_on=born_on, on=clock.today())]
