"""Documents of a file, made by the actions themselves."""

from datetime import date

from saikne.accounts.models import User
from saikne.cases.actions.documents import add_documents, filed_in
from saikne.cases.models import Case
from saikne.privacy.actions.documents import Described, take_in
from saikne.privacy.models import Document, Upload
from saikne.privacy.tests.samples import pdf


def sent(case: Case, by: User, content: bytes | None = None, name: str = "izzina.pdf", **more: str) -> Upload:
    return take_in(content=pdf() if content is None else content, name=name, filed=filed_in(case, **more), by=by)


def described(**more: object) -> Described:
    told: dict[str, object] = {"kind": "certificate", "on": date(2026, 1, 15), "party": "VSAA"} | more
    return Described(**told)  # type: ignore[arg-type]


def document(
    case: Case, by: User, *, content: bytes | None = None, name: str = "izzina.pdf", **more: object
) -> Document:
    """One document of one file."""
    audience = str(more.pop("audience", "case_work"))
    upload = sent(case, by, content, name)
    return add_documents(case=case, what=described(**more), uploads=[upload.pk], audience=audience, by=by)[0]


def paper(case: Case, by: User, **more: object) -> Document:
    """One document on a shelf."""
    what = described(medium="paper", shelf="2. kab., 3. plaukts", **more)
    return add_documents(case=case, what=what, by=by)[0]
