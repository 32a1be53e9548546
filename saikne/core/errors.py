"""What an action may answer instead of doing."""

from collections.abc import Mapping

from django.utils.functional import Promise

Sentence = str | Promise


class Refusal(Exception):
    """The action is declined, with every reason at once, each a sentence for the person who asked."""

    def __init__(self, *reasons: Sentence, **by_field: Sentence) -> None:
        """Reasons for the whole form, and reasons that belong beside one field."""
        super().__init__("; ".join(str(reason) for reason in (*reasons, *by_field.values())))
        self.reasons = reasons
        self.by_field = by_field


class Moved(Exception):
    """What the act rested on moved before it held the lock: run it again from the start."""


class Clash(Exception):
    """Others changed the same fields since the form was opened: field name → what stands there now."""

    def __init__(self, theirs: Mapping[str, object], *, version: int, by: str) -> None:
        """What stands there now, at which version, and who wrote it."""
        super().__init__(str(sorted(theirs)))
        self.theirs = dict(theirs)
        self.version = version
        self.by = by
