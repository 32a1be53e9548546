"""Documents in a few files of the demo: certificates, a photo, a paper on its shelf, one withdrawn, one kept apart."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial

import typst
from PIL import Image

from saikne.cases.actions.documents import Use, add_documents, filed_in, withdraw_from_file
from saikne.cases.enums import Stage
from saikne.cases.models import Goal
from saikne.core import clock
from saikne.privacy.actions.documents import Described, take_in
from saikne.privacy.enums import DocumentKind, DocumentMedium, DocumentWay, Opens
from saikne.privacy.models import Document
from saikne.ui.words import day
from saikne.web.demo.diary import Diary, last_working_day, moment
from saikne.web.demo.family import Family
from saikne.web.demo.ozolini import OzoliniPlot
from saikne.web.demo.plots import FAMILY

MADE_UP = "Izdomāts paraugs. Nevienam nav izsniegts."
OTHERS = 3
PAPER = b"""#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set page(paper: "a4", margin: 25mm)
#set text(font: "Libertinus Serif", size: 12pt, lang: "lv")
#text(size: 10pt, data.party) #h(1fr) #data.on
#v(14mm)
#align(center, text(size: 17pt, weight: "bold", data.title))
#v(8mm)
#for line in data.lines [#line #parbreak()]
#v(1fr)
#text(size: 10pt, fill: luma(90), data.made_up)
"""
PLACE = 0x8825
SEME = {1: "N", 2: (56.0, 58.0, 0.0), 3: "E", 4: (23.0, 3.0, 0.0)}


@dataclass(frozen=True, slots=True)
class Told:
    """A document of the recognisable family: how long ago, what it is, what it says, whose goal rests on it."""

    ago: int
    kind: str
    title: str
    party: str
    lines: tuple[str, ...]
    scanned: bool = False
    about: int | None = None
    rests: str = ""


OZOLINI = (
    Told(230, "application", "par palīdzību ģimenei", "Sanita Ozoliņa",
         ("Lūdzu sociālo dienestu palīdzēt manai ģimenei.", "Vakari mājās ir smagi, un Elza kavē skolu."), about=0),
    Told(205, "certificate", "par stundu apmeklējumu", "Sēmes pamatskola",
         ("Elza šajā mācību gadā kavējusi 64 stundas, no tām 41 bez attaisnojoša iemesla.",), about=2, rests="skol"),
    Told(88, "certificate", "par parādu apsaimniekotājam", "Sēmes namu pārvalde",
         ("Parāds par apkuri un ūdeni: 412,60 EUR.", "Piedāvājam maksāt 12 daļās."), scanned=True, rests="parād"),
)  # fmt: skip


def plan_documents(diary: Diary, families: Sequence[Family]) -> None:
    """The recognisable family has some of every sort, a few others one each; chance is not asked."""
    for family in families:
        if isinstance(family.plot, OzoliniPlot):
            _plan_ozolini(diary, family)
    others = [one for one in families if one.plot.stage == Stage.INTERVENTION and one.plot.kind == FAMILY]
    for number, family in enumerate([one for one in others if not isinstance(one.plot, OzoliniPlot)][:OTHERS]):
        _on(diary, 12 + number, partial(_certificate, family))


def _plan_ozolini(diary: Diary, family: Family) -> None:
    for told in OZOLINI:
        _on(diary, told.ago, partial(_received, family, told))
    _on(diary, 60, partial(_on_its_shelf, family))
    _on(diary, 40, partial(_apart, family))
    _on(diary, 20, partial(_twice, family))


def _on(diary: Diary, ago: int, deed: partial[None] | partial[Document]) -> None:
    diary.at(moment(last_working_day(diary.today - timedelta(days=ago)), time(15, 40)), deed)


def _received(family: Family, told: Told) -> Document:
    written = clock.today() - timedelta(days=3)
    made = _paper(f"{DocumentKind(told.kind).label} {told.title}", told.party, told.lines, written)
    name, content = ("skenēts.jpg", _scan(made)) if told.scanned else (f"{told.title}.pdf", _pdf(made))
    upload = take_in(content=content, name=name, filed=filed_in(family.case), by=family.lead)
    records = () if told.about is None else (family.plot.home.records[told.about].pk,)
    goals = Goal.objects.filter(case=family.case, title__icontains=told.rests) if told.rests else Goal.objects.none()
    goal = goals.order_by("pk").first()
    what = Described(told.kind, written, party=told.party, title=told.title, records=records)
    use = Use("goal", goal.pk) if goal else None
    return add_documents(case=family.case, what=what, uploads=[upload.pk], use=use, by=family.lead)[0]


def _on_its_shelf(family: Family) -> Document:
    what = Described(
        "agreement", clock.today(), way=DocumentWay.OWN, title="parakstītā vienošanās", medium=DocumentMedium.PAPER,
        shelf="14. kabinets, 2. skapis, mape 31",
    )  # fmt: skip
    return add_documents(case=family.case, what=what, by=family.lead)[0]


def _apart(family: Family) -> Document:
    """Only readers of the psychosocial notebook see it."""
    by, party = family.demo.workers["psychosocial"], "Elza Ozoliņa"
    made = _paper("Mana dienas līnija", party, ("Rīts: 3. Skola: 5. Vakars: 2.", "Visgrūtāk ir vakarā."), clock.today())
    filed = filed_in(family.case, Opens.PSYCHOSOCIAL)
    upload = take_in(content=_scan(made), name="dienas līnija.jpg", filed=filed, by=by)
    what = Described("other", clock.today(), party=party, title="dienas līnija, ko zīmēja Elza",
                     records=(family.plot.home.records[2].pk,))  # fmt: skip
    return add_documents(case=family.case, what=what, uploads=[upload.pk], audience=Opens.PSYCHOSOCIAL, by=by)[0]


def _twice(family: Family) -> None:
    again = _received(family, OZOLINI[1])
    withdraw_from_file(document=again, because="Saņemta otrreiz: tā pati izziņa lietā jau ir.", by=family.lead)


def _certificate(family: Family) -> Document:
    told = Told(0, "certificate", "par ienākumiem", "VSAA", ("Izmaksāts pēdējos trīs mēnešos: 1 284,30 EUR.",))
    return _received(family, told)


# ---------------------------------------------------------------- what the papers look like


def _paper(title: str, party: str, lines: Sequence[str], on: date) -> dict[str, str]:
    told = {"title": title, "party": party, "on": day(on), "lines": list(lines), "made_up": MADE_UP}
    return {"data": json.dumps(told, ensure_ascii=False)}


def _pdf(made: dict[str, str]) -> bytes:
    return bytes(typst.compile(PAPER, sys_inputs=made, format="pdf", font_paths=_fonts()))


def _scan(made: dict[str, str]) -> bytes:
    """As a telephone photographs it, and tells where."""
    drawn = bytes(typst.compile(PAPER, sys_inputs=made, format="png", ppi=110, font_paths=_fonts()))
    details = Image.Exif()
    details.get_ifd(PLACE).update(SEME)
    out = io.BytesIO()
    Image.open(io.BytesIO(drawn)).convert("L").save(out, "JPEG", quality=75, exif=details)
    return out.getvalue()


def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
