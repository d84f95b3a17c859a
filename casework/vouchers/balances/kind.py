"""The unused balance, as the engine and the pages know it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import BODY
from casework.engine.asks import STANDARD_ASKS
from casework.engine.kinds import Kind
from casework.engine.models import Event

from ..models import UnusedBalance
from ..money import yuan
from . import stages, states
from .flows import PressPlatform


def search_texts(case: UnusedBalance) -> Mapping[str, str]:
    return {"number": case.number, "parties": f"{case.platform.name} {case.platform.short_name}"}


def notice(event: Event) -> str:
    """How much it is."""
    if event.name != "pool_balance":
        return ""
    return gettext("%(yuan)s yuan") % {"yuan": yuan(event.facts["fen"])}


BALANCE = Kind(
    name="balance",
    label=_("Unused balance"),
    prefix="GJ",
    model=UnusedBalance,
    stages=stages.STAGES,
    clocks=stages.CLOCKS,
    asks=(*STANDARD_ASKS, PressPlatform),
    forms=("casework.vouchers.balances.forms",),
    opens_with="ask_for_balance",
    track=stages.TRACK,
    party_roles={states.PLATFORM: _("Platform"), BODY: _("Organiser")},
    respondents=_("the platform"),
    search_texts=search_texts,
    notice=notice,
)
