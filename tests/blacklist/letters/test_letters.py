"""A letter says what it was given, in words that nobody can turn into anything else, and is numbered without a gap."""

from __future__ import annotations

import io

import pytest
from django.db import DatabaseError, transaction
from docx import Document

from blacklist.letters import templates
from blacklist.letters.canonical import canonical_text
from blacklist.letters.data import LetterData, words_of
from blacklist.letters.documents import lines_of
from blacklist.letters.fields import known
from blacklist.letters.numbers import number_of, numbers_in, read_slug, slug_of
from blacklist.letters.rendering import render
from blacklist.letters.writing import Incomplete, check_address, write
from blacklist.models import Letter, LetterKind
from tests.parties.factories import make_user

from .factories import DAY, DECISION, HEARING_NOTICE, NOTICE, REPAIR_NOTICE, data_of, docx, make_letter, template

pytestmark = pytest.mark.django_db


def text_of(letter: Letter) -> str:
    return "\n".join(lines_of(bytes(letter.document)))


@pytest.mark.parametrize("kind", LetterKind.values)
def test_each_kind_shows_all_that_is_signed(kind):
    letter = make_letter(kind)
    text = text_of(letter)
    for line in letter.canonical.split("\n")[2:]:
        assert line.partition("：")[2] in text
    assert letter.number in text
    assert check_address(letter) in text
    assert "{" not in text


def test_a_decision_says_who_what_why_and_what_can_be_done():
    lines = lines_of(bytes(make_letter().document))
    assert lines[2] == "湘观影决字〔2026〕1号"
    assert "示例影城（株洲）有限公司：" in lines
    assert "取消参加活动资格十三个月，至2028年1月8日止。" in lines
    assert "不服本决定的，可在收到之日起30日内申请复核。" in lines
    assert lines[-5:-2] == ["示例电影行业协会", "示例总工会", "2026年12月9日"]


def test_paragraphs_stay_paragraphs_in_the_form_of_the_template_and_several_measures_are_numbered():
    document = Document(io.BytesIO(make_letter(NOTICE).document))
    found = {paragraph.text: paragraph.paragraph_format for paragraph in document.paragraphs}
    first, second = (found[f] for f in ("2026年9月30日晚，你单位拒绝兑换电子票券。", "该场次尚有空座 31 个。"))
    assert first.line_spacing == second.line_spacing
    assert {"（一）取消参加活动资格十二个月。", "（二）记入失信记录名单十二个月。"} <= set(found)


def test_more_than_ten_measures_are_numbered_as_chinese_counts():
    words = words_of(data_of(NOTICE, measures=tuple(f"措施{n}" for n in range(1, 23))))
    assert [words["measures"][n - 1] for n in (1, 10, 11, 20, 22)] == [
        "（一）措施1",
        "（十）措施10",
        "（十一）措施11",
        "（二十）措施20",
        "（二十二）措施22",
    ]


def test_a_hearing_is_announced_in_local_time():
    assert "时间：2026年12月21日9时30分" in text_of(make_letter(HEARING_NOTICE))


def test_what_is_optional_and_not_said_leaves_no_empty_line_behind():
    text = text_of(make_letter(NOTICE, hearing_term="", uscc=""))
    assert "听证" not in text
    assert "统一社会信用代码" not in text


@pytest.mark.parametrize(
    "name",
    [
        "{{ 7*7 }}影城",
        "{% if x %}影城",
        "<w:p>影城</w:p>",
        "影城 & “甲” 'q'",
        "影城]]>",
        "{_{ party }_}",
        "𠮷野影城",
        "&amp;影城",
    ],
)
def test_a_name_that_looks_like_code_stays_plain_text(name):
    letter = make_letter(party=name)
    assert f"{name}：" in lines_of(bytes(letter.document))
    assert f"当事人：{name}\n" in letter.canonical


def test_control_characters_and_odd_white_space_reach_neither_the_file_nor_the_signed_words():
    letter = make_letter(facts="第一\x07段\x0c第二段\u2028\u202e第三\t段\r\n")
    assert "事实：第一段\n事实：第二段\n事实：第三 段\n证据：" in letter.canonical
    assert {"第一段", "第二段", "第三 段"} <= set(lines_of(bytes(letter.document)))


def test_a_letter_is_made_from_the_newest_template_and_says_from_which():
    assert make_letter().template_version == 0
    templates.add_version(DECISION, template(DECISION, "按新模板"), by=make_user("管理员"))
    letter = make_letter()
    assert letter.template_version == 1
    assert "按新模板" in text_of(letter)


