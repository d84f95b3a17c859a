"""What an act costs in statements (DESIGN §1): filing at most 35, an act within a stage 25, one that changes it 60; the
same however many cases there are and however many people hear of it.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.attachments.redact import prepare
from casework.engine.kinds import kind_named
from casework.engine.models import Attachment, Case, Clock
from casework.parties.models import Unit
from tests.complaints import settling
from tests.parties.factories import make_membership, make_user

from .world import Line, at, filing, key, make_file, make_world

pytestmark = pytest.mark.django_db

FILING, STEP, MOVE = 35, 25, 60
# The door's own transaction is a savepoint in a test: BEGIN and COMMIT are no statements elsewhere.
DOOR = 2


class CountedLine(Line):
    """A complaint whose every act is counted: {act: statements}, the worst of each."""

    def __init__(self, world: SimpleNamespace, counts: dict[str, int], **changes: object) -> None:
        self.world, self.now, self.counts = world, at("2026-09-28 20:14"), counts
        said = filing(world, **changes)
        with CaptureQueriesContext(connection) as queries:
            done = door.open_case("complaint", by=Actor.filer(), key=key(), at=self.now, **said)
        counts["file"] = len(queries) - DOOR
        self.pk = done.case.pk
        self.complainant = Actor.seat(self.pk, "complainant")

    def do(self, act, who, *, when=None, seen=None, **details):
        self.now = at(when) if when else self.now
        actor = getattr(self, who, None) or getattr(self.world, who)
        # As in a request: the actor is new, and reads memberships of its own.
        actor = Actor.user(actor.person) if actor.person else actor
        # As pages do, which have the case at hand.
        case = self.case
        with CaptureQueriesContext(connection) as queries:
            done = door.perform(case, act, by=actor, key=key(), seen=case.version, at=self.now, **details)
        self.counts[act] = max(self.counts.get(act, 0), len(queries) - DOOR)
        return done


def whole_life(world: SimpleNamespace) -> dict[str, int]:
    """One complaint through every act of its first half that a person does, with two files; and a few that end it."""
    counts: dict[str, int] = {}
    line = CountedLine(world, counts)
    line.do("claim", "handler")
    line.do("message", "complainant", message="还有一句。")
    line.do("reply", "handler", to="complainant", message="收到。")
    line.do("message", "complainant", message="谢谢。")
    line.do("mark_read", "handler")
    line.do("note", "handler", note="查一下。")
    line.do("urge", "complainant")
    line.do("record_contact", "handler", way="phone", reached="yes", result="已说明。")
    for told in ("8001", "8000"):
        line.do("reissue_code", "handler", phone_end=told, name="林女士", handed="phone")
    line.do("put_back", "handler", reason="请假。")
    line.do("claim", "colleague")
    line.do("hand_over", "colleague", to=world.handler.person.pk)
    line.do("accept", "handler")
    line.do("evidence", "complainant", attachments=[make_file(line, line.complainant)])
    files = {f"files_{role}": [_copy_for(line, getattr(world, role).unit)] for role in ("cinema", "platform")}
    line.do("request_answers", "handler", cinema="请说明。", platform="请说明。", **files)
    line.do("restart_procedure", "lead", reason="流程卡住了。")
    line.do("ask_further", "handler", unit=world.platform.unit.pk, question="日志在哪里？")
    line.do("drop_request", "handler", request=line.case.answer_requests.last().pk, reason="不必了。")
    line.do(
        "answer", "cinema_clerk", admits="partly", account="断网。", offers=["redeem"], attachments=[make_file(line)]
    )
    line.do("answer", "platform_clerk", admits="no", account="正常。")
    finding = {"finding": "upheld", "facts_found": "拒绝兑换。", "evidence": ["account"], "rule": "R33"}
    line.do("propose", "handler", **finding, remedy_by="cinema", remedy="补兑。")
    line.do("send_back", "lead", reason="再补。")
    line.do("propose", "handler", **finding, remedy_by="cinema", remedy="补兑。")
    line.do("approve", "lead")
    line.do("urge_respondent", "handler", reason="请尽快。")
    line.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(line)])
    line.do("remedy_not_enough", "handler", reason="还差一张。")
    line.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(line)])
    line.do("confirm_remedy", "handler")
    line.do("confirm_received", "complainant")
    _ends(world, counts)
    return counts


def _copy_for(line: CountedLine, unit: Unit) -> int:
    """The complainant's file, looked through by the handler and ready to go along with the request."""
    file = Attachment.objects.of_case(line.pk).get()
    return prepare(attachment=file, unit=unit, boxes=[], by=line.world.handler.address).pk


