import gettext
import json
import shutil

import polib
import pytest

from casework.house import words

needs_gettext = pytest.mark.skipif(not shutil.which("xgettext"), reason=words.NO_GETTEXT)

CODE = """\
from django.utils.translation import gettext as _, ngettext, pgettext

_("Due on {day}.")
_("Accept")
pgettext("a button", "Close")
ngettext("%(n)s case", "%(n)s cases", 2)
"""
PAGE = "{% load i18n %}{% blocktranslate trimmed %}\n  Held by {{ unit }}\n{% endblocktranslate %}"
CHINESE = {
    "Due on {day}.": "{day}前办理。",
    "Accept": "受理",
    "a button\x04Close": "关闭",
    "%(n)s case": {"plural": "%(n)s cases", "str": "%(n)s 件"},
    "Held by %(unit)s": "由%(unit)s办理",
}


@pytest.fixture
def tree(tmp_path):
    """A work tree with one module and one page."""
    for room in words.SOURCES:
        (tmp_path / room).mkdir()
    (tmp_path / "complaints" / "acts.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    return tmp_path


@pytest.fixture
def glossary(tmp_path):
    (tmp_path / "words.json").write_text(json.dumps(CHINESE))
    book = words.Glossary()
    book.add(tmp_path / "words.json")
    return book


def catalog(*entries: polib.POEntry) -> polib.POFile:
    """A catalog of the given entries."""
    made = polib.POFile()
    made.extend(entries)
    return made


def faults_of(msgid: str, msgstr: str, **more) -> list[str]:
    entry = polib.POEntry(msgid=msgid, msgstr=msgstr, **more)
    return words.problems(catalog(polib.POEntry(msgid=msgid)), catalog(entry))


@needs_gettext
def test_the_catalog_takes_every_message_of_the_code_and_its_chinese_from_the_glossary(tree, glossary):
    made = words.update(words.extract(tree), polib.POFile(), glossary)
    assert [entry.msgid for entry in made] == ["%(n)s case", "Accept", "Due on {day}.", "Held by %(unit)s", "Close"]
    assert words.problems(words.extract(tree), made) == []
    assert {path for entry in made for path, _ in entry.occurrences} == {"complaints/acts.py", "templates/page.html"}
    assert {line for entry in made for _, line in entry.occurrences} == {""}


@needs_gettext
def test_gathering_twice_changes_nothing_and_what_left_the_code_leaves_the_catalog(tree, glossary):
    first = words.update(words.extract(tree), polib.POFile(), glossary)
    assert str(words.update(words.extract(tree), first, words.Glossary())) == str(first)
    (tree / "templates" / "page.html").write_text("")
    assert "Held by" not in str(words.update(words.extract(tree), first, glossary))


@needs_gettext
def test_a_translation_that_the_catalog_has_is_not_overruled(tree, glossary):
    known = catalog(polib.POEntry(msgid="Accept", msgstr="准予受理"))
    made = words.update(words.extract(tree), known, glossary)
    assert made.find("Accept").msgstr == "准予受理"


def test_two_helpers_who_differ_are_heard_of(tmp_path, glossary):
    (tmp_path / "other.json").write_text(json.dumps({"Accept": "接受"}))
    glossary.add(tmp_path / "other.json")
    assert "接受" in glossary.conflicts[0]
    assert "受理" in glossary.conflicts[0]


def test_a_faultless_translation_is_left_alone():
    assert faults_of("Due on %(day)s, 100%% sure", "%(day)s前办理，100%%") == []


@pytest.mark.parametrize(
    ("msgstr", "more", "fault"),
    [
        ("", {}, "untranslated"),
        ("{day}前", {"flags": ["fuzzy"]}, "fuzzy"),
        ("{day}前", {"obsolete": True}, "obsolete"),
        ("{date}前", {}, "placeholders differ ({day} became {date})"),
        ("前", {}, "placeholders differ ({day} became none)"),
        ("{day}前\n", {}, "line break"),
    ],
)
def test_a_bad_translation_is_named(msgstr, more, fault):
    assert any(fault in line for line in faults_of("Due on {day}", msgstr, **more))


def test_a_message_missing_or_left_over_is_named():
    code, committed = catalog(polib.POEntry(msgid="new")), catalog(polib.POEntry(msgid="old", msgstr="旧"))
    assert [line.split(":")[0] for line in words.problems(code, committed)] == ["missing", "obsolete"]


def test_words_are_compiled_without_gettext_and_only_when_they_changed(tmp_path):
    folder = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    made = catalog(polib.POEntry(msgid="Accept", msgstr="受理"))
    made.metadata = words.HEADER
    made.save(str(folder / "django.po"))
    assert words.compile_catalogs(tmp_path) == [folder / "django.mo"]
    with (folder / "django.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Accept") == "受理"
    assert words.compile_catalogs(tmp_path) == []


def test_without_gettext_the_sentence_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda program: None)
    with pytest.raises(words.NoGettext, match="apt-get install gettext"):
        words.extract()
