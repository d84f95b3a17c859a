"""What a phone sends is read as it was meant, or refused in one sentence beside its question; nothing breaks it."""

import json
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inspections.answers import as_data, load_version, read_answers
from inspections.models import Item
from inspections.said import LIMITS, plain_figure

from .factories import item, make_draft, make_published, said

pytestmark = pytest.mark.django_db

PRIME = item("prime", violation_on="no", rule="R36", words="黄金档锁票", photo="violation", guidance="看座位图")
COUNTER = item("counter", Item.Kind.PHOTO)
PLATFORM = item("platform", Item.Kind.CHOICE, choices="甲平台\n乙平台\n都不收", bad_choices="都不收", rule="R33")
ASKED = item("asked", Item.Kind.NUMBER)
LOWEST = item("lowest", Item.Kind.MONEY, needed="reason")
CHARGED = item("charged", Item.Kind.MONEY, needed="reason", more_than="lowest", rule="R10", photo="violation")
REMARKS = item("remarks", Item.Kind.TEXT, needed="no")
TICKET = item("ticket", violation_on="no", rule="R34", photo="always")
EVERY_KIND = (PRIME, COUNTER, PLATFORM, ASKED, LOWEST, CHARGED, REMARKS, TICKET)
GOOD = {
    "prime": said("yes"),
    "counter": said("", "", "a-1"),
    "platform": said("甲平台"),
    "asked": said("3"),
    "lowest": said("35"),
    "charged": said("35.00"),
    "remarks": said("观众很多。"),
    "ticket": said("yes", "", "b-2"),
}


def only(fields, answer):
    """A checklist of one question and what came for it: (its row or None, its error or "")."""
    read = read_answers(make_draft(fields), {} if answer is None else {fields["code"]: answer})
    return (read.rows[0] if read.rows else None), read.errors.get(fields["code"], "")


def test_a_good_report_is_read_whole():
    read = read_answers(make_published(*EVERY_KIND), GOOD)
    assert read.errors == {}
    assert [row.code for row in read.rows] == list(GOOD)
    assert (read.questions, read.answered, read.photos, read.violations) == (8, 8, 2, ())
    assert {row.code: row.amount for row in read.rows if row.amount is not None} == {
        "asked": Decimal(3),
        "lowest": Decimal("35.00"),
        "charged": Decimal("35.00"),
    }


def test_what_was_not_answered_is_named_question_by_question():
    read = read_answers(make_draft(*EVERY_KIND), {})
    missing, reason = "No answer here yet.", "No answer here yet. If there is none, say in the note why."
    assert read.errors == {
        "prime": missing,
        "counter": "A photo is still missing here.",
        "platform": missing,
        "asked": missing,
        "lowest": reason,
        "charged": reason,
        "ticket": missing,
    }
    assert (read.rows, read.answered) == ((), 0)


def test_an_amount_that_could_not_be_had_is_explained_in_the_note():
    row, error = only(LOWEST, said("", "查不到"))
    assert (error, row.note, row.answered) == ("", "查不到", False)


@pytest.mark.parametrize(
    ("value", "violation", "error"),
    [
        ("yes", False, ""),
        ("na", False, ""),
        ("no", True, ""),
        ("maybe", False, "Please choose one"),
        ("YES", False, "P"),
    ],
)
def test_yes_no_and_not_applicable(value, violation, error):
    row, said_of_it = only(PRIME, said(value, "满座", "p-1"))
    assert (row.violation, said_of_it[: len(error)]) == (violation, error)
    assert bool(said_of_it) == bool(error)
    assert row.rule == "R36"


def test_a_choice_is_one_of_those_offered():
    assert only(PLATFORM, said("乙平台"))[0].violation is False
    assert only(PLATFORM, said(" 都不收 ", "问过了"))[0].violation is True
    assert only(PLATFORM, said("丙平台"))[1] == "Please choose one of the answers offered."


