"""Questions to the glossary."""

from datetime import date

from django.db.models import QuerySet

from saikne.core.periods import standing
from saikne.methodology.enums import Language, NameKind
from saikne.methodology.models import ClassificationItem, LegalReference, Term, TermName
from saikne.methodology.rules import alphabet_key, folded


def find_terms(*, words: str = "", letter: str = "") -> QuerySet[Term]:
    """Terms with these words in a name, or under this letter; all, if neither is given."""
    found = Term.objects.prefetch_related("names")
    if folded(words):
        return found.said_as(folded(words))
    return found.under(letter) if letter else found


def letters_in_use() -> list[str]:
    """Letters under which there is a term, in the order of the alphabet."""
    used = Term.objects.order_by().values_list("letter", flat=True).distinct()
    return sorted(used, key=alphabet_key)


def term_for(message: str) -> Term | None:
    """The term that a label of the screen means: named for this message, else called so in English."""
    terms = Term.objects.prefetch_related("names")
    if named := terms.filter(labels__message=message).first():
        return named
    name = TermName.objects.filter(language=Language.ENGLISH, kind=NameKind.PREFERRED, folded=folded(message)).first()
    return terms.get(pk=name.term_id) if name else None


def choices_on(list_name: str, day: date) -> QuerySet[ClassificationItem]:
    """What may be chosen from a list on this day."""
    return ClassificationItem.objects.filter(standing(day), list=list_name).order_by("id")


def all_legal_references() -> QuerySet[LegalReference]:
    """What the law is understood to say, act by act; what stands in no act comes last."""
    return LegalReference.objects.order_by("act", "place", "code")
