"""Whatever is done with agreements, in any order, what must hold holds."""

from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saikne.cases.actions.agreement import (
    draft_replacement,
    drop_agreement,
    drop_chapter,
    end_chapter,
    put_chapter_in_force,
    put_in_force,
)
from saikne.cases.actions.agreement_chapters import change_chapter
from saikne.cases.models import Agreement, Chapter, Signature
from saikne.cases.tests.agreements import chapter, chapter_text, heard, points, sign_all
from saikne.cases.tests.factories import Family, family, headed_service
from saikne.core.errors import Refusal

pytestmark = pytest.mark.django_db

DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["chapter", "change", "sign", "force", "chapter_force", "end", "replace", "drop", "drop_one"]),
        st.integers(0, 3),
    ),
    min_size=4,
    max_size=14,
)


@given(DEEDS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_one_agreement_holds_and_its_chapters_hold_only_within_it(
    deeds: list[tuple[str, int]],
) -> None:
    with transaction.atomic():
        home = family(headed_service(), surname="Egl")
        for deed, number in deeds:
            try:
                do(home, deed, number)
            except Refusal:
                continue
        check(home)
        transaction.set_rollback(True)


def do(home: Family, deed: str, number: int) -> None:
    kinds = ["cooperation", "participation", "work_skills", "cooperation"]
    mine = list(Chapter.objects.filter(agreement__client=home.case.client).order_by("pk"))
    by, case = home.lead, home.case
    whole: dict[str, Callable[[], object]] = {
        "chapter": lambda: chapter(home, kind=kinds[number]),
        "force": lambda: put_in_force(case=case, heard=heard(home), because="jo", by=by),
        "replace": lambda: draft_replacement(case=case, carry=[row.pk for row in mine], by=by),
        "drop": lambda: drop_agreement(case=case, by=by),
        "sign": lambda: sign_all(home, *[row for row in mine if row.state == "draft"]),
    }
    if deed in whole:
        whole[deed]()
        return
    if not mine:
        return
    one = mine[number % len(mine)]
    text = chapter_text(home, kind=one.kind, points=points(f"Punkts {number}"))
    single: dict[str, Callable[[], object]] = {
        "change": lambda: change_chapter(case=case, chapter=one, text=text, base=one.version, by=by),
        "chapter_force": lambda: put_chapter_in_force(case=case, chapter=one, by=by),
        "end": lambda: end_chapter(case=case, chapter=one, because="jo", by=by),
        "drop_one": lambda: drop_chapter(case=case, chapter=one, by=by),
    }
    single[deed]()


def check(home: Family) -> None:
    client = home.case.client
    for agreement in Agreement.objects.filter(client=client):
        found = set(agreement.chapters.values_list("state", flat=True))
        assert agreement.state == "in_force" or "in_force" not in found
        assert agreement.state in {"draft", "in_force"} or "draft" not in found
        if agreement.state == "in_force":
            latest = agreement.versions.order_by("-number")[0]
            assert {one["chapter"] for one in latest.content["chapters"]} == set(
                agreement.chapters.filter(state="in_force").values_list("pk", flat=True)
            )
    for one in Chapter.objects.filter(state="in_force"):
        assert one.parties.count() == Signature.objects.filter(version=one.versions.order_by("-number")[0]).count()
