"""Words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Language(TextChoices):
    """In which language a term is named."""

    LATVIAN = "lv", _("Latvian")
    ENGLISH = "en", _("English")


class NameKind(TextChoices):
    """How a name of a term may be used."""

    PREFERRED = "preferred", pgettext_lazy("name of a term", "Preferred")
    ADMITTED = "admitted", pgettext_lazy("name of a term", "Also said")
    SHORT = "short", pgettext_lazy("name of a term", "Abbreviation")
