"""How many complaints there were about whom, for those below who choose by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Count

from casework.engine.models import CaseParty


def complaints_about(units: Iterable[int], since: dt.date) -> Mapping[int, int]:
    """By unit, how many complaints and reports were filed since a day. One statement."""
    about = CaseParty.objects.filter(unit__in=list(units), case__kind="complaint", case__opened_at__date__gte=since)
    return dict(about.order_by().values_list("unit").annotate(count=Count("case")))
