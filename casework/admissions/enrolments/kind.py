"""A cinema's enrolment, as the engine and the pages know it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from casework.engine.acts import FIELD
from casework.engine.asks import STANDARD_ASKS
from casework.engine.kinds import Kind

from ..models.enrolments import CinemaStatement, Enrolment, EnrolmentTerms
from . import stages, states


def search_texts(case: Enrolment) -> Mapping[str, str]:
    names = " ".join(f"{party.unit.name} {party.unit.short_name}" for party in case.party_list)
    return {"number": case.number, "parties": names, "code": case.cinema.cinema.code}


ENROLMENT = Kind(
    name="enrolment",
    label=_("Cinema enrolment"),
    prefix="YR",
    model=Enrolment,
    stages=stages.STAGES,
    clocks=stages.CLOCKS,
    asks=STANDARD_ASKS,
    forms=("casework.admissions.enrolments.forms", "casework.admissions.enrolments.statement_form"),
    opens_with="enrol",
    track=stages.TRACK,
    party_roles={
        states.CINEMA: _("Cinema"),
        states.PROPOSER: _("Platform that proposes it"),
        FIELD: _("Film office that confirms the facts"),
    },
    respondents=_("the cinema and whoever proposed it"),
    given_out=True,
    search_texts=search_texts,
    written={
        CinemaStatement: ("address", "duty_manager", "duty_phone", "extension_channel"),
        EnrolmentTerms: ("procedure",),
    },
)
