"""Tukums as its own presentation tells of it: units, parishes, posts, workers, partners, accounts."""

import functools
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from saikne.accounts.actions import make_user, system_user
from saikne.accounts.enums import UserKind
from saikne.accounts.models import User
from saikne.cases.models import PracticeBoundary
from saikne.core.acts import act, note
from saikne.organisation.actions import add_institution, load_municipalities, open_post, open_unit, post_worker
from saikne.organisation.enums import InstitutionKind, Specialisation
from saikne.organisation.models import Institution, Municipality, Territory, Unit
from saikne.organisation.reference import tukums
from saikne.privacy.actions import appoint_head
from saikne.web.roles import give_role, sync_roles

PASSWORD = "saikne-demo"  # noqa: S105  # the demo's own, printed on its first page
SINCE = date(2021, 7, 1)
TEAMS = (
    ("west", "Džūkste un Slampe", ("Džūkstes pagasts", "Slampes pagasts")),
    (
        "south",
        "Degole, Irlava, Lestene un Tume",
        ("Degoles pagasts", "Irlavas pagasts", "Lestenes pagasts", "Tumes pagasts"),
    ),
    (
        "north",
        "Jaunsāti, Pūre, Sēme un Zentene",
        ("Jaunsātu pagasts", "Pūres pagasts", "Sēmes pagasts", "Zentenes pagasts"),
    ),
)


@dataclass(frozen=True, slots=True)
class Hire:
    """A worker of the demo: account, name, where she works, as what, in which role."""

    username: str
    first: str
    last: str
    unit: str
    specialisation: str
    title: str
    role: str


HIRES = (
    Hire("head", "Gunta", "Siliņa", "service", Specialisation.HEAD, "Sociālā dienesta vadītājs", "head"),
    Hire(
        "family",
        "Maija",
        "Liepa",
        "families",
        Specialisation.FAMILY,
        "Sociālais darbinieks darbam ar ģimenēm ar bērniem",
        "family",
    ),
    Hire(
        "family2",
        "Inese",
        "Kalniņa",
        "families",
        Specialisation.FAMILY,
        "Sociālais darbinieks darbam ar ģimenēm ar bērniem",
        "family",
    ),
    Hire(
        "family3",
        "Kristīne",
        "Balode",
        "families",
        Specialisation.FAMILY,
        "Sociālais darbinieks darbam ar ģimenēm ar bērniem",
        "family",
    ),
    Hire(
        "family4",
        "Sandra",
        "Vanaga",
        "families",
        Specialisation.FAMILY,
        "Sociālais darbinieks darbam ar ģimenēm ar bērniem",
        "family",
    ),
    Hire(
        "family5",
        "Ilze",
        "Rozīte",
        "families",
        Specialisation.FAMILY,
        "Sociālais darbinieks darbam ar ģimenēm ar bērniem",
        "family",
    ),
    Hire(
        "psychosocial",
        "Iveta",
        "Saulīte",
        "families",
        Specialisation.PSYCHOSOCIAL,
        "Psihosociālā darba veicējs",
        "psychosocial",
    ),
    Hire(
        "care",
        "Baiba",
        "Krastiņa",
        "families",
        Specialisation.FAMILY,
        "Sociālais darbinieks ārpusģimenes aprūpē",
        "family",
    ),
    Hire(
        "adults",
        "Egils",
        "Ozols",
        "adults",
        Specialisation.ADULTS,
        "Sociālais darbinieks darbam ar pilngadīgām personām",
        "adults",
    ),
    Hire(
        "addiction",
        "Mārtiņš",
        "Kļava",
        "adults",
        Specialisation.ADULTS,
        "Sociālais darbinieks atkarības jomā",
        "adults",
    ),
    Hire(
        "functioning",
        "Aija",
        "Lūse",
        "services",
        Specialisation.ADULTS,
        "Sociālais darbinieks funkcionēšanas izvērtēšanai",
        "adults",
    ),
    Hire("groups", "Zane", "Eglīte", "services", Specialisation.ADULTS, "Sociālais darbinieks grupu darbā", "adults"),
    Hire("psychologist", "Laima", "Zvaigzne", "services", Specialisation.PSYCHOSOCIAL, "Psihologs", "adults"),
    Hire("psychologist2", "Rihards", "Upītis", "services", Specialisation.PSYCHOSOCIAL, "Psihologs", "adults"),
    Hire(
        "assistance",
        "Dace",
        "Krūmiņa",
        "assistance",
        Specialisation.ASSISTANCE,
        "Sociālās palīdzības organizators",
        "assistance",
    ),
    Hire(
        "assistance2",
        "Anita",
        "Bērza",
        "assistance",
        Specialisation.ASSISTANCE,
        "Sociālās palīdzības organizators",
        "assistance",
    ),
    Hire(
        "west_sp",
        "Andra",
        "Zvirbule",
        "west",
        Specialisation.ASSISTANCE,
        "Sociālās palīdzības organizators",
        "assistance",
    ),
    Hire(
        "west_family",
        "Ilona",
        "Strazdiņa",
        "west",
        Specialisation.FAMILY,
        "Sociālais darbinieks darbam ar ģimenēm ar bērniem",
        "family",
    ),
    Hire(
        "west_adults",
        "Baiba",
        "Tauriņa",
        "west",
        Specialisation.ADULTS,
        "Sociālais darbinieks darbam ar pilngadīgām personām",
        "adults",
    ),
    Hire(
        "south_sp",
        "Inita",
        "Lapsa",
        "south",
        Specialisation.ASSISTANCE,
        "Sociālās palīdzības organizators",
        "assistance",
    ),
    Hire(
        "south_family",
        "Arvis",
        "Siliņš",
        "south",
        Specialisation.FAMILY,
        "Sociālais darbinieks darbam ar ģimenēm ar bērniem",
        "family",
    ),
    Hire(
        "south_adults",
        "Daina",
        "Priede",
        "south",
        Specialisation.ADULTS,
        "Sociālais darbinieks darbam ar pilngadīgām personām",
        "adults",
    ),
    Hire("parish", "Vija", "Ābele", "north", Specialisation.GENERALIST, "Sociālais darbinieks (visas jomas)", "parish"),
    Hire(
        "parish2", "Linda", "Roze", "north", Specialisation.GENERALIST, "Sociālais darbinieks (visas jomas)", "parish"
    ),
    Hire(
        "parish3", "Solvita", "Egle", "north", Specialisation.GENERALIST, "Sociālais darbinieks (visas jomas)", "parish"
    ),
)

