"""Forms of documents: adding one, tying an act to one, withdrawing, moving."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from saikne.cases.actions.documents import Use
from saikne.cases.forms.journal import offer
from saikne.core import clock
from saikne.privacy.actions.documents import Described, description_problems
from saikne.privacy.enums import DocumentKind, DocumentMedium, DocumentWay, Opens
from saikne.privacy.models import Upload
from saikne.ui.fields import DayField
from saikne.ui.forms import Layout, SaikneForm

Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]
ACCEPTED = "application/pdf,image/jpeg,image/png,image/heic,.pdf,.jpg,.jpeg,.png,.heic"


class ManyFilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        """All that were sent."""
        return files.getlist(name)


class FilesField(forms.Field):
    """What is sent here was looked at before the form was asked: the form knows what of it is kept."""

    widget = ManyFilesInput


@dataclass(slots=True)
class Desk:
    """Files of a form that were sent and are kept, and why others are not."""

    kept: list[Upload] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class DocumentForm(SaikneForm):
    """A document: its files or its shelf, what it is, from or to whom, whom it concerns, what rests on it."""

    sent = FilesField(
        label=pgettext_lazy("sent from a computer", "Files"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": ACCEPTED, "multiple": True}),
    )
    photo = FilesField(
        label=_("Take a photo"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    apart = forms.ChoiceField(
        label=_("Several files are"),
        choices=[("", _("pages of one document")), ("apart", _("separate documents, each with its own number"))],
        widget=forms.RadioSelect,
        required=False,
    )
    medium = forms.ChoiceField(
        label=_("Where the document is"), choices=DocumentMedium.choices, widget=forms.RadioSelect
    )
    shelf = forms.CharField(
        label=_("Shelf"), help_text=_("Room, cupboard, shelf, folder"), max_length=80, required=False
    )
    kind = forms.ChoiceField(label=_("What it is"))
    title = forms.CharField(
        label=_("Which one, in a few words"),
        help_text=_("For example: on income in October. No personal codes."),
        max_length=200,
        required=False,
    )
    on = DayField(label=_("Date of the document"), future=False)
    way = forms.ChoiceField(
        label=pgettext_lazy("document", "How it came"), choices=DocumentWay.choices, widget=forms.RadioSelect
    )
    party = forms.CharField(
        label=_("From whom or to whom"),
        help_text=_("A person or an institution"),
        max_length=160,
        required=False,
    )
    records = forms.TypedMultipleChoiceField(
        label=_("Whom it concerns"),
        help_text=_(
            "Nobody ticked: the whole family. What concerns a restricted person is seen by named colleagues only."
        ),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    use = forms.ChoiceField(
        label=_("What rests on it"),
        help_text=_("More can be added on the page of the document."),
        required=False,
    )
    audience = forms.ChoiceField(
        label=_("Who sees it"),
        choices=[
            (Opens.CASE_WORK, _("Everybody who works with the file")),
            (Opens.PSYCHOSOCIAL, _("Readers of the psychosocial notebook only")),
        ],
        widget=forms.RadioSelect,
    )
    layout: ClassVar[Layout] = ("medium",)
    widths = {"kind": "m", "title": "full", "party": "full", "shelf": "m", "use": "full"}
    unmarked = frozenset({"sent", "photo", "apart", "shelf", "party"})

    def __init__(
        self,
        *args: Any,
        people: Iterable[tuple[int, str]],
        uses: Groups,
        audiences: Sequence[str],
        desk: Desk,
        **kwargs: Any,
    ) -> None:
        """Whom it may concern, what may rest on it, for whom it may be, and what has been sent so far."""
        super().__init__(*args, **kwargs)
        self.desk = desk
        offer(self, "kind", [("", gettext("Choose")), *DocumentKind.choices])
        offer(self, "records", people)
        offer(self, "use", [("", gettext("Nothing yet")), *uses])
        if not uses:
            del self.fields["use"]
        if len(audiences) == 1:
            del self.fields["audience"]
        self.usual_audience = audiences[0]

    def clean(self) -> dict[str, Any]:
        """As the action reads it; all that is in the way is told at once, refused files beside their field."""
        cleaned = super().clean() or self.cleaned_data
        for sentence in self.desk.refused:
            self.add_error("sent", ValidationError(sentence))
        what = self._described(cleaned)
        for name, sentence in description_problems(what, files=len(self.desk.kept)).items():
            if name not in self.errors:
                self.add_error(name, ValidationError(sentence))
        cleaned["what"] = what
        cleaned["uses"] = use_of(cleaned.get("use", ""))
        cleaned["audience"] = cleaned.get("audience") or self.usual_audience
        return cleaned

    def _described(self, cleaned: Mapping[str, Any]) -> Described:
        """What was typed; where that is wrong, something that is not, for its own field says so already."""
        return Described(
            kind=cleaned.get("kind", DocumentKind.LETTER),
            on=cleaned.get("on", clock.today()),
            way=cleaned.get("way", DocumentWay.OWN),
            party=cleaned.get("party", ""),
            title=cleaned.get("title", ""),
            medium=cleaned.get("medium", DocumentMedium.FILE),
            shelf=cleaned.get("shelf", ""),
            records=tuple(cleaned.get("records", ())),
        )


def use_of(word: str) -> Use | None:
    """goal-7 as word and number."""
    about, _dash, number = word.partition("-")
    return Use(about, int(number)) if number.isdigit() else None


class TieForm(SaikneForm):
    """What else rests on a document."""

    use = forms.ChoiceField(label=_("What else rests on it"))
    widths = {"use": "full"}

    def __init__(self, *args: Any, uses: Groups, **kwargs: Any) -> None:
        """`uses` are what may be chosen."""
        super().__init__(*args, **kwargs)
        offer(self, "use", [("", gettext("Choose")), *uses])


class WithdrawDocumentForm(SaikneForm):
    """Why a document no longer counts."""

    because = forms.CharField(label=_("Why it is withdrawn"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class MoveDocumentForm(SaikneForm):
    """To which file a document goes, and why."""

    to = forms.TypedChoiceField(label=_("To which file"), coerce=int)
    because = forms.CharField(label=_("Why it is moved"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    widths = {"to": "full"}

    def __init__(self, *args: Any, files: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """`files` are those into which it may go."""
        super().__init__(*args, **kwargs)
        offer(self, "to", [("", gettext("Choose a file")), *files])