def _ends(world: SimpleNamespace, counts: dict[str, int]) -> None:
    CountedLine(world, counts).do("withdraw", "complainant")
    refused = CountedLine(world, counts)
    refused.do("claim", "handler")
    refused.do("not_accept", "handler", because="not_ours", reason="不属于本活动。", other_ways="12345")
    _settles(CountedLine(world, counts).to_investigating())


def _settles(line: CountedLine) -> None:
    """Terms for everybody, taken back, offered anew, and every word that can be said to them; then another remedy."""
    settling.offer(line, "cinema", "platform")
    line.do("drop_settlement", "handler", reason="另提。")
    settling.offer(line, "cinema", "platform")
    settling.offer(line, "cinema", "platform", terms=settling.OTHER_TERMS)
    settling.declines(line, "complainant", "还要道歉。")
    settling.record(line, "complainant")
    settling.record(line, "cinema")
    settling.agrees(line, "platform_clerk")
    line.do("withdraw_consent", "platform_clerk", message="再考虑。")
    settling.agrees(line, "platform_clerk")
    line.do("propose", "handler", finding="settled", facts_found="双方同意。")
    line.do("approve", "lead")
    line.do("offer_remedy", "handler", terms=settling.TERMS)
    settling.agrees(line, "complainant")
    settling.agrees(line, "cinema_clerk")
    line.do("replace_remedy", "handler")


def budget_of(act: str) -> int:
    spec = kind_named("complaint").acts[act]
    if act == "file":
        return FILING
    # One more ends the draft of its form, in the same transaction.
    return (MOVE if spec.target is not None or spec.restarts else STEP) + spec.shared_draft


def crowd(world: SimpleNamespace, people: int) -> None:
    """So many people more in the office, and at each party."""
    for unit, role in ((world.association, "lead"), (world.cinema.unit, "handler"), (world.platform.unit, "handler")):
        for _n in range(people):
            make_membership(user=make_user(), unit=unit, role=role)


def many_cases(world: SimpleNamespace, number: int) -> None:
    rows = [
        Case(
            kind="complaint",
            number=f"TS26-{n:06d}-X",
            state="submitted",
            campaign=world.campaign,
            topic="other",
            office=world.association,
            holder=world.association,
            opened_at=at("2026-09-01 09:00"),
            state_since=at("2026-09-01 09:00"),
            due_at=at("2026-12-01 00:00"),
            last_seq=1,
        )
        for n in range(900000, 900000 + number)
    ]
    cases = Case.objects.bulk_create(rows)
    day = {"started_at": at("2026-09-01 09:00"), "due_at": at("2026-12-01 00:00"), "next_at": at("2026-11-27 00:00")}
    Clock.objects.bulk_create([Clock(case=case, name="triage", amount=7, unit="workdays", **day) for case in cases])


def test_every_act_keeps_within_its_budget(capsys):
    counts = whole_life(make_world())
    with capsys.disabled():
        print(f"\nstatements per act ({connection.vendor}):")  # noqa: T201
        for act, count in sorted(counts.items(), key=lambda item: -item[1]):
            print(f"  {act:20} {count:3} of {budget_of(act)}")  # noqa: T201
    assert {act: count for act, count in counts.items() if count > budget_of(act)} == {}


def test_the_cost_does_not_grow_with_cases_or_people():
    world = make_world()
    few = whole_life(world)
    many_cases(world, 1000)
    crowd(world, 30)  # Django gives SQLite 999 parameters: from 111 people on, telling them takes it a second statement
    assert whole_life(world) == few
