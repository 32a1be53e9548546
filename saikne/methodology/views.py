"""Pages of the glossary and of the legal references."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, staff
from saikne.methodology.enums import NameKind
from saikne.methodology.models import Term
from saikne.methodology.queries import all_legal_references, find_terms, letters_in_use
from saikne.ui.keyset import Keyset

ORDER = Keyset("sort_key", "id")


@dataclass(frozen=True, slots=True)
class LetterLink:
    """A letter of the alphabet as a filter of the list."""

    label: str
    url: str
    current: bool
    count: int | None = None


@staff
def terms(request: StaffRequest) -> HttpResponse:
    """The glossary: by letter or by words."""
    words, letter = request.GET.get("q", "").strip()[:100], request.GET.get("letter", "")[:1]
    page = ORDER.page(find_terms(words=words, letter=letter), request)
    context = {"page": page, "words": words, "letters": _letter_links("" if words else letter, bool(words))}
    return render(request, "methodology/terms.html", context)


def _letter_links(chosen: str, searching: bool) -> list[LetterLink]:
    base = reverse("methodology:terms")
    every = LetterLink(pgettext("terms", "All"), base, not chosen and not searching)
    return [every] + [
        LetterLink(letter, f"{base}?{urlencode({'letter': letter})}", letter == chosen) for letter in letters_in_use()
    ]


@staff
def term(request: StaffRequest, slug: str) -> HttpResponse:
    """One term in both languages."""
    shown = get_object_or_404(Term.objects.prefetch_related("names"), slug=slug)
    also = [name for name in shown.names.all() if name.kind != NameKind.PREFERRED]
    return render(request, "methodology/term.html", {"term": shown, "also": also})


@staff
def law(request: StaffRequest) -> HttpResponse:
    """What the law is understood to say, and what of it was checked."""
    return render(request, "methodology/law.html", {"references": all_legal_references()})
