"""One cinema as its public page and its poster show it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from casework.parties.models import Agreement, Campaign, Cinema, Listing, Qualification

from .lists import agreements_of, drawn_order


@dataclass(frozen=True)
class CinemaInCampaign:
    """`since`: in the campaign since, None where it is not in it now. `left`: then since when it is not any more, where
    that is known. `agreements`: with qualified platforms, in the order of the day; none for who is not in it."""

    cinema: Cinema
    since: dt.date | None
    left: dt.date | None
    agreements: list[Agreement]


def cinema_in(campaign: Campaign, day: dt.date, code: str) -> CinemaInCampaign | None:
    """The cinema with that code as it stands in the campaign on the day. None where it never took part in any.

    Three statements; five for one that is not in it any more.
    """
    cinema = Cinema.objects.qualified(campaign, day).with_places().filter(code=code).first()
    if cinema is not None:
        agreed = agreements_of(campaign, day).filter(cinema=cinema).select_related("platform__unit")
        found = sorted(agreed, key=lambda one: drawn_order(one.platform.name, day))
        return CinemaInCampaign(cinema, cinema.since, None, found)
    cinema = Cinema.objects.with_places().filter(code=code, unit__qualifications__since__lte=day).first()
    return None if cinema is None else CinemaInCampaign(cinema, None, _left(cinema, day), [])


def _left(cinema: Cinema, day: dt.date) -> dt.date | None:
    """The day on which it was off the list: as noted when it happened, else the day after its last right ended."""
    noted = Listing.objects.filter(unit=cinema.unit, left_at__isnull=False).order_by("-left_at").first()
    if noted is not None:
        return noted.left_at.astimezone().date()
    ended = Qualification.objects.filter(unit=cinema.unit, until__lt=day).order_by("-until").first()
    return ended.until + dt.timedelta(days=1) if ended else None
