"""People of a cinema or platform who read the finding and put right what it says (mock 05)."""

import pytest
import time_machine

from tests.engine.world import Line, at, make_file, make_world

from .factories import signed_in
from .respondent import case_url, cinema_of, send, task_of, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def clock():
    """Sunday noon in the holiday of October 2026, days before anything asked is due."""
    with time_machine.travel("2026-10-04 12:00+08:00", tick=False):
        yield


# --- the finding and the remedy ---------------------------------------------------------------------------------------
def test_nothing_of_a_proposed_finding_is_shown_before_it_is_approved(world):
    line = Line(world).to_proposed()
    text = cinema_of(world).get(case_url(line)).content.decode()
    assert "影院以系统不收券为由拒绝兑换" not in text
    assert "补兑两张票并书面说明" not in text


def test_the_finding_states_facts_rule_and_what_must_be_done_by_when(world):
    line = Line(world).to_decided()
    with time_machine.travel("2026-10-13 09:00+08:00", tick=False):
        page = cinema_of(world).get(case_url(line))
        other = signed_in(world.platform_clerk).get(case_url(line)).content.decode()
    text = page.content.decode()
    for words in ("影院以系统不收券为由拒绝兑换两张有效票券。", "不得以任何理由拒绝兑换", "补兑两张票并书面说明。"):
        assert words in text
    assert page.context["page"].remedy_clock["text"]
    assert "补兑两张票并书面说明。" not in other  # not the platform's to do


def test_a_remedy_is_reported_with_proof_and_asked_for_again_with_the_reason(world):
    line = Line(world).to_decided()
    with time_machine.travel("2026-10-13 09:00+08:00", tick=False):
        client, unit = cinema_of(world), world.cinema.unit
        bare = send(client, line, task_of(line, unit), account="已补兑。")
        assert bare.status_code == 422
        assert send(client, line, task_of(line, unit), account="已补兑。", attachments_file=upload()).status_code == 302
        line.do("remedy_not_enough", "handler", reason="还缺书面说明。")
        page = client.get(case_url(line))
        assert page.context["page"].not_enough == "还缺书面说明。"
        assert page.context["form"] is not None
        assert send(client, line, task_of(line, unit), account="补上了。", attachments_file=upload()).status_code == 302
        line.do("confirm_remedy", "handler")
        line.do("confirm_received", "complainant")
        text = client.get(case_url(line)).content.decode()
    assert "已补兑。" in text
    assert "补上了。" in text
    assert line.case.state == "closed"


def test_the_first_sentence_says_whose_turn_it_is_and_by_when(world):
    def lead(line) -> str:
        page = signed_in(world.cinema_clerk).get(f"/desk/party/{line.case.number}/")
        return page.context["page"].lead

    with time_machine.travel(at("2026-10-12 10:00"), tick=False):
        asked = Line(world).to_investigating()
        assert "答复下面所问" in lead(asked)
        assert "最迟" in lead(asked)
        asked.do("answer", "cinema_clerk", admits="no", account="没有这回事。")
        assert "您现在不用做什么" in lead(asked)
        owes = Line(world).to_decided()
        assert "落实" in lead(owes)
        owes.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(owes)])
        assert "正在核对您报来的情况" in lead(owes)


def test_an_overdue_remedy_is_said_in_words(world):
    line = Line(world).to_decided()
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        clock = cinema_of(world).get(case_url(line)).context["page"].remedy_clock
    assert clock["state"] == "late"
    assert clock["note"]