def test_on_a_violation_one_says_what_one_saw_and_shows_it():
    assert only(PRIME, said("no"))[1] == "Say what you saw."
    assert only(PRIME, said("no", "只放了五个券位"))[1] == "Please add a photo here."
    assert only(PRIME, said("no", "只放了五个券位", "p-1"))[1] == ""


def test_a_photo_that_is_always_needed_is_needed_where_the_question_applies():
    assert only(TICKET, said("yes"))[1] == "Please add a photo here."
    assert only(TICKET, said("na"))[1] == ""
    assert only(REMARKS | {"photo": "always"}, None)[1] == ""
    assert only(REMARKS | {"photo": "always"}, said("好"))[1] == "Please add a photo here."


@pytest.mark.parametrize(
    ("lowest", "charged", "over"),
    [("35", "42.00", "7.00"), ("35.00", "35", None), ("35", "34.99", None), ("35", "35.01", "0.01")],
)
def test_the_price_charged_is_held_against_the_lowest_release_price(lowest, charged, over):
    sent = {"lowest": said(lowest), "charged": said(charged, "写明了", "receipt")}
    read = read_answers(make_draft(CHARGED, LOWEST), sent)
    row = read.rows[0]
    assert (row.over, row.violation) == (over and Decimal(over), over is not None)
    assert [one.code for one in read.violations] == (["charged"] if over else [])


@pytest.mark.parametrize("lowest", [said("", "查不到"), said("三十五"), None])
def test_a_price_is_no_violation_of_a_figure_that_nobody_has(lowest):
    read = read_answers(make_draft(LOWEST, CHARGED), {"lowest": lowest, "charged": said("99")})
    assert read.violations == ()
    assert "charged" not in read.errors


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("35", "35.00"),
        ("３５．５", "35.50"),
        ("35。5", "35.50"),
        ("35,5", "35.50"),
        ("￥35.50", "35.50"),
        (" 35 元 ", "35.00"),
        ("1,200", "1200.00"),
        ("1，200.50", "1200.50"),
        ("0", "0.00"),
        ("007", "7.00"),
    ],
)
def test_an_amount_is_read_as_it_was_meant(written, meant):
    row, error = only(LOWEST, said(written))
    assert (row.value, row.amount, error) == (meant, Decimal(meant), "")


@pytest.mark.parametrize(
    "written",
    [
        *(
            "NaN",
            "Infinity",
            "1e3",
            "-5",
            "+5",
            "35.555",
            "3.5.5",
            "1,2,3",
            "三十五",
            "٣٥",
            "0x10",
            ".",
            "元",
            "9" * 5000,
        )
    ],
)
def test_what_is_no_amount_is_said_to_be_none(written):
    row, error = only(LOWEST, said(written))
    assert row is None
    assert error == f"“{written[:30]}” is no amount. Write yuan as 35.00."


def test_a_figure_has_its_bounds():
    assert only(LOWEST, said("10000"))[1] == "At most 9999.99 here."
    assert only(ASKED, said("1,000,000"))[0].value == "1000000"
    assert only(ASKED, said("2.50"))[0].value == "2.5"
    assert only(ASKED, said("很多"))[1] == "“很多” is no number, such as 12."
    assert plain_figure("1234567890") == ""


def test_texts_are_cleaned_and_have_an_end():
    row, error = only(REMARKS, said(" 好\u200b\x00\r\n的 ", "\ud800备注"))
    assert (row.value, row.note, error) == ("好\n的", "备注", "")
    assert "You wrote 501: please leave out 1." in only(REMARKS, said("字" * 501))[1]
    row, error = only(REMARKS, said("好", "字" * 1001))
    assert error.startswith("The note: At most 1000 characters.")
    assert (row.value, row.note) == ("好", "")
    assert only(REMARKS, said("👨‍👩‍👧" * 500))[1] == ""


def test_photos_are_ids_each_counted_once():
    assert only(COUNTER, said("x", "", "a", "b", "a"))[0].photos == ("a", "b")
    for photos in ("a", [1], [None], ["../../etc"], ["a" * 65], {"a": 1}, [["a"]]):
        assert only(COUNTER, {"photos": photos})[1].startswith("The photos of this question came damaged.")
    assert only(COUNTER, said("", "", *map(str, range(13))))[1] == "At most 12 photos for one question, here are 13."


