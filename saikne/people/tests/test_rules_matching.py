"""Facts about search before create: reading the box, looking up, scoring with reasons."""

from datetime import date
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from saikne.people.rules import (
    Candidate,
    Match,
    NamePart,
    ParsedQuery,
    ReasonKind,
    Sign,
    Slip,
    blocking_keys,
    fold,
    jaro_winkler,
    parse_query,
    query_from_fields,
    rank,
    record_keys,
    score,
    slip_between,
)

SANITA = Candidate(1, "Sanita", "Ozoliņa", (), date(1988, 3, 14), ("14038812345",), "Bērzu iela 6–2, Sēme")
MARRIED = Candidate(2, "Sanita", "Krūmiņa", ("Ozoliņa",), date(1988, 3, 14), (), "Talsu iela 12, Tukums")
SANTA = Candidate(3, "Santa", "Ozoliņa", (), date(1988, 11, 2), (), "„Kalnāji”, Zentenes pagasts")
STRANGER = Candidate(4, "Pēteris", "Zariņš", (), date(1988, 3, 14))
EVERYONE = (SANITA, MARRIED, SANTA, STRANGER)
WORDS = st.text("aābcčdeēiīklļmnņorsštuvzžАбвгдеиСергй", min_size=1, max_size=12)


def kinds(match: Match) -> set[ReasonKind]:
    return {reason.kind for reason in match.reasons}


def names_in(query: ParsedQuery) -> list[str]:
    return [word.text for word in query.words]


def found(text: str, *candidates: Candidate) -> list[int]:
    return [match.candidate.record_no for match in rank(parse_query(text), candidates or EVERYONE)]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("140388-1234", (date(1988, 3, 14), date(2088, 3, 14))),
        ("140388 – 123456", (date(1988, 3, 14), date(2088, 3, 14))),
        ("1403881234", ()),
        ("140388123456", ()),
        ("١٤٠٣٨٨-١٢٣٤٥", ()),
    ],
)
def test_a_code_with_a_digit_too_few_or_too_many_is_no_place_but_said_to_be_unread(
    typed: str, days: tuple[date, ...]
) -> None:
    query = parse_query(f"Ozoliņa {typed}")
    assert (query.codes, query.place, query.problems, query.days) == ((), "", (typed,), days)
    assert names_in(query) == ["Ozoliņa"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24.11.1988.", date(1988, 11, 24)),
        ("1988-11-24", date(1988, 11, 24)),
        ("24/11/1988", date(1988, 11, 24)),
        ("14031988", date(1988, 3, 14)),
        ("19880314", date(1988, 3, 14)),
    ],
)
def test_a_birth_date_is_read_in_every_usual_form(typed: str, day: date) -> None:
    query = parse_query(f"Sanita {typed} Ozoliņa")
    assert query.days == (day,)
    assert names_in(query) == ["Sanita", "Ozoliņa"]


def test_a_year_of_two_digits_means_both_centuries() -> None:
    assert parse_query("24.11.18").days == (date(1918, 11, 24), date(2018, 11, 24))
    assert parse_query("140388-").days == (date(1988, 3, 14), date(2088, 3, 14))


@pytest.mark.parametrize("typed", ["140388-12345", "14038812345", "140388 12345", "140388–12345"])
def test_a_code_is_read_with_and_without_dash(typed: str) -> None:
    query = parse_query(f"Ozoliņa {typed}")
    assert query.codes == ("14038812345",)
    assert query.days == ()
    assert names_in(query) == ["Ozoliņa"]


@pytest.mark.parametrize(
    ("typed", "names", "place"),
    [
        ("Ozoliņa Sanita Bērzu iela 6–2", ["Ozoliņa", "Sanita"], "Bērzu iela 6–2"),
        ("Sanita Ozoliņa, Sēme", ["Sanita", "Ozoliņa"], "Sēme"),
        ("Ozoliņa, Sanita", ["Ozoliņa", "Sanita"], ""),
        ("Ozoliņa „Kalnāji”, Zentenes pagasts", ["Ozoliņa"], "Zentenes pagasts, Kalnāji"),
        ("Sanita Ozoliņa, Sēme, LV-3139", ["Sanita", "Ozoliņa"], "Sēme, LV-3139"),
        ("Bērziņa-Kalna Anna", ["Bērziņa", "Kalna", "Anna"], ""),
    ],
)
def test_what_is_left_after_the_names_is_a_place(typed: str, names: list[str], place: str) -> None:
    query = parse_query(typed)
    assert (names_in(query), query.place) == (names, place)