# What a visitor of the demo may sign in as; the other workers have accounts without a password.
ACCOUNTS = ("family", "assistance", "adults", "parish", "psychosocial", "head", "outsider", "partner", "admin")


@dataclass
class DemoService:
    """What the rest of the demo builds on."""

    municipality: Municipality
    system: User
    units: dict[str, Unit] = field(default_factory=dict)
    workers: dict[str, User] = field(default_factory=dict)
    territories: dict[str, Territory] = field(default_factory=dict)
    institutions: list[Institution] = field(default_factory=list)


@act
def build_service() -> DemoService:
    """Municipalities, the service of Tukums with its people, and a neighbour."""
    system = system_user()
    sync_roles()
    load_municipalities(by=system)
    told = tukums()
    home = Municipality.objects.get(code=told["municipality"]["code"])
    home.service_name = told["service"]["name"]
    home.service_phone, home.service_address = "+371 20 000 010", "Talsu iela 4, Tukums"
    home.approves_assessments = True
    home.save()
    demo = DemoService(home, system)
    _territories(demo, told)
    _units(demo, told)
    for hire in HIRES:
        demo.workers[hire.username] = _hire(hire, demo.units[hire.unit], system)
    appoint_head(user=demo.workers["head"], unit_id=demo.units["service"].pk, by=system)
    _others(demo)
    _boundaries(demo)
    note(act="web.demo", about="organisation.municipality", about_no=home.pk, by=system)
    return demo


def _territories(demo: DemoService, told: dict[str, Any]) -> None:
    for row in told["territories"]:
        demo.territories[row["name"]] = Territory.objects.create(
            municipality=demo.municipality,
            name=row["name"],
            name_genitive=row["genitive"],
            name_locative=row["locative"],
            residents=row["residents"].get(2018),
            area_km2=row.get("area_km2"),
            since=SINCE,
        )


def _units(demo: DemoService, told: dict[str, Any]) -> None:
    """The organisation chart, and the three parish teams of 2019."""
    begin = functools.partial(open_unit, municipality=demo.municipality, since=SINCE, by=demo.system)
    service = told["service"]
    demo.units["service"] = begin(name=service["name"], name_locative=service["name_locative"], phone="+371 20 000 010")
    for number, row in enumerate(service["units"]):
        demo.units[row["key"]] = begin(
            name=row["name"],
            name_locative=row["locative"],
            phone=f"+371 20 000 0{11 + number}",
            parent=demo.units[row["parent"] or "service"],
        )
    for number, (key, name, parishes) in enumerate(TEAMS):
        demo.units[key] = begin(
            name=name,
            phone=f"+371 20 000 0{21 + number}",
            parent=demo.units["social_work"],
            territories=[demo.territories[parish] for parish in parishes],
        )


