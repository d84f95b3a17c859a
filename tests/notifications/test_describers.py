"""One room above knows the words."""

import pytest

from notifications import describers
from notifications.models import Notification

from .factories import FakeWords


def test_while_no_room_knows_the_words_nothing_is_shown(monkeypatch):
    monkeypatch.setattr(describers, "_registered", [])
    assert describers.describe("user:1", [Notification(address="user:1", event_no=1)]) == []


def test_registering_again_is_harmless_and_a_second_describer_is_refused(monkeypatch):
    monkeypatch.setattr(describers, "_registered", [])
    words = FakeWords()
    describers.register(words, words.seat_holds)
    describers.register(words, words.seat_holds)
    with pytest.raises(RuntimeError, match="registered already"):
        describers.register(FakeWords(), words.seat_holds)
