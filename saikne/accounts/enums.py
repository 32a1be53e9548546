"""Words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UserKind(TextChoices):
    """As what somebody signs in."""

    STAFF = "staff", _("Staff")
    SYSTEM = "system", _("System")
    CLIENT = "client", _("Client")
    PARTNER = "partner", _("Partner")
