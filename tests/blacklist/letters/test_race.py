"""Two that write a letter at the same moment get two numbers, and whoever takes it back leaves none missing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from .factories import make_letter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
AT_ONCE = 4


class TakenBack(Exception):
    pass


def test_numbers_have_no_gap_though_every_second_letter_is_taken_back():
    gate = threading.Barrier(AT_ONCE)

    def go(who: int) -> list[int]:
        gate.wait(timeout=30)
        try:
            return [serial for turn in range(5) if (serial := written(taken_back=(who + turn) % 2 == 0))]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        serials = [serial for found in threads.map(go, range(AT_ONCE)) for serial in found]
    assert sorted(serials) == list(range(1, len(serials) + 1))
    assert len(serials) == AT_ONCE * 5 // 2


def written(*, taken_back: bool) -> int:
    try:
        with transaction.atomic():
            serial = make_letter().serial
            if taken_back:
                raise TakenBack
            return serial
    except TakenBack:
        return 0
