"""What people outside were told of a case, and whether it reached them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import deliveries, ways
from notifications.addresses import unit_address
from notifications.fates import MARKS, fate
from notifications.models import Delivery

if TYPE_CHECKING:
    from .panes import CasePane

# A long case tells much; what is older is told in the record. These many first, the others unfolded.
READ, SHOWN = 60, 4


@dataclass(frozen=True)
class Told:
    """One delivery as the desk shows it. `send_url`: where it is sent now or again, "" if not."""

    row: Delivery
    whom: str
    what: Any
    way: Any
    mark: tuple[str, str]
    words: str
    send_url: str


def told_outside(pane: CasePane) -> tuple[list[Told], list[Told]]:
    """The case's deliveries, newest first: those shown, and those that fold away. One statement."""
    rows = list(Delivery.objects.of_case(pane.case.number)[:READ])
    repeated = {(row.notification_id, row.way, row.round - 1) for row in rows}
    shown = [_told(pane, row, (row.notification_id, row.way, row.round) in repeated) for row in rows]
    return shown[:SHOWN], shown[SHOWN:]


def _whom(pane: CasePane, address: str) -> str:
    """The complainant, or the unit whose own system was told."""
    units = {unit_address(party.unit_id): party.unit.label for party in pane.view.parties}
    return units.get(address) or pane.view.filer


def _told(pane: CasePane, row: Delivery, repeated: bool) -> Told:
    now = timezone.now()
    able = pane.may_send and not repeated and deliveries.may_send(row) and (row.final or row.due_at > now)
    spec = pane.view.kind.acts.get(row.notification.topic)
    whom = row.user.name if row.user else _whom(pane, row.address)
    send_url = pane.url("send", row.pk) if able else ""
    confirms = spec is pane.view.kind.opening and row.user is None
    what = _("Confirmation that it arrived") if confirms else (spec.label if spec else "")
    return Told(row, whom, what, ways.named(row.way).label, MARKS[row.state], fate(row, now), send_url)
