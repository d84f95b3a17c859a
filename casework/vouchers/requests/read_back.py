"""What was read of a request, shown to whoever sends it before anything is asked for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from casework.engine.calendar import Calendar
from casework.parties.models import Campaign

from ..extending import Voucher
from ..money import yuan
from ..months import LastDay, extended

SHOWN = 12


@dataclass(frozen=True)
class Days:
    """So many vouchers with one last day, and until when they could be redeemed."""

    count: int
    expires_on: dt.date
    end: LastDay


@dataclass(frozen=True)
class ReadBack:
    vouchers: Sequence[Voucher]
    campaign: Campaign

    @property
    def count(self) -> int:
        return len(self.vouchers)

    @property
    def first(self) -> list[str]:
        """Their numbers as typed; of many, the first ones."""
        return [one.typed for one in self.vouchers[: self.count if self.count <= SHOWN + 1 else SHOWN]]

    @property
    def last(self) -> str:
        """The last number, where not all are shown."""
        return self.vouchers[-1].typed if self.count > SHOWN + 1 else ""

    @property
    def amount(self) -> str:
        return yuan(sum(one.face_value for one in self.vouchers))

    @property
    def days(self) -> list[Days]:
        counted = sorted(Counter(one.expires_on for one in self.vouchers).items())
        calendar = Calendar.load(counted[0][0])
        return [Days(count, day, extended(day, self.campaign.extension_months, calendar)) for day, count in counted]
