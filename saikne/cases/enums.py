"""Words of this room."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(TextChoices):
    """For whom a file is."""

    HOUSEHOLD = "household", _("Household")
    ADULT = "adult", _("Adult")
    CHILD = "child", _("Child")


class Stage(TextChoices):
    """Where a file stands; kinds without stages are only open or closed."""

    INTAKE = "intake", _("Intake")
    ASSESSMENT = "assessment", _("Assessment")
    INTERVENTION = "intervention", _("Intervention")
    EVALUATION = "evaluation", _("Evaluation")
    OPEN = "open", pgettext_lazy("case", "Open")
    CLOSED = "closed", pgettext_lazy("case", "Closed")


class TeamRole(TextChoices):
    """As what somebody stands beside the lead."""

    ASSISTANCE = "assistance", _("Social assistance organiser")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial work")
    ADULTS = "adults", _("Social worker with adults")
    CO_WORKER = "co_worker", _("Social worker, works together with the lead")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    ASSISTANT = "assistant", _("Family assistant")
    DEPUTY = "deputy", _("Deputy")


class Medium(TextChoices):
    """In what form a file is kept."""

    ELECTRONIC = "electronic", pgettext_lazy("file", "Electronic")
    PAPER = "paper", pgettext_lazy("file", "Paper")
    BOTH = "both", pgettext_lazy("file", "Electronic and paper")


class ContactWay(TextChoices):
    """How a first contact came."""

    VISIT = "visit", _("Came to the office")
    CALL = "call", pgettext_lazy("first contact", "Phone call")
    LETTER = "letter", _("Letter or e-mail")
    REPORT = "report", pgettext_lazy("first contact", "Report of a third party")
    HOME = "home", _("Met during a home visit")


class ContactReason(TextChoices):
    """Why somebody turned to the service: a short list."""

    MONEY = "money", _("Money, debts, utility payments")
    HOUSING = "housing", _("Housing")
    CHILD_CARE = "child_care", _("Care and upbringing of a child")
    SCHOOL = "school", _("School absence or behaviour")
    VIOLENCE = "violence", _("Violence")
    ADDICTION = "addiction", _("Addiction")
    ILLNESS = "illness", _("Illness or disability")
    CARE = "care", _("Care of an older or ill person")
    DOCUMENTS = "documents", _("Documents, help with papers")
    CRISIS = "crisis", _("Crisis: loss, fire, no food")
    OTHER = "other", pgettext_lazy("reason of contact", "Other reason")


class ContactOutcome(TextChoices):
    """What came of a first contact."""

    ADVICE = "advice", _("Advice only")
    CASE = "case", _("A file is opened")
    APPLICATION = "application", pgettext_lazy("first contact", "Application")
    REFERRAL = "referral", _("Referred elsewhere")
    NOT_OURS = "not_ours", _("Not for the social service")


class StatementKind(TextChoices):
    """What a statement is."""

    FACT = "fact", _("Fact")
    OPINION = "opinion", _("Opinion")
    OWN_WORDS = "own_words", _("Client's own words")


class Topic(TextChoices):
    """What a statement is about."""

    STRENGTH = "strength", _("Strength or resource")
    SITUATION = "situation", _("Situation")
    RISK = "risk", _("Risk")
    NEED = "need", _("Need")


class ProblemKind(TextChoices):
    """Problems, never people."""

    ADDICTION = "addiction", _("Addiction")
    VIOLENCE = "violence", _("Violence")
    MENTAL = "mental", _("Mental disorder")
    POVERTY = "poverty", _("Long-term poverty")
    DEBT = "debt", _("Debts")
    HOUSING = "housing", _("Housing")
    NEGLECT = "neglect", _("The child's needs are not met")
    PARENTING = "parenting", _("Parenting skills")
    SCHOOL = "school", _("School absence or behaviour")
    UNEMPLOYMENT = "unemployment", _("Unemployment")
    ILLNESS = "illness", _("Illness or disability")
    LONELINESS = "loneliness", _("Loneliness, no network")
    CONFLICT = "conflict", _("Conflict in the family or a divorce")
    OTHER = "other", pgettext_lazy("problem", "Other problem")


class Severity(TextChoices):
    """How much a problem hinders."""

    LIGHT = "light", pgettext_lazy("problem", "light")
    MEDIUM = "medium", pgettext_lazy("problem", "medium")
    HEAVY = "heavy", pgettext_lazy("problem", "heavy")


class Route(TextChoices):
    """Where a target-group check leads; help is never refused."""

    FAMILY_CASE = "family_case", _("Family case management")
    PREVENTIVE = "preventive", _("Preventive work and advice")
    ADULT_WORK = "adult_work", _("Social work with the adult")


class AssessmentState(TextChoices):
    """Where an assessment stands."""

    DRAFT = "draft", pgettext_lazy("assessment", "Draft")
    SIGNED = "signed", pgettext_lazy("assessment", "Signed")
    APPROVED = "approved", pgettext_lazy("assessment", "Approved")
    RETURNED = "returned", pgettext_lazy("assessment", "Returned")


class RiskLevel(TextChoices):
    """The worker's judgement of risk, dated with the assessment."""

    LOW = "low", pgettext_lazy("risk", "Low")
    MEDIUM = "medium", pgettext_lazy("risk", "Medium")
    HIGH = "high", pgettext_lazy("risk", "High")


