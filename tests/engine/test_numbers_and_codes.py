"""What people read out and type: case numbers and access codes."""

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from casework.engine import codes
from casework.engine.models import ContactDetails
from casework.engine.numbers import case_number, read_number


@given(st.integers(min_value=1, max_value=10**8), st.integers(min_value=2021, max_value=2099))
def test_every_number_carries_a_check_character_and_is_read_back(case_id, year):
    number = case_number("TS", year, case_id)
    assert mod_37_36.is_valid(number.replace("-", ""))
    assert read_number(number) == number


@pytest.mark.parametrize(
    "typed",
    [
        "TS26-004217-{}",
        "ts26004217{}",
        " TS26 - 004217 - {} ",
        "ＴＳ２６－００４２１７－{}",
        "TS26-OO42I7-{}",
        "TS26–004217—{}",
    ],
)
def test_a_number_is_understood_however_it_is_typed(typed):
    number = case_number("TS", 2026, 4217)
    assert read_number(typed.format(number[-1].lower())) == number


@given(
    st.integers(min_value=1, max_value=999_999),
    st.integers(min_value=0, max_value=9),
    st.integers(min_value=0, max_value=9),
)
def test_one_wrong_figure_is_noticed(case_id, place, figure):
    number = case_number("TS", 2026, case_id)
    compact = number.replace("-", "")
    wrong = compact[: 2 + place % 8] + str(figure) + compact[3 + place % 8 :]
    assert read_number(wrong) in (None, number)


@pytest.mark.parametrize("typed", ["", "TS", "13800138000", "TS26-004217", "TS26-004217-?", "' OR 1=1 --"])
def test_what_is_no_number_is_none(typed):
    assert read_number(typed) is None


def contact(**changes):
    return ContactDetails(case_id=7, code_seed="00" * 16, **changes)


def test_a_code_is_eight_characters_that_look_like_nothing_else():
    code = codes.access_code(contact())
    assert len(code.replace("-", "")) == codes.LENGTH
    assert not set(code) & set("0O1IL5S8B2Z")


def test_a_code_opens_however_it_is_typed_and_no_other_does():
    code = codes.access_code(contact())
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in code)
    assert codes.code_opens(contact(), code.lower().replace("-", " "))
    assert codes.code_opens(contact(), f"\u3000{full_width}\u200b")
    assert not codes.code_opens(contact(), "3333-3333")
    assert not codes.code_opens(contact(), "")


def test_a_code_given_out_anew_ends_the_old_one():
    old = codes.access_code(contact())
    assert not codes.code_opens(contact(code_round=1), old)


def test_a_code_outlives_a_change_of_the_server_key_and_dies_with_it():
    with override_settings(SECRET_KEY="the-old-key"):
        old = codes.access_code(contact())
    with override_settings(SECRET_KEY="the-new-key", SECRET_KEY_FALLBACKS=["the-old-key"]):
        assert codes.code_opens(contact(), old)
    with override_settings(SECRET_KEY="the-new-key", SECRET_KEY_FALLBACKS=[]):
        assert not codes.code_opens(contact(), old)


def test_the_same_phone_gives_the_same_digest_and_no_phone_none():
    assert (
        codes.phone_digest("+8613800138000")
        == codes.phone_digest("+8613800138000")
        != codes.phone_digest("+8613800138001")
    )
    assert codes.phone_digest("") == ""
