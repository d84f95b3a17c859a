"""What is written for the fund's office with the acts that change whether the measure about subsidies holds (R39)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.utils import timezone

from . import papers
from .subsidies import subsidies_of
from .telling_fund import TELL_FUND

if TYPE_CHECKING:
    from casework.engine.acts import Context


@contextmanager
def telling_the_fund(ctx: Context) -> Iterator[None]:
    """Around what an act does to measures: where the office must know something else afterwards, a notice is written
    and the handler asked to send it. One that still waits to be sent is overtaken by it."""
    case, today = ctx.case, timezone.localdate(ctx.now)
    before = subsidies_of(case, today)
    yield
    after = subsidies_of(case, today)
    if after is None or after == before:
        return
    case.fund_letter = papers.fund_notice(case, before, after, ctx.act.name, ctx.now).number
    case.fund_told_at = None
    ctx.start_ask(TELL_FUND)
