"""Words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Opens(TextChoices):
    """What a grant opens of a record."""

    CASE_WORK = "case_work", _("The whole file")
    FACTS = "facts", _("Facts only")
    PSYCHOSOCIAL = "psychosocial", _("The psychosocial notebook")
    IDENTITY = "identity", _("Who the person is")


class Ground(TextChoices):
    """Why somebody has reach."""

    LEAD = "lead", _("leads the case")
    MAIN_WORKER = "main_worker", _("main worker of the client")
    DECIDES = "decides", _("decides the benefit")
    TEAM = "team", _("works in the team of the case")
    UNIT = "unit", _("heads the unit that is responsible")
    DEPUTY = "deputy", _("stands in for the lead")
    HAND_OVER = "hand_over", _("the case is being handed over to her")
    CONTACT = "contact", _("received the first contact")
    ENTERED = "entered", _("entered the person")
    NAMED = "named", _("named by the head of service")
    EMERGENCY = "emergency", _("emergency access")


class Purpose(TextChoices):
    """Why personal data were shown."""

    CASE_MANAGEMENT = "case_management", _("case management")
    TEAM_WORK = "team_work", _("work in the team")
    OVERSIGHT = "oversight", _("oversight of the service")
    STAND_IN = "stand_in", _("standing in for a colleague")
    HAND_OVER = "hand_over", _("taking over a case")
    FIRST_CONTACT = "first_contact", _("first contact")
    SEARCH = "search", _("search before create")
    ASSISTANCE = "assistance", _("social assistance")
    EMERGENCY = "emergency", _("emergency access")
    ACCESS_REVIEW = "access_review", _("review of access")


# Of several grounds the first explains a look: an emergency is never hidden behind a smaller right to the facts.
PRECEDENCE: tuple[Ground, ...] = (
    Ground.EMERGENCY,
    Ground.LEAD,
    Ground.DECIDES,
    Ground.MAIN_WORKER,
    Ground.DEPUTY,
    Ground.TEAM,
    Ground.HAND_OVER,
    Ground.NAMED,
    Ground.UNIT,
    Ground.CONTACT,
    Ground.ENTERED,
)

PURPOSE_OF: dict[str, Purpose] = {
    Ground.LEAD: Purpose.CASE_MANAGEMENT,
    Ground.MAIN_WORKER: Purpose.CASE_MANAGEMENT,
    Ground.DECIDES: Purpose.ASSISTANCE,
    Ground.TEAM: Purpose.TEAM_WORK,
    Ground.UNIT: Purpose.OVERSIGHT,
    Ground.DEPUTY: Purpose.STAND_IN,
    Ground.HAND_OVER: Purpose.HAND_OVER,
    Ground.CONTACT: Purpose.FIRST_CONTACT,
    Ground.ENTERED: Purpose.FIRST_CONTACT,
    Ground.NAMED: Purpose.CASE_MANAGEMENT,
    Ground.EMERGENCY: Purpose.EMERGENCY,
}


class RestrictionReason(TextChoices):
    """Why only named persons may see a record."""

    STAFF = "staff", _("a member of staff or her family")
    RELATIVE = "relative", _("a relative of a member of staff")
    PROTECTED_ADDRESS = "protected_address", _("protected address")
    OTHER = "other", _("another reason")


class EmergencyReason(TextChoices):
    """Why somebody opens a record with which she has no relation."""

    CHILD_IN_DANGER = "child_in_danger", _("A child or an adult is in danger now")
    POLICE_CALL = "police_call", _("A call from the police or the rescue service")
    DUTY = "duty", _("I am on duty, the one responsible cannot be reached")
    CLIENT_PRESENT = "client_present", _("The client is here, the one responsible is away")
    OTHER = "other", _("Another reason")


class EmergencyAnswer(TextChoices):
    """What the head says of an emergency access."""

    WAITING = "waiting", _("Waits for an answer")
    JUSTIFIED = "justified", _("Justified")
    EXPLAIN = "explain", _("Explanation asked")
    NOT_JUSTIFIED = "not_justified", _("Not justified")


class DocumentKind(TextChoices):
    """What a document is."""

    CERTIFICATE = "certificate", pgettext_lazy("document", "Certificate")
    APPLICATION = "application", pgettext_lazy("document", "Application")
    LETTER = "letter", pgettext_lazy("document", "Letter")
    DECISION = "decision", pgettext_lazy("document", "Decision")
    OPINION = "opinion", pgettext_lazy("document", "Opinion")
    COURT = "court", pgettext_lazy("document", "Ruling of a court")
    AGREEMENT = "agreement", pgettext_lazy("document", "Agreement or contract")
    AUTHORITY = "authority", pgettext_lazy("document", "Power of attorney")
    IDENTITY = "identity", pgettext_lazy("document", "Identity document")
    MEDICAL = "medical", pgettext_lazy("document", "Medical document")
    MINUTES = "minutes", pgettext_lazy("document", "Minutes")
    PHOTO = "photo", pgettext_lazy("document", "Photograph")
    OTHER = "other", pgettext_lazy("document", "Another document")


class DocumentWay(TextChoices):
    """From whom or to whom a document went."""

    RECEIVED = "received", pgettext_lazy("document", "Received")
    GIVEN = "given", pgettext_lazy("document", "Issued")
    OWN = "own", pgettext_lazy("document", "Made in the service")


class DocumentMedium(TextChoices):
    """Where a document is."""

    FILE = "file", pgettext_lazy("document", "As a file")
    PAPER = "paper", pgettext_lazy("document", "On paper only")
    BOTH = "both", pgettext_lazy("document", "As a file and on paper")
