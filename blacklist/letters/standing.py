"""Whether what a letter says holds now. This package knows no kind of case: each room answers for its own letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..models import Letter


@dataclass(frozen=True)
class Standing:
    """in_force: None for a letter that only tells something, and so never is. `words` say it to the public, in a
    sentence ("It was revoked on …"); until: the last day, where there is one."""

    in_force: bool | None
    words: Any
    until: dt.date | None = None


InForceOf = Callable[[Letter], Standing]
_rooms: dict[str, InForceOf] = {}


def in_force_of(room: str, answers: InForceOf) -> None:
    """From now on `answers` is asked of letters whose `about` begins with "room:". For `AppConfig.ready()`."""
    _rooms[room] = answers


def standing_of(letter: Letter) -> Standing | None:
    """As of now; None where nobody answers for it, which says neither yes nor no."""
    answers = _rooms.get(letter.about.partition(":")[0])
    return answers(letter) if answers else None
