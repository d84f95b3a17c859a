"""Noting what came onto the public lists and what left them, whoever or whatever changed it: a decision, the
administration, a day that came. Feeds tell it (R29)."""

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils import timezone

from casework.parties.models import Listing, Qualification, Unit
from casework.parties.models.profiles import QualificationQuerySet

LISTED = (Unit.Kind.PLATFORM, Unit.Kind.CINEMA)


def note_changes(now: dt.datetime) -> int:
    """Compare the notes with who is qualified at `now`, and add what is missing. Returns how many came or left.

    Two statements where nothing changed. Safe side by side: a unit is listed once.
    """
    today = timezone.localdate(now)
    return _note_leaving(now, today) + _note_coming(now, today)


def _note_leaving(now: dt.datetime, today: dt.date) -> int:
    rights = _rights(today).filter(unit=OuterRef("unit"), campaign=OuterRef("campaign"))
    gone = list(Listing.objects.open().exclude(Exists(rights)).values_list("pk", flat=True))
    # Looked for first: an update of nothing would take SQLite's only lock each time.
    return Listing.objects.open().filter(pk__in=gone).update(left_at=now) if gone else 0


def _note_coming(now: dt.datetime, today: dt.date) -> int:
    noted = Listing.objects.open().filter(unit=OuterRef("unit"), campaign=OuterRef("campaign"))
    new = set(_rights(today).exclude(Exists(noted)).values_list("unit", "campaign"))
    rows = [Listing(unit_id=unit, campaign_id=campaign, listed_at=now) for unit, campaign in sorted(new)]
    Listing.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _rights(today: dt.date) -> QualificationQuerySet:
    """What stands on the list of a campaign that is not over."""
    rights = Qualification.objects.on(today).filter(campaign__redeem_until__gte=today)
    return rights.filter(unit__kind__in=LISTED, unit__active=True)
