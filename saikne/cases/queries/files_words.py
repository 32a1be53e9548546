"""How a file is said on its pages: how many people, which ages, what the lead is called."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saikne.cases.models import FileKind
from saikne.cases.queries.frame import FileFrame


def lead_word(kind: FileKind) -> str:
    """Only kinds that are case management have a case manager."""
    return _("Case manager") if kind.managed else _("Responsible social worker")


def people_words(frame: FileFrame) -> str:
    """4 people."""
    return ngettext("%(n)d person", "%(n)d people", len(frame.people)) % {"n": len(frame.people)}


def children_words(frame: FileFrame) -> str:
    """2 children: 14, 7; nothing where there are none."""
    children = frame.children
    if not children:
        return ""
    ages = ", ".join("?" if child.age is None else str(child.age) for child in children)
    return ngettext("%(n)d child: %(ages)s", "%(n)d children: %(ages)s", len(children)) % {
        "n": len(children),
        "ages": ages,
    }


def small(words: str) -> str:
    """A label inside a sentence begins small."""
    return words[:1].lower() + words[1:]
