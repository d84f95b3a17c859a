"""What has been answered so far. It travels from page to page in the form itself: nothing is stored before sending."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from complaints.categories import BY_CODE, CINEMA, Category
from complaints.filing_forms import FilingForm
from complaints.matters import REPORT

FIELDS = tuple(FilingForm.base_fields)


class Answers:
    """The answers of one filing under its one-time key, as typed. `after_check`: we came from "check your answers"."""

    def __init__(self, data: QueryDict, key: str, *, after_check: bool = False) -> None:
        self.data, self.key, self.after_check = data, key, after_check

    @classmethod
    def blank(cls, **given: str) -> Answers:
        data = QueryDict(mutable=True)
        data.update(given)
        return cls(data, str(uuid.uuid4()))

    @classmethod
    def of(cls, request: HttpRequest) -> Answers:
        """What the page posted, only the fields that a filing has."""
        data = QueryDict(mutable=True)
        for name in FIELDS:
            values = [value for value in request.POST.getlist(name) if value.strip()]
            if values:
                data.setlist(name, values)
        return cls(data, _key(request.POST.get("key", "")), after_check=request.POST.get("after") == "check")

    def get(self, name: str) -> str:
        return self.data.get(name, "")

    @property
    def category(self) -> Category | None:
        return BY_CODE.get(self.get("category"))

    @property
    def reports(self) -> bool:
        """Whether this is a report of a violation, and no dispute of one's own."""
        return self.get("matter") == REPORT

    @property
    def at_the_cinema(self) -> bool:
        return self.get("at_the_cinema") == "yes" and not self.reports

    @property
    def parties(self) -> tuple[str, ...]:
        """Whom to ask for: those who must answer; at the counter the cinema, where people are standing."""
        answers = self.category.answers if self.category else (CINEMA,)
        if not self.at_the_cinema:
            return answers
        return (CINEMA,) if CINEMA in answers else (CINEMA, *answers)

    def it_happens_now(self) -> None:
        """At the counter the day is today; it is fixed when first asked, so that sending twice says the same."""
        self.data["happened_on"] = timezone.localdate().isoformat()

    def details(self, asked: Iterable[str]) -> dict[str, Any]:
        """For the door: what the pages of this filing ask, and nothing that an earlier choice left behind."""
        found: dict[str, Any] = {name: self.get(name) for name in asked if name in self.data}
        if "attachments" in found:
            found["attachments"] = self.data.getlist("attachments")
        return found

    def carried(self, shown: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Hidden inputs of a page that shows the fields `shown` itself."""
        for name, values in self.data.lists():
            if name not in shown:
                yield from ((name, value) for value in values)

    def fill(self, changes: Mapping[str, list[str]]) -> None:
        for name, values in changes.items():
            self.data.setlist(name, values)


def _key(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return str(uuid.uuid4())
