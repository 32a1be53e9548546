"""Words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sex(TextChoices):
    """Sex as the register gives it."""

    FEMALE = "F", _("female")
    MALE = "M", _("male")


class UnknownReason(TextChoices):
    """Why a field of identity is not known."""

    NOT_TOLD = "not_told", _("did not tell")
    NO_DOCUMENT = "no_document", _("has no document")
    BORN_ABROAD = "born_abroad", _("no Latvian personal code")
    FOUNDLING = "foundling", _("identity not known to anybody")
    CHECKING = "checking", _("being checked")
    OTHER = "other", pgettext_lazy("reason", "another reason")


class RecordSource(TextChoices):
    """Where a record comes from."""

    WORKER = "worker", _("entered by a worker")
    IMPORT = "import", _("imported from a register")
    SYNTHETIC = "synthetic", _("made-up data")


class Reading(TextChoices):
    """Whether somebody can read what we give her."""

    READS = "reads", _("reads")
    WITH_HELP = "with_help", _("reads with help")
    DOES_NOT = "does_not", _("does not read")


class Language(TextChoices):
    """In which language to talk."""

    LV = "lv", pgettext_lazy("language", "Latvian")
    RU = "ru", pgettext_lazy("language", "Russian")
    UK = "uk", pgettext_lazy("language", "Ukrainian")
    EN = "en", pgettext_lazy("language", "English")
    SIGN = "sgn", _("Latvian sign language")
    OTHER = "other", _("another language")


class CodeStanding(TextChoices):
    """How a code stands on a record."""

    HOLDS = "holds", _("holds it")
    REPEATS = "repeats", _("repeats it for the same person")
    CONTESTED = "contested", _("another person has it too")
    WITHDRAWN = "withdrawn", _("withdrawn")


class AddressKind(TextChoices):
    """What an address is."""

    DECLARED = "declared", _("Declared address")
    ACTUAL = "actual", _("Actual address")


class MemberRole(TextChoices):
    """Who somebody is in a household."""

    PARENT = "parent", _("Parent or caregiver")
    PARTNER = "partner", pgettext_lazy("person", "Partner")
    CHILD = "child", _("Child")
    GRANDPARENT = "grandparent", _("Grandparent")
    RELATIVE = "relative", _("Relative")
    OTHER = "other", pgettext_lazy("person", "Other")


class TieKind(TextChoices):
    """What A is to B."""

    BIRTH_PARENT = "birth_parent", _("parent by birth")
    ADOPTIVE_PARENT = "adoptive_parent", _("adoptive parent")
    FOSTER_PARENT = "foster_parent", _("foster parent")
    GUARDIAN = "guardian", _("guardian")
    SPOUSE = "spouse", _("spouse")
    PARTNER = "partner", _("partner, not married")
    SIBLING = "sibling", _("sibling")
    GRANDPARENT = "grandparent", _("grandparent")
    OTHER = "other", _("other tie")


PARENTAL = (TieKind.BIRTH_PARENT, TieKind.ADOPTIVE_PARENT, TieKind.FOSTER_PARENT, TieKind.GUARDIAN)
EQUAL = (TieKind.SPOUSE, TieKind.PARTNER, TieKind.SIBLING)
OTHER_END = {
    TieKind.BIRTH_PARENT: _("child by birth"),
    TieKind.ADOPTIVE_PARENT: _("adopted child"),
    TieKind.FOSTER_PARENT: _("foster child"),
    TieKind.GUARDIAN: _("ward"),
    TieKind.GRANDPARENT: _("grandchild"),
}


class RepresentKind(TextChoices):
    """On what ground somebody acts in another's place, or may no longer."""

    CUSTODY = "custody", _("parent with custody")
    SUSPENDED = "suspended", _("parent whose custody is suspended")
    REMOVED = "removed", _("parent whose custody is removed")
    GUARDIAN = "guardian", _("guardian of a child")
    FOSTER = "foster", _("foster parent of a child")
    TRUSTEE = "trustee", _("trustee of an adult")
    ATTORNEY = "attorney", _("person with a power of attorney")


CUSTODY = (RepresentKind.CUSTODY, RepresentKind.SUSPENDED, RepresentKind.REMOVED)


class ContactMeans(TextChoices):
    """In which way somebody is reached."""

    CALL = "call", pgettext_lazy("means of contact", "Phone call")
    MESSAGE = "message", pgettext_lazy("means of contact", "Text message")
    LETTER = "letter", pgettext_lazy("means of contact", "Letter")
    EMAIL = "email", pgettext_lazy("means of contact", "E-mail")
    VISIT = "visit", pgettext_lazy("means of contact", "Visit at home")
    OTHER = "other", pgettext_lazy("means of contact", "In another way")


FORBIDDEN = {
    ContactMeans.CALL: _("Do not ring"),
    ContactMeans.MESSAGE: _("Do not send messages"),
    ContactMeans.LETTER: _("Do not leave letters"),
    ContactMeans.EMAIL: _("Do not write e-mails"),
    ContactMeans.VISIT: _("Do not visit at home"),
    ContactMeans.OTHER: _("Not to be reached in another way"),
}
