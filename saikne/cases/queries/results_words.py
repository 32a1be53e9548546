"""Words for results: what a birthday asks for."""

from django.utils.translation import gettext as _

from saikne.people.rules import Milestone


def milestone_title(kind: Milestone) -> str:
    """The birthday in a few words."""
    return {
        Milestone.SCHOOL_START: _("Starts school"),
        Milestone.AGE_15: _("Turns 15"),
        Milestone.AGE_18: _("Turns 18"),
        Milestone.AGE_24: _("Turns 24"),
    }[kind]


def milestone_task(kind: Milestone) -> str:
    """The birthday with what it asks of the worker; the name stands beside it and is never declined."""
    return {
        Milestone.SCHOOL_START: _("Starts school: talk over what is needed"),
        Milestone.AGE_15: _("Turns 15: talk over rights and documents"),
        Milestone.AGE_18: _("Turns 18: review the file and the support"),
        Milestone.AGE_24: _("Turns 24: bring the guarantees to an end"),
    }[kind]


def milestone_hint(kind: Milestone) -> str:
    """What to look at together with the young person."""
    return {
        Milestone.SCHOOL_START: _(
            "Is there a place in a school, what is still needed to begin, who takes the child there?"
        ),
        Milestone.AGE_15: _(
            "Look together at documents, school, work in the holidays and the young person's own wishes."
        ),
        Milestone.AGE_18: _(
            "From this day an adult: housing, money, documents, school or work, and who helps from now on."
        ),
        Milestone.AGE_24: _("Support that depends on age may end: what is in place and what is still needed?"),
    }[kind]
