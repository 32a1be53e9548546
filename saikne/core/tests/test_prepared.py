"""A question put together once answers as the same question put together anew."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.prepared import one, prepared

pytestmark = pytest.mark.django_db
BUILT: list[str] = []


@prepared
def joined_before(*, moment: datetime) -> QuerySet[User]:
    BUILT.append("joined")
    return User.objects.filter(date_joined__lt=moment).order_by("username")


@prepared
def among(*, numbers: list[int], named: str) -> QuerySet[User]:
    BUILT.append(f"among {named}")
    return User.objects.filter(pk__in=numbers, username__startswith=named).order_by("username")


@prepared
def not_among(*, numbers: list[int]) -> QuerySet[User]:
    return User.objects.exclude(pk__in=numbers).order_by("username")


@prepared
def among_the_early(*, numbers: list[int], moment: datetime) -> QuerySet[User]:
    """One question inside another, both as its ground and as its condition."""
    early = joined_before(moment=moment)
    return early.filter(pk__in=not_among(numbers=numbers).values("pk"))


@prepared
def one_or_all(*, number: int | None) -> QuerySet[User]:
    return User.objects.all() if number is None else User.objects.filter(pk=number)


@prepared
def names_of(*, numbers: list[int]) -> QuerySet[User, tuple[str]]:
    return User.objects.filter(pk__in=numbers).order_by("username").values_list("username")


@prepared
def grouped(*, numbers: list[int]) -> QuerySet[Any, Any]:
    found = Group.objects.filter(user__in=numbers)
    return found.annotate(people=Count("user")).order_by("name").values("name", "people")


@prepared
def both(*, first: list[int], second: list[int]) -> QuerySet[User, tuple[str]]:
    one, other = User.objects.filter(pk__in=first), User.objects.filter(pk__in=second)
    return one.values_list("username").union(other.values_list("username"), all=True).order_by("username")


@pytest.fixture
def anna() -> User:
    return User.objects.create(username="anna", date_joined=clock.now() - timedelta(days=9))


@pytest.fixture
def biruta() -> User:
    return User.objects.create(username="biruta", date_joined=clock.now() - timedelta(days=1))


def test_each_asking_is_answered_for_its_own_values(anna: User, biruta: User) -> None:
    week = clock.now() - timedelta(days=7)
    assert list(joined_before(moment=week)) == [anna]
    assert list(joined_before(moment=clock.now())) == [anna, biruta]
    assert list(joined_before(moment=week)) == [anna]


def test_the_question_is_put_together_once_for_each_choice_of_words(anna: User, biruta: User) -> None:
    BUILT.clear()
    for number in (anna.pk, biruta.pk, anna.pk):
        assert list(among(numbers=[number], named="an")) == [anna] * (number == anna.pk)
        assert list(among(numbers=[number], named="bi")) == [biruta] * (number == biruta.pk)
    assert sorted(BUILT) == ["among an", "among bi"]


def test_lists_of_any_length_are_filled_in(anna: User, biruta: User) -> None:
    assert list(among(numbers=[anna.pk, biruta.pk], named="")) == [anna, biruta]
    assert list(among(numbers=[], named="")) == []
    assert list(not_among(numbers=[])) == [anna, biruta]
    assert list(not_among(numbers=[biruta.pk, anna.pk])) == []


def test_an_asked_question_can_be_narrowed_and_counted(anna: User, biruta: User) -> None:
    asked = among(numbers=[anna.pk, biruta.pk], named="")
    assert list(asked.filter(username="biruta")) == [biruta]
    assert list(asked.exclude(pk=biruta.pk)) == [anna]
    assert (asked.count(), asked.exists(), asked.first(), asked.get(pk=biruta.pk)) == (2, True, anna, biruta)
    assert list(asked.reverse()[:1]) == [biruta]
    assert list(asked) == [anna, biruta]


def test_questions_inside_questions_keep_their_values_apart(anna: User, biruta: User) -> None:
    now, week = clock.now(), clock.now() - timedelta(days=7)
    assert list(among_the_early(numbers=[anna.pk], moment=now)) == [biruta]
    assert list(among_the_early(numbers=[biruta.pk], moment=week)) == [anna]
    assert list(among_the_early(numbers=[], moment=now)) == [anna, biruta]
    mine, hers = among(numbers=[anna.pk], named=""), among(numbers=[biruta.pk], named="")
    assert list(User.objects.filter(pk__in=mine.values("pk")).exclude(pk__in=hers.values("pk"))) == [anna]
    assert list(User.objects.filter(Exists(hers.filter(pk=OuterRef("pk"))))) == [biruta]


def test_nothing_given_chooses_another_wording(anna: User, biruta: User) -> None:
    assert set(one_or_all(number=None)) == {anna, biruta}
    assert set(one_or_all(number=biruta.pk)) == {biruta}


def test_columns_groups_and_unions_are_kept(anna: User, biruta: User) -> None:
    group = Group.objects.create(name="heads")
    group.user_set.add(anna, biruta)
    assert list(names_of(numbers=[biruta.pk, anna.pk])) == [("anna",), ("biruta",)]
    assert list(grouped(numbers=[anna.pk])) == [{"name": "heads", "people": 1}]
    assert list(both(first=[anna.pk], second=[anna.pk, biruta.pk])) == [("anna",), ("anna",), ("biruta",)]
    assert list(both(first=[], second=[biruta.pk])) == [("biruta",)]


def test_the_second_asking_sends_the_same_words_to_the_database(anna: User, biruta: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert [list(among_the_early(numbers=[n.pk], moment=clock.now())) for n in (anna, biruta)] == [[biruta], [anna]]
    assert len(asked) == 2
    assert len({row["sql"].partition(" WHERE ")[0] for row in asked}) == 1


def test_a_question_cannot_change_rows(anna: User) -> None:
    with pytest.raises(TypeError, match="cannot change rows"):
        among(numbers=[anna.pk], named="").update(first_name="Anna")


def test_the_one_row_of_a_question_is_there_or_said_to_be_missing(anna: User) -> None:
    assert one(one_or_all(number=anna.pk)) == anna
    with pytest.raises(ObjectDoesNotExist):
        one(one_or_all(number=anna.pk + 1))


def test_questions_of_one_name_in_two_modules_have_blanks_of_their_own() -> None:
    def namesake(*, number: int) -> QuerySet[User]:
        return User.objects.filter(pk=number)

    here = prepared(namesake)
    namesake.__module__ = "elsewhere"
    there = prepared(namesake)

    assert here.blanks["number"].name != there.blanks["number"].name