def test_a_year_stands_for_a_birth_year_but_not_after_a_street() -> None:
    assert parse_query("Ozoliņa dz. 1988. g.").years == (1988,)
    assert names_in(parse_query("Ozoliņa dz. 1988. g.")) == ["Ozoliņa"]
    assert parse_query("Ozoliņa Bērzu iela 1905").years == ()


def test_an_impossible_date_is_reported_and_the_rest_is_read() -> None:
    query = parse_query("31.02.1988 Anna")
    assert query.problems == ("31.02.1988",)
    assert names_in(query) == ["Anna"]


def test_a_place_alone_finds_nobody() -> None:
    assert parse_query("Bērzu iela 6").is_empty
    assert parse_query("  ").is_empty
    assert found("Bērzu iela 6–2, Sēme") == []


def test_the_drawn_search_comes_out_in_the_drawn_order_with_its_reasons() -> None:
    first, second, third = rank(parse_query("Sannita Ozolina 14.03.1988."), EVERYONE)
    assert [match.candidate.record_no for match in (first, second, third)] == [1, 2, 3]
    assert kinds(first) == {ReasonKind.SAME_BIRTH_DATE, ReasonKind.SAME_NAME_FOLDED, ReasonKind.SIMILAR_NAME}
    similar = next(reason for reason in first.reasons if reason.kind is ReasonKind.SIMILAR_NAME)
    assert (similar.typed, similar.found, similar.part, similar.slip) == (
        "Sannita",
        "Sanita",
        NamePart.GIVEN,
        Slip.ONE_EXTRA,
    )
    former = next(reason for reason in second.reasons if reason.kind is ReasonKind.FORMER_NAME)
    assert (former.found, former.part) == ("Ozoliņa", NamePart.FAMILY)
    assert {ReasonKind.SAME_BIRTH_YEAR, ReasonKind.DIFFERENT_BIRTH_DAY} <= kinds(third)
    assert {reason.sign for reason in third.reasons} == {Sign.SAME, Sign.NEAR, Sign.DIFFERS}


def test_names_are_found_in_any_order_and_alphabet() -> None:
    sergejs = Candidate(7, "Sergejs", "Ščerbakovs", (), None)
    for typed in ("Sergejs Ščerbakovs", "Ščerbakovs Sergejs", "Сергей Щербаков", "shcherbakov sergey"):
        assert found(typed, sergejs, *EVERYONE)[0] == 7


def test_equal_given_and_family_names_make_one_reason() -> None:
    (reason,) = score(parse_query("Sanita Ozoliņa"), SANITA).reasons
    assert (reason.kind, reason.part, reason.found) == (ReasonKind.SAME_NAME, NamePart.FULL, "Sanita Ozoliņa")


def test_an_equal_code_outweighs_everything_else() -> None:
    query = parse_query("Pēteris Zariņš 140388-12345")
    assert rank(query, EVERYONE)[0].candidate is SANITA
    assert score(query, SANITA).score >= 0.9
    assert ReasonKind.DIFFERENT_NAME in kinds(score(query, SANITA))


def test_a_code_one_slip_away_is_near_and_another_code_differs() -> None:
    near = score(parse_query("140388-12354"), SANITA)
    assert [reason.slip for reason in near.reasons if reason.kind is ReasonKind.SIMILAR_CODE] == [Slip.TWO_SWAPPED]
    assert ReasonKind.DIFFERENT_CODE in kinds(score(parse_query("020202-20202"), SANITA))


def test_a_person_without_a_code_is_found_by_the_date_in_the_code_typed() -> None:
    assert kinds(score(parse_query("140388-12345"), MARRIED)) == {ReasonKind.SAME_BIRTH_DATE}


