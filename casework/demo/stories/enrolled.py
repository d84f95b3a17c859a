"""Cinemas come into the campaign: one is with the film office of its county, one was proposed by a platform."""

from __future__ import annotations

from casework.parties.models import Campaign, Unit
from casework.parties.seed_data import EXAMPLE_PROCEDURE, EXAMPLE_SETTLEMENT_DAYS

from ..enrolling import Stated
from ..newcomers import LUKOU, LUSONG
from ..people import DENG, GAO
from ..script import Step, Story, does


def campaign() -> int:
    """The latest: it runs longest."""
    return Campaign.objects.latest("starts_on").pk


def unit(name: str):
    return lambda: Unit.objects.get(name=name).pk


WITH_THE_FILM_OFFICE = Story(
    Step("3 09:10", DENG, "enrol", {"campaign": campaign, "unit": unit(LUSONG)}),
    (does("2 15:20", DENG, "submit_enrolment", stated=Stated("芦淞区示例路 7 号", "邓小例", "0731-0000 0107")),),
    kind="enrolment",
)
PROPOSED_BY_A_PLATFORM = Story(
    Step(
        "1 10:40",
        GAO,
        "enrol",
        {
            "campaign": campaign,
            "cinema": unit(LUKOU),
            "procedure": EXAMPLE_PROCEDURE,
            "settlement_days": EXAMPLE_SETTLEMENT_DAYS,
        },
    ),
    (),
    kind="enrolment",
)

ENROLLED = (WITH_THE_FILM_OFFICE, PROPOSED_BY_A_PLATFORM)
