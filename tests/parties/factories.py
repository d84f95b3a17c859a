"""Small worlds of people, units and campaigns, for the tests of every room."""

import datetime
from decimal import Decimal
from itertools import count

from casework.parties.divisions import load_divisions
from casework.parties.models import (
    Campaign,
    Cinema,
    Division,
    DivisionAlias,
    Film,
    FilmAlias,
    Membership,
    Platform,
    ReleasePrice,
    Unit,
    User,
)

_numbers = count(1)


def make_user(name: str = "林小例", *, phone: str = "", **fields) -> User:
    fields.setdefault("username", f"user{next(_numbers)}")
    return User.objects.create_user(name=name, phone=phone, **fields)


def make_unit(kind: str = Unit.Kind.UNION, *, name: str = "", division: str | None = None, **fields) -> Unit:
    """`division` is a code; the divisions are there after migrations, and written again after a flush."""
    if division and not Division.objects.filter(pk=division).exists():
        load_divisions(Division, DivisionAlias)
    name = name or f"示例单位 {next(_numbers)}"
    return Unit.objects.create(kind=kind, name=name, division_id=division, **fields)


def make_membership(*, user: User | None = None, unit: Unit | None = None, role: str = "handler", **fields):
    user, unit = user or make_user(), unit or make_unit()
    # Long ago, so that a test may freeze any day after it.
    fields.setdefault("since", datetime.date(2021, 1, 1))
    return Membership.objects.create(user=user, unit=unit, role=role, **fields)


def make_cinema(*, name: str = "", code: str = "", division: str | None = "430211", **fields) -> Cinema:
    number = next(_numbers)
    unit = make_unit(Unit.Kind.CINEMA, name=name or f"示例影城 {number}", division=division)
    # Eight figures however many tests have run; those from 43029800 on are given by hand.
    return Cinema.objects.create(unit=unit, code=code or f"4302{number % 9_800:04d}", **fields)


def make_platform(*, name: str = "示例平台", **fields) -> Platform:
    return Platform.objects.create(unit=make_unit(Unit.Kind.PLATFORM, name=name), **fields)


def make_campaign(*, year: int = 2026, **fields) -> Campaign:
    dates = {
        "starts_on": datetime.date(year, 2, 26),
        "ends_on": datetime.date(year, 12, 31),
        "redeem_until": datetime.date(year + 1, 3, 31),
    }
    return Campaign.objects.create(year=year, **{"name": f"{year} 年示例活动", **dates, **fields})


def make_film(
    title: str = "示例长空", *aliases: str, lowest: str = "35.00", since: str = "2026-01-01", until: str = ""
):
    """A film with one price; `lowest=""` for none."""
    film = Film.objects.create(title=title)
    for name in aliases:
        FilmAlias.objects.create(film=film, name=name)
    if lowest:
        add_price(film, lowest, since, until)
    return film


def add_price(film: Film, lowest: str, since: str, until: str = "") -> ReleasePrice:
    last = datetime.date.fromisoformat(until) if until else None
    first = datetime.date.fromisoformat(since)
    return ReleasePrice.objects.create(film=film, since=first, until=last, lowest=Decimal(lowest), source="示例通知")