@pytest.mark.parametrize("answer", ["yes", 7, True, ["yes"], {"value": 1}, {"value": ["yes"]}, {"note": {}}])
def test_an_answer_of_another_shape_is_damaged_and_not_guessed_at(answer):
    assert only(PRIME, answer)[1] == "This answer came damaged. Please answer again."


@pytest.mark.parametrize("answers", [None, [], "yes", 3, [{"prime": "yes"}]])
def test_answers_of_another_shape_are_damaged(answers):
    read = read_answers(make_draft(PRIME), answers)
    assert read.errors == {"": "The answers came damaged. Please send them again."}
    assert read.questions == 1


def test_answers_to_questions_of_another_version_are_counted_not_kept():
    read = read_answers(make_draft(PRIME), {"prime": said("yes"), "old": said("yes"), 7: said("yes")})
    assert read.errors == {"": "2 answers belong to no question of this checklist. Please open the checklist again."}
    assert [row.code for row in read.rows] == ["prime"]


def test_the_phone_gets_all_that_it_decides_by():
    version = load_version(make_published(PRIME, PLATFORM, LOWEST, CHARGED).pk)
    data = json.loads(json.dumps(as_data(version)))
    prime, platform, _lowest, charged = data["sections"][0]["items"]
    assert (data["id"], data["checklist"], data["number"]) == (version.pk, version.checklist.code, 1)
    assert data["limits"] == LIMITS
    assert (prime["violations"], prime["photo"], prime["needed"], prime["number"]) == (["no"], "violation", "always", 1)
    assert (prime["rule"], prime["words"], prime["guidance"]) == ("R36", "黄金档锁票", "看座位图")
    assert [choice["value"] for choice in prime["choices"]] == ["yes", "no", "na"]
    assert (platform["violations"], len(platform["choices"])) == (["都不收"], 3)
    assert (charged["more_than"], charged["choices"]) == ("lowest", [])


def test_yes_is_called_so_unless_the_question_says_how_it_should_be():
    with translation.override("zh-hans"):
        neutral, good = as_data(make_draft(item("seen"), PRIME))["sections"][0]["items"]
    assert [choice["label"] for choice in neutral["choices"]] == ["是", "否", "不适用"]
    assert [choice["label"] for choice in good["choices"]] == ["符合", "不符合", "不适用"]


def test_a_version_is_loaded_whole_in_three_statements(django_assert_num_queries):
    pk = make_published(*EVERY_KIND).pk
    with django_assert_num_queries(3):
        version = load_version(pk)
        as_data(version)
        read_answers(version, GOOD)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
VALUES = st.sampled_from(["yes", "no", "na", "35", "NaN", "甲平台", "3" * 60, "１，２", ""]) | st.text(max_size=20)
ANSWER = st.fixed_dictionaries({}, optional={"value": VALUES | ANYTHING, "note": ANYTHING, "photos": ANYTHING})
CODES = st.sampled_from([fields["code"] for fields in EVERY_KIND]) | st.text(max_size=8)


class WhateverIsSaid(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.version = make_draft(*EVERY_KIND)

    @settings(max_examples=150, deadline=None)
    @given(said=st.dictionaries(CODES, ANSWER | ANYTHING, max_size=8) | ANYTHING)
    def test_nothing_is_raised_and_every_gap_is_named(self, said):
        read = read_answers(self.version, said)
        json.dumps({row.code: [row.value, row.note, row.photos] for row in read.rows}).encode()
        assert all(isinstance(error, str) and error for error in read.errors.values())
        if not read.errors:
            must = {fields["code"] for fields in EVERY_KIND if fields.get("needed", "always") == "always"}
            assert must <= {row.code for row in read.rows if row.answered}
            assert all(row.note for row in read.violations)
