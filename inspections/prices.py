"""What a test redemption cost against the table of lowest release prices (R10), for whoever verifies the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.parties.models import Hall
from casework.parties.prices import Comparison, Listed, PriceRules, compare, look_up

if TYPE_CHECKING:
    from casework.parties.models import Campaign

    from .models import Answer, Report


@dataclass(frozen=True)
class Price:
    """The comparison, and the line of the table that it rests on."""

    comparison: Comparison
    listed: Listed


def prices_of(report: Report, answers: Iterable[Answer], campaign: Campaign) -> dict[int, Price]:
    """By the question that asked what was paid; the table is that of the day of the visit. One statement for each."""
    said = {answer.item.code: answer for answer in answers}
    rules, day = PriceRules.of(campaign), timezone.localdate(report.began_at)
    found = {}
    for answer in said.values():
        if answer.item.film and answer.number is not None:
            film = said[answer.item.film].value if answer.item.film in said else ""
            listed = look_up(film, day)
            compared = compare(film=film, listed=listed, paid=answer.number, hall=Hall.ORDINARY, fee=None, rules=rules)
            found[answer.item_id] = Price(compared, listed)
    return found
