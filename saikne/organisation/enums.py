"""Words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Specialisation(TextChoices):
    """What a post is for."""

    FAMILY = "family", _("Families with children")
    ADULTS = "adults", pgettext_lazy("area of work", "Adults")
    ASSISTANCE = "assistance", _("Social assistance")
    GENERALIST = "generalist", _("All areas")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial work")
    HEAD = "head", _("Head of service")
    OFFICE = "office", _("Office")


class UnitRole(TextChoices):
    """A role in a unit to which reach can be granted."""

    HEAD = "head", _("Head")
    STAND_IN = "stand_in", _("Stand-in of the head")


class InstitutionKind(TextChoices):
    """Kinds of partners."""

    CUSTODY_COURT = "custody_court", _("Orphan's and custody court")
    POLICE = "police", _("Police")
    SCHOOL = "school", _("School")
    PRESCHOOL = "preschool", _("Preschool")
    HEALTH = "health", _("Health care")
    PROBATION = "probation", _("Probation")
    NGO = "ngo", _("Non-governmental organisation")
    PROVIDER = "provider", _("Service provider")
    PARISH = "parish", _("Parish administration")
    OTHER = "other", _("Other institution")


class QualificationKind(TextChoices):
    """What a worker has learnt and can show a paper for."""

    EDUCATION = "education", _("Education in social work")
    CHILD_RIGHTS = "child_rights", _("Special knowledge in protection of children's rights")
    METHOD = "method", _("A method or an instrument")
    SUPERVISOR = "supervisor", _("Supervisor of professional practice")
    OTHER = "other", _("Another qualification")


class AbsenceKind(TextChoices):
    """Why somebody is away; read by herself and by those who head her."""

    VACATION = "vacation", _("Holiday")
    SICK = "sick", _("Sick leave")
    TRAINING = "training", _("Training")
    TRIP = "trip", _("Work elsewhere")
    CARE = "care", _("Leave to care for a child")
    OTHER = "other", pgettext_lazy("absence", "Other")
