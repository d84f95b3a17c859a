"""Cases that may be the same matter, beside the form while it is filled in: for people who may read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.desk.people import Reader
from casework.engine import access, codes
from casework.engine.models import CaseParty, ContactDetails
from casework.parties.phones import as_e164
from complaints.models import Complaint

# How far back a case about the same cinema still looks like the same matter, and how many are shown.
REACH = dt.timedelta(days=30)
MOST = 6


@dataclass(frozen=True)
class Similar:
    """A case, and in words what it has in common with what is being typed."""

    case: Complaint
    why: Any


def similar_cases(reader: Reader, details: dict[str, Any]) -> list[Similar]:
    """Of the reader's own office: with the same number from outside, however old, ended or not; open ones of the last
    30 days of the same phone or cinema. One statement, none where nothing of it is given yet."""
    number, phone, cinema = (details.get("outside_no") or "").strip(), _digest(details), _cinema(details)
    lately = Q(holder__isnull=False, opened_at__gte=timezone.now() - REACH)
    same_phone = Exists(ContactDetails.objects.filter(case=OuterRef("pk"), phone_digest=phone))
    same_cinema = Exists(CaseParty.objects.filter(case=OuterRef("pk"), unit=cinema))
    tests = ((number, Q(outside_no=number)), (phone, lately & Q(same_phone)), (cinema, lately & Q(same_cinema)))
    wanted = [models.When(test, models.Value(rank)) for rank, (given, test) in enumerate(tests) if given]
    if not wanted:
        return []
    cases = access.office_cases(reader.actor, Complaint.objects.all()).annotate(rank=models.Case(*wanted))
    found = cases.filter(rank__isnull=False).select_related("handler").order_by("rank", "-opened_at")[:MOST]
    words = (_("the same number from outside"), _("the same phone"), _("the same cinema"))
    return [Similar(case, words[case.rank]) for case in found]


def _cinema(details: dict[str, Any]) -> int | None:
    text = str(details.get("cinema") or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _digest(details: dict[str, Any]) -> str:
    try:
        return codes.phone_digest(as_e164(details.get("phone")))
    except ValidationError:
        return ""
