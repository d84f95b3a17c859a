"""What a complainant paid against the film's lowest release price (R10), for the desk.

Complainants and respondents read of it in the finding, if the handler writes it there, and never before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from casework.parties.prices import Comparison, Listed, PriceRules, compare, look_up
from casework.ui.times import day_words

from .categories import BY_CODE

if TYPE_CHECKING:
    import datetime as dt

    from .models import Complaint


@dataclass(frozen=True)
class Price:
    """The comparison, and the line of the table that it rests on."""

    comparison: Comparison
    listed: Listed
    day: dt.date

    @property
    def fact(self) -> str:
        """A sentence that a finding may begin with, in the office's language; "" where it cannot be said."""
        if self.comparison.over is None:
            return ""
        with translation.override(settings.LANGUAGE_CODE):
            parts = {"day": day_words(self.day), "film": self.listed.title, "sentence": self.comparison.sentence}
            return _("%(day)s, 《%(film)s》: %(sentence)s") % parts


def price_of(case: Complaint, film: str) -> Price | None:
    """film: as the complainant typed it. None where the category is not about price. One statement at most."""
    if not BY_CODE[case.topic].price:
        return None
    listed = look_up(film, case.happened_on)
    compared = compare(
        film=film,
        listed=listed,
        paid=case.price_paid,
        hall=case.hall,
        fee=case.service_fee,
        rules=PriceRules.of(case.campaign),
    )
    return Price(compared, listed, case.happened_on)
