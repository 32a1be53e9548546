"""The client, her files, who answers for them, what was agreed, said and reached."""

from saikne.cases.models.agreements import (
    Agreement,
    AgreementVersion,
    Chapter,
    ChapterParty,
    ChapterVersion,
    PointRequest,
    Signature,
)
from saikne.cases.models.clients import Client, ClientMember, MainWorkerPeriod, MilestoneDone
from saikne.cases.models.contacts import FirstContact
from saikne.cases.models.documents import DocumentUse
from saikne.cases.models.files import (
    Case,
    FileKind,
    FilePlace,
    HandOver,
    LeadPeriod,
    PracticeBoundary,
    StagePeriod,
    TargetCheck,
    TeamMember,
)
from saikne.cases.models.journal import EntryPerson, JournalEntry, Receipt
from saikne.cases.models.letters import Letter, LetterTemplate
from saikne.cases.models.plans import ChildAim, Goal, GoalAnswer, Obstacle, Plan, Step
from saikne.cases.models.results import ChildOutcome, Evaluation, FollowUp, GoalAttainment, Review
from saikne.cases.models.talk import Assessment, Participation, Problem, Statement

__all__ = [
    "Agreement",
    "AgreementVersion",
    "Assessment",
    "Case",
    "Chapter",
    "ChapterParty",
    "ChapterVersion",
    "ChildAim",
    "ChildOutcome",
    "Client",
    "ClientMember",
    "DocumentUse",
    "EntryPerson",
    "Evaluation",
    "FileKind",
    "FilePlace",
    "FirstContact",
    "FollowUp",
    "Goal",
    "GoalAnswer",
    "GoalAttainment",
    "HandOver",
    "JournalEntry",
    "LeadPeriod",
    "Letter",
    "LetterTemplate",
    "MainWorkerPeriod",
    "MilestoneDone",
    "Obstacle",
    "Participation",
    "Plan",
    "PointRequest",
    "PracticeBoundary",
    "Problem",
    "Receipt",
    "Review",
    "Signature",
    "StagePeriod",
    "Statement",
    "Step",
    "TargetCheck",
    "TeamMember",
]
