"""How a decision can be contested and when it can be repaired: the same words in letters, on the list, on the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework.engine.budgets import last_day, months_after
from casework.ui.times import day_words

from .decisions.guards import review_is_open_until
from .decisions.states import UNDER_REVIEW
from .tariff import TERMS, Severity

if TYPE_CHECKING:
    from casework.parties.models import Campaign

    from .models import Decision, Measure


def remedies(campaign: Campaign) -> str:
    """Who is decided about may ask once for a review by others (LAW §3); this does not stop the measures."""
    return _(
        "The party may ask for a review within %(days)d days from the service of the decision, once. People who took "
        "no part in it review it within %(review)d days and never decide anything heavier. The measures hold "
        "meanwhile, unless the review suspends them."
    ) % {"days": campaign.review_ask_days, "review": campaign.decision_review_days}


def way_to_a_review(decision: Decision, now: dt.datetime) -> str:
    """Where whoever thinks that a measure of this decision must not hold finds somebody to decide that: a review, as
    long as one may be asked for, then the unit above the association."""
    if decision.state == UNDER_REVIEW:
        return _("Whether the measures should hold is being reviewed now; the entry will say what comes of it.")
    if decision.in_force_at and not decision.review_asked_at and now < (ends := review_is_open_until(decision)):
        until = {"day": day_words(last_day(ends), weekday=False, year=True)}
        return (
            _("Whether the measures should hold is decided on a review, for which the party may ask until %(day)s.")
            % until
        )
    return _(
        "The days to ask for a review are over, or there was one. Who thinks that a measure must not hold may turn to "
        "%(unit)s."
    ) % {"unit": (decision.office.parent or decision.office).name}


def repair_conditions() -> tuple[str, ...]:
    """国办发〔2025〕22号; NDRC order 36."""
    return (
        _("The shortest term of its class has run."),
        _("What was ordered was done, and the harm was made good."),
        _("Nothing of the kind has happened since."),
        _("The party gives an undertaking, signed with its name."),
    )


def repair_from(severity: str, measures: Iterable[Measure]) -> dt.date | None:
    """The first day on which repair may be asked for: after the shortest term of the class (LAW §4), from the first day
    of the measures with a term. None where there are none, or where they have not begun."""
    begun = [one.starts for one in measures if one.agreed and one.months and one.starts]
    return months_after(min(begun), TERMS[Severity(severity)][0]) if begun else None
