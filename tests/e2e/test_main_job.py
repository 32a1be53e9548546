"""The main job, played in the browser: from the first contact to an evaluated close and follow-up."""

import pytest

from saikne.cases.models import Case, FollowUp
from saikne.organisation.tests.factories import Service
from saikne.privacy.models import AccessRow
from tests.e2e.conftest import SignIn
from tests.e2e.worker import Worker, ahead

pytestmark = pytest.mark.django_db(transaction=True)
CHILDREN = (("Elza", "Ozoliņa", "01.06.2012.", "sieviete"), ("Toms", "Krastiņš", "03.02.2019.", "vīrietis"))


def opens_family_file(maija: Worker) -> str:
    maija.notes_first_contact()
    maija.adds_household()
    maija.adds_member("Raivis", "Krastiņš", "02.05.1985.", "vīrietis", "Partneris")
    for first, last, born, sex in CHILDREN:
        maija.adds_member(first, last, born, sex, "Bērns")
    assert "Ozoliņu ģimene" in maija.heading
    maija.open("/cases/contacts/")
    maija.follow("PK-")
    maija.follow("Iekārtot lietu")
    maija.follow("Ģimenes lieta")
    maija.checks_target_group()
    assert "uz ģimeni vērsta gadījuma vadīšana" in maija.words
    maija.press("Iekārtot lietu")
    return maija.number


def assesses(maija: Worker, file: str) -> None:
    maija.open(f"/cases/{file}/statements/add/")
    maija.says("Fakts", "Situācija", "Pēdējie trīs rēķini nav samaksāti.", "elektrības rēķins")
    maija.open(f"/cases/{file}/statements/add/")
    maija.says(
        "Klienta teiktais", "Stiprā puse vai resurss", "„Es pati zvanu, ja nevaru ierasties.”", "saruna dienestā"
    )
    maija.open(f"/cases/{file}/stage/")
    maija.press("Pāriet uz posmu: Izvērtēšana")
    maija.open(f"/cases/{file}/assessment/edit/")
    maija.fill("Stiprās puses un resursi", "Sanita pati zvana, ja nevar ierasties.")
    maija.fill("Vecāki vai aprūpētāji", "Pārskats par izdevumiem")
    maija.fill("Elza Ozoliņa", "Drošība skolā")
    maija.fill("Toms Krastiņš", "Silta istaba")
    maija.fill("Secinājums", "Ģimenei vajadzīgs atbalsts parādu un skolas dēļ.")
    maija.tick("Vidējs")
    maija.press("Saglabāt")
    maija.follow("Parakstīt izvērtējumu")
    maija.everybody_took_part("„Gribu, lai skolā ir mierīgi.”", "slimoja")
    maija.press("Parakstīt izvērtējumu")


def approves(gunta: Worker, file: str) -> None:
    gunta.open(f"/cases/{file}/assessment/")
    gunta.follow("Apstiprināt")
    gunta.press("Apstiprināt")


def plans(maija: Worker, file: str) -> str:
    maija.open(f"/cases/{file}/plan/goals/add/")
    maija.agrees_goal("Elza apmeklē skolu vismaz 9 dienas no 10", "„Gribu, lai meita pabeidz klasi.”")
    maija.everybody_answers("slimoja")
    goal = maija.number
    maija.open(f"/cases/goals/{goal}/steps/add/")
    maija.fill("Kas jādara", "Saruna ar klases audzinātāju")
    maija.choose("Kas to dara", "Maija Liepa")
    maija.fill("Termiņš", ahead(3))
    maija.press("Saglabāt")
    for child, aim in (("Elza", "Elza jūtas skolā droši"), ("Toms", "Toms guļ siltā istabā")):
        maija.open(f"/cases/{file}/")
        maija.click_on(maija.page.get_by_role("row", name=child).get_by_role("link", name="Pierakstīt"))
        maija.fill("Kam bērna dzīvē jāmainās", aim)
        maija.fill("Ko teica bērns", "„Labi.”")
        maija.press("Saglabāt")
    return goal


