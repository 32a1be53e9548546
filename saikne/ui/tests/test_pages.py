"""The frame of forms: what is typed is kept, whatever happens."""

import re
from typing import Any

import pytest
from django.test import Client

from saikne.core import drafts
from saikne.core.drafts import DraftKey
from saikne.ui.tests import site

GOOD = {
    "kind": "call",
    "day": "20.11.2026",
    "minutes": "0:45",
    "work": "sw",
    "who": ["1", "3"],
    "text": "Runājām.",
    "seen": "on",
}
EDIT = DraftKey("title", "case", 7)


def body(response: Any) -> str:
    return str(response.content.decode())


def held(page: str, name: str) -> list[str]:
    """Values of the text inputs and hidden inputs of that name."""
    inputs = re.findall(r"<input[^>]*>", page)
    return [
        found.group(1) if (found := re.search(r'value="([^"]*)"', tag)) else ""
        for tag in inputs
        if f'name="{name}"' in tag
    ]


def opened(client: Client) -> dict[str, Any]:
    """What a browser would send back from the freshly opened edit page."""
    page = body(client.get("/title/"))
    sent: dict[str, Any] = {
        name: held(page, name) for name in ("base_version", "seen-title", "seen-summary", "seen-live")
    }
    return sent | {"title": "Kopsavilkums", "summary": "Elza kavē skolu.", "live": "on"}


def test_a_good_form_is_done_once_and_leads_on(signed_in: Client) -> None:
    response = signed_in.post("/note/", GOOD)
    assert (response.status_code, response.headers["Location"]) == (302, "/done/")
    assert [done["minutes"] for done in site.DONE] == [45]
    assert "Saglabāts." in body(signed_in.get("/done/"))


def test_the_same_form_sent_again_is_told_so_and_does_nothing(signed_in: Client) -> None:
    (token,) = held(body(signed_in.get("/note/")), "form-once")
    signed_in.post("/note/", {**GOOD, "form-once": token})

    again = signed_in.post("/note/", {**GOOD, "form-once": token})

    assert again.status_code == 409
    assert "Tas jau ir saglabāts" in body(again)
    assert len(site.DONE) == 1


def test_all_errors_stand_in_the_summary_with_links_and_beside_their_fields(signed_in: Client) -> None:
    response = signed_in.post("/note/", {**GOOD, "day": "rīt", "minutes": "", "kind": "", "text": ""})
    page = body(response)
    assert response.status_code == 422
    assert "<title>Kļūda: Jauns žurnāla ieraksts – Saikne</title>" in page
    assert "Izlabojiet 4 kļūdas" in page
    assert 'href="#id_kind_0">Veids: Izvēlieties vienu atbildi.' in page
    for name in ("day", "minutes", "text"):
        assert f'href="#id_{name}"' in page
        assert f'id="id_{name}_error"' in page
        assert f'aria-describedby="{"id_text_helptext " if name == "text" else ""}id_{name}_error"' in page
    assert page.count("Ievadiet datumu šādi: 21.11.2026.") == 2
    assert held(page, "day") == ["rīt"]


def test_a_refused_deed_keeps_all_that_was_typed_and_tells_every_reason(signed_in: Client) -> None:
    response = signed_in.post("/note/", {**GOOD, "text": "nē <b>nē</b>"})
    page = body(response)
    assert response.status_code == 422
    assert site.DONE == []
    for reason in ("Lieta ir slēgta.", "Termiņš ir pagājis.", "Te jāraksta cits teksts."):
        assert reason in page
    assert "nē &lt;b&gt;nē&lt;/b&gt;</textarea>" in page
    assert held(page, "day") == ["20.11.2026"]
    assert page.count(" checked") == 4


def test_optional_fields_say_so_and_required_ones_do_not(signed_in: Client) -> None:
    page = body(signed_in.get("/note/"))
    assert len(re.findall(r"neobligāti", page)) == 4


def test_a_refused_form_is_a_draft_until_it_is_done(signed_in: Client, maija: Any) -> None:
    signed_in.post("/note/", {**GOOD, "text": "nē, vēl ne"})
    assert "nē, vēl ne</textarea>" in body(signed_in.get("/note/"))
    signed_in.post("/note/", GOOD)
    assert drafts.load(site.KEY, author=maija) is None


