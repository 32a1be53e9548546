"""What is told of Ozoliņu ģimene: goals, steps, children, entries; texts come from the themes where they can."""

from dataclasses import dataclass

from saikne.cases.enums import Answer, AskedBy, Level, ObstacleKind


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step: who (a role, a worker or a kind of institution), what, due in so many days from today."""

    doer: str
    text: str
    due: int
    done: bool = False
    remark: str = ""
    obstacle: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class GoalTold:
    """A goal of a theme as this family has it."""

    theme: str
    asked_by: str
    answers: tuple[tuple[str, str, str], ...]
    climbs: tuple[tuple[int, int, bool], ...]
    due: int
    steps: tuple[StepTold, ...]
    start: int = Level.MUCH_LESS


@dataclass(frozen=True, slots=True)
class ChildTold:
    """A child's line in the plan."""

    role: str
    aim: str
    now: str
    words: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class EntryTold:
    """A journal entry: so many days ago, at this hour, the text of a theme or its own."""

    ago: int
    hour: tuple[int, int]
    kind: str
    text: str | tuple[str, int]
    minutes: int
    present: tuple[str, ...] = ()
    travel: int = 0
    work: str = "social_work"
    others: tuple[str, ...] = ()


GOALS = (
    GoalTold(
        theme="school_absence",
        asked_by=AskedBy.FAMILY,
        answers=(
            ("mother", Answer.AGREES, "Jā, to es varu."),
            ("partner", Answer.AGREES, "Labi, mēģināšu."),
            ("child", Answer.AGREES, "Ja draugi iet, tad eju arī es."),
        ),
        climbs=((91, -1, False),),
        due=23,
        steps=(
            StepTold("child", "Trīs reizes satikties ar skolas psihologu", 19, remark="notikušas 2"),
            StepTold("worker", "Saruna ar klases audzinātāju un sociālo pedagogu", 0),
            StepTold("school", "Kavējumu pārskats reizi mēnesī", 9),
            StepTold(
                "ngo",
                "Brīvprātīgais palīdz matemātikā",
                16,
                obstacle=(ObstacleKind.NO_TRANSPORT, "pēcpusdienā autobusa nav"),
            ),
            StepTold("mother", "Līdz plkst. 8:00 ziņot klases audzinātājam, ja Elza skolā nebūs", -60, done=True),
        ),
    ),
    GoalTold(
        theme="debts",
        asked_by=AskedBy.CLIENT,
        answers=(
            ("mother", Answer.AGREES, "Jā, to es varu."),
            ("partner", Answer.LATER, "Vēl gribu parunāt mājās."),
        ),
        climbs=(),
        due=71,
        steps=(
            StepTold("mother", "Katru nedēļu pierakstīt izdevumus burtnīcā", 6),
            StepTold(
                "worker",
                "Sarunāt ar piegādātāju parāda grafiku",
                -2,
                obstacle=(ObstacleKind.NO_REPLY, "piegādātājs uz vēstuli neatbild"),
            ),
            StepTold("assistance", "Aprēķināt mājokļa pabalstu", 4),
            StepTold("mother", "Atnest visus neatvērtos rēķinus", -180, done=True),
        ),
    ),
    GoalTold(
        theme="alcohol",
        asked_by=AskedBy.FAMILY,
        answers=(
            ("partner", Answer.AGREES, "Piekrītu, ja var sākt pēc brīvdienām."),
            ("mother", Answer.AGREES, "Labi, mēģināšu."),
        ),
        climbs=((91, -1, False), (20, 0, True)),
        due=8,
        steps=(
            StepTold("partner", "Reizi nedēļā apmeklēt atbalsta grupu", 5),
            StepTold("psychosocial", "Sešas sarunas par atteikšanos no alkohola", 12, remark="notikušas 4"),
            StepTold("worker", "Kopā sastādīt drošības plānu bērniem", -200, done=True),
            StepTold("partner", "Pieteikties pie ārsta narkologa", -150, done=True),
        ),
    ),
)

AIMS = (
    ChildTold(
        "child",
        "Elza mācās bez parādiem un jūtas skolā droši",
        "Kavējumi mēnesī: 24 → 11 stundas",
        words="„Ja draugi iet, tad eju arī es.”",
    ),
    ChildTold(
        "son",
        "Toms dzīvo mājās, kur ir silti un gaiši",
        "Elektrība ir, mājasdarbi top pie sava galda",
        why_not="slimoja, sarunu pārcēla",
    ),
)

ENTRIES = (
    EntryTold(256, (10, 15), "office", ("debts", 0), 50, ("mother",)),
    EntryTold(246, (7, 40), "home_visit", ("school_absence", 1), 60, ("mother", "child", "son"), travel=20),
    EntryTold(236, (13, 5), "call", ("debts", 1), 15, ("mother",)),
    EntryTold(228, (15, 30), "letter", ("debts", 2), 20),
    EntryTold(214, (14, 0), "office", ("alcohol", 1), 60, ("mother", "partner")),
    EntryTold(196, (11, 20), "office", ("debts", 3), 40, ("mother",), work="client_papers"),
    EntryTold(175, (16, 10), "call", ("alcohol", 2), 25, work="crisis", others=("kaimiņiene",)),
    EntryTold(172, (9, 30), "office", ("alcohol", 3), 60, ("partner",)),
    EntryTold(140, (14, 40), "home_visit", ("debts", 4), 50, ("mother", "partner", "son"), travel=20),
    EntryTold(
        110,
        (13, 0),
        "meeting",
        ("school_absence", 0),
        75,
        ("mother", "child"),
        travel=20,
        others=("klases audzinātāja", "Ieva Rudzīte, sociālais pedagogs"),
    ),
    EntryTold(84, (8, 50), "call", ("school_absence", 2), 10, others=("klases audzinātāja",)),
    EntryTold(60, (9, 15), "letter", ("alcohol", 4), 15),
    EntryTold(35, (14, 30), "office", ("school_absence", 4), 45, ("child",)),
    EntryTold(
        20,
        (10, 0),
        "note",
        "Aizvedu Sanitu un Tomu uz poliklīniku un atpakaļ ar dienesta auto, autobusa šajā laikā nav.",
        20,
        ("mother", "son"),
        travel=55,
        work="driving",
    ),
    EntryTold(
        6,
        (14, 20),
        "home_visit",
        "Apsekošana sarunātajā laikā. Elza runāja labprāt, rādīja zīmējumus. Raivis pirmo reizi pats pastāstīja "
        "par grupu. Sarunājām tikšanos skolā un to, ka rēķinu grafiku pārrunājam visi kopā.",
        50,
        ("mother", "partner", "child", "son"),
        travel=20,
    ),
    EntryTold(1, (9, 5), "letter", ("school_absence", 3), 10),
)

NOTEBOOK = (205, 184, 160, 118, 62)
