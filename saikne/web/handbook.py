"""The handbook: which pages it has, in the order in which they are read. Their texts are Latvian templates."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from saikne.core.errors import Sentence


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address, its name and what it answers."""

    slug: str
    title: Sentence
    about: Sentence

    @property
    def template(self) -> str:
        """Where the text stands."""
        return f"web/handbook/{self.slug}.html"


EVERYBODY = (
    Page("first-steps", _("First steps"), _("Signing in, drafts, search, keyboard, printing, language")),
    Page("who-sees-what", _("Who sees what"), _("Reach, the access log, emergency access, restricted files")),
    Page("absence", _("Absence and deputies"), _("Marking an absence, who stands in, what happened meanwhile")),
    Page("letters", _("Letters"), _("Registers, terms, answering, signing, notification, templates")),
)
ROLES = (
    Page("family", _("Social worker with families"), _("A family from the first contact to the closed case")),
    Page("adults", _("Social worker with adults"), _("The same work with one person")),
    Page("assistance", _("Social assistance organiser"), _("Assistance files, facts, the chapter of participation")),
    Page("parish", _("Generalist parish worker"), _("All areas in one list, time by kind of work")),
    Page("psychosocial", _("Psychosocial worker"), _("A notebook of one's own, and the sentence that is shared")),
    Page("head", _("Head of service"), _("Overview, approval, hand-over, emergency access, restrictions")),
    Page("outside", _("Worker of another service and partner"), _("What can be seen from outside, and whom to call")),
    Page("admin", _("Administrator"), _("What an administrator can do and what not; commands and settings")),
)


def page_of(slug: str) -> Page | None:
    """The page at this address, if there is one."""
    return next((page for page in (*EVERYBODY, *ROLES) if page.slug == slug), None)
