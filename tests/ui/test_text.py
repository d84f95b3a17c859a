"""What is kept of a text, and what is not: everything a person sees, nothing that hides in it (issue 6 §4)."""

import unicodedata

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from casework.ui.fields import face
from casework.ui.lengths import limit_lengths
from casework.ui.text import clean_text, half_width, length_seen, one_line, person_name

FAMILY = "👨‍👩‍👧"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
# Signs that rules are about come up more often than Unicode's size would let them.
SIGNS = st.sampled_from(
    "a字𠮷é👩🇨❤\ufe0f\u200d\u200c\u200b\u200e\u202e\r\n\t\0\u3000\xa0ئ\u1820\u180b\u0301\u1100\U000e0067"
)
TEXTS = st.text(st.one_of(SIGNS, st.characters(exclude_categories=())))


@pytest.mark.parametrize(
    "text",
    [
        "𠮷野家的䶮先生，2㎡，①號",
        "ＡＢＣ１２３　全角，half width",
        "一行\n\t又一行\u3000\u3000空格",
        "<b>不是标签</b> & \"引号\" '撇号' _x000D_",
        "\ue000\U000f0000 是老系统的造字",
        f"全家{FAMILY}，❤️‍🔥，👍🏽，🇨🇳，1️⃣，🏃‍➡️，{SCOTLAND}",
        "می‌خواهم ئۇيغۇرچە‎ (A)",
        "བོད་ཡིག ᠮᠣᠩᠭᠣᠯ᠋ ᠠ",
        "葛\U000e0100城区",
        "字" * 8000,
        "w" * 200,
    ],
)
def test_what_a_person_sees_is_kept_to_the_letter(text):
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("甲\0乙\x07丙\x1b[31m", "甲乙丙[31m"),
        ("\ufeff投诉\u200b\u200b人\u00ad", "投诉人"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u2066隔离\u2069", "隔离"),
        ("张\u200d三\u200c李\u200e四", "张三李四"),
        ("王\u3164五\uffa0", "王五"),
        ("\ufffc图\ufdd0\U0001ffff", "图"),
        ("半\ud83d个", "半个"),
        ("暗语\U000e0041\U000e0042", "暗语"),
        ("\ufe0f开头 \ufe0f", "开头 "),
        ("一行\r\n二行\r三行\u2028四行\x0b五行", "一行\n二行\n三行\n四行\n五行"),
        ("cafe\u0301", "café"),
    ],
)
def test_what_nobody_sees_and_nothing_needs_is_left_out(typed, kept):
    assert clean_text(typed) == kept


@given(TEXTS)
def test_a_clean_text_is_clean_already(text):
    once = clean_text(text)

    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()
    assert not {"\0", "\r", "\u202e", "\ufeff"} & set(once)


@given(TEXTS)
def test_a_line_is_one_line_without_space_at_its_ends(text):
    line = one_line(text)

    assert line == one_line(line) == line.strip()
    assert all(not c.isspace() or c == " " for c in line)


def test_a_name_has_one_sort_of_middle_dot():
    for dot in "·•・‧∙⋅･．":
        assert person_name(f"　阿依古丽{dot}买买提 ") == "阿依古丽·买买提"
    assert person_name("买买提 · 阿不都") == "买买提·阿不都"
    assert person_name("J. R. Smith") == "J. R. Smith"


def test_an_identifier_has_one_width():
    assert half_width("　９１４３－ａｂ\u200b ") == "9143-ab"


@pytest.mark.parametrize(
    ("text", "seen"), [("𠮷野家", 3), (FAMILY, 1), ("👍🏽", 1), ("❤️", 1), ("e\u0301", 1), (SCOTLAND, 1), ("字\n字", 3)]
)
def test_a_length_is_what_a_person_counts(text, seen):
    assert length_seen(text) == seen


class Story(forms.Form):
    story = forms.CharField(max_length=5, widget=forms.Textarea)

    def full_clean(self) -> None:
        limit_lengths(self.fields["story"])
        super().full_clean()


def test_who_wrote_too_much_reads_by_how_much():
    assert not Story({"story": FAMILY * 5}).errors
    with translation.override("zh-hans"):
        said = Story({"story": f"{FAMILY * 5}字𠮷"}).errors["story"]
    assert said == ["最多 5 个字，您写了 7 个，请删去 2 个。您写的内容都还在。"]


def test_no_browser_cuts_what_is_pasted():
    assert "maxlength" not in face(Story()["story"]).widget()
