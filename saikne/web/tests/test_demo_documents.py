"""The recognisable family of the demo has documents of every sort."""

import pytest

from saikne.privacy import store
from saikne.privacy.models import Document, DocumentFile
from saikne.web.demo.build import build_demo
from saikne.web.demo.ozolini import OzoliniPlot

pytestmark = pytest.mark.django_db


def test_the_recognisable_family_has_documents_of_every_sort() -> None:
    families = build_demo(lambda _done: None, families=1, share=0.001)
    ozolini = next(one for one in families if isinstance(one.plot, OzoliniPlot))

    found = Document.objects.filter(filed_no=ozolini.case.pk).order_by("noted_at")

    assert [row.kind for row in found] == [
        "application", "certificate", "certificate", "agreement", "other", "certificate",
    ]  # fmt: skip
    assert {row.audience for row in found} == {"case_work", "psychosocial"}
    assert found.filter(medium="paper").get().shelf == "14. kabinets, 2. skapis, mape 31"
    assert found.filter(withdrawn_at__isnull=False).get().withdrawn_because.startswith("Saņemta otrreiz")
    assert any("location_removed" in file.remarks for file in DocumentFile.objects.filter(document__in=found))
    assert found.filter(uses__about="goal").count() == 3
    for file in DocumentFile.objects.all():
        assert len(b"".join(store.pieces(file.blob))) == file.size
