"""The service's templates of letters: each change is a new version, the former one ends."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.models import LetterTemplate
from saikne.cases.rules.letters_places import unknown_places
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.organisation.models import Municipality


@dataclass(frozen=True, slots=True)
class TemplateText:
    """What a template says."""

    name: str
    kind: str
    subject: str
    text: str
    reply_days: int | None = None


def text_problems(what: TemplateText) -> dict[str, str]:
    """Places that are on no list, beside the field in which they stand."""
    found: dict[str, str] = {}
    for name, text in (("subject", what.subject), ("text", what.text)):
        if unknown := unknown_places(text):
            found[name] = _(
                "There is no such place: %(places)s. Choose one from the list, or leave the braces out."
            ) % {"places": ", ".join(unknown)}
    return found


@act
def save_template(*, municipality: Municipality, code: str, base: int, what: TemplateText, by: User) -> LetterTemplate:
    """A new wording from now, under the same code; letters written by the former one keep it."""
    if problems := text_problems(what):
        raise Refusal(**problems)
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    rows = LetterTemplate.objects.filter(municipality=municipality)
    code = code or _free_code(what.name, set(rows.values_list("code", flat=True)))
    moment, same = clock.now(), rows.filter(code=code)
    last = same.aggregate(last=Max("number"))["last"] or 0
    if base != last:
        raise Refusal(_("Somebody has just changed this template. Open it again; your text is kept here."))
    same.filter(until__isnull=True).update(until=moment)
    made = LetterTemplate.objects.create(
        municipality=municipality,
        code=code,
        number=last + 1,
        since=moment,
        by=by,
        name=what.name.strip(),
        kind=what.kind,
        subject=what.subject.strip(),
        text=what.text.strip(),
        reply_days=what.reply_days,
    )
    note(act="cases.save_letter_template", about="cases.lettertemplate", about_no=made.pk, by=by, at=moment)
    return made


def _free_code(name: str, taken: set[str]) -> str:
    stem = f"own-{slugify(name)[:28]}".rstrip("-")
    return next(
        code for number in range(len(taken) + 1) if (code := f"{stem}-{number}" if number else stem) not in taken
    )


@act
def end_template(*, template: LetterTemplate, by: User) -> None:
    """It is offered no longer; what was written by it stays."""
    held = LetterTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    if held.until is not None:
        raise Refusal(_("Somebody has just changed this template. Open it again; your text is kept here."))
    moment = clock.now()
    LetterTemplate.objects.filter(pk=held.pk).update(until=moment)
    note(act="cases.end_letter_template", about="cases.lettertemplate", about_no=held.pk, by=by, at=moment)