class PlanPart(TextChoices):
    """Parts of the one plan."""

    INTERVENTION = "intervention", _("Intervention")
    REHABILITATION = "rehabilitation", _("Rehabilitation")
    CARE = "care", _("Care in a service")
    AFTER_SEPARATION = "after_separation", _("Family support after separation")


class GoalState(TextChoices):
    """Where a goal stands."""

    PROPOSED = "proposed", pgettext_lazy("goal", "Waits for an answer")
    IN_PROGRESS = "in_progress", pgettext_lazy("goal", "In progress")
    REACHED = "reached", pgettext_lazy("goal", "Reached")
    SET_ASIDE = "set_aside", pgettext_lazy("goal", "Set aside")


class Level(IntegerChoices):
    """Goal-attainment levels."""

    MUCH_LESS = -2, _("Much less than expected")
    LESS = -1, _("Less than expected")
    EXPECTED = 0, _("As expected")
    MORE = 1, _("More than expected")
    MUCH_MORE = 2, _("Much more than expected")


class AskedBy(TextChoices):
    """Who wished for a goal."""

    CLIENT = "client", _("The client")
    CHILD = "child", _("The child")
    FAMILY = "family", _("The family together")
    WORKER = "worker", _("The service")
    PARTNER = "partner", _("A partner institution")
    OTHER = "other", pgettext_lazy("who asked for a goal", "Somebody else")


class Answer(TextChoices):
    """What the client says of a goal; refusing has no penalty."""

    AGREES = "agrees", pgettext_lazy("answer", "Agrees")
    REFUSES = "refuses", pgettext_lazy("answer", "Refuses")
    LATER = "later", pgettext_lazy("answer", "Will decide later")
    NOT_ASKED = "not_asked", pgettext_lazy("answer", "Was not asked")


class StepState(TextChoices):
    """Where a step stands."""

    TODO = "todo", pgettext_lazy("step", "To do")
    DONE = "done", pgettext_lazy("step", "Done")
    DROPPED = "dropped", pgettext_lazy("step", "Dropped")


class ObstacleKind(TextChoices):
    """What hinders a step."""

    NO_SERVICE = "no_service", _("There is no such service")
    NO_PLACE = "no_place", _("No free place, a waiting list")
    NO_TRANSPORT = "no_transport", _("No transport")
    NO_REPLY = "no_reply", _("A partner does not reply")
    NO_CONSENT = "no_consent", _("No consent")
    NO_MONEY = "no_money", _("No money")
    NO_DOCUMENTS = "no_documents", _("Documents are missing")
    ILLNESS = "illness", pgettext_lazy("obstacle", "Illness")
    OTHER = "other", pgettext_lazy("obstacle", "Another obstacle")


class AgreementState(TextChoices):
    """Where an agreement stands."""

    DRAFT = "draft", pgettext_lazy("agreement", "Draft")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
    ENDED = "ended", pgettext_lazy("agreement", "Ended")
    DROPPED = "dropped", pgettext_lazy("agreement", "Dropped")


class ChapterKind(TextChoices):
    """The four kinds of chapters."""

    COOPERATION = "cooperation", _("Cooperation in social work")
    PARTICIPATION = "participation", _("Participation while receiving assistance")
    SERVICE = "service", _("Social service contract")
    WORK_SKILLS = "work_skills", _("Keeping up work skills")


class ChapterState(TextChoices):
    """Where a chapter stands."""

    DRAFT = "draft", pgettext_lazy("chapter", "Draft")
    IN_FORCE = "in_force", pgettext_lazy("chapter", "In force")
    ENDED = "ended", pgettext_lazy("chapter", "Ended")
    DROPPED = "dropped", pgettext_lazy("chapter", "Dropped")


class SigningWay(TextChoices):
    """How somebody signed."""

    PAPER = "paper", _("on paper")
    ELECTRONIC = "electronic", _("with an electronic signature")
    ORAL = "oral", _("agreed by word of mouth, noted by the worker")


class Notebook(TextChoices):
    """Two notebooks, two audiences."""

    WORK = "work", _("Journal of the case")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial notebook")


