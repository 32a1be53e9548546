"""Writing the ledger of reach, the access log, emergency access and restrictions."""

from saikne.privacy.actions.emergency import answer_emergency, break_glass, explain_emergency
from saikne.privacy.actions.ledger import any_of, appoint_head, give, head_holder, holder_of, take_back
from saikne.privacy.actions.restrictions import lift_restriction, restrict, restrict_along
from saikne.privacy.actions.shown import log_shown

__all__ = [
    "answer_emergency",
    "any_of",
    "appoint_head",
    "break_glass",
    "explain_emergency",
    "give",
    "head_holder",
    "holder_of",
    "lift_restriction",
    "log_shown",
    "restrict",
    "restrict_along",
    "take_back",
]
