"""What a browser without an account has filed: it remembers its cases, and may see each receipt again (P9)."""

from __future__ import annotations

from django.http import HttpRequest

from . import seats
from .models import Case

# In the session: the one-time key of each filing sent from here, and its case.
FILED_KEY = "filed"
MOST_FILED = 20


def remember(request: HttpRequest, key: str, case: Case) -> None:
    """This browser filed the case: it gets its seat, and may see the receipt with the code."""
    filed = {**request.session.get(FILED_KEY, {}), key: case.pk}
    request.session[FILED_KEY] = dict(list(filed.items())[-MOST_FILED:])
    seats.take_seat(request, case.pk, code_round=0)


def case_filed_with(request: HttpRequest, key: str) -> Case | None:
    """The case that this browser filed with this key, if it did."""
    pk = request.session.get(FILED_KEY, {}).get(key)
    return Case.objects.filter(pk=pk).first() if pk else None


def filed_here(request: HttpRequest, model: type[Case], number: str) -> Case | None:
    """The case of this number, for the browser that filed it, as long as its seat holds."""
    mine = request.session.get(FILED_KEY, {}).values()
    cases = model.objects.select_related("office", "campaign", "holder", "handler", "contact")
    case = cases.filter(pk__in=list(mine), number=number).first()
    return case if case is not None and seats.seated_actor(request, case.pk) else None
