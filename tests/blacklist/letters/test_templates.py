"""A template that would make no letter is refused at upload, and told why: where, and what can be done (issue 9 §2)."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from blacklist.letters import templates
from blacklist.models import LetterKind
from tests.parties.factories import make_user

from .factories import DECISION, NOTICE, docx, rezipped, saved, template


def faults(content: bytes, kind: str = DECISION) -> str:
    return "\n".join(templates.faults(kind, content))


@pytest.mark.parametrize("kind", LetterKind.values)
def test_what_comes_with_the_system_and_a_plain_one_can_be_used(kind):
    assert templates.faults(kind, templates.shipped(kind)) == []
    assert templates.faults(kind, template(kind)) == []


# --- the file ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 cut short", "文书".encode()])
def test_what_is_no_word_file_is_refused(content):
    assert faults(content) == (
        "This is no Word file of the form .docx. Please save it in Word as “Word document (*.docx)”."
    )


def test_another_zip_is_no_word_file():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
    assert "no Word file" in faults(target.getvalue())


def test_a_damaged_text_is_no_word_file():
    assert "no Word file" in faults(rezipped(template(), {"word/document.xml": ("</w:body>", "")}))


def test_an_entity_is_never_resolved():
    bomb = rezipped(template(), {"word/document.xml": ("<w:document ", "<!DOCTYPE x [<!ENTITY a 'b'>]><w:document ")})
    assert "no Word file" in faults(bomb)


def test_a_file_of_more_than_2_mb_is_refused():
    assert faults(b"x" * (2 * 1024 * 1024 + 1)) == "The file is larger than 2 MB."


def test_a_file_that_grows_beyond_measure_when_unpacked_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 40_000_000)
    assert len(target.getvalue()) < 100_000
    assert "no Word file" in faults(target.getvalue())


def test_macros_are_refused():
    assert "holds macros" in faults(rezipped(template(), word__vbaProject_dot_bin=b"x"))
    named = {"[Content_Types].xml": ("document.main+xml", "document.macroEnabled.main+xml")}
    assert "holds macros" in faults(rezipped(template(), named))


def test_embedded_objects_are_refused():
    assert "holds macros or embedded objects" in faults(rezipped(template(), word__embeddings__oleObject1_dot_bin=b"x"))


def test_what_is_fetched_from_elsewhere_is_refused_and_named():
    link = (
        '<Relationship Id="rId99" Type="t" Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
    )
    content = rezipped(template(), {"word/_rels/document.xml.rels": ("</Relationships>", link)})
    assert "refers to something outside of it: http://evil.example/t.dotm" in faults(content)


def test_a_word_field_that_fetches_something_is_refused_though_it_is_cut_in_two():
    document = Document(io.BytesIO(template()))
    paragraph = document.add_paragraph()
    for tag, text in (("w:fldChar", ""), ("w:instrText", " INCLUDE"), ("w:instrText", 'PICTURE "http://x/"')):
        element = OxmlElement(tag)
        element.text = text
        paragraph.add_run()._r.append(element)
    assert "INCLUDEPICTURE" in faults(saved(document))


def test_a_page_number_is_welcome():
    document = Document(io.BytesIO(template()))
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    document.sections[0].footer.paragraphs[0]._p.append(field)
    assert faults(saved(document)) == ""


# --- the fields -------------------------------------------------------------------------------------------------------
def test_a_field_that_cannot_be_read_is_told_with_its_line_and_the_text_of_the_line():
    content = docx("标题", "文号：{{ number }}", "", "当事人：{{ party party }}，你好")
    assert faults(content).startswith(
        "Line 4, “当事人：{{ party party }}，你好”. The field cannot be read: expected token"
    )


@pytest.mark.parametrize("open_field", ["当事人：{{ party", "{% if uscc %}", "{% if uscc }", "{{ party }"])
def test_what_is_not_closed_is_told_with_a_line(open_field):
    assert faults(template(DECISION, open_field, "然后")).startswith(("Line 14, “", "Line 15, “"))


def test_a_line_in_a_table_and_one_after_a_condition_of_its_own_are_counted_as_a_reader_does():
    document = Document()
    document.add_paragraph("{%p if uscc %}")
    document.add_paragraph("代码：{{ uscc }}")
    document.add_paragraph("{%p endif %}")
    document.add_table(1, 2).cell(0, 1).paragraphs[0].text = "{{ nobody }}"
    assert faults(saved(document)).startswith("Line 5, “{{ nobody }}”. This kind of letter has no field “nobody”.")


def test_words_that_word_cut_into_runs_are_one_field():
    document = Document(io.BytesIO(template(without="party")))
    paragraph = document.add_paragraph("当事人：")
    for part in ("{", "{ par", "ty }", "}"):
        paragraph.add_run(part).bold = True
    assert faults(saved(document)) == ""


def test_a_field_that_this_kind_of_letter_does_not_have_is_named_with_those_it_has():
    said = faults(template(NOTICE, "地点：{{ hearing_place }}"), NOTICE)
    assert (
        "“地点：{{ hearing_place }}”. This kind of letter has no field “hearing_place”. It has: {{ number }} " in said
    )
    assert "{{ defence_term }}" in said


def test_a_fault_in_a_header_says_so():
    assert faults(template(header="{{ numbr }}")).startswith("Header, line 1, “{{ numbr }}”.")


@pytest.mark.parametrize("name", ["number", "party", "qr", "facts", "remedies"])
def test_a_field_that_is_missing_is_named(name):
    assert faults(template(without=name)) == f"The template lacks: {{{{ {name} }}}}"


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ qr._paper.docx.save('/tmp/x') }}",
        "{% for x in 'ab' %}{{ x }}{% endfor %}",
        "{{ 'a' * 1000000000 }}",
        "{% include 'x' %}",
        "{% set party = 'x' %}",
        "{{ party|attr('x') }}",
        "{{ lipsum(5) }}",
    ],
)
def test_a_template_can_call_fields_and_ask_for_them_and_nothing_else(line):
    assert "can be used." in faults(template(DECISION, line)) or "has no field" in faults(template(DECISION, line))


def test_words_that_would_be_hidden_are_found_by_a_trial():
    said = faults(docx("标题", *template_lines(), "{% if not facts %}{{ facts }}{% endif %}"))
    assert said == "In a letter made from it for a trial the words of these fields are missing: {{ facts }}"


def test_words_that_only_show_beside_an_optional_one_are_found_by_a_trial():
    said = faults(docx("标题", *template_lines(), "{% if uscc %}{{ facts }}{% endif %}"))
    assert said == "In a letter made from it for a trial the words of these fields are missing: {{ facts }}"


def template_lines() -> list[str]:
    return [f"{{{{ {name} }}}}" for name in templates.fields.needed(DECISION) if name != "facts"]


# --- which one counts -------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_newest_version_of_a_kind_counts_and_before_the_first_the_shipped_one():
    assert templates.current(DECISION) == (templates.shipped(DECISION), 0)
    by = make_user("管理员")
    for content in (template(), template(DECISION, "新的一行")):
        made = templates.add_version(DECISION, content, by=by)
    assert (made.version, len(made.checksum)) == (2, 64)
    assert templates.current(DECISION) == (content, 2)
    assert templates.current(NOTICE)[1] == 0
