"""The words of the field, the law behind them, and dated lists of choices."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from saikne.core.periods import Days, forward, one_live
from saikne.methodology.enums import Language, NameKind


def _here(latvian: str, english: str) -> str:
    return english if get_language() == "en" else latvian


class TermQuerySet(models.QuerySet["Term"]):
    """Named filters of terms."""

    def under(self, letter: str) -> Self:
        """Keep the terms under this letter of the Latvian alphabet."""
        return self.filter(letter=letter)

    def said_as(self, words: str) -> Self:
        """Keep the terms that have a name in which all these folded words occur."""
        names = TermName.objects.filter(term=models.OuterRef("pk"))
        for word in words.split():
            names = names.filter(folded__contains=word)
        return self.filter(models.Exists(names))


class Term(models.Model):
    """A concept of social work; its names stand in `TermName`."""

    slug = models.SlugField(max_length=80, unique=True)
    sort_key = models.CharField(max_length=250)
    letter = models.CharField(max_length=1)
    note_en = models.CharField(max_length=200, blank=True, help_text="which sense is meant, said in English")
    source_lv = models.CharField(max_length=300)
    source_en = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="methodology_term_order", fields=["sort_key", "id"])]

    class Personal:
        fields: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return _here(self.latvian, self.english)

    @property
    def source(self) -> str:
        """Where the term and its meaning were read."""
        return _here(self.source_lv, self.source_en)

    @property
    def latvian(self) -> str:
        """The preferred Latvian name; needs `names` fetched."""
        return self._named(Language.LATVIAN)

    @property
    def english(self) -> str:
        """The preferred English name; needs `names` fetched."""
        return self._named(Language.ENGLISH)

    def _named(self, language: str) -> str:
        said = (name.text for name in self.names.all() if name.language == language and name.is_preferred)
        return next(said, self.slug)


class TermName(models.Model):
    """How a term is called in a language."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="names")
    language = models.CharField(max_length=2, choices=Language.choices)
    kind = models.CharField(max_length=9, choices=NameKind.choices)
    text = models.CharField(max_length=160)
    folded = models.CharField(max_length=160, help_text="lower case without diacritics, for the search")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="methodology_termname_one_preferred",
                fields=["term", "language"],
                condition=Q(kind="preferred"),
            ),
            models.UniqueConstraint(name="methodology_termname_once", fields=["term", "language", "text"]),
            models.CheckConstraint(name="methodology_termname_said", condition=~Q(text="")),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.text

    @property
    def is_preferred(self) -> bool:
        """Whether this is the word to use."""
        return self.kind == NameKind.PREFERRED


class TermLabel(models.Model):
    """A label of the screen, by its message id, and the term that it means."""

    message = models.CharField(max_length=160, unique=True)
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="labels")

    class Personal:
        fields: frozenset[str] = frozenset()


class LegalReference(models.Model):
    """What the law is understood to say, where it was read, and whether that was checked."""

    code = models.SlugField(max_length=40, unique=True)
    act = models.CharField(max_length=160, blank=True, help_text="the act, by its Latvian name")
    place = models.CharField(max_length=80, blank=True, help_text="section or point")
    says_lv = models.CharField(max_length=300)
    says_en = models.CharField(max_length=300)
    source = models.CharField(max_length=120, blank=True)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="methodology_legalreference_verified_has_source",
                condition=Q(verified=False) | ~Q(source=""),
            ),
        ]

    class Personal:
        fields: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return _here(self.says_lv, self.says_en)


class ClassificationItem(Days):
    """One choice of a list, for as long as it may be chosen."""

    list = models.SlugField(max_length=40)
    code = models.CharField(max_length=20)
    label_lv = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [forward(), one_live("methodology_item_one_live", "list", "code")]

    class Personal:
        fields: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return _here(self.label_lv, self.label_en)
