"""What rests on a document: a chapter, a goal, an assessment, an entry; by word and number, from when, until when."""

from django.conf import settings
from django.db import models

from saikne.cases.enums import RestsOn
from saikne.core.periods import Period, forward, one_live

USER = settings.AUTH_USER_MODEL


class DocumentUse(Period):
    """This act rests on this document; ended if it was tied to it by mistake."""

    document = models.ForeignKey("privacy.Document", on_delete=models.PROTECT, related_name="uses")
    about = models.CharField(max_length=10, choices=RestsOn.choices)
    about_no = models.BigIntegerField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [forward(), one_live("cases_documentuse_once", "document", "about", "about_no")]
        indexes = [models.Index(name="cases_documentuse_of", fields=["about", "about_no"])]

    class Personal:
        fields: frozenset[str] = frozenset()