def test_a_header_may_have_the_number():
    templates.add_version(DECISION, template(header="{{ number }}"), by=make_user("管理员"))
    assert lines_of(bytes(make_letter().document))[-1] == "湘观影决字〔2026〕1号"


def test_the_qr_code_may_stand_in_a_header():
    templates.add_version(DECISION, template(without="qr", header="{{ qr }}"), by=make_user("管理员"))
    header = Document(io.BytesIO(make_letter().document)).sections[0].header
    assert [part.content_type for part in header.part.related_parts.values()] == ["image/png"]


def test_the_qr_code_is_a_picture_in_the_file():
    document = Document(io.BytesIO(make_letter().document))
    assert [part.content_type for part in document.part.related_parts.values() if "image" in part.content_type] == [
        "image/png"
    ]


def test_the_sandbox_holds_though_a_template_was_never_checked():
    words = words_of(data_of(DECISION)) | {"number": ("x",)}
    with pytest.raises(templates.CannotRender):
        render(docx("{{ party.__class__.__mro__ }}"), words, "https://x/", known(DECISION))
    with pytest.raises(templates.CannotRender):
        render(docx("{{ nobody }}"), words, "https://x/", known(DECISION))


# --- what is given ----------------------------------------------------------------------------------------------------
def test_a_letter_that_lacks_something_or_would_leave_something_out_is_none_and_takes_no_number():
    with pytest.raises(Incomplete, match=r"lacks .'facts'"):
        make_letter(facts=" \n ")
    with pytest.raises(Incomplete, match=r"no place for .'repair_how'"):
        make_letter(repair_how="登录")
    assert make_letter().serial == 1


def test_the_signed_words_are_a_plain_text_of_labelled_lines():
    data = LetterData(
        year=2026,
        about="toy:1",
        case_number="CL26-000001-X",
        day=DAY,
        party="示例影城",
        bodies=("甲", "乙"),
        regarding="湘观影决字〔2026〕1号",
        repair_from="自措施生效之日起满3个月后",
        repair_conditions=("一条",),
        repair_how="登录",
    )
    assert canonical_text(REPAIR_NOTICE, {**words_of(data), "number": ("湘观影修字〔2026〕1号",)}) == (
        "湘观影文书核验文本（第1版）\n"
        "文书：信用修复告知书\n"
        "文号：湘观影修字〔2026〕1号\n"
        "案号：CL26-000001-X\n"
        "当事人：示例影城\n"
        "所涉文书：湘观影决字〔2026〕1号\n"
        "可申请修复的时间：自措施生效之日起满3个月后\n"
        "修复条件：一条\n"
        "修复申请方式：登录\n"
        "落款单位：甲\n"
        "落款单位：乙\n"
        "日期：2026年12月9日"
    )


# --- numbers ----------------------------------------------------------------------------------------------------------
def test_each_kind_and_each_year_counts_for_itself():
    numbers = [make_letter(kind, year=year).number for kind, year in [(NOTICE, 2026), (NOTICE, 2026), (DECISION, 2026)]]
    assert numbers == ["湘观影告字〔2026〕1号", "湘观影告字〔2026〕2号", "湘观影决字〔2026〕1号"]
    assert make_letter(NOTICE, year=2027).number == "湘观影告字〔2027〕1号"


def test_what_is_undone_leaves_no_gap():
    make_letter()
    with transaction.atomic():
        assert make_letter().serial == 2
        transaction.set_rollback(True)
    assert make_letter().serial == 2


def test_a_number_is_found_in_a_text_however_its_brackets_are_typed():
    text = "依湘观影告字[2026]12号、湘观影决字（２０２６）第３号及湘观影告字〔2026〕12号；湘工发〔2021〕5号"
    assert numbers_in(text) == ["湘观影告字〔2026〕12号", "湘观影决字〔2026〕3号"]


@pytest.mark.parametrize("kind", LetterKind.values)
def test_its_address_leads_back_to_the_number(kind):
    assert read_slug(slug_of(kind, 2026, 7)) == number_of(kind, 2026, 7)


@pytest.mark.parametrize(
    "slug", ["", "decision-2026", "x-2026-1", "decision-2026-1/", "decision--1", "decision-2026-" + "9" * 30]
)
def test_what_is_no_address_leads_nowhere(slug):
    assert read_slug(slug) is None


def test_what_went_out_is_never_changed():
    letter = make_letter()
    for change in (lambda: Letter.objects.update(canonical="x"), letter.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_writing_one_costs_a_dozen_statements_at_most(django_assert_max_num_queries):
    data = data_of(DECISION)
    with django_assert_max_num_queries(12):
        write(DECISION, data)
