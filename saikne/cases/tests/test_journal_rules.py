"""Rules of the journal: what an entry must say, who may change it, how time adds up, how statements are gathered."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from saikne.cases.rules.journal import (
    ChangeFacts,
    ChangeProblem,
    EntryFacts,
    EntryProblem,
    WorkSum,
    change_problems,
    entry_problems,
    people_who_belong,
    time_table,
)
from saikne.cases.rules.journal_rows import Wanted, rearranged, row_numbers, wanted

TODAY = date(2026, 11, 24)
GOOD = EntryFacts("Ierados, kā sarunāts.", TODAY, 45, 20, frozenset({1}), frozenset({1, 2}))
CHANGE = ChangeFacts("Nepareizā lieta", gone=False, own=True, answers=False, source=1, source_municipality=7)


def test_a_good_entry_has_no_problems() -> None:
    assert entry_problems(GOOD, today=TODAY) == []


def test_all_that_is_wrong_with_an_entry_is_told_at_once() -> None:
    bad = EntryFacts("  ", date(2026, 11, 25), 1400, 60, frozenset({3}), frozenset({1, 2}))

    assert entry_problems(bad, today=TODAY) == [
        EntryProblem.NO_TEXT,
        EntryProblem.IN_FUTURE,
        EntryProblem.TOO_LONG_A_DAY,
        EntryProblem.STRANGERS,
    ]


def test_a_mistyped_year_is_noticed() -> None:
    assert entry_problems(replace(GOOD, on=date(1926, 11, 24)), today=TODAY) == [EntryProblem.BEFORE_LIFE]


def test_the_author_may_withdraw_and_a_colleague_may_not() -> None:
    assert change_problems(CHANGE) == []
    assert change_problems(replace(CHANGE, own=False)) == [ChangeProblem.NOT_YOURS]
    assert change_problems(replace(CHANGE, own=False, answers=True)) == []


def test_an_entry_is_moved_once_to_another_open_file_of_the_same_municipality_with_a_reason() -> None:
    wrong = replace(CHANGE, reason=" ", gone=True, target=1, target_closed=True, target_municipality=8, own=False)

    assert change_problems(wrong) == [
        ChangeProblem.NO_REASON,
        ChangeProblem.GONE_ALREADY,
        ChangeProblem.NOT_YOURS,
        ChangeProblem.SAME_FILE,
        ChangeProblem.TARGET_CLOSED,
        ChangeProblem.TARGET_ELSEWHERE,
    ]
    assert change_problems(replace(CHANGE, target=2, target_municipality=7)) == []


def test_only_people_of_the_other_file_go_along_with_a_moved_entry() -> None:
    assert people_who_belong([5, 3, 9, 3], [3, 5, 7]) == [3, 5]


def test_the_six_duties_are_summed_apart_and_a_kind_without_time_has_its_row() -> None:
    found = [WorkSum("social_work", 2, 90, 20), WorkSum("driving", 1, 30, 60)]

    table = time_table(found, kinds=["social_work", "crisis", "driving"], not_social={"driving"})

    assert [row.kind for row in table.social] == ["social_work", "crisis"]
    assert (table.social_sum.minutes, table.social_sum.travel_minutes) == (90, 20)
    assert (table.other_sum.entries, table.other_sum.together) == (1, 90)
    assert table.total.together == 200


TYPED = {
    "text": ["Saruna"],
    "said-0-kind": ["fact"],
    "said-0-text": ["Krāsns salabota"],
    "said-0-about": [""],
    "said-0-source": ["čeks"],
    "new_kind": ["opinion"],
    "new_text": ["Pietrūkst miera"],
    "new_about": ["7"],
    "new_source": ["divas sarunas"],
}


def test_adding_a_statement_keeps_everything_typed_and_empties_the_block() -> None:
    typed = rearranged(TYPED, Wanted("add"))

    assert typed["text"] == ["Saruna"]
    assert row_numbers(typed) == [0, 1]
    assert [typed["said-1-text"], typed["said-1-about"]] == [["Pietrūkst miera"], ["7"]]
    assert "new_text" not in typed


def test_editing_a_statement_takes_it_back_into_the_block_and_keeps_the_typed_one() -> None:
    typed = rearranged(TYPED, Wanted("edit", 0))

    assert typed["new_text"] == ["Krāsns salabota"]
    assert [typed["said-0-text"], row_numbers(typed)] == [["Pietrūkst miera"], [0]]


def test_removing_a_statement_leaves_what_is_being_typed() -> None:
    typed = rearranged(TYPED, Wanted("remove", 0))

    assert row_numbers(typed) == []
    assert typed["new_text"] == ["Pietrūkst miera"]


@given(st.lists(st.text("abc", min_size=1), max_size=5), st.sampled_from(["add", "edit", "remove"]), st.integers(0, 6))
def test_no_button_loses_a_text_but_the_one_that_removes_it(texts: list[str], what: str, row: int) -> None:
    typed = {f"said-{number}-text": [text] for number, text in enumerate(texts)} | {"new_text": ["block"]}

    after = rearranged(typed, Wanted(what, row))

    before_all = sorted([*texts, "block"])
    after_all = sorted(values[0] for name, values in after.items() if name.endswith("text") and values[0])
    lost = [texts[row]] if what == "remove" and row < len(texts) else []
    assert sorted([*after_all, *lost]) == before_all


def test_a_button_that_means_nothing_is_not_understood() -> None:
    assert [wanted(value) for value in ("", "add-1", "edit", "edit-x", "drop-1", "edit-9999")] == [None] * 6
    assert wanted("edit-3") == Wanted("edit", 3)
