"""The map of personal data: every model says which of its fields speak of a person, and none is forgotten."""

import pytest
from django.apps import apps
from django.db import models

# Words of the system itself, dates of bookkeeping: they say when something was noted, not what a life was like.
BOOKKEEPING = frozenset(
    {"at", "since", "until", "on", "due", "noted_at", "made_at", "asked_at", "answered_at", "entered_at", "saved_at",
     "opened_at", "closed_at", "signed_at", "approved_at", "begun_at", "received_at", "returned_at", "explained_at",
     "withdrawn_at", "amended_at", "seen_at", "expires_at", "used_at", "known_since", "valid_from", "done_on",
     "lifted_on", "ended_on", "ended_at", "in_force_since", "said_on", "summary_on", "review_due", "next_due",
     "was_due", "at_time", "last_seen_work_at", "switched_at", "decided_at", "step_due", "corrected_at"}
)  # fmt: skip

# Texts that speak of the service, of law, of methods or of the system, never of a client. Reviewed by hand.
ALLOWED: dict[str, frozenset[str]] = {
    "accounts.Notice": frozenset({"message", "about"}),
    "accounts.OneTimeLink": frozenset({"token_hash", "purpose", "about"}),
    "accounts.User": frozenset({"password", "last_login", "date_joined", "title", "language"}),
    "cases.AgreementVersion": frozenset({"sha256"}),
    "cases.Case": frozenset({"kind_code"}),
    "cases.Assessment": frozenset({"statements", "sha256"}),
    "cases.ChapterVersion": frozenset({"sha256"}),
    "cases.FileKind": frozenset({"code", "name_lv", "name_en", "prefix", "area", "contents", "retention_source"}),
    "cases.FilePlace": frozenset({"shelf"}),
    "cases.HandOver": frozenset({"pack"}),  # numbers of rows
    "cases.Letter": frozenset({"shelf"}),
    "cases.LetterTemplate": frozenset({"code", "name", "subject", "text"}),
    "cases.MainWorkerPeriod": frozenset({"reason"}),
    "cases.MilestoneDone": frozenset({"kind"}),
    "cases.Participation": frozenset({"decision"}),
    "cases.PracticeBoundary": frozenset({"contact_hours", "in_an_emergency", "we_do", "we_do_not"}),
    "core.AuditRow": frozenset({"act", "about", "details"}),  # ids and field names
    "core.AuditSeal": frozenset({"holes", "entries", "previous", "hash"}),
    "core.Draft": frozenset({"form", "about"}),
    "core.FormDone": frozenset({"token"}),
    "core.NumberSeries": frozenset({"register"}),
    "core.Revision": frozenset({"about"}),
    "core.Setting": frozenset({"code", "value", "source"}),
    "people.ActedFor": frozenset({"about"}),
    "people.IdentityLink": frozenset({"evidence", "model"}),  # which rules agreed, in words of the engine
    "people.SearchMade": frozenset({"digest", "candidates"}),
    "privacy.AccessRow": frozenset({"page"}),
    "privacy.Bar": frozenset({"about", "ground"}),
    "privacy.BreakGlass": frozenset({"about"}),
    "privacy.Document": frozenset({"filed_kind", "shelf"}),
    "privacy.DocumentFile": frozenset({"sha256", "came_sha256", "key_id", "blob", "preview", "remarks"}),
    "privacy.Grant": frozenset({"about"}),
    "privacy.HolderMember": frozenset({"ground"}),
    "privacy.Restriction": frozenset({"about"}),
    "privacy.Side": frozenset({"about", "separation"}),
    "privacy.Upload": frozenset({"filed_kind", "sha256", "came_sha256", "key_id", "blob", "preview", "remarks"}),
}
WHOLE_ROOMS = frozenset({"methodology", "organisation"})  # the service and its methods, not its clients
TELLING = (models.CharField, models.TextField, models.DateField, models.TimeField, models.JSONField, models.BinaryField)
OURS = [model for model in apps.get_models() if model.__module__.startswith("saikne.")]


def _ids(model: type[models.Model]) -> str:
    return str(model._meta.label)


def _names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


@pytest.mark.parametrize("model", OURS, ids=_ids)
def test_the_model_says_what_of_it_is_personal(model: type[models.Model]) -> None:
    told = model.__dict__.get("Personal")

    assert told is not None, "write class Personal with its fields, or an empty frozenset"
    assert isinstance(told.fields, frozenset)
    assert told.fields <= _names(model)


@pytest.mark.parametrize("model", OURS, ids=_ids)
def test_no_text_and_no_date_of_it_is_forgotten(model: type[models.Model]) -> None:
    if model._meta.app_label in WHOLE_ROOMS:
        return
    personal: frozenset[str] = getattr(getattr(model, "Personal", None), "fields", frozenset())
    known = personal | ALLOWED.get(model._meta.label, frozenset()) | BOOKKEEPING
    forgotten = [
        field.name
        for field in model._meta.fields
        if isinstance(field, TELLING) and field.name not in known and not field.choices
    ]
    assert forgotten == []


def test_the_list_of_allowed_texts_names_only_what_exists() -> None:
    fields = {model._meta.label: _names(model) for model in OURS}

    stale = {label: sorted(words - fields.get(label, set())) for label, words in ALLOWED.items()}

    assert {label: words for label, words in stale.items() if words} == {}


def test_what_is_personal_is_not_also_listed_as_harmless() -> None:
    both = {
        model._meta.label: sorted(model.Personal.fields & ALLOWED[model._meta.label])  # type: ignore[attr-defined]
        for model in OURS
        if model._meta.label in ALLOWED
    }
    assert {label: words for label, words in both.items() if words} == {}
