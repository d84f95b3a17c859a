"""Which ids a watcher has seen, so that a row committed late under a smaller id still counts as new, once."""

from collections import deque
from collections.abc import Iterable

from .models import OVERLAP_TIME


class Sightings:
    """Looks back to the highest id known two minutes ago: only a transaction open for longer could slip through."""

    def __init__(self, *, seen: Iterable[int], floor: int, now: float) -> None:
        """`seen`: ids already shown above `floor`; `now` in seconds on any clock that never goes back."""
        self._seen = set(seen)
        self._highest = max(self._seen, default=floor)
        self._marks = deque([(now, floor)])

    @property
    def floor(self) -> int:
        """Rows up to this id need no second look."""
        return self._marks[0][1]

    def fresh(self, rows: Iterable[tuple[int, str]], *, now: float) -> list[tuple[int, str]]:
        """The (id, address) rows not seen before; remembers them."""
        new = [row for row in rows if row[0] not in self._seen]
        self._seen.update(row_id for row_id, _ in new)
        self._highest = max([self._highest, *(row_id for row_id, _ in new)])
        self._marks.append((now, self._highest))
        self._forget(now)
        return new

    def _forget(self, now: float) -> None:
        floor = self.floor
        while len(self._marks) > 1 and self._marks[1][0] <= now - OVERLAP_TIME.total_seconds():
            self._marks.popleft()
        if self.floor > floor:
            self._seen = {row_id for row_id in self._seen if row_id > self.floor}