def test_the_draft_of_a_refused_form_is_listed_under_the_name_of_its_page(signed_in: Client, maija: Any) -> None:
    signed_in.post("/note/", {**GOOD, "text": "nē, vēl ne"})
    assert [draft.title for draft in drafts.mine(author=maija)] == ["Jauns žurnāla ieraksts"]
    key = {"draft-form": "note", "draft-about": "case", "draft-about-no": "7"}
    signed_in.post("/drafts/", {**GOOD, **key, "draft-title": "Ieraksts: ĢL-2026/014"})

    signed_in.post("/note/", {**GOOD, "text": "nē, vēl ne"})

    assert [draft.title for draft in drafts.mine(author=maija)] == ["Ieraksts: ĢL-2026/014"]


def test_a_draft_saved_by_its_button_is_listed_under_the_name_of_its_page(signed_in: Client, maija: Any) -> None:
    page = body(signed_in.get("/note/"))
    (title,) = re.findall(r'name="draft-title" value="([^"]*)"', page)
    key = {"draft-form": "note", "draft-about": "case", "draft-about-no": "7"}

    signed_in.post("/drafts/", {**GOOD, **key, "draft-title": title})

    assert [draft.title for draft in drafts.mine(author=maija)] == ["Jauns žurnāla ieraksts"]


def test_a_draft_is_kept_for_its_author_alone_without_password_and_token(
    signed_in: Client, maija: Any, dace: Any
) -> None:
    sent = {"draft-form": "note", "draft-about": "case", "draft-about-no": "7", "csrfmiddlewaretoken": "x"}
    answer = signed_in.post(
        "/drafts/",
        {**sent, "text": "Pusteikums", "who": ["2"], "new_password": "s3"},
        headers={"Accept": "application/json"},
    )
    saved = drafts.load(site.KEY, author=maija)
    assert answer.status_code == 200
    assert re.fullmatch(r"Melnraksts saglabāts plkst\. \d{1,2}:\d\d\.", answer.json()["sentence"])
    assert saved
    assert saved.payload == {"text": ["Pusteikums"], "who": ["2"]}
    page = body(signed_in.get("/note/"))
    assert "Pusteikums</textarea>" in page
    assert "Melnraksts saglabāts plkst." in page
    other = Client()
    other.force_login(dace)
    assert "Pusteikums" not in body(other.get("/note/"))


def test_a_draft_can_be_saved_and_discarded_by_plain_buttons(signed_in: Client, maija: Any) -> None:
    sent = {"draft-form": "note", "draft-about": "case", "draft-about-no": "7", "text": "Pusteikums"}
    saved = signed_in.post("/drafts/", sent, headers={"Referer": "http://testserver/note/"})
    assert (saved.status_code, saved.headers["Location"]) == (302, "http://testserver/note/")
    signed_in.post("/drafts/discard/", sent, headers={"Referer": "http://elsewhere.example/"})
    assert drafts.load(site.KEY, author=maija) is None


@pytest.mark.parametrize("number", ["2147483648", "9223372036854775808", "9" * 5000, "-1", "²", "x"])
@pytest.mark.parametrize("name", ["base_version", "draft-about-no"])
def test_a_number_that_no_column_holds_counts_as_not_sent(
    signed_in: Client, maija: Any, name: str, number: str
) -> None:
    sent = {"draft-form": "title", "draft-about": "case", "draft-about-no": "7", "title": "Pusteikums"}

    kept = signed_in.post("/drafts/", {**sent, name: number})
    refused = signed_in.post("/title/", {"title": "", name: number})

    assert (kept.status_code, refused.status_code) == (302, 422)
    assert {draft.base_version for draft in drafts.mine(author=maija)} <= {0, 3}


def test_a_draft_on_its_way_when_its_form_was_done_does_not_come_back(signed_in: Client, maija: Any) -> None:
    (token,) = held(body(signed_in.get("/note/")), "form-once")
    late = {"draft-form": "note", "draft-about": "case", "draft-about-no": "7", "text": "Runā", "form-once": token}
    signed_in.post("/note/", {**GOOD, "form-once": token})

    by_script = signed_in.post("/drafts/", late, headers={"Accept": "application/json"})
    by_button = signed_in.post("/drafts/", late)

    assert (by_script.status_code, by_button.status_code) == (409, 409)
    assert by_script.json()["sentence"] == "Tas jau ir saglabāts"
    assert "Tas jau ir saglabāts" in body(by_button)
    assert drafts.load(site.KEY, author=maija) is None


def test_a_draft_of_a_stranger_or_of_nothing_is_not_kept(signed_in: Client) -> None:
    assert signed_in.post("/drafts/", {"text": "x"}).status_code == 400
    out = Client().post(
        "/drafts/", {"draft-form": "note", "draft-about": "case"}, headers={"Accept": "application/json"}
    )
    assert out.status_code == 403
    assert "darba sesija ir beigusies" in out.json()["sentence"]


