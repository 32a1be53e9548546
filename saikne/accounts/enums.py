"""Words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UserKind(TextChoices):
    """As what somebody signs in."""

    STAFF = "staff", _("Staff")
    SYSTEM = "system", _("System")
    CLIENT = "client", _("Client")
    PARTNER = "partner", _("Partner")


class Role(TextChoices):
    """What kind of work somebody may do: names of the groups that carry permissions."""

    FAMILY = "family", _("Social worker with families")
    ADULTS = "adults", _("Social worker with adults")
    ASSISTANCE = "assistance", _("Social assistance organiser")
    PARISH = "parish", _("Generalist parish worker")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial worker")
    HEAD = "head", _("Head of service")
    OFFICE = "office", _("Office: first contacts only")
    ADMIN = "admin", _("Administrator")
