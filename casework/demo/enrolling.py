"""What a cinema of the demo states when it enrols."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from casework.admissions.models import Enrolment
from casework.admissions.undertakings import CINEMA, current
from casework.parties.models import Platform
from casework.parties.seed_data import EXAMPLE_CHANNEL, EXAMPLE_PROCEDURE, EXAMPLE_SETTLEMENT_DAYS

from .script import PLATFORM


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
