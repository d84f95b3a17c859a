"""The extension of vouchers, as the engine and the pages know it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.engine.asks import STANDARD_ASKS
from casework.engine.kinds import Kind
from casework.engine.models import Event

from ..models import ExtensionRequest
from . import stages, states
from .result import posted


def search_texts(case: ExtensionRequest) -> Mapping[str, str]:
    names = " ".join(f"{party.unit.name} {party.unit.short_name}" for party in case.party_list)
    return {"number": case.number, "parties": names}


def notice(event: Event) -> str:
    """How it was decided, in figures."""
    if event.name != "decide_vouchers":
        return ""
    parts = {name: event.facts[name] for name in ("granted", "refused")}
    return gettext("%(granted)d extended, %(refused)d not") % parts


EXTENSION = Kind(
    name="extension",
    label=_("Extension of vouchers"),
    prefix="YQ",
    model=ExtensionRequest,
    stages=stages.STAGES,
    clocks=stages.CLOCKS,
    asks=STANDARD_ASKS,
    forms=(
        "casework.vouchers.requests.member_forms",
        "casework.vouchers.requests.asking_forms",
        "casework.vouchers.requests.forms",
    ),
    opens_with="ask_for_vouchers",
    topics={states.MEMBER: _("Extension of one voucher, by a member")},
    titled=_("Extension of vouchers: %(topic)s"),
    noun=_("request to extend a voucher"),
    filer=_("member"),
    seated=lambda case: case.by_member,
    reachable=lambda case: case.by_member,
    track=stages.TRACK,
    party_roles={states.REQUESTER: _("Union that asks"), states.PLATFORM: _("Platform")},
    respondents=_("the units concerned"),
    search_texts=search_texts,
    notice=notice,
    posted=posted,
)
