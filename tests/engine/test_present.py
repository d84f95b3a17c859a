"""What each person reads of a case: the office all, the complainant their own, a respondent its part."""

import pytest

from casework.engine import present, queues
from casework.engine.actors import Actor
from casework.engine.errors import NotFound
from casework.engine.models import Recusal
from tests.parties.factories import make_membership, make_user

from .world import Line, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def read(line, who):
    return present.view(who, line.case, line.now)


def names(view):
    return [row.name for row in view.timeline]


def test_a_respondent_reads_that_it_was_asked_and_what_it_did_itself(world):
    view = read(Line(world).to_answered(), world.cinema_clerk)
    assert names(view) == ["answer", "request_answers"]
    assert view.timeline[1].words == []
    assert [row.who for row in view.timeline] == ["示例影城（天元店）", "林小例 湖南省电影行业协会"]


def test_a_respondent_reads_the_finding_and_no_remark_of_the_office(world):
    line = Line(world).to_proposed()
    line.do("approve", "lead", remark="只给同事看的批注")
    view = read(line, world.cinema_clerk)
    assert names(view)[0] == "approve"
    assert "批注" not in str([row.words for row in view.timeline])


def test_the_complainant_reads_every_stage_and_no_internal_note(world):
    line = Line(world).to_answered()
    line.do("note", "handler", note="内部的话")
    view = read(line, line.complainant)
    assert names(view) == ["answer", "answer", "request_answers", "accept", "claim", "file"]
    assert view.timeline[-1].who == "您"


def test_the_office_reads_all_with_who_can_see_each_line(world):
    line = Line(world).to_investigating()
    line.do("note", "colleague", note="内部的话")
    row = read(line, world.handler).timeline[0]
    assert (row.internal, row.readers) == (True, "仅本单位可见")


def test_who_holds_it_whom_it_waits_for_and_until_when(world):
    line = Line(world).to_investigating()
    waiting = read(line, line.complainant).waiting_for
    assert [w.whom for w in waiting] == ["示例影城（天元店）", "示例平台"]
    assert all(w.due_at is not None for w in waiting)
    assert [w.whom for w in read(line, world.cinema_clerk).waiting_for] == ["示例影城（天元店）"]


def test_a_greyed_act_says_who_could_and_one_without_sense_is_left_out(world):
    line = Line(world).to_answered()
    shut = read(line, world.colleague).offer("propose")
    assert "林小例" in str(shut.why_not)
    assert read(line, world.handler).offer("claim") is None
    assert read(line, world.handler).offer("propose").open


def test_a_recused_person_sees_nothing_not_even_in_counts_p20(world):
    line = Line(world).to_investigating()
    Recusal.objects.create(case=line.case, user=world.handler.person, since=line.now)
    recused = Actor.user(world.handler.person)
    with pytest.raises(NotFound):
        read(line, recused)
    assert queues.my_work(recused).count() == 0


def test_an_auditor_reads_all_and_is_offered_nothing(world):
    auditor = make_user("审计员")
    make_membership(user=auditor, unit=world.association, role="auditor")
    line = Line(world).to_investigating()
    view = read(line, Actor.user(auditor))
    assert "file" in names(view)
    assert [offer for offer in view.offers if offer.open] == []


def test_a_date_says_why_it_is_that_date(world):
    line = Line(world).to_investigating()
    clock = next(c for c in read(line, line.complainant).clocks if c.clock.name == "investigation")
    texts = " ".join(stretch.text for stretch in clock.why)
    assert clock.amount == "15 个工作日"
    assert "国庆" in texts
    assert "调休" in texts


def test_the_queue_puts_the_person_at_the_counter_first_and_says_why(world):
    Line(world)
    at_counter = Line(world, "2026-09-28 21:00", category="model_worker", at_the_cinema="yes", happened_on="2026-09-28")
    rows = queues.rows(queues.unit_queue(world.handler), at_counter.now)
    assert [row.group for row in rows] == [queues.ON_SITE, queues.YOURS]
    assert rows[0].case.pk == at_counter.pk
    assert "还没有人认领" in rows[1].why
