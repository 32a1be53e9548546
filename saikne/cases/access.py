"""What staff may do with files. Who may see which file: `Case.objects.visible_to`."""

from enum import StrEnum


class Perm(StrEnum):
    """Permissions this room declares; the house's test checks that they exist."""

    CONTACT = "cases.add_firstcontact"
    OPEN_CASE = "cases.add_case"
    WORK = "cases.change_case"
    PSYCHOSOCIAL = "cases.write_psychosocial"
    APPROVE = "cases.approve_assessment"
    HEAD = "cases.head_service"
    LETTERS = "cases.register_letters"
