"""People within reach, on their way to paper or a file; an address kept secret stays so."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from saikne.accounts.http import StaffRequest, needs
from saikne.accounts.models import User
from saikne.organisation.queries import municipality_of
from saikne.people.access import Perm
from saikne.people.models import PersonRecord
from saikne.people.queries.persons import faces_within, standing_homes
from saikne.people.queries.search import Lives, lives_in
from saikne.privacy.enums import Purpose
from saikne.privacy.queries import headed_units
from saikne.ui.exports import Column, Export, Listing, export_page

ORDER = ("sort_key", "pk")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the list."""

    face: PersonRecord
    home: str
    address: str

    @property
    def surname(self) -> str:
        """Her surname, or a word for somebody of whom no name is known."""
        return self.face.family_name or ("" if self.face.given_name else _("Name not known"))


PEOPLE: Listing[PersonRow] = Listing(
    "people",
    gettext_lazy("List of people"),
    (
        Column(gettext_lazy("Surname"), lambda row: row.surname, personal=True),
        Column(gettext_lazy("Given name"), lambda row: row.face.given_name, personal=True),
        Column(gettext_lazy("Date of birth"), lambda row: row.face.born_on, personal=True),
        Column(gettext_lazy("Address"), lambda row: row.address, personal=True),
        Column(gettext_lazy("Household"), lambda row: row.home, personal=True),
    ),
    lambda row: (row.face.root_no,),
)


@needs(Perm.FIND)
def people_export(request: StaffRequest) -> HttpResponse:
    """People within my reach, by surname."""
    here = municipality_of(request.user)
    export = Export(
        listing=PEOPLE,
        rows=lambda most: _rows(request.user, most),
        back=reverse("people:list"),
        purposes=_purposes(request.user),
        told=_("People within your reach, by surname"),
        office=(here.service_name or here.name) if here else "",
    )
    return export_page(request, export)


def _purposes(user: User) -> list[Purpose]:
    works = [Purpose.CASE_MANAGEMENT, Purpose.TEAM_WORK, Purpose.ASSISTANCE, Purpose.FIRST_CONTACT]
    return [*works, Purpose.OVERSIGHT] if headed_units(user) else works


def _rows(user: User, most: int) -> list[PersonRow]:
    faces = list(faces_within(user).order_by(*ORDER)[:most])
    numbers = [face.root_no for face in faces]
    homes, addresses = lives_in(numbers), standing_homes(numbers)
    return [_row(face, homes, addresses.get(face.root_no, ("", False))) for face in faces]


def _row(face: PersonRecord, homes: dict[int, Lives], address: tuple[str, bool]) -> PersonRow:
    text, hidden = address
    home = homes.get(face.root_no)
    return PersonRow(face, home.name if home else "", pgettext("address", "kept secret") if hidden else text)
