"""A seat's token opens the bell of one tracking page."""

from datetime import timedelta

import pytest
import time_machine
from django.core.signing import BadSignature, SignatureExpired, dumps

from notifications.addresses import open_seat, sign_seat

from .factories import SEAT


def test_a_signed_seat_opens():
    assert open_seat(sign_seat(SEAT, "1")) == (SEAT, "1")


def test_a_user_is_no_seat():
    with pytest.raises(ValueError, match="Not a seat"):
        sign_seat("user:1", "0")


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", dumps(SEAT), dumps(SEAT, salt="tracking link")],
    ids=["empty", "nonsense", "unsalted", "of something else"],
)
def test_a_forged_token_or_one_signed_for_something_else_opens_nothing(token):
    with pytest.raises(BadSignature):
        open_seat(token)


def test_a_token_ends_after_its_days(settings):
    settings.SEAT_TOKEN_DAYS = 2
    with time_machine.travel("2026-10-08 09:00+08:00", tick=False) as clock:
        token = sign_seat(SEAT, "0")
        clock.shift(timedelta(days=1))
        assert open_seat(token).address == SEAT
        clock.shift(timedelta(days=2))
        with pytest.raises(SignatureExpired):
            open_seat(token)
