"""The page of stages: where the file stands, what is next, what is missing, and the move itself."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest, needs
from saikne.cases.access import Perm
from saikne.cases.actions.talk_stages import move_stage
from saikne.cases.enums import Stage
from saikne.cases.forms.talk_stages import StageForm
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.talk_pages import stage_cells
from saikne.cases.queries.talk_stages import Standing, sentence, stage_history, standing_of
from saikne.cases.rules.talk_stages import CLOSED, Obstacle, aside, obstacles, onward
from saikne.cases.views.frame import file_context, open_to_write, open_whole_file
from saikne.core import clock
from saikne.ui.pages import form_page


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing for the next stage, and where it is mended."""

    sentence: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Move:
    """A stage to which the file may go from here."""

    to: str
    label: str


@needs(Perm.WORK)
def stage(request: StaffRequest, pk: int) -> HttpResponse:
    """Where the file stands; a POST moves it."""
    frame = open_to_write(request, pk) if request.method == "POST" else open_whole_file(request, pk)
    stands = standing_of(frame.case, on=clock.today(), people=frame.people)
    return form_page(
        request,
        template="cases/talk/stage.html",
        form_class=StageForm,
        deed=lambda cleaned: move_stage(case=frame.case, to=cleaned["to"], by=request.user),
        done=lambda _period: reverse("cases:stage", args=[pk]),
        context=_context(frame, stands),
        message=lambda period: _("The file now stands here: %(stage)s.") % {"stage": Stage(period.stage).label},
    )


def _context(frame: FileFrame, stands: Standing) -> dict[str, object]:
    to = onward(stands.stage)
    found = obstacles(stands.stage, to, stands.facts) if to else []
    return file_context(
        frame,
        tab="summary",
        stands=stands,
        cells=stage_cells(frame),
        history=stage_history(frame.case),
        onward=Move(to, str(Stage(to).label)) if to else None,
        closes=to == CLOSED,
        gaps=[_gap(obstacle, frame, stands) for obstacle in found],
        aside=[
            Move(word, _aside_label(stands.stage, word)) for word in aside(stands.stage, staged=frame.case.kind.staged)
        ],
    )


def _aside_label(stage: str, to: str) -> str:
    label = Stage(to).label
    if to == Stage.EVALUATION:
        return _("End early, go to: %(stage)s") % {"stage": label}
    return _("Back to: %(stage)s") % {"stage": label}


def _gap(obstacle: Obstacle, frame: FileFrame, stands: Standing) -> Gap:
    url_name, label = _mending()[obstacle]
    return Gap(sentence(obstacle, stands.facts, stands.names), reverse(url_name, args=[frame.case.pk]), label)


def _mending() -> dict[Obstacle, tuple[str, str]]:
    """Where each obstacle is mended, and what the link says."""
    return {
        Obstacle.NO_LEAD: ("cases:team", _("Open the team")),
        Obstacle.NO_MAIN_WORKER: ("cases:main_worker", _("Choose the main worker")),
        Obstacle.NOBODY: ("cases:people", _("Open the family")),
        Obstacle.NOTHING_TOLD: ("cases:statement_add", _("Add a statement")),
        Obstacle.NOT_ASSESSED: ("cases:assessment", _("Open the assessment")),
        Obstacle.RETURNED: ("cases:assessment", _("Open the assessment")),
        Obstacle.NOT_APPROVED: ("cases:assessment", _("Open the assessment")),
        Obstacle.NO_GOAL: ("cases:goal_add", _("Add a goal")),
        Obstacle.NO_ANSWER: ("cases:plan", _("Open the plan")),
        Obstacle.CHILD_WITHOUT_AIM: ("cases:plan", _("Open the plan")),
        Obstacle.NOT_REVIEWED: ("cases:review_add", _("Note a review")),
        Obstacle.NOT_EVALUATED: ("cases:evaluation_add", _("Make the evaluation")),
        Obstacle.GOAL_WITHOUT_LEVEL: ("cases:evaluation_add", _("Make the evaluation")),
        Obstacle.CHILD_WITHOUT_OUTCOME: ("cases:evaluation_add", _("Make the evaluation")),
        Obstacle.AGREEMENT_IN_FORCE: ("cases:agreement", _("Open the agreement")),
        Obstacle.ON_ITS_WAY: ("cases:team", _("Open the team")),
    }