def agrees(maija: Worker, file: str) -> None:
    maija.open(f"/cases/{file}/agreement/")
    maija.follow("Uzrakstīt pirmo sadaļu")
    maija.tick("Sadarbība sociālajā darbā")
    maija.fill("Līdz", ahead(120))
    maija.fill("Punkti", "Tiekamies reizi divās nedēļās.\nPar Elzas mācībām runājam kopā ar Elzu.")
    maija.press("Saglabāt")
    maija.follow("Atzīmēt parakstus")
    for box in maija.page.locator("main input[type=checkbox]").all():
        maija.tick_off(box)
    maija.tick("uz papīra")
    maija.press("Saglabāt")
    maija.open(f"/cases/{file}/agreement/in-force/")
    maija.fill("Ko teica bērns: Elza Ozoliņa", "„Lai runā arī ar mani.”")
    maija.fill("Ko teica bērns: Toms Krastiņš", "„Labi.”")
    maija.press("Apstiprināt stāšanos spēkā")
    assert "Spēkā" in maija.words


def works(maija: Worker, file: str) -> None:
    maija.open(f"/cases/{file}/stage/")
    maija.press("Pāriet uz posmu: Intervence")
    maija.open(f"/cases/{file}/journal/add/")
    maija.tick("Apsekošana")
    maija.fill("Minūtes", "0:45")
    maija.tick("Sanita")
    maija.fill("Kas notika un par ko vienojāties", "Krāsns kurināta, Elza rādīja dienasgrāmatu.")
    maija.press("Saglabāt ierakstu")
    assert "Krāsns kurināta" in maija.words


def hands_over(maija: Worker, vija: Worker, file: str) -> None:
    maija.open(f"/cases/{file}/hand-over/")
    maija.choose("Kam", "Vija Ābele")
    maija.fill("Iemesls", "Ģimene pārceļas uz Sēmi.")
    maija.press("Nodot lietu")
    vija.open("/")
    assert "Ozoliņu ģimene" in vija.words
    vija.follow("Iepazīšanās materiāli")
    assert "Saruna ar klases audzinātāju" in vija.words
    vija.press("Pieņemt lietu")
    assert vija.page.goto(f"/cases/{file}/").status == 200  # type: ignore[union-attr]
    assert maija.page.goto(f"/cases/{file}/").status == 404  # type: ignore[union-attr]


def closes(vija: Worker, file: str, goal: str) -> None:
    vija.open(f"/cases/{file}/")
    vija.open(f"/cases/goals/{goal}/level/")
    vija.tick_off(vija.page.locator("main input[name=level][value='0']"))
    vija.tick("Ar to pietiek: mērķis ir sasniegts")
    vija.press("Saglabāt")
    vija.open(f"/cases/{file}/reviews/add/")
    vija.reviews("Divi soļi izpildīti, turpinām.")
    vija.open(f"/cases/{file}/stage/")
    vija.press("Pāriet uz posmu: Novērtēšana")
    vija.open(f"/cases/{file}/evaluations/add/")
    vija.evaluates()
    vija.open(f"/cases/{file}/agreement/")
    vija.ends_agreement()
    vija.open(f"/cases/{file}/results/")
    vija.open(f"/cases/{file}/close/")
    vija.closes()


def test_a_family_is_taken_from_first_contact_to_an_evaluated_close(office: Service, sign_in: SignIn) -> None:
    office.municipality.approves_assessments = True
    office.municipality.save()
    maija, gunta, vija = (Worker(sign_in(name)) for name in ("family", "head", "parish"))

    file = opens_family_file(maija)
    assesses(maija, file)
    approves(gunta, file)
    goal = plans(maija, file)
    agrees(maija, file)
    works(maija, file)
    hands_over(maija, vija, file)
    closes(vija, file, goal)

    case = Case.objects.get(pk=file)
    assert case.closed_at is not None
    assert sorted(FollowUp.objects.filter(case=case).values_list("months", flat=True)) == [6, 12, 24]
    gunta.open("/cases/service/")
    assert "Ābele" in gunta.words
    nobody_else_sees(office, sign_in, case)


def nobody_else_sees(office: Service, sign_in: SignIn, case: Case) -> None:
    andris = Worker(sign_in("outsider"))
    for address in (f"/cases/{case.pk}/", f"/cases/{case.pk}/plan/", f"/cases/{case.pk}/journal/", "/people/1/"):
        response = andris.page.goto(address)
        assert response is not None
        assert response.status == 404
    andris.open("/people/search/?q=Sanita Ozoliņa 14.03.1988.")
    assert "Sanita Ozoliņa" not in andris.words.replace("Sanita Ozoliņa 14.03.1988.", "")
    assert not AccessRow.objects.filter(user=office.outsider).exclude(page="people:search").exists()
