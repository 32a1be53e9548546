"""The frame of a family's file as somebody sees it."""

from saikne.accounts.models import User
from saikne.cases.queries.frame import FileFrame, frame_of, framed_case
from saikne.cases.tests.factories import Family
from saikne.core import clock


def frame_for(user: User, home: Family) -> FileFrame:
    """What stands round every page of this family's file, for somebody who has reach."""
    case = framed_case(user, home.case.pk)
    assert case is not None, "out of reach"
    return frame_of(case, user=user, on=clock.today())
