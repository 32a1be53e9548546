"""What stands in the way of an agreement, in sentences; weekdays and times as they are said."""

from collections.abc import Iterable, Mapping

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from saikne.cases.queries.agreement import AgreementLines
from saikne.cases.rules.agreement import Lack, Obstacle
from saikne.cases.rules.agreement_clash import Overlap, PointClash
from saikne.cases.rules.agreement_wording import Point

NBSP_DASH = "–"


def obstacle_sentences(obstacles: Iterable[Obstacle], lines: AgreementLines) -> list[str]:
    """Each obstacle as a sentence that says what to do."""
    parties = {party.party.pk: party.name for line in lines.chapters for party in line.parties}
    return [_sentence(obstacle, parties) for obstacle in obstacles]


def _sentence(obstacle: Obstacle, parties: Mapping[int, str]) -> str:
    said = {
        Lack.NO_CHAPTER: _("There is no chapter to bring into force. Add a chapter first."),
        Lack.NO_COOPERATION: _("The agreement has no chapter on cooperation in social work. Add it."),
        Lack.NO_POINTS: _("Chapter %(chapter)s has no points. Write what was agreed."),
        Lack.NO_PERSON: _("Chapter %(chapter)s: choose the adult who signs."),
        Lack.NO_SERVICE: _("Chapter %(chapter)s: the service is not a party. Choose who answers for the chapter."),
        Lack.NO_THIRD: _("Chapter %(chapter)s: a service contract has three parties. Choose who provides the service."),
        Lack.TERM_PASSED: _("Chapter %(chapter)s: its last day has passed. Change the term."),
        Lack.CHILD: _("Chapter %(chapter)s: a child does not sign. Take out: %(party)s"),
        Lack.UNSIGNED: _("Chapter %(chapter)s is not signed yet: %(party)s"),
        Lack.POINTS_CLASH: _("Point %(first)s contradicts point %(second)s. Change one, or say why both are kept."),
        Lack.ENDS_CLASH: _("Chapters %(other)s and %(chapter)s are of one kind over the same days. Change one term."),
    }
    return said[obstacle.kind] % {
        "chapter": obstacle.chapter,
        "other": obstacle.other,
        "party": parties.get(obstacle.party, ""),
        "first": obstacle.points[0],
        "second": obstacle.points[1],
    }


def weekday_name(number: int) -> str:
    """The weekday of this number, 1 for Monday."""
    return str(WEEKDAYS[number - 1])


def overlap_words(overlap: Overlap, names: Mapping[int, str]) -> str:
    """Who should be at two places, and when: Raivis Krastiņš: ceturtdiena, 10:00–12:00."""
    hours = f"{overlap.start:%H:%M}{NBSP_DASH}{overlap.end:%H:%M}"
    return f"{names.get(overlap.who, '')}: {weekday_name(overlap.weekday)}, {hours}"


def clash_words(clash: PointClash, names: Mapping[int, str]) -> str:
    """All overlaps of a clash in one line."""
    return "; ".join(overlap_words(overlap, names) for overlap in clash.overlaps)


def time_words(point: Point, names: Mapping[int, str]) -> str:
    """When and for whom a point with a fixed time holds; nothing for another point."""
    if not point.timed or not point.start or not point.end:
        return ""
    days = ", ".join(weekday_name(number) for number in point.weekdays)
    who = ", ".join(names.get(number, "") for number in point.who)
    return f"{days}, {point.start:%H:%M}{NBSP_DASH}{point.end:%H:%M}: {who}"
