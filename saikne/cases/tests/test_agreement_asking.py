"""Two owners' points contradict: the colleague is asked to change hers, and it shows whether she has read it."""

from html import unescape

import pytest
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.actions.agreement_asking import ask_to_change
from saikne.cases.actions.agreement_chapters import add_chapter, change_chapter
from saikne.cases.actions.journal import confirm_receipt
from saikne.cases.actions.team import add_member
from saikne.cases.models import Chapter, JournalEntry, PointRequest, Receipt
from saikne.cases.tests.agreements import (
    agreement_in_force,
    chapter_text,
    group_on_thursday,
    points,
    work_on_thursday,
)
from saikne.cases.tests.factories import Family, family
from saikne.cases.tests.signed import signed_in
from saikne.core import clock
from saikne.core.errors import Refusal

pytestmark = pytest.mark.django_db


def contradicting(home: Family, *, owner: User) -> tuple[Chapter, Chapter]:
    """A chapter in force for which `owner` answers, and a draft of the lead's that contradicts its first point."""
    agreed = agreement_in_force(home, owner=owner.pk, points=(group_on_thursday(home),))
    text = chapter_text(home, kind="participation", points=(work_on_thursday(home),))
    return agreed.chapters.get(), add_chapter(case=home.case, text=text, by=home.lead)


def joined(home: Family) -> User:
    colleague = home.service.parish
    add_member(case=home.case, user=colleague, role="co_worker", does="strādā kopā", by=home.lead)
    return colleague


def ask_url(home: Family, chapter: Chapter, point: int = 1) -> str:
    return reverse("cases:point_ask", args=[home.case.pk, chapter.pk, point])


def page(home: Family, user: User, *, language: str = "lv") -> str:
    browser = signed_in(user)
    browser.cookies["django_language"] = language
    response = browser.get(reverse("cases:agreement", args=[home.case.pk]))
    return " ".join(unescape(response.content.decode()).split())


def test_the_colleague_is_asked_by_a_note_that_waits_until_she_has_read_it() -> None:
    home = family()
    colleague = joined(home)
    hers, _mine = contradicting(home, owner=colleague)
    browser, url = signed_in(home.lead), ask_url(home, hers)
    offered = url in page(home, home.lead)

    form = unescape(browser.get(url).content.decode())
    browser.post(url, {"text": "Vai grupu var pārcelt?"})
    receipt = Receipt.objects.get()
    waiting = page(home, home.lead)
    confirm_receipt(receipt=receipt, by=colleague)

    assert offered
    assert "1.1. punkts" in form
    assert "Raivis Krastiņš: ceturtdiena, 10:00–12:00" in form
    assert (receipt.user, receipt.entry.text) == (colleague, "Vai grupu var pārcelt?")
    assert "Vēl nav izlasīts." in waiting
    assert url not in waiting
    assert f"Izlasīts: {clock.today():%d.%m.%Y.}" in page(home, home.lead)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("lv", "Lūgums mainīt 1.1. punktu: V. Ābele, {day} Vēl nav izlasīts."),
        ("en", "Asked to change point 1.1: V. Ābele, {day} Not read yet."),
    ],
)
def test_a_day_at_the_end_of_a_sentence_has_one_full_stop(language: str, said: str) -> None:
    home = family()
    colleague = joined(home)
    hers, _mine = contradicting(home, owner=colleague)
    ask_to_change(case=home.case, chapter=hers, point=1, text="Lūdzu, mainiet", by=home.lead)

    shown = page(home, home.lead, language=language)

    assert said.format(day=f"{clock.today():%d.%m.%Y.}") in shown


def test_one_note_about_a_point_waits_at_a_time_and_a_new_wording_is_asked_about_anew() -> None:
    home = family()
    colleague = joined(home)
    hers, mine = contradicting(home, owner=colleague)
    ask_to_change(case=home.case, chapter=hers, point=1, text="Lūdzu, mainiet", by=home.lead)

    with pytest.raises(Refusal, match="jau gaida izlasīšanu"):
        ask_to_change(case=home.case, chapter=hers, point=1, text="Vēlreiz", by=home.lead)
    confirm_receipt(receipt=Receipt.objects.get(), by=colleague)
    ask_to_change(case=home.case, chapter=hers, point=1, text="Vēlreiz", by=home.lead)

    assert list(JournalEntry.objects.order_by("pk").values_list("text", flat=True)) == ["Lūdzu, mainiet", "Vēlreiz"]
    assert PointRequest.objects.filter(version__chapter=hers).count() == 2
    assert not PointRequest.objects.filter(version__chapter=mine).exists()


def test_nobody_is_asked_about_a_point_that_contradicts_nothing() -> None:
    home = family()
    colleague = joined(home)
    hers, mine = contradicting(home, owner=colleague)
    text = chapter_text(home, kind="participation", points=points("Meklē darbu"))
    change_chapter(case=home.case, chapter=mine, text=text, base=1, by=home.lead)
    browser, url = signed_in(home.lead), ask_url(home, hers)

    refused = browser.post(url, {"text": "Mans lūgums"})

    assert browser.get(url).status_code == 404
    assert refused.status_code == 422
    assert "Mans lūgums" in refused.content.decode()
    assert not JournalEntry.objects.exists()


def test_one_who_answers_for_both_points_changes_them_herself() -> None:
    home = family()
    first, second = contradicting(home, owner=home.lead)

    with pytest.raises(Refusal, match="atbildat jūs"):
        ask_to_change(case=home.case, chapter=first, point=1, text="x", by=home.lead)

    assert "/ask/" not in page(home, home.lead)
    edit = reverse("cases:chapter_edit", args=[home.case.pk, second.pk])
    assert signed_in(home.lead).get(ask_url(home, second)).headers["Location"] == edit


def test_a_colleague_who_does_not_see_the_file_is_not_asked_in_its_journal() -> None:
    home = family()
    hers, _mine = contradicting(home, owner=home.service.parish)

    with pytest.raises(Refusal, match="neredz šo lietu"):
        ask_to_change(case=home.case, chapter=hers, point=1, text="x", by=home.lead)

    shown = page(home, home.lead)
    assert "/ask/" not in shown
    assert "Atbildīgais par 1.1. punktu neredz šo lietu" in shown
    assert not JournalEntry.objects.exists()


def test_a_stranger_asks_nobody() -> None:
    home = family()
    hers, _mine = contradicting(home, owner=joined(home))

    for user in (home.service.outsider, home.service.other_unit):
        assert signed_in(user).get(ask_url(home, hers)).status_code == 404
        assert signed_in(user).post(ask_url(home, hers), {"text": "x"}).status_code == 404

    assert not PointRequest.objects.exists()
