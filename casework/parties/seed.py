"""The organisations that the demo and the tests start from: the notice's own names, and invented examples."""

import datetime

from casework.parties.divisions import load_divisions
from casework.parties.models import Agreement, Campaign, Cinema, Division, DivisionAlias, Platform, Qualification, Unit
from casework.parties.seed_data import (
    CINEMAS,
    COUNTY_UNIONS,
    EXAMPLE_CHANNEL,
    EXAMPLE_PLATFORM,
    EXAMPLE_PLATFORM_PHONE,
    EXAMPLE_PROCEDURE,
    EXAMPLE_SETTLEMENT_DAYS,
    EXAMPLE_UNION,
    NAMED_PLATFORMS,
    SeedCinema,
)

Kind = Unit.Kind
PROVINCE = "430000"
FEDERATION = "湖南省总工会"
FILM_BUREAU = "湖南省电影局"
ASSOCIATION = "湖南省电影行业协会"
# The day of the list of platforms that the notice's organisers published in 2021.
PLATFORM_LIST_DAY = datetime.date(2021, 3, 19)


def seed_organisations(*, campaign_year: int = 2026) -> Campaign:
    """Write what is missing of organisers, association, unions, film offices, platforms, cinemas and campaigns.

    Running it again changes nothing. Returns the campaign of `campaign_year`, for which the example platform and
    the example cinemas are qualified, and each of these takes its vouchers. The four platforms that the notice names
    are qualified for 2021, as it says.
    """
    load_divisions(Division, DivisionAlias)
    _seed_authorities()
    # Nobody asks today what was left of it.
    historic = _campaign(2021, balance_declare_days=0)
    campaign = _campaign(campaign_year)
    _seed_platforms()
    _seed_cinemas()
    _qualify(NAMED_PLATFORMS, historic, since=PLATFORM_LIST_DAY)
    _qualify([EXAMPLE_PLATFORM, *(cinema.name for cinema in CINEMAS)], campaign, since=campaign.starts_on)
    _agree([cinema.code for cinema in CINEMAS], campaign)
    return campaign


def _campaign(year: int, **figures: int) -> Campaign:
    first = {
        "starts_on": datetime.date(year, 2, 26),
        "ends_on": datetime.date(year, 12, 31),
        "redeem_until": datetime.date(year + 1, 3, 31),
        **figures,
    }
    return Campaign.objects.get_or_create(year=year, name=f"{year} 年“湘观影”职工观影活动", defaults=first)[0]


def _seed_authorities() -> None:
    """The two trees of the notice (R1-R4), level by level: parents first."""
    prefectures = dict(Division.objects.prefectures().values_list("code", "name"))
    counties = dict(Division.objects.filter(code__in=COUNTY_UNIONS).values_list("code", "name"))
    top = [(Kind.ORGANISER, FEDERATION, None, PROVINCE), (Kind.ORGANISER, FILM_BUREAU, None, PROVINCE)]
    middle = [
        (Kind.ASSOCIATION, ASSOCIATION, FILM_BUREAU, PROVINCE),
        *((Kind.UNION, _union(name), FEDERATION, code) for code, name in prefectures.items()),
        *((Kind.FILM_OFFICE, _film_office(name), FILM_BUREAU, code) for code, name in prefectures.items()),
    ]
    zhuzhou = prefectures["430200"]
    bottom = [
        *((Kind.UNION, _union(name), _union(prefectures[f"{code[:4]}00"]), code) for code, name in counties.items()),
        # Supervised in Zhuzhou, and no division of its own: the path knows it, the map does not.
        (Kind.UNION, "云龙示范区工会工作委员会", _union(zhuzhou), None),
        (Kind.ASSOCIATION, "株洲市电影行业协会", _film_office(zhuzhou), "430200"),
    ]
    works = [(Kind.GRASSROOTS_UNION, EXAMPLE_UNION, _union(counties["430211"]), "430211")]
    for level in (top, middle, bottom, works):
        _plant(level)


def _union(division_name: str) -> str:
    return f"{division_name}总工会"


def _film_office(division_name: str) -> str:
    return f"{division_name}电影主管部门"


def _plant(rows: list[tuple[Unit.Kind, str, str | None, str | None]]) -> dict[str, Unit]:
    """Write the units that are missing, given as (kind, name, parent's name, division code); returns all by name."""
    names = {name for _kind, name, parent, _code in rows for name in (name, parent) if name}
    known = {unit.name: unit for unit in Unit.objects.filter(name__in=names)}
    missing = [
        Unit(kind=kind, name=name, parent=known[parent] if parent else None, division_id=code)
        for kind, name, parent, code in rows
        if name not in known
    ]
    return known | {unit.name: unit for unit in (Unit.objects.plant(missing) if missing else [])}


def _seed_platforms() -> None:
    units = _plant([(Kind.PLATFORM, name, None, None) for name in [*NAMED_PLATFORMS, EXAMPLE_PLATFORM]])
    profiles = [Platform(unit=units[name]) for name in NAMED_PLATFORMS]
    example = Platform(
        unit=units[EXAMPLE_PLATFORM], service_phone=EXAMPLE_PLATFORM_PHONE, extension_channel=EXAMPLE_CHANNEL
    )
    Platform.objects.bulk_create([*profiles, example], ignore_conflicts=True)


def _seed_cinemas() -> None:
    units = _plant([(Kind.CINEMA, cinema.name, None, cinema.division) for cinema in CINEMAS])
    Cinema.objects.bulk_create([_cinema(units[row.name], row) for row in CINEMAS], ignore_conflicts=True)


def _cinema(unit: Unit, row: SeedCinema) -> Cinema:
    return Cinema(
        unit=unit,
        code=row.code,
        chain="示例院线",
        address=row.address,
        duty_manager=row.duty_manager,
        duty_phone=row.duty_phone,
        extension_channel=EXAMPLE_CHANNEL,
    )


def _qualify(names: list[str], campaign: Campaign, since: datetime.date) -> None:
    """Qualify the units for the campaign until its last voucher expires (R14), where they never were."""
    units = Unit.objects.filter(name__in=names).exclude(qualifications__campaign=campaign)
    until = campaign.redeem_until
    rights = [Qualification(unit=unit, campaign=campaign, since=since, until=until) for unit in units]
    Qualification.objects.bulk_create(rights)


def _agree(codes: list[str], campaign: Campaign) -> None:
    """Each of the cinemas takes the example platform's vouchers, where nothing was ever agreed."""
    platform = Platform.objects.get(unit__name=EXAMPLE_PLATFORM)
    agreed = {
        "platform": platform,
        "campaign": campaign,
        "procedure": EXAMPLE_PROCEDURE,
        "settlement_days": EXAMPLE_SETTLEMENT_DAYS,
        "since": campaign.starts_on,
        "until": campaign.redeem_until,
    }
    cinemas = Cinema.objects.filter(code__in=codes).exclude(agreements__campaign=campaign)
    Agreement.objects.bulk_create([Agreement(cinema=cinema, **agreed) for cinema in cinemas])