def _hire(hire: Hire, unit: Unit, by: User, *, kind: str = UserKind.STAFF) -> User:
    user = make_user(
        username=hire.username,
        first_name=hire.first,
        last_name=hire.last,
        kind=kind,
        title=hire.title,
        password=PASSWORD if hire.username in ACCOUNTS else None,
        by=by,
    )
    post = open_post(unit=unit, specialisation=hire.specialisation, title=hire.title, since=SINCE, by=by)
    post_worker(user=user, post=post, since=SINCE, by=by)
    give_role(user, hire.role)
    return user


def _others(demo: DemoService) -> None:
    """A worker of another municipality, a partner, an administrator, and the partner institutions."""
    system = demo.system
    abroad = Municipality.objects.get(code="LV-022")
    abroad.service_name = "Cēsu novada sociālais dienests"
    abroad.service_phone = "+371 20 000 090"
    abroad.save()
    far = open_unit(municipality=abroad, name=abroad.service_name, phone="+371 20 000 090", since=SINCE, by=system)
    hire = Hire("outsider", "Andris", "Vītols", "far", Specialisation.FAMILY, "Sociālais darbinieks", "family")
    demo.workers["outsider"] = _hire(hire, far, system)
    partner = make_user(
        username="partner", first_name="Ieva", last_name="Rudzīte", kind=UserKind.PARTNER, title="Sociālais pedagogs",
        password=PASSWORD, by=system,
    )  # fmt: skip
    give_role(partner, "partner")
    admin = make_user(
        username="admin", first_name="Toms", last_name="Grava", kind=UserKind.STAFF, title="Sistēmas administrators",
        password=PASSWORD, by=system,
    )  # fmt: skip
    give_role(admin, "admin")
    demo.workers |= {"partner": partner, "admin": admin}
    for kind, name in INSTITUTIONS:
        users = [partner] if name == PARTNER_SCHOOL else []
        demo.institutions.append(
            add_institution(municipality=demo.municipality, kind=kind, name=name, users=users, by=system)
        )


PARTNER_SCHOOL = "Sēmes pamatskola"
INSTITUTIONS = (
    (InstitutionKind.SCHOOL, "Tukuma pilsētas skola"),
    (InstitutionKind.SCHOOL, PARTNER_SCHOOL),
    (InstitutionKind.SCHOOL, "Džūkstes pamatskola"),
    (InstitutionKind.SCHOOL, "Slampes pamatskola"),
    (InstitutionKind.SCHOOL, "Irlavas pamatskola"),
    (InstitutionKind.SCHOOL, "Tumes pamatskola"),
    (InstitutionKind.PRESCHOOL, "Bērnudārzs „Taurenītis”"),
    (InstitutionKind.CUSTODY_COURT, "Tukuma novada bāriņtiesa"),
    (InstitutionKind.POLICE, "Valsts policijas Tukuma iecirknis"),
    (InstitutionKind.HEALTH, "Ģimenes ārsta prakse Tukumā"),
    (InstitutionKind.PROBATION, "Valsts probācijas dienesta Tukuma nodaļa"),
    (InstitutionKind.NGO, "Biedrība „Zaļā istaba”"),
    (InstitutionKind.PROVIDER, "Bērnu un jauniešu centrs „Sapņi”"),
    (InstitutionKind.PARISH, "Sēmes pagasta pārvalde"),
    (InstitutionKind.OTHER, "Elektrības piegādātājs"),
)


def _boundaries(demo: DemoService) -> None:
    PracticeBoundary.objects.create(
        municipality=demo.municipality,
        since=SINCE,
        contact_hours="Darba dienās plkst. 8:00–17:00, otrdienās līdz plkst. 18:00",
        in_an_emergency="Ja kāds ir briesmās, zvaniet 112",
        we_do="\n".join(
            (
                "Uzklausām un kopā ar jums meklējam risinājumu",
                "Sarunājam tikšanos un atnākam, kad esam vienojušies",
                "Palīdzam sagatavot iesniegumu un saprast lēmumu",
                "Pastāstām, kas mūsu dienestā strādā ar jums un kāpēc",
            )
        ),
        we_do_not="\n".join(
            (
                "Nenākam bez saskaņošanas, ja neviens nav briesmās",
                "Neaizdodam naudu un nemaksājam rēķinus jūsu vietā",
                "Neatbildam uz zvaniem un ziņām ārpus darba laika",
                "Nestāstām par jums citiem bez tiesiska pamata vai jūsu piekrišanas",
            )
        ),
    )
