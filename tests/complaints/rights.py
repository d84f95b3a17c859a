"""Complaints brought to the stages of `complaints.rights`."""

from __future__ import annotations

from types import SimpleNamespace

from casework.engine.actors import Actor
from casework.parties.models import Unit
from inspections.services import checklists_for
from tests.engine.world import Line
from tests.parties.factories import make_membership, make_unit, make_user


def more_people(world: SimpleNamespace) -> SimpleNamespace:
    """The world, with a second lead and a third handler, so that somebody is always free."""
    for name, shown, role in (("other_lead", "陆示范", "lead"), ("third", "秦小样", "handler")):
        user = make_user(shown)
        make_membership(user=user, unit=world.association, role=role)
        setattr(world, name, Actor.user(user))
    return world


def something_missing(line: Line) -> None:
    line.do("claim", "handler")
    line.do("ask_supplement", "handler", items=["voucher"], explanation="请补票券号。")


def sent_elsewhere(line: Line) -> None:
    line.do("claim", "handler")
    line.do("transfer", "handler", body="12345", sent="投诉原文。")


def merged(line: Line) -> None:
    again = Line(line.world)
    line.do("claim", "handler")
    line.do("merge", "handler", into=again.pk, reason="同一件事。")


def more_time_asked(line: Line) -> None:
    line.to_investigating()
    line.do("ask_extension", "handler", until="2026-11-10", reason="等待日志。")


def inspection_asked(line: Line) -> None:
    line.to_answered()
    make_unit(Unit.Kind.UNION, name="天元区总工会", division="430211")
    unit = line.world.cinema.unit
    version = checklists_for([unit]).first()
    line.do("ask_inspection", "handler", unit=unit.pk, checklist=version.pk, because="看黄金场能不能兑换。")


def unpaid(line: Line) -> None:
    line.to_verified()
    line.do("deny_received", "complainant", message="没有收到。")


def no_word(line: Line) -> None:
    line.to_verified()
    line.ticks("2026-11-20 09:00")


def decided_by_others(line: Line) -> None:
    """Handled by the colleague and approved by a lead from elsewhere in the house: handler and lead took no part."""
    approver = make_user("审批人")
    make_membership(user=approver, unit=line.world.association, role="lead")
    line.do("claim", "colleague")
    line.do("accept", "colleague")
    line.do("request_answers", "colleague", cinema="请说明。")
    line.do("answer", "cinema_clerk", admits="no", account="没有。")
    line.do("propose", "colleague", finding="not_upheld", because="did_not_happen", facts_found="没有发生。")
    line.do("approve", Actor.user(approver))


def under_review(line: Line) -> None:
    decided_by_others(line)
    line.do("ask_review", "complainant", reason="没有查清。")
    line.do("claim", "handler")


def review_proposed(line: Line) -> None:
    under_review(line)
    line.do("propose_review", "handler", outcome="uphold", opinion="认定恰当。")


def review_changes(line: Line) -> None:
    under_review(line)
    found = {"finding": "not_upheld", "because": "on_its_face", "facts_found": "不违反规则。"}
    line.do("propose_review", "handler", outcome="change", opinion="理由不同。", **found)


def ending_contested(line: Line) -> None:
    decided_by_others(line)
    line.do("contest", "complainant", reason="不同意。")


def refusal_contested(line: Line) -> None:
    line.do("claim", "handler")
    line.do("not_accept", "handler", because="not_ours", reason="不属活动范围。", other_ways="请拨打 12345。")
    line.do("contest", "complainant", reason="不同意。")


def somebody_elses(line: Line, phone: str = "13900139000", **changes) -> Line:
    """A complaint of somebody else about the same cinema, in the hands of the same handler."""
    other = Line(line.world, phone=phone, **changes)
    other.do("claim", "handler")
    return other


def joined(line: Line) -> Line:
    """Under investigation, and joined to somebody else's case, which is returned."""
    leading = somebody_elses(line)
    line.do("claim", "handler")
    line.do("accept", "handler")
    line.do("join", "handler", leading=leading.pk, reason="同一场次、同一影院。")
    return leading


def leading(line: Line) -> Line:
    """Under investigation, and leading somebody else's case, which is returned."""
    other = somebody_elses(line)
    line.do("claim", "handler")
    line.do("accept", "handler")
    other.do("join", "handler", leading=line.pk, reason="同一场次、同一影院。")
    return other