@pytest.mark.parametrize(
    ("typed", "kind", "sign"),
    [
        ("14.03.1988", ReasonKind.SAME_BIRTH_DATE, Sign.SAME),
        ("15.03.1988", ReasonKind.SIMILAR_BIRTH_DATE, Sign.NEAR),
        ("28.03.1988", ReasonKind.SIMILAR_BIRTH_DATE, Sign.NEAR),
        ("14.03.1989", ReasonKind.SIMILAR_BIRTH_DATE, Sign.NEAR),
        ("14.03.1961", ReasonKind.DIFFERENT_BIRTH_YEAR, Sign.DIFFERS),
        ("20.10.1961", ReasonKind.DIFFERENT_BIRTH_DATE, Sign.DIFFERS),
        ("1988", ReasonKind.SAME_BIRTH_YEAR, Sign.SAME),
        ("1975", ReasonKind.DIFFERENT_BIRTH_YEAR, Sign.DIFFERS),
    ],
)
def test_birth_dates_are_compared_part_by_part(typed: str, kind: ReasonKind, sign: Sign) -> None:
    reasons = [reason for reason in score(parse_query(f"Sanita {typed}"), SANITA).reasons if "birth" in reason.kind]
    assert [(reason.kind, reason.sign) for reason in reasons] == [(kind, sign)]


def test_day_and_month_may_be_swapped() -> None:
    candidate = Candidate(8, "Anna", "Liepa", (), date(1990, 2, 11))
    assert ReasonKind.SWAPPED_DAY_MONTH in kinds(score(parse_query("Anna Liepa 02.11.1990"), candidate))


def test_an_unknown_birth_date_is_said_and_costs_less_than_another_one() -> None:
    query = parse_query("Anna Liepa 02.11.1990")
    unknown = score(query, Candidate(8, "Anna", "Liepa"))
    other = score(query, Candidate(9, "Anna", "Liepa", (), date(1955, 7, 30)))
    assert ReasonKind.BIRTH_DATE_UNKNOWN in kinds(unknown)
    assert unknown.score > other.score


def test_names_typed_into_each_others_fields_are_found_and_said() -> None:
    straight = score(query_from_fields(given="Sanita", family="Ozoliņa"), SANITA)
    crossed = score(query_from_fields(given="Ozoliņa", family="Sanita"), SANITA)
    assert ReasonKind.SWAPPED_NAMES in kinds(crossed)
    assert ReasonKind.SWAPPED_NAMES not in kinds(straight)
    assert crossed.score < straight.score


def test_one_name_for_both_genders_is_two_people() -> None:
    valda = Candidate(10, "Valda", "Bērziņa")
    valdis = Candidate(11, "Valdis", "Bērziņš")
    assert found("Valdis Bērziņš", valda, valdis) == [11, 10]
    reasons = score(parse_query("Valdis Bērziņš"), valda).reasons
    assert ReasonKind.SIMILAR_NAME in {reason.kind for reason in reasons if reason.part is NamePart.GIVEN}


def test_another_given_name_is_set_against_the_one_found() -> None:
    (differs,) = [r for r in score(parse_query("Jānis Ozoliņš"), SANITA).reasons if r.sign is Sign.DIFFERS]
    assert (differs.kind, differs.typed, differs.found, differs.part) == (
        ReasonKind.DIFFERENT_NAME,
        "Jānis",
        "Sanita",
        NamePart.GIVEN,
    )


def test_a_word_that_is_no_name_of_hers_may_be_where_she_lives() -> None:
    match = score(parse_query("Sanita Ozoliņa Sēme"), SANITA)
    assert ReasonKind.SAME_PLACE in kinds(match)
    assert ReasonKind.NAME_NOT_FOUND not in kinds(match)
    assert ReasonKind.NAME_NOT_FOUND in kinds(score(parse_query("Sanita Ozoliņa Talsi"), SANITA))


def test_a_stranger_born_on_the_same_day_is_not_offered_for_a_name() -> None:
    assert 4 not in found("Sannita Ozolina 14.03.1988.")
    assert 4 in found("14.03.1988.")


def test_a_half_typed_name_finds() -> None:
    assert found("Ozo") == [1, 3, 2]


def test_equal_scores_stand_by_record_number_and_the_limit_holds() -> None:
    twins = [Candidate(no, "Anna", "Liepa") for no in (30, 10, 20)]
    assert found("Anna Liepa", *twins) == [10, 20, 30]
    assert len(rank(parse_query("Anna Liepa"), twins, limit=2)) == 2


def test_a_code_that_cannot_be_read_in_a_form_is_reported() -> None:
    assert query_from_fields(given="Anna", code="1234").problems == ("1234",)
    assert query_from_fields(given="Anna", code="").problems == ()


