"""What a form sends besides its fields, and what of it may be kept."""

from django.http import QueryDict

from saikne.core.drafts import DraftKey

BASE_VERSION = "base_version"
DRAFT_FORM, DRAFT_ABOUT, DRAFT_ABOUT_NO = "draft-form", "draft-about", "draft-about-no"
DRAFT_TITLE, ONCE = "draft-title", "form-once"
OURS = frozenset(
    {"csrfmiddlewaretoken", "clash", "next", BASE_VERSION, DRAFT_FORM, DRAFT_ABOUT, DRAFT_ABOUT_NO, DRAFT_TITLE, ONCE}
)
NEVER_KEPT = "password"
LARGEST_NUMBER, LARGEST_VERSION = 2**63 - 1, 2**31 - 1  # what the columns hold on every database


def typed_fields(posted: QueryDict) -> dict[str, list[str]]:
    """All that somebody typed; no password, and nothing of the frame."""
    return {
        name: [str(value) for value in values]
        for name, values in posted.lists()
        if name not in OURS and NEVER_KEPT not in name.lower() and not name.startswith("theirs-")
    }


def number(posted: QueryDict, name: str, otherwise: int, *, largest: int = LARGEST_NUMBER) -> int:
    """A whole number that a form carries along; anything else counts as not sent."""
    value = posted.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(largest))) or int(value) > largest:
        return otherwise
    return int(value)


def version_seen(posted: QueryDict, otherwise: int) -> int:
    """Upon which version the form was filled in."""
    return number(posted, BASE_VERSION, otherwise, largest=LARGEST_VERSION)


def draft_key(posted: QueryDict) -> DraftKey | None:
    """Which draft a form says it is."""
    form, about = posted.get(DRAFT_FORM, ""), posted.get(DRAFT_ABOUT, "")
    if not form or not about or len(form) > 60 or len(about) > 40:
        return None
    return DraftKey(form, about, number(posted, DRAFT_ABOUT_NO, 0))
