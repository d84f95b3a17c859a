"""A clock that a story puts forward: for all processes of one installation, and for nobody else on the machine.

What they ask for the time, libfaketime answers: the real time and so many seconds, which stand in a file that is read
anew each time. Browsers, PostgreSQL and Redis keep the real one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from casework.engine.budgets import SHANGHAI

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
MISSING = "A story that puts its clock forward needs libfaketime: apt-get install libfaketime"


class OwnClock:
    """`surroundings` is what the processes must hear to keep this time, from their start on."""

    def __init__(self, file: Path, begins: dt.datetime) -> None:
        self._file = file
        self._ahead = begins - dt.datetime.now(SHANGHAI)
        self._tell()
        self.surroundings = {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            # How long something takes stays what it is: else whatever waits would wait for as long as the clock was
            # put forward, or not at all.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # What this would mend is not broken here; with it threads of one process keep each other from running.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            "PYTHONPATH": str(Path(__file__).parent / "preloaded"),
        }

    def goes_on(self, *, days: int) -> None:
        """From this instant on it is so many days later, at the same hour."""
        self._ahead += dt.timedelta(days=days)
        self._tell()

    def today(self) -> dt.date:
        return (dt.datetime.now(SHANGHAI) + self._ahead).date()

    def is_over(self, pids: Iterable[int]) -> None:
        """libfaketime leaves something behind for each process that was stopped from outside, in memory."""
        for pid in pids:
            for name in (f"faketime_shm_{pid}", f"sem.faketime_sem_{pid}"):
                (Path("/dev/shm") / name).unlink(missing_ok=True)

    def _tell(self) -> None:
        # Put in place at once: a process that read half a number would be somewhere else in time.
        draft = self._file.with_suffix(".new")
        draft.write_text(f"{self._ahead.total_seconds():+.0f}\n", encoding="ascii")
        draft.replace(self._file)
