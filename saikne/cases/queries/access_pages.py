"""What the pages of the house are called in the access log."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from saikne.core.errors import Sentence

PARTS: Mapping[str, Sentence] = {
    "file": _("Summary"),
    "people": _("Family and ties"),
    "statement": _("Told once"),
    "statements": _("Told once"),
    "problem": _("Told once"),
    "assessment": _("Assessment"),
    "goal": _("Plan"),
    "step": _("Plan"),
    "obstacle": _("Plan"),
    "plan": _("Plan"),
    "my": _("Plan"),
    "unmet": _("Unmet needs"),
    "child": _("Plan"),
    "agreement": _("Agreement"),
    "chapter": _("Agreement"),
    "point": _("Agreement"),
    "journal": _("Journal"),
    "entry": _("Journal"),
    "receipt": _("Journal"),
    "document": _("Documents"),
    "documents": _("Documents"),
    "upload": _("Documents"),
    "letter": _("Letters"),
    "letters": _("Letters"),
    "psychosocial": _("Psychosocial notebook"),
    "team": _("Team of the file"),
    "deputy": _("Team of the file"),
    "card": _("Client's card"),
    "hand": _("Hand-over of the case"),
    "left": _("Work left behind"),
    "absence": _("Absences"),
    "absences": _("Absences"),
    "meanwhile": _("What happened meanwhile"),
    "results": _("Results"),
    "review": _("Results"),
    "evaluation": _("Results"),
    "follow": _("Results"),
    "milestone": _("Results"),
    "looked": _("Who looked"),
    "contact": _("First contact"),
    "contacts": _("First contact"),
    "list": _("List of files"),
    "open": _("Opening a file"),
    "head": _("Service overview"),
    "restrict": _("Restricted access"),
    "why": _("Why can I see this?"),
    "place": _("Place of the file"),
    "stage": _("Stage"),
    "close": _("Results"),
    "reopen": _("Results"),
    "time": _("Journal"),
    "main": _("Team of the file"),
    "join": _("Team of the file"),
    "summary": _("Summary"),
    "boundaries": _("Client's card"),
    "notices": _("Changes since you last looked"),
    "register": _("Register"),
    "registers": _("Registers"),
}
ROOMS: Mapping[str, Sentence] = {
    "cases": _("File"),
    "people": _("Person"),
    "web": _("My work"),
}


def page_label(view_name: str) -> str:
    """What a page is called, by the name of its address; its part, else its room."""
    room, _colon, name = view_name.partition(":")
    if room == "cases" and (part := PARTS.get(name.partition("_")[0])):
        return str(part)
    if "search" in name:
        return pgettext("page", "Search")
    return str(ROOMS.get(room, pgettext("page", "Another page")))
