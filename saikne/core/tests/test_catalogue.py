"""Facts about the translation catalogues."""

from pathlib import Path

import pytest
from babel.support import Translations

from saikne.core.catalogue import CatalogueError, Room, SourceError, check, compile_all, update
from saikne.core.catalogue.extract import Message, from_python, from_template
from saikne.core.catalogue.store import path_of


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A small room that says three things."""
    return a_room(tmp_path, "cases", 'from django.utils.translation import gettext as _\n_("Close the case")\n')


def a_room(root: Path, name: str, python: str) -> Room:
    folder = root / "house" / name
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "views.py").write_text(python)
    return Room(name, root / "house")


def fresh(room: Room) -> Room:
    return Room(room.name, room.root)


def latvian(room: Room) -> Path:
    return path_of(room.path, "lv")


def translate(room: Room, message: str, translation: str) -> None:
    path = latvian(room)
    path.write_text(
        path.read_text().replace(f'msgid "{message}"\nmsgstr ""', f'msgid "{message}"\nmsgstr "{translation}"')
    )


def faults(*rooms: Room) -> str:
    return "\n".join(str(fault) for fault in check([fresh(room) for room in rooms]))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('_("Save")', Message("", "Save")),
        ('_("Save "\n  "it")', Message("", "Save it")),
        ('translation.gettext_lazy("Save")', Message("", "Save")),
        ('ngettext("%(n)d case", "%(n)d cases", n)', Message("", "%(n)d case", "%(n)d cases")),
        ('pgettext_lazy("case", "Closed")', Message("case", "Closed")),
        ('npgettext("list", "%d row", "%d rows", 2)', Message("list", "%d row", "%d rows")),
        (
            "from django.utils.translation import pgettext as _p\n_p('plan', 'Closed')",
            Message("plan", "Closed"),
        ),
    ],
)
def test_python_says_what_its_translation_functions_are_called_with(source: str, message: Message) -> None:
    assert list(from_python(source)) == [message]


def test_a_variable_is_no_message() -> None:
    assert list(from_python("_(name); other('x'); pgettext(context, 'x'); _()")) == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{% translate "Save" %}', Message("", "Save")),
        ("{% trans 'It\\'s 5 %' as title %}", Message("", "It's 5 %%")),
        ('{% translate "Closed" context "case" as v %}', Message("case", "Closed")),
        ('{% translate "Save"|upper %}', Message("", "Save")),
        ("<c-panel title=\"{% translate 'Plan' %}\">", Message("", "Plan")),
        ("<c-panel :items=\"[_('Plan')]\">", Message("", "Plan")),
        ('{{ name|default:_("unknown") }}', Message("", "unknown")),
        ('{% include "x.html" with title=_("Plan") %}', Message("", "Plan")),
        (
            "{% blocktranslate trimmed with n=x.y %}\n  Dear\n  {{ n }}\n{% endblocktranslate %}",
            Message("", "Dear %(n)s"),
        ),
        (
            '{% blocktrans count n=x context "c" %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}',
            Message("c", "%(n)s day", "%(n)s days"),
        ),
    ],
)
def test_templates_say_what_their_tags_translate(source: str, message: Message) -> None:
    assert list(from_template(source)) == [message]


def test_comments_and_variables_of_templates_are_no_messages() -> None:
    quiet = '{% comment %}{% translate "x" %}{% endcomment %}{# _("x") #}{% translate name %}{{ not_("x") }}'
    assert list(from_template(quiet)) == []


def test_an_open_block_is_reported_with_its_place(room: Room) -> None:
    (room.path / "page.html").write_text("\n{% blocktranslate %}Never ends")
    with pytest.raises(SourceError, match=r"house/cases/page.html: line 2: this blocktranslate has no end"):
        update([room])


def test_both_catalogues_are_made_and_only_latvian_is_missing(room: Room) -> None:
    assert update([room]) == {"cases": ["Close the case"]}
    assert 'msgstr "Close the case"' in path_of(room.path, "en").read_text()
    assert "#: house/cases/views.py\n" in latvian(room).read_text()
    assert "nplurals=3" in latvian(room).read_text()


def test_a_second_collection_changes_nothing(room: Room) -> None:
    update([room])
    translate(room, "Close the case", "Slēgt lietu")
    before = latvian(room).read_bytes(), path_of(room.path, "en").read_bytes()
    assert update([fresh(room)]) == {"cases": []}
    assert (latvian(room).read_bytes(), path_of(room.path, "en").read_bytes()) == before
    assert faults(room) == ""


def test_what_nobody_says_any_more_is_dropped_unless_kept(room: Room) -> None:
    update([room])
    translate(room, "Close the case", "Slēgt lietu")
    latvian(room).write_text(latvian(room).read_text() + '\n# keep\nmsgid "Log out"\nmsgstr "Iziet"\n')
    (room.path / "views.py").write_text("")
    update([fresh(room)])
    assert "Close the case" not in latvian(room).read_text()
    assert '# keep\nmsgid "Log out"\nmsgstr "Iziet"' in latvian(room).read_text()
    assert faults(room) == ""


def test_english_follows_a_plural_that_was_reworded(room: Room) -> None:
    (room.path / "views.py").write_text("ngettext('%(n)d case', '%(n)d casez', n)")
    update([fresh(room)])
    (room.path / "views.py").write_text("ngettext('%(n)d case', '%(n)d cases', n)")
    assert "said nowhere" in faults(room)
    update([fresh(room)])
    assert 'msgstr[1] "%(n)d cases"' in path_of(room.path, "en").read_text()


def test_one_sentence_said_plainly_and_counted_is_one_entry(room: Room) -> None:
    (room.path / "views.py").write_text("_('Case'); ngettext('Case', 'Cases', n)")
    assert update([fresh(room)]) == {"cases": ["Case"]}
    assert latvian(room).read_text().count('msgid "Case"') == 1
    (room.path / "views.py").write_text("ngettext('Case', 'Casez', n); ngettext('Case', 'Cases', n)")
    with pytest.raises(SourceError, match="counted in two ways"):
        update([fresh(room)])


def test_a_new_sentence_makes_the_catalogue_stale(room: Room) -> None:
    update([room])
    translate(room, "Close the case", "Slēgt lietu")
    (room.path / "views.py").write_text("_('Close the case'); _('Open')")
    assert "house/cases/locale/lv/LC_MESSAGES/django.po: “Open” is missing" in faults(room)


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (('msgstr ""\n', 'msgstr ""\n'), "is not translated"),
        (('\nmsgid "Dear', '\n#, fuzzy\nmsgid "Dear'), "is fuzzy"),
        (
            ('%(name)s"\nmsgstr ""', '%(name)s"\nmsgstr "Labdien!"'),
            "has other placeholders than its translation",
        ),
        (('msgstr[1] ""', 'msgstr[1] "x"'), "lacks a plural form"),
        (("n != 0 ?", "n > 1 ?"), "must be nplurals=3"),
    ],
)
def test_a_faulty_entry_is_named(room: Room, edit: tuple[str, str], complaint: str) -> None:
    (room.path / "views.py").write_text("_('Dear %(name)s'); ngettext('%(n)d case', '%(n)d cases', n)")
    update([fresh(room)])
    latvian(room).write_text(latvian(room).read_text().replace(*edit))
    assert complaint in faults(room)


def plural_faults(room: Room, one: str, many: str, none: str) -> str:
    (room.path / "views.py").write_text("ngettext('One case of %(who)s', '%(n)d cases of %(who)s', n)")
    update([fresh(room)])
    text = latvian(room).read_text()
    for number, form in enumerate((one, many, none)):
        text = text.replace(f'msgstr[{number}] ""', f'msgstr[{number}] "{form}"')
    latvian(room).write_text(text)
    return faults(room)


def test_latvian_may_leave_out_the_number_only_where_there_is_none(room: Room) -> None:
    assert plural_faults(room, "%(who)s: %(n)d lieta", "%(who)s: %(n)d lietas", "%(who)s: nav lietu") == ""


def test_latvian_singular_needs_the_number_for_21(room: Room) -> None:
    assert "plural form [0]" in plural_faults(room, "%(who)s: lieta", "%(who)s: %(n)d lietas", "%(who)s: nav lietu")


def test_two_rooms_say_the_same_message_the_same_way(room: Room, tmp_path: Path) -> None:
    other = a_room(tmp_path, "people", "_('Close the case')")
    update([room, other])
    translate(room, "Close the case", "Slēgt lietu")
    translate(other, "Close the case", "Aizvērt gadījumu")
    complaint = faults(room, other)
    assert "house/people/locale/lv" in complaint
    assert "is “Aizvērt gadījumu” here, “Slēgt lietu” in house/cases/locale/lv" in complaint


def test_a_catalogue_that_cannot_be_read_is_named(room: Room) -> None:
    update([room])
    latvian(room).write_text('msgid "x"\nnonsense\n')
    with pytest.raises(CatalogueError, match=r"django.po"):
        check([fresh(room)])


def test_catalogues_are_compiled_once_and_again_when_they_change(room: Room) -> None:
    (room.path / "views.py").write_text("ngettext('%(n)d case', '%(n)d cases', n)")
    update([fresh(room)])
    text = latvian(room).read_text()
    for number, form in enumerate(("lieta", "lietas", "lietu")):
        text = text.replace(f'msgstr[{number}] ""', f'msgstr[{number}] "%(n)d {form}"')
    latvian(room).write_text(text)
    assert compile_all(room.root) == 2
    assert compile_all(room.root) == 0
    with latvian(room).with_suffix(".mo").open("rb") as file:
        compiled = Translations(file)
    said = [compiled.ngettext("%(n)d case", "%(n)d cases", n) % {"n": n} for n in (0, 1, 2, 11, 21)]
    assert said == ["0 lietu", "1 lieta", "2 lietas", "11 lietas", "21 lieta"]
