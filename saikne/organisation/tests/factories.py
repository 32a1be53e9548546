"""A service as it might be: one municipality, its units, its workers with posts; and a neighbour."""

from dataclasses import dataclass
from datetime import date

from saikne.accounts.models import User
from saikne.organisation.models import Institution, Municipality, Post, Posting, Territory, Unit

SINCE = date(2020, 1, 1)
TITLES = {
    "family": "Sociālais darbinieks darbam ar ģimenēm ar bērniem",
    "adults": "Sociālais darbinieks darbam ar pilngadīgām personām",
    "assistance": "Sociālās palīdzības organizators",
    "generalist": "Sociālais darbinieks (visas jomas)",
    "psychosocial": "Psihosociālā darba veicējs",
    "head": "Sociālā dienesta vadītājs",
    "office": "Lietvedis",
}


def municipality(code: str = "LV-099", name: str = "Tukuma novads") -> Municipality:
    return Municipality.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "name_genitive": name.replace("novads", "novada"),
            "name_locative": name.replace("novads", "novadā"),
            "kind": "novads",
            "service_name": name.replace("novads", "novada") + " sociālais dienests",
            "service_phone": "+371 20 000 000",
        },
    )[0]


def unit(
    name: str = "Tukuma novada sociālais dienests", *, of: Municipality | None = None, parent: Unit | None = None
) -> Unit:
    return Unit.objects.get_or_create(
        municipality=of or municipality(), name=name, defaults={"since": SINCE, "parent": parent}
    )[0]


def territory(name: str = "Sēme", *, of: Municipality | None = None) -> Territory:
    return Territory.objects.get_or_create(municipality=of or municipality(), name=name, defaults={"since": SINCE})[0]


def institution(name: str = "Sēmes pamatskola", kind: str = "school", *, of: Municipality | None = None) -> Institution:
    return Institution.objects.get_or_create(municipality=of or municipality(), name=name, defaults={"kind": kind})[0]


def worker(
    username: str, first: str, last: str, *, at: Unit, specialisation: str = "family", kind: str = "staff"
) -> User:
    user, made = User.objects.get_or_create(
        username=username, defaults={"first_name": first, "last_name": last, "kind": kind}
    )
    if made:
        title = TITLES[specialisation]
        post = Post.objects.create(unit=at, specialisation=specialisation, title=title, since=SINCE)
        Posting.objects.create(user=user, post=post, since=SINCE)
    return user


@dataclass(frozen=True, slots=True)
class Service:
    """The same few people in tests, demo and docs."""

    municipality: Municipality
    unit: Unit
    family: User
    assistance: User
    adults: User
    parish: User
    psychosocial: User
    head: User
    outsider: User
    other_unit: User


def service() -> Service:
    """Maija leads families, Dace assistance, Egils adults, Vija the parish, Iveta psychosocial work; Gunta heads."""
    home, abroad = municipality(), municipality("LV-022", "Cēsu novads")
    whole = unit(of=home)
    social = unit("Sociālā darba nodaļa", of=home, parent=whole)
    other = unit("Sociālo pakalpojumu nodaļa", of=home, parent=whole)
    far = unit("Cēsu novada sociālais dienests", of=abroad)
    return Service(
        municipality=home,
        unit=social,
        family=worker("family", "Maija", "Liepa", at=social),
        assistance=worker("assistance", "Dace", "Krūmiņa", at=social, specialisation="assistance"),
        adults=worker("adults", "Egils", "Ozols", at=social, specialisation="adults"),
        parish=worker("parish", "Vija", "Ābele", at=social, specialisation="generalist"),
        psychosocial=worker("psychosocial", "Iveta", "Saulīte", at=social, specialisation="psychosocial"),
        head=worker("head", "Gunta", "Siliņa", at=whole, specialisation="head"),
        outsider=worker("outsider", "Andris", "Vītols", at=far),
        other_unit=worker("other_unit", "Ilona", "Strazdiņa", at=other),
    )