def test_fields_that_only_others_changed_are_merged(signed_in: Client) -> None:
    sent = opened(signed_in)
    site.Record.write(title="Dace mainīja", live=False)
    response = signed_in.post("/title/", {**sent, "summary": "Elza iet uz skolu."})
    assert response.status_code == 302
    assert site.Record.held == {"title": "Dace mainīja", "live": False, "summary": "Elza iet uz skolu."}


def clash(client: Client) -> tuple[Any, dict[str, Any]]:
    sent = opened(client)
    site.Record.write(title="Dace raksta <b>", live=False)
    response = client.post("/title/", {**sent, "title": "Maija raksta <i>"})
    page = body(response)
    names = ("base_version", "seen-title", "seen-summary", "seen-live", "theirs-title", "title")
    again: dict[str, Any] = {name: held(page, name) for name in names}
    again["summary"] = ["Elza kavē skolu."]
    return response, {
        name: [value.replace("&lt;", "<").replace("&gt;", ">") for value in values] for name, values in again.items()
    }


def test_a_clash_shows_both_versions_of_the_differing_field_only(signed_in: Client) -> None:
    response, again = clash(signed_in)
    page = body(response)
    assert response.status_code == 409
    assert "Kamēr rakstījāt, šo ierakstu mainīja Dace Krūmiņa. Jūsu teksts ir saglabāts." in page
    assert "<mark>Maija</mark> raksta <mark>&lt;i&gt;</mark>" in page
    assert "<mark>Dace</mark> raksta <mark>&lt;b&gt;</mark>" in page
    assert page.count('class="app-vs"') == 1
    assert again["base_version"] == ["4"]
    assert "Maija raksta <i>" in again["title"]
    assert not re.search(r'<input[^>]*name="live"[^>]*checked', page)


def test_my_version_can_be_kept_and_others_changes_elsewhere_stay(signed_in: Client) -> None:
    _, again = clash(signed_in)
    response = signed_in.post("/title/", {**again, "clash": "mine"})
    assert response.status_code == 302
    assert site.Record.held == {"title": "Maija raksta <i>", "live": False, "summary": "Elza kavē skolu."}


def test_the_other_version_can_be_kept(signed_in: Client) -> None:
    _, again = clash(signed_in)
    assert signed_in.post("/title/", {**again, "clash": "theirs"}).status_code == 302
    assert site.Record.held["title"] == "Dace raksta <b>"


def test_a_draft_goes_on_upon_the_version_that_its_author_saw(signed_in: Client, maija: Any) -> None:
    sent = opened(signed_in)
    key = {"draft-form": EDIT.form, "draft-about": EDIT.about, "draft-about-no": "7"}
    signed_in.post("/drafts/", {**sent, **key, "title": "Maijas melnraksts"})
    site.Record.write(title="Dace mainīja")
    page = body(signed_in.get("/title/"))
    assert held(page, "base_version") == ["3"]
    assert held(page, "seen-title") == ["Kopsavilkums"]
    assert "Maijas melnraksts" in held(page, "title")
    assert signed_in.post("/title/", {**sent, "title": "Maijas melnraksts"}).status_code == 409


def test_a_question_is_asked_by_get_and_its_refusal_told_on_the_same_page(signed_in: Client) -> None:
    assert "Vai slēgt lietu?" in body(signed_in.get("/close/"))
    response = signed_in.post("/close/")
    assert response.status_code == 422
    assert "Diviem mērķiem nav rezultāta." in body(response)
    assert "Vienošanās vēl ir spēkā." in body(response)


def test_a_button_acts_by_post_alone_and_tells_its_refusal_where_it_stands(signed_in: Client) -> None:
    assert signed_in.get("/push/").status_code == 405
    assert signed_in.post("/push/").headers["Location"] == "/done/"
    refused = signed_in.post("/push/", {"refuse": "1"}, headers={"Referer": "http://testserver/note/"})
    assert refused.headers["Location"] == "http://testserver/note/"
    assert "Diviem mērķiem nav rezultāta." in body(signed_in.get("/note/"))
    away = signed_in.post("/push/", {"refuse": "1"}, headers={"Referer": "http://elsewhere.example/note/"})
    assert away.headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/note/", "/title/", "/close/", "/parts/"])
def test_pages_have_no_script_and_no_style_of_their_own(signed_in: Client, path: str) -> None:
    page = body(signed_in.get(path))
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page)