@pytest.mark.parametrize(
    "typed",
    [
        "Sanita Ozoliņa",
        "ozolina SANITA",
        "Озолиня Санита 1988",
        "Sannita Ozoliņš",
        "Sanyta Ozulina",
        "Ozoliņa",
        "Ozol",
        "14.03.1988",
        "140388-12345",
        "140388-12354",
    ],
)
def test_the_keys_asked_for_meet_the_keys_stored(typed: str) -> None:
    stored = record_keys(given="Sanita", family="Ozoliņa", born_on=date(1988, 3, 14), codes=("14038812345",))
    asked = blocking_keys(parse_query(typed))
    met = stored & {*asked.strong, *asked.wide}
    begun = any(key.startswith(prefix) for key in stored for prefix in asked.prefixes)
    assert met or begun


def test_a_mistyped_code_asks_for_its_neighbours() -> None:
    right = "14038812344"
    assert f"c:{right}" in blocking_keys(parse_query("140388-12434")).strong
    assert len(blocking_keys(parse_query("32123456789")).strong) == 1


def test_a_former_surname_is_stored_as_a_key_too() -> None:
    stored = record_keys(given="Sanita", family="Krūmiņa", former_families=("Ozoliņa",))
    assert stored & set(blocking_keys(parse_query("Sanita Ozoliņa")).strong)


def test_half_a_name_and_nothing_else_is_nobody_likely() -> None:
    assert found("Sanita Liepiņa") == []
    assert found("Sanita Liepiņa 1988")[:2] == [1, 2]
    assert found("Sanita")[:2] == [1, 2]


def test_a_surname_that_nobody_knows_is_not_held_against_a_person() -> None:
    foundling = Candidate(9, "Sanita", "")
    assert found("Sanita Ozoliņa", foundling, STRANGER) == [9]


@given(st.lists(WORDS, min_size=2, max_size=3), st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.randoms())
def test_everyone_is_found_by_her_own_words_in_any_order(words: list[str], born_on: date, chance: Random) -> None:
    given_name, family = words[0], " ".join(words[1:])
    assume(not {"dz", "dzim", "dzimis", "dzimusi", "pk"} & {fold(word) for word in words})
    asked = [*words, born_on.isoformat()]
    chance.shuffle(asked)
    query = parse_query(" ".join(asked))
    stored = record_keys(given=given_name, family=family, born_on=born_on)
    assert stored & set(blocking_keys(query).strong)
    match = score(query, Candidate(1, given_name, family, (), born_on))
    assert match.score > 0.85
    assert all(reason.sign is Sign.SAME for reason in match.reasons)


@given(st.text(max_size=400), WORDS, WORDS, st.none() | st.dates())
def test_any_text_is_read_and_scored_within_bounds(text: str, one: str, other: str, born_on: date | None) -> None:
    query = parse_query(text)
    candidate = Candidate(1, one, other, (other,), born_on, ("14038812345",), text[:50])
    match = score(query, candidate)
    assert 0 <= match.score <= 1
    keys = blocking_keys(query)
    assert all(len(key) <= 100 for key in (*keys.strong, *keys.wide, *keys.prefixes))


@given(st.text(max_size=120), st.text(max_size=120))
def test_stored_keys_fit_their_column(one: str, other: str) -> None:
    assert all(len(key) <= 100 for key in record_keys(given=one, family=other, born_on=date(2000, 1, 1)))


@given(WORDS, WORDS)
def test_likeness_is_mutual_and_full_only_for_equals(one: str, other: str) -> None:
    assert jaro_winkler(one, other) == pytest.approx(jaro_winkler(other, one))
    assert (jaro_winkler(one, other) == 1.0) is (one == other)


def test_likeness_agrees_with_published_examples() -> None:
    assert jaro_winkler("martha", "marhta") == pytest.approx(0.9611, abs=1e-4)
    assert jaro_winkler("dwayne", "duane") == pytest.approx(0.84, abs=1e-4)
    assert jaro_winkler("dixon", "dicksonx") == pytest.approx(0.8133, abs=1e-4)


@pytest.mark.parametrize(
    ("typed", "other", "slip"),
    [
        ("sannita", "sanita", Slip.ONE_EXTRA),
        ("santa", "sanita", Slip.ONE_MISSING),
        ("sanyta", "sanita", Slip.ONE_OTHER),
        ("asnita", "sanita", Slip.TWO_SWAPPED),
        ("sanita", "sanita", None),
        ("santaa", "sanita", None),
        ("anna", "sanita", None),
        ("a", "", Slip.ONE_EXTRA),
    ],
)
def test_one_slip_of_the_hand_is_named(typed: str, other: str, slip: Slip | None) -> None:
    assert slip_between(typed, other) is slip
