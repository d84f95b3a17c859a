"""One voucher, one number, however it is spelled (R14); what cannot be one is refused in words that help."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from casework.vouchers.numbers import normal


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("6217000012345678", "6217000012345678"),
        ("６２１７ ００００ １２３４ ５６７８", "6217000012345678"),
        ("6217-0000—1234·5678", "6217000012345678"),
        ("6217.0000.1234.5678", "6217000012345678"),
        ("hn2026-ab0001", "HN2026AB0001"),
        ("ＨＮ２０２６－ａｂ０００１", "HN2026AB0001"),
        ("00012345", "00012345"),
        ("'00012345", "00012345"),  # Excel's mark of text
        ("10010001.0", "10010001"),  # Excel's amount
        ("1234.0000", "12340000"),  # a group of four zeros is no decimal
        ("券号：10010001", "10010001"),
        ("电影票券号 10010001", "10010001"),
        ("No. 10010001", "10010001"),
        ("№10010001", "10010001"),
        ("NO10010001", "NO10010001"),  # may be the number
        ("\u200b10010001\ufeff", "10010001"),
    ],
)
def test_one_number_in_every_spelling(typed, number):
    assert normal(typed) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1O01O0I1", "10010011"),
        ("1o01o0i1", "10010011"),
        ("HNO100I1", "HNO100I1"),  # beside other letters they may be letters
        ("A1O0I", "A1O0I"),
        ("1000l", "1000L"),  # a small l is an L: only what is told apart by nobody is read as a figure
    ],
)
def test_letters_are_read_as_figures_only_where_all_else_is_figures(typed, number):
    assert normal(typed) == number


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("", "empty", "There is no voucher number."),
        ("券号：", "empty", "There is no voucher number."),
        ("1.23E+15", "shortened", "shortened the number to “1.23E+15”. Format its column as text"),
        ("6.21700001234567E+15", "shortened", "shortened"),
        ("1.23e15", "shortened", "shortened"),
        ("1001/1002", "sign", "“1001/1002” has “/” in it. A voucher number has figures and letters only."),
        ("一千零一", "sign", "has “一” in it"),
        ("straße1", "sign", "has “ß” in it"),
        ("ABCD", "no_figure", "“ABCD” has no figure in it"),
        ("OIOI", "no_figure", "has no figure"),
        ("123", "length", "“123” has 3 characters. A voucher number has between 4 and 32"),
        ("1" * 33, "length", "has 33 characters"),
        ("1" * 90, "length", f"“{'1' * 40}…” has 90 characters"),
        ("10010001 10010002", "several", "looks like several numbers. Put a comma between them"),
    ],
)
def test_what_cannot_be_a_number_is_refused_with_what_was_read_and_expected(typed, code, words):
    with pytest.raises(ValidationError) as refusal:
        normal(typed)
    assert refusal.value.code == code
    with override("en"):
        assert words in refusal.value.messages[0]


NUMBERS = st.from_regex(r"[0-9A-Z]{4,20}", fullmatch=True).filter(lambda text: any(sign.isdigit() for sign in text))


@given(number=NUMBERS, gap=st.sampled_from([" ", "-", "—", "·", "\u3000", " - "]))
def test_gaps_width_and_case_never_make_another_number(number, gap):
    wanted = normal(number)
    assert normal(wanted) == wanted
    assert normal(number.lower()) == wanted
    assert normal("".join(chr(ord(sign) + 0xFEE0) for sign in number)) == wanted
    assert normal(gap.join(number[n : n + 4] for n in range(0, len(number), 4))) == wanted


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_number_or_refused_in_words(text):
    try:
        found = normal(text)
    except ValidationError:
        return
    assert found.isascii()
    assert found.isalnum()
    assert normal(found) == found
