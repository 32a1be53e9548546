"""A small world for tests of the whole house: two families full of canaries, and everybody who may stand near them.

Every name, code, address and text of a family is a word found nowhere else; a word found on a page tells whose data
it shows and what must be open for it to be read. Built through actions, once for a module.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.contrib.auth.models import Group
from django.test import Client as Browser

from saikne.accounts.models import User
from saikne.cases.actions.access import Fence, open_in_emergency, restrict_file
from saikne.cases.actions.agreement import Heard, end_chapter, put_in_force, sign
from saikne.cases.actions.agreement_chapters import ChapterText, add_chapter
from saikne.cases.actions.contacts import Happened, note_contact
from saikne.cases.actions.documents import Use, add_documents, filed_in
from saikne.cases.actions.journal import Happening, write_entry, write_psychosocial
from saikne.cases.actions.letters import OtherSide, Received, register_letter
from saikne.cases.actions.letters_out import Written, prepare_letter
from saikne.cases.actions.opening import open_case
from saikne.cases.actions.plan import AimText, GoalText, add_goal, answer_goal, set_child_aim
from saikne.cases.actions.plan import Said as Answered
from saikne.cases.actions.plan_steps import Doer, StepText, add_obstacle, add_step
from saikne.cases.actions.results_closing import close_case
from saikne.cases.actions.talk import add_statement, edit_summary
from saikne.cases.actions.talk_assessment import Wording, begin_assessment
from saikne.cases.actions.talk_problems import Trouble, add_problem
from saikne.cases.actions.team import add_deputy, add_member
from saikne.cases.actions.team_hand_over import How, hand_over
from saikne.cases.enums import ContactOutcome, ContactReason, ContactWay
from saikne.cases.models import Agreement, Case, Chapter, FollowUp, Goal, HandOver, Receipt
from saikne.cases.queries.access import Target
from saikne.cases.queries.team_obstacles import Passing
from saikne.cases.rules.agreement_wording import Point
from saikne.cases.tests.factories import file_kind, headed_service
from saikne.core import clock
from saikne.organisation.actions.absence import mark_absence
from saikne.organisation.actions.staff import add_qualification
from saikne.organisation.actions.units import begin_territory
from saikne.organisation.tests.factories import Service, worker
from saikne.people.actions.addresses import set_address
from saikne.people.actions.representation import (
    Acting,
    Barring,
    Reaching,
    add_representation,
    bar_person,
    say_contact_way,
)
from saikne.people.actions.ties import add_tie
from saikne.people.models import Household, HouseholdMember, PersonRecord
from saikne.people.rules import birthday
from saikne.people.tests.factories import household, person
from saikne.privacy.actions import appoint_head
from saikne.privacy.actions.documents import Described, take_in
from saikne.privacy.models import BreakGlass, HolderMember
from saikne.privacy.tests.samples import pdf
from saikne.web.roles import give_role, sync_roles

IDENTITY, FACTS, WORK, PSYCHO = "identity", "facts", "work", "psychosocial"


@dataclass(frozen=True, slots=True)
class Names:
    """The unmistakable words of one family."""

    token: str
    home: str
    people: tuple[tuple[str, str, date, str], ...]
    codes: tuple[str, ...]
    address: str


SOON_FIFTEEN = birthday(clock.today() + timedelta(days=20), -15)

OPEN_FAMILY = Names(
    "kanarA",
    "Ūdenszīļu ģimene",
    (
        ("Zelmīra", "Ūdenszīle", date(1988, 3, 14), "F"),
        ("Visvaldis", "Žagarsēta", date(1985, 5, 2), "M"),
        ("Ģertrūde", "Ķirškalne", SOON_FIFTEEN, "F"),
        ("Oļģerts", "Ērgļupe", date(2019, 2, 3), "M"),
    ),
    ("14038811111", "02058511112", "01061221113", "03021921114"),
    "Kanārijputnu iela 71–13",
)
CLOSED_FAMILY = Names(
    "kanarR",
    "Lūšmežu ģimene",
    (
        ("Hermīne", "Lūšmeža", date(1990, 7, 21), "F"),
        ("Teodors", "Āpškalns", date(1987, 9, 9), "M"),
        ("Vizbulīte", "Ūpjlauka", date(2013, 10, 10), "F"),
        ("Eduards", "Sēņgravis", date(2017, 12, 1), "M"),
    ),
    ("21079022221", "09098722222", "10101322223", "01121722224"),
    "Slepenā taka 93–47",
)


@dataclass(slots=True)
class File:
    """A family's file with one of everything in it; `numbers` by the word that stands before a number in addresses."""

    names: Names
    case: Case
    home: Household
    people: list[PersonRecord]
    numbers: dict[str, int] = field(default_factory=dict)

    def canaries(self) -> dict[str, str]:
        """Every unmistakable word → what must be open for it to be read."""
        known = {self.names.address: IDENTITY, self.names.home: IDENTITY}
        for given, family, _born, _sex in self.names.people:
            known |= {given: IDENTITY, family: IDENTITY}
        for code in self.names.codes:
            known |= {code: IDENTITY, f"{code[:6]}-{code[6:]}": IDENTITY}
        return known | {f"{self.names.token}-{word}-": word for word in (FACTS, WORK, PSYCHO)}

    def owners(self) -> dict[str, int]:
        """The unmistakable names → the record of the person."""
        found: dict[str, int] = {}
        for record, (given, family, _born, _sex) in zip(self.people, self.names.people, strict=True):
            found |= {given: record.pk, family: record.pk}
        return found


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody who visits: her user, the file she is near to, and what of it she may read."""

    name: str
    user: User | None
    file: File
    reads: frozenset[str] = frozenset()

    def browser(self) -> Browser:
        """Signed in, unless she is nobody; our own failures become answers, as in life."""
        browser = Browser(raise_request_exception=False, HTTP_HOST="localhost")
        if self.user is not None:
            browser.force_login(self.user)
        return browser


@dataclass(frozen=True, slots=True)
class World:
    """Two files and everybody near them."""

    service: Service
    open: File
    closed: File
    personas: Mapping[str, Persona]

    @property
    def files(self) -> tuple[File, File]:
        """Both."""
        return self.open, self.closed


def build() -> World:
    """The service, the families, the people near them."""
    sync_roles()
    office = headed_service()
    extra = _more_people(office)
    near = _family(office, OPEN_FAMILY, lead=office.family, main=office.parish)
    far = _family(office, CLOSED_FAMILY, lead=extra["unnamed"], main=extra["unnamed"])
    _near_the_open_file(office, near, extra)
    _fence(office, far, extra)
    near.numbers |= (service := _of_the_service(office, extra))
    far.numbers |= service
    return World(office, near, far, _personas(office, near, far, extra))


def _more_people(office: Service) -> dict[str, User]:
    unit = office.unit
    far = office.outsider.postings.get().post.unit
    found = {
        "unnamed": worker("unnamed", "Rita", "Kalēja", at=unit),
        "named": worker("named", "Ilze", "Dzene", at=unit),
        "emergency": worker("emergency", "Jānis", "Dežūra", at=unit),
        "deputy": worker("deputy", "Anna", "Vietniece", at=unit),
        "receiver": worker("receiver", "Līga", "Saņēmēja", at=unit),
        "co_worker": worker("co_worker", "Pēteris", "Palīgs", at=unit),
        "other_head": worker("other_head", "Ārija", "Cēsniece", at=far, specialisation="head"),
        "office": worker("office", "Zigrīda", "Lietvede", at=unit, specialisation="office"),
        "partner": User.objects.create(username="partner", first_name="Skaidrīte", last_name="Skola", kind="partner"),
        "admin": User.objects.create(username="admin", first_name="Admins", last_name="Pārvaldnieks"),
    }
    appoint_head(user=found["other_head"], unit_id=far.pk, by=found["other_head"])
    _roles(office, found)
    return found


def _roles(office: Service, extra: Mapping[str, User]) -> None:
    own = {"family": office.family, "assistance": office.assistance, "adults": office.adults, "parish": office.parish,
           "psychosocial": office.psychosocial, "head": office.head}  # fmt: skip
    for role, user in own.items():
        give_role(user, role)
    for user in (office.outsider, office.other_unit, *(extra[name] for name in
                 ("unnamed", "named", "emergency", "deputy", "receiver", "co_worker"))):  # fmt: skip
        give_role(user, "family")
    give_role(extra["other_head"], "head")
    give_role(extra["office"], "office")
    give_role(extra["partner"], "partner")
    give_role(extra["admin"], "admin")
    assert Group.objects.count() >= 9


def _family(office: Service, names: Names, *, lead: User, main: User) -> File:
    people = [
        person(given, family, born, by=lead, sex=sex, code=code)
        for (given, family, born, sex), code in zip(names.people, names.codes, strict=True)
    ]
    roles = dict(zip(people, ("parent", "partner", "child", "child"), strict=True))
    home = household(names.home, roles, of=office.municipality)
    case = open_case(
        kind=file_kind(),
        municipality=office.municipality,
        household=home,
        lead=lead,
        main_worker=main,
        purpose=f"{names.token}-{WORK}-purpose",
        by=lead,
    )
    file = File(names, case, home, people)
    _told(file, lead)
    _planned(file, lead)
    _agreed(file, lead)
    _contact(file, lead)
    _filed(file, lead)
    _letters(file, lead)
    return file


def _told(file: File, by: User) -> None:
    token, today = file.names.token, clock.today()
    mother, child = file.people[0], file.people[2]
    for record in file.people:
        set_address(record=record, kind="actual", text=file.names.address, since=date(2021, 1, 1), by=by)
    tie = add_tie(a=mother, b=child, kind="birth_parent", by=by)
    fact, opinion = (
        add_statement(
            case=file.case, kind=kind, topic=topic, text=f"{token}-{level}-{kind}", source="saruna",
            about=mother.pk, said_on=today, by=by,
        )
        for kind, topic, level in (("fact", "situation", FACTS), ("opinion", "risk", WORK))
    )  # fmt: skip
    trouble = Trouble(mother.pk, "debt", f"{token}-{WORK}-problem", "", "medium", hinders=True, since=date(2025, 1, 1))
    problem = add_problem(case=file.case, trouble=trouble, by=by)
    edit_summary(case=file.case, summary=f"{token}-{WORK}-summary", base_version=_version(file.case), by=by)
    wording = Wording(strengths=f"{token}-{WORK}-strengths", conclusion=f"{token}-{WORK}-conclusion", risk="high")
    assessment = begin_assessment(case=file.case, wording=wording, by=by)
    file.numbers |= {"statements": opinion.pk, "problems": problem.pk, "assessments": assessment.pk, "tie": tie.pk}
    file.numbers |= _acted_for(file, by)
    assert fact.pk


def _acted_for(file: File, by: User) -> dict[str, int]:
    """Who acts for a child, who is barred, and how her mother is not to be reached."""
    mother, father, child = file.people[:3]
    word, since = f"{file.names.token}-{FACTS}-represented", date(2024, 1, 1)
    right = add_representation(
        of=child, words=Acting("attorney", since, word, frozenset({"may_be_told"}), by=mother.pk), by=by
    )
    bar = bar_person(of=child, words=Barring(since, word, frozenset({"bars_contact"}), who=father.pk), by=by)
    way = say_contact_way(of=mother, words=Reaching("call", since, forbidden=True, not_by=word), by=by)
    return {"represent": right.pk, "bar": bar.pk, "contact": way.pk}


def _version(case: Case) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=case.pk)


def _planned(file: File, by: User) -> None:
    token, due = file.names.token, clock.today() + timedelta(days=60)
    mother, child = file.people[0], file.people[2]
    levels = {str(level): f"{token}-{WORK}-level{level}" for level in range(-2, 3)}
    text = GoalText("intervention", mother.pk, f"{token}-{WORK}-goal", f"{token}-{WORK}-wish", "client", levels, due)
    goal = add_goal(case=file.case, text=text, start_level=-2, by=by)
    answer_goal(goal=goal, answers=[Answered(mother.pk, "agrees", f"{token}-{WORK}-said")], on=clock.today(), by=by)
    step = add_step(goal=goal, text=StepText(Doer(user=by.pk), f"{token}-{WORK}-step", due), by=by)
    hindrance = add_obstacle(step=step, kind="other", what=f"{token}-{WORK}-obstacle", on=clock.today(), by=by)
    aim = AimText(f"{token}-{WORK}-aim", "", f"{token}-{WORK}-words", "")
    set_child_aim(case=file.case, record=child.pk, text=aim, base=0, by=by)
    happened = Happening(
        on=clock.today(), text=f"{token}-{WORK}-entry", kind="office", minutes=30, records=(mother.pk,)
    )
    entry = write_entry(case=file.case, what=happened, by=by)
    file.numbers |= {"goals": goal.pk, "steps": step.pk, "obstacles": hindrance.pk, "entries": entry.pk}
    file.numbers |= {"my-steps": step.pk, "my-obstacles": hindrance.pk}
    file.numbers["receipts"] = 0


def _agreed(file: File, by: User) -> None:
    """An agreement that has ended, and the draft of the next, in which two points contradict each other."""
    former = _chapter(file, by, "former")
    sign(
        case=file.case,
        wordings={former.pk: former.versions.get().pk},
        parties=list(former.parties.values_list("pk", flat=True)),
        on=clock.today(),
        way="paper",
        by=by,
    )
    said = [Heard(child.pk, said=f"{file.names.token}-{WORK}-heard") for child in file.people[2:]]
    ended = put_in_force(case=file.case, heard=said, by=by)
    end_chapter(case=file.case, chapter=former, because=f"{file.names.token}-{WORK}-ended", by=by)
    chapter = _chapter(file, by, "point")
    _chapter(file, by, "contradicting", kind="participation")
    agreement = Agreement.objects.get(pk=chapter.agreement_id)
    file.numbers |= {"chapters": chapter.pk, "agreements": agreement.pk, "points": 1,
                     "wordings": ended.versions.get().pk}  # fmt: skip


def _chapter(file: File, by: User, word: str, *, kind: str = "cooperation") -> Chapter:
    token, today, mother = f"{file.names.token}-{WORK}", clock.today(), file.people[0].pk
    text = ChapterText(
        kind, by.pk, f"{token}-ground", today, today + timedelta(days=200), (mother,), (),
        (Point(f"{token}-{word}", (4,), time(10), time(12), (mother,)),),
    )  # fmt: skip
    return add_chapter(case=file.case, text=text, by=by)


def _contact(file: File, by: User) -> None:
    """A first contact of the mother, and a file of the father that is closed."""
    happened = Happened(
        way=ContactWay.VISIT,
        reason=ContactReason.MONEY,
        outcome=ContactOutcome.ADVICE,
        on=clock.today(),
        told=f"{file.names.token}-{WORK}-told",
        advised=f"{file.names.token}-{WORK}-advised",
    )
    contact = note_contact(happened=happened, record=file.people[0], by=by)
    kind = file_kind("adult", subject="adult", staged=False, prefix="PL")
    father = file.people[1]
    case = open_case(
        kind=kind, municipality=file.case.municipality, record=father, lead=by, purpose=f"{file.names.token}-{WORK}-p",
        by=by,
    )  # fmt: skip
    closed = close_case(case=case, reason="moved", by=by)
    due = clock.today() + timedelta(days=10)
    follow_up = FollowUp.objects.create(case=closed, months=6, due=due, owner=by)
    file.numbers |= {"contacts": contact.pk, "closed": closed.pk, "follow-ups": follow_up.pk}


def _filed(file: File, by: User, audience: str = "case_work", word: str = WORK) -> int:
    """A document with its file, tied to a goal; another file that was sent and not filed yet."""
    token, goal = f"{file.names.token}-{word}", file.numbers["goals"]
    sent, waiting = (
        take_in(content=pdf(), name=f"{token}-{name}.pdf", filed=filed_in(file.case, audience), by=by)
        for name in ("file", "waiting")
    )
    what = Described(
        "certificate", clock.today(), party=f"{token}-party", title=f"{token}-document", records=(file.people[0].pk,)
    )
    use = Use("goal", goal) if word == WORK else None
    made = add_documents(case=file.case, what=what, uploads=[sent.pk], audience=audience, use=use, by=by)[0]
    if word == WORK:
        file.numbers |= {"documents": made.pk, "files": made.files.get().pk, "uploads": waiting.pk,
                         "document-ties": made.uses.get().pk}  # fmt: skip
    return made.pk


def _letters(file: File, by: User) -> None:
    """A letter that came, one that is prepared."""
    token = f"{file.names.token}-{WORK}"
    side = OtherSide(words=f"{token}-side")
    what = Received("submission", side, f"{token}-about", clock.today(), by, shelf=f"{token}-shelf")
    register_letter(what=what, case=file.case, by=by)
    written = Written("answer", side, f"{token}-subject", f"{token}-text", address=f"{token}-to")
    file.numbers["letters"] = prepare_letter(what=written, case=file.case, by=by).pk


def _near_the_open_file(office: Service, file: File, extra: Mapping[str, User]) -> None:
    by, token = office.family, file.names.token
    member = add_member(case=file.case, user=office.assistance, role="assistance", does="pabalsti", by=by)
    add_member(case=file.case, user=office.psychosocial, role="psychosocial", does="sarunas", by=by)
    add_member(case=file.case, user=extra["co_worker"], role="co_worker", does="strādā kopā", by=by)
    add_deputy(case=file.case, user=extra["deputy"], until=clock.today() + timedelta(days=30), by=by)
    _give_a_step(file, office.psychosocial, by)
    addressed = Happening(on=clock.today(), text=f"{token}-{WORK}-addressed")
    entry = write_entry(case=file.case, what=addressed, colleague=extra["co_worker"], by=by)
    notes = Happening(on=clock.today(), text=f"{token}-{PSYCHO}-entry", kind="office", minutes=50)
    notebook = write_psychosocial(case=file.case, what=notes, by=office.psychosocial)
    rows = hand_over(
        passings=[Passing(file.case, extra["receiver"])], giver=by, how=How("prombūtne", main_worker=False), by=by
    )
    row = open_in_emergency(target=Target(case=file.case), reason="duty", words="Zvans naktī", by=extra["emergency"])
    file.numbers |= {"team": member.pk, "member": _living(file), "hand-overs": rows[0].pk, "emergency": row.pk,
                     "psychosocial": notebook.pk, "notebook": _filed(file, office.psychosocial, PSYCHO, PSYCHO),
                     "receipts": Receipt.objects.get(entry=entry).pk}  # fmt: skip
    assert HandOver.objects.count() == 1


def _give_a_step(file: File, user: User, by: User) -> None:
    """A step of somebody who does not read the plan: it is hers, the goal above it is not."""
    text = StepText(Doer(user=user.pk), f"{file.names.token}-{FACTS}-mine", clock.today() + timedelta(days=5))
    step = add_step(goal=Goal.objects.get(pk=file.numbers["goals"]), text=text, by=by)
    hindrance = add_obstacle(step=step, kind="illness", what="", on=clock.today(), by=user)
    file.numbers |= {"my-steps": step.pk, "my-obstacles": hindrance.pk}


def _living(file: File) -> int:
    return HouseholdMember.objects.values_list("pk", flat=True).get(household=file.home, record=file.people[1])


def _fence(office: Service, file: File, extra: Mapping[str, User]) -> None:
    fence = Fence("staff", "", clock.today() + timedelta(days=90), [extra["named"]])
    restrict_file(case=file.case, record_no=None, fence=fence, by=office.head)
    file.numbers |= {"team": 0, "member": _living(file), "hand-overs": 0, "emergency": 0}


def _of_the_service(office: Service, extra: Mapping[str, User]) -> dict[str, int]:
    """One of everything that an administrator manages."""
    by, home, worker_now = extra["admin"], office.municipality, office.family
    posting = worker_now.postings.get()
    part = begin_territory(municipality=home, name="Pūres pagasts", since=posting.since, by=by)
    paper = add_qualification(user=worker_now, kind="education", since=posting.since, by=by)
    head = HolderMember.objects.filter(user=office.head, ground="post").order_by("pk")[0]
    away = mark_absence(user=worker_now, kind="training", since=clock.today() + timedelta(days=20), last_day=None,
                        by=worker_now)  # fmt: skip
    return {"absences": away.pk, "office": home.pk, "units": posting.post.unit_id, "posts": posting.post_id,
            "postings": posting.pk, "workers": worker_now.pk, "territories": part.pk, "qualifications": paper.pk,
            "heads": head.pk}  # fmt: skip


def _personas(office: Service, near: File, far: File, extra: Mapping[str, User]) -> dict[str, Persona]:
    whole = frozenset({IDENTITY, FACTS, WORK})
    some = frozenset({IDENTITY, FACTS})
    nothing: frozenset[str] = frozenset()
    found = [
        Persona("anonymous", None, near),
        Persona("lead", office.family, near, whole),
        Persona("co_worker", extra["co_worker"], near, whole),
        Persona("assistance", office.assistance, near, some),
        Persona("psychosocial", office.psychosocial, near, some | {PSYCHO}),
        Persona("main_worker", office.parish, near, some),
        Persona("deputy", extra["deputy"], near, whole),
        Persona("receiver", extra["receiver"], near, whole),
        Persona("head", office.head, near, whole),
        Persona("emergency", extra["emergency"], near, whole),
        Persona("same_unit", office.adults, near, nothing),
        Persona("other_unit", office.other_unit, near, nothing),
        Persona("office", extra["office"], near, nothing),
        Persona("outsider", office.outsider, near, nothing),
        Persona("other_head", extra["other_head"], near, nothing),
        Persona("partner", extra["partner"], near, nothing),
        Persona("admin", extra["admin"], near, nothing),
        Persona("named", extra["named"], far, whole),
        Persona("unnamed_lead", extra["unnamed"], far, nothing),
        Persona("unnamed_head", office.head, far, nothing),
    ]
    return {one.name: one for one in found}


def emergency_of(world: World) -> BreakGlass:
    """The emergency access that waits for an answer."""
    return BreakGlass.objects.get(pk=world.open.numbers["emergency"])


def readable(world: World, persona: Persona) -> dict[str, set[str]]:
    """For each family's token, what this persona may read."""
    reads: dict[str, set[str]] = {file.names.token: set() for file in world.files}
    for one in world.personas.values():
        if one.user == persona.user and one.user is not None:
            reads[one.file.names.token] |= one.reads
    return reads