class EntryKind(TextChoices):
    """What happened."""

    HOME_VISIT = "home_visit", _("Home visit")
    OFFICE = "office", _("Meeting at the office")
    CALL = "call", _("Phone call")
    LETTER = "letter", _("Correspondence")
    ATTEMPT = "attempt", _("Attempt to get in touch")
    MEETING = "meeting", _("Inter-agency meeting")
    NOTE = "note", _("Work note")


class WorkKind(TextChoices):
    """What kind of work it was; the last six are not social work."""

    SOCIAL_WORK = "social_work", _("Social work")
    ASSISTANCE = "assistance", _("Social assistance")
    CRISIS = "crisis", _("Crisis")
    DRIVING = "driving", _("Driving clients")
    HOUSING_UPKEEP = "housing_upkeep", _("Upkeep of housing")
    CLIENT_PAPERS = "client_papers", _("A client's papers and utility payments")
    ADMINISTRATION = "administration", _("Administration and accounts")
    HEALTH_CARE = "health_care", _("Health care")
    NOBODYS = "nobodys", _("A question for which nobody is responsible")


NOT_SOCIAL_WORK = (
    WorkKind.DRIVING,
    WorkKind.HOUSING_UPKEEP,
    WorkKind.CLIENT_PAPERS,
    WorkKind.ADMINISTRATION,
    WorkKind.HEALTH_CARE,
    WorkKind.NOBODYS,
)


class Outcome(TextChoices):
    """The outcome for a child."""

    BETTER = "better", pgettext_lazy("outcome", "Better")
    SAME = "same", pgettext_lazy("outcome", "The same")
    WORSE = "worse", pgettext_lazy("outcome", "Worse")
    UNKNOWN = "unknown", pgettext_lazy("outcome", "Not known")


class Satisfaction(TextChoices):
    """Four points without a middle; hard to say stands apart."""

    COMPLETELY = "completely", _("Completely satisfied")
    RATHER = "rather", _("Rather satisfied")
    RATHER_NOT = "rather_not", _("Rather dissatisfied")
    NOT_AT_ALL = "not_at_all", _("Completely dissatisfied")
    HARD_TO_SAY = "hard_to_say", _("Hard to say")


class ClosingReason(TextChoices):
    """Why a file is closed."""

    GOALS_REACHED = "goals_reached", _("The goals are reached")
    CLIENT_WISH = "client_wish", _("The client does not wish to go on")
    MOVED = "moved", _("The client has moved")
    HANDED_ELSEWHERE = "handed_elsewhere", _("The work goes on elsewhere")
    DIED = "died", _("The client has died")
    OTHER = "other", pgettext_lazy("closing", "Another reason")


class RestsOn(TextChoices):
    """What can rest on a document."""

    CHAPTER = "chapter", pgettext_lazy("rests on a document", "Chapter of the agreement")
    GOAL = "goal", pgettext_lazy("rests on a document", "Goal")
    ASSESSMENT = "assessment", pgettext_lazy("rests on a document", "Assessment")
    ENTRY = "entry", pgettext_lazy("rests on a document", "Journal entry")


class LetterDirection(TextChoices):
    """Into the service or out of it."""

    IN = "in", pgettext_lazy("letter", "Received")
    OUT = "out", pgettext_lazy("letter", "Outgoing")


class LetterKind(TextChoices):
    """What a letter is."""

    SUBMISSION = "submission", pgettext_lazy("letter", "Submission")
    REQUEST = "request", pgettext_lazy("letter", "Request for information")
    NOTICE = "notice", pgettext_lazy("letter", "Report or notice")
    INVITATION = "invitation", pgettext_lazy("letter", "Invitation")
    ANSWER = "answer", pgettext_lazy("letter", "Answer")
    OTHER = "other", pgettext_lazy("letter", "Another letter")


class LetterState(TextChoices):
    """Where a letter stands: the first three of what came in, the next five of what goes out."""

    REGISTERED = "registered", pgettext_lazy("letter", "Registered")
    ANSWERED = "answered", pgettext_lazy("letter", "Answered")
    FILED = "filed", pgettext_lazy("letter", "Filed without an answer")
    PREPARED = "prepared", pgettext_lazy("letter", "Prepared")
    CHECKED = "checked", pgettext_lazy("letter", "Checked")
    SIGNED = "signed", pgettext_lazy("letter", "Signed")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    NOTIFIED = "notified", pgettext_lazy("letter", "Notified")
    WITHDRAWN = "withdrawn", pgettext_lazy("letter", "Withdrawn")


class LetterWay(TextChoices):
    """How a letter reaches the other side."""

    IN_PERSON = "in_person", _("in person, against a signature")
    POST = "post", _("by post, registered")
    E_ADDRESS = "e_address", _("to the official e-address")
    E_MAIL = "e_mail", _("by e-mail")
