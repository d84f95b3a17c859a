"""The platform application, as the engine and the pages know it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from casework.engine.acts import BODY
from casework.engine.asks import STANDARD_ASKS
from casework.engine.kinds import Kind

from ..models import Amendment, Objection, Opinion, PlatformApplication
from . import stages, states
from .flows import AnswerObjection, LookAtCoverage, ReviewAmendment


def search_texts(case: PlatformApplication) -> Mapping[str, str]:
    return {"number": case.number, "parties": f"{case.platform.name} {case.platform.short_name}"}


APPLICATION = Kind(
    name="application",
    label=_("Platform application"),
    prefix="PT",
    model=PlatformApplication,
    stages=stages.STAGES,
    clocks=stages.CLOCKS,
    asks=(*STANDARD_ASKS, AnswerObjection, ReviewAmendment, LookAtCoverage),
    forms=("casework.admissions.applications.forms", "casework.admissions.applications.amending_forms"),
    opens_with="begin_application",
    track=stages.TRACK,
    party_roles={states.PLATFORM: _("Platform"), BODY: _("Body that decides with others")},
    respondents=_("the platform"),
    search_texts=search_texts,
    written={
        Opinion: ("reasons",),
        Objection: ("name", "contact", "reason", "answer"),
        Amendment: ("extension_channel", "why", "reason"),
    },
)
