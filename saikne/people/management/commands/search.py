"""`saikne search`: the search-before-create engine from a shell."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from saikne.people.queries.engine import find
from saikne.people.rules import Match, ParsedQuery, parse_query, query_from_fields, read_code
from saikne.people.rules.codes import CodeReading
from saikne.ui.fields import read_day


class Command(BaseCommand):
    """Who may this be? Answers from the whole register; for whoever runs the server."""

    help = "Looks for a person by name, birth date, personal code and place, and says why each match was found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is known of the person."""
        parser.add_argument("--name", default="", help="given name and surname in any order")
        parser.add_argument("--birth", default="", help="birth date: 1988-03-14 or 14.03.1988.")
        parser.add_argument("--code", default="", help="personal code, with or without its dash")
        parser.add_argument("--place", default="", help="street, parish or town")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search and print."""
        matches, known = find(_query(options))
        if options["json"]:
            told = {"candidates": [_told(match) for match in matches]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for match in matches:
            row = _told(match)
            signs = ", ".join(f"{one['sign']} {one['kind']}" for one in row["reasons"])
            self.stdout.write(f"{row['score']:.3f}  {row['id']:>8}  {row['name']}, {row['birth'] or '–'}  {signs}")
        self.stdout.write(f"Likely: {len(matches)}, of {len(known)} looked at.")


def _query(options: dict[str, Any]) -> ParsedQuery:
    """The question; unusable arguments are told on standard error with exit 2."""
    problems = []
    born_on = read_day(options["birth"]) if options["birth"] else None
    if options["birth"] and born_on is None:
        problems.append(f"--birth {options['birth']!r} is not a date: write 1988-03-14 or 14.03.1988.")
    if options["code"] and not isinstance(read_code(options["code"]), CodeReading):
        problems.append("--code does not have 11 digits: write 140388-12345.")
    named = parse_query(options["name"])
    fields = query_from_fields(born_on=born_on, code=options["code"], place=options["place"])
    query = ParsedQuery(
        text=named.text,
        words=named.words,
        codes=fields.codes or named.codes,
        days=fields.days or named.days,
        years=named.years,
        place=fields.place or named.place,
    )
    if not problems and query.is_empty:
        problems.append("Nothing to search for: give --name, --birth or --code.")
    if problems:
        raise CommandError("\n".join(problems), returncode=2)
    return query


def _told(match: Match) -> dict[str, Any]:
    one = match.candidate
    return {
        "id": one.record_no,
        "name": " ".join(part for part in (one.given, one.family) if part),
        "birth": one.born_on.isoformat() if one.born_on else None,
        "score": match.score,
        "reasons": [
            {"kind": str(why.kind), "sign": str(why.sign), "typed": why.typed, "found": why.found}
            for why in match.reasons
        ],
    }
