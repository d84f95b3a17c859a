"""What people were told, kept outside the server: a line for each form before it is sent, and one for its answer.

A line is on the disk before whoever wrote it goes on, so it outlives the tool as well as the server.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

SENT, DONE, REFUSED = "sent", "done", "refused"
FILER, COMPLAINANT = "anyone", "complainant"


@dataclass(frozen=True)
class Line:
    """A form by its one-time key, and what its sender knows of it.

    who: a username, FILER, or COMPLAINANT of the case. words: what was written in it, "" where nothing can be.
    photos: SHA-256 of the files that went with it. number: the case's; of a filing only known from its answer.
    seq: the event's number within the case, 0 where the answer does not say it. status: HTTP's, of the last answer.
    sendings: how often it went out until it was answered.
    """

    key: str
    who: str
    act: str
    number: str = ""
    words: str = ""
    photos: tuple[str, ...] = ()
    state: str = SENT
    seq: int = 0
    status: int = 0
    sendings: int = 0


@dataclass
class Ledger:
    path: Path
    lines: dict[str, Line] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """The last that was written of each key; half a line at the end was never acted upon."""
        found = cls(path)
        for text in path.read_text(encoding="utf-8").splitlines():
            try:
                said = json.loads(text)
            except ValueError:
                continue
            line = Line(**said | {"photos": tuple(said["photos"])})
            found.lines[line.key] = line
        return found

    def write(self, line: Line, **changes: object) -> Line:
        """Keep it, on the disk. Returns the line as it is now."""
        line = replace(line, **changes)
        with self._lock:
            self.lines[line.key] = line
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
        return line

    def of(self, state: str) -> list[Line]:
        with self._lock:
            return [line for line in self.lines.values() if line.state == state]
