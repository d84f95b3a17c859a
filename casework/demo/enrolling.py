"""Cinemas of the demo that do not take part yet, the film office of their county, and what such a cinema states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from casework.admissions.models import Enrolment
from casework.admissions.undertakings import CINEMA, current
from casework.parties.models import Cinema, Platform, Unit
from casework.parties.seed_data import EXAMPLE_CHANNEL, EXAMPLE_PROCEDURE, EXAMPLE_SETTLEMENT_DAYS

from .people import HEJIATU, LUKOU, LUSONG, LUSONG_OFFICE
from .script import PLATFORM

# Of all example cinemas only these have no place in the campaign.
NEWCOMERS = (("43029904", LUSONG, "430203"), ("43029905", LUKOU, "430212"), ("43029906", HEJIATU, "430203"))
ABOVE_THE_OFFICE = "株洲市电影主管部门"


def seed_newcomers() -> None:
    """Write the cinemas, and the film office of the county that two of them are in."""
    above = Unit.objects.get(name=ABOVE_THE_OFFICE)
    kind = Unit.Kind.FILM_OFFICE
    Unit.objects.create(kind=kind, name=LUSONG_OFFICE, parent=above, division_id="430203")
    for code, name, county in NEWCOMERS:
        unit = Unit.objects.create(kind=Unit.Kind.CINEMA, name=name, division_id=county)
        Cinema.objects.create(unit=unit, code=code, chain="示例院线")


@dataclass(frozen=True)
class Stated:
    """Where it is, and who is reached there; with the example platform what that one agrees with all."""

    address: str
    duty_manager: str
    duty_phone: str

    def said(self, case: Enrolment) -> dict[str, Any]:
        platform = Platform.objects.get(unit__name=PLATFORM).pk
        return {
            "county": case.cinema.division_id,
            "address": self.address,
            "duty_manager": self.duty_manager,
            "duty_phone": self.duty_phone,
            "extension_channel": EXAMPLE_CHANNEL,
            f"takes_{platform}": "on",
            f"procedure_{platform}": EXAMPLE_PROCEDURE,
            f"days_{platform}": EXAMPLE_SETTLEMENT_DAYS,
            "undertaking": current(CINEMA).version,
            "signatory": self.duty_manager,
            "agrees": "on",
        }
