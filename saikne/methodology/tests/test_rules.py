"""Facts about Latvian words."""

from hypothesis import given
from hypothesis import strategies as st

from saikne.methodology.rules import alphabet_key, first_letter, folded

WORDS = ["āda", "abols", "čaula", "cena", "ģimene", "gads", "ķieģelis", "kaķis", "šūna", "sāls", "žurnāls", "zāle"]


def test_words_sort_in_the_order_of_the_latvian_alphabet() -> None:
    assert sorted(WORDS, key=alphabet_key) == [
        "abols", "āda", "cena", "čaula", "gads", "ģimene", "kaķis", "ķieģelis", "sāls", "šūna", "zāle", "žurnāls",
    ]  # fmt: skip


def test_a_word_that_begins_another_stands_before_it() -> None:
    assert alphabet_key("lieta") < alphabet_key("lietas")
    assert alphabet_key("sociālais darbs") < alphabet_key("sociālā darba speciālists".replace("ā d", "ais e"))


def test_a_search_ignores_diacritics_case_and_marks() -> None:
    assert folded("Ekokarte (eko-karte): ĢIMENE") == "ekokarte eko karte gimene"


def test_a_term_stands_under_its_own_letter() -> None:
    assert first_letter("ģimene") == "Ģ"


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
