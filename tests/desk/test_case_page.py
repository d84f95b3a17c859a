"""A case at the desk: what the page says, to whom, and at which price."""

import pytest
import time_machine

from casework.engine.models import Event
from tests.engine.world import Line, at, make_world

from .factories import HTMX, photo, signed_in, text_of, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-10-13 10:00"), tick=False):
        yield


@pytest.mark.parametrize("walk", ["to_investigating", "to_answered", "to_proposed", "to_decided"])
@pytest.mark.parametrize("who", ["handler", "lead", "colleague"])
def test_a_case_page_costs_twenty_statements_at_every_stage(world, walk, who, django_assert_max_num_queries):
    line = getattr(Line(world), walk)()
    client, url = signed_in(getattr(world, who)), url_of(line)
    with django_assert_max_num_queries(20):
        assert client.get(url).status_code == 200


def test_a_long_record_costs_no_more(world, django_assert_max_num_queries):
    line = Line(world).to_answered()
    for _ in range(30):
        line.do("note", "colleague", note="第几次核对。")
    client, url = signed_in(world.handler), url_of(line)
    with django_assert_max_num_queries(20):
        client.get(url)


def test_the_page_says_who_has_it_whom_it_waits_for_and_until_when(world):
    line = Line(world).to_investigating()
    text = text_of(signed_in(world.handler).get(url_of(line)))
    for words in (line.case.number, "林小例", "示例影城（天元店）", "示例平台", "10月13日"):
        assert words in text or "今天" in text


def test_the_first_act_is_what_the_case_waits_for_and_only_one_button_is_filled(world):
    line = Line(world)
    line.do("claim", "handler")
    pane = signed_in(world.handler).get(url_of(line)).context["pane"]
    assert [button.name for button in pane.buttons][:2] == ["accept", "not_accept"]
    assert sum(button.main for button in pane.buttons) == 1


def test_unclaimed_it_is_claimed_first(world):
    pane = signed_in(world.handler).get(url_of(Line(world))).context["pane"]
    assert pane.buttons[0].name == "claim"


def test_a_shut_act_stays_with_its_reason_in_words(world):
    line = Line(world).to_proposed()
    response = signed_in(world.handler).get(url_of(line))
    assert 'aria-disabled="true"' in text_of(response)
    reasons = {str(label): str(shut.reason) for shut in response.context["pane"].shut for label in shut.labels}
    assert reasons
    assert all(reasons.values())


def test_the_lead_reads_proposal_and_answers_beside_the_approval(world):
    line = Line(world).to_proposed()
    text = text_of(signed_in(world.lead).get(url_of(line)))
    for words in (
        "影院以系统不收券为由拒绝兑换两张有效票券。",
        "补兑两张票并书面说明。",
        "系统当晚正常。",
        "当晚兑换机断网。",
    ):
        assert words in text


def test_contact_details_are_shown_on_demand_and_the_look_is_recorded(world):
    line = Line(world)
    client = signed_in(world.handler)
    assert "13800138000" not in text_of(client.get(url_of(line))).replace(" ", "")
    shown = client.post(url_of(line, tail="contact/"), **HTMX)
    assert "138 0013 8000" in text_of(shown)
    assert Event.objects.filter(case_id=line.pk, name="look").count() == 1
    assert "林女士" in text_of(client.post(url_of(line, tail="contact/")))


def test_a_sensitive_file_is_veiled_and_has_no_thumbnail(world):
    line = Line(world).to_investigating()
    line.do("evidence", line.complainant, attachments=[photo(line.complainant.uploader, sensitive=True)])
    pane = signed_in(world.handler).get(url_of(line)).context["pane"]
    (file,) = pane.files
    assert (file["picture"], file["veiled"], "张三" in file["name"]) == ("", True, False)
    assert f"next={url_of(line)}" in file["redact"]


def test_internal_notes_are_amber_and_a_partys_words_are_not(world):
    line = Line(world).to_investigating()
    line.do("note", "colleague", note="查一下能否并入专项检查。")
    line.do("message", line.complainant, message="旁边一位工友也被拒了。")
    feed = signed_in(world.handler).get(url_of(line)).context["pane"].feed
    internal = {row["body"]: row["internal"] for row in feed}
    assert internal["查一下能否并入专项检查。"] is True
    assert internal["旁边一位工友也被拒了。"] is False


def test_every_row_says_who_can_read_it(world):
    line = Line(world).to_decided()
    assert all(row["audience"] for row in signed_in(world.lead).get(url_of(line)).context["pane"].feed)


def test_no_code_or_state_name_is_shown_raw(world):
    line = Line(world).to_decided()
    text = text_of(signed_in(world.lead).get(url_of(line)))
    visible = text[text.index('id="case"') :]
    for raw in (">investigating", ">decided", "：account", "：cinema", "：R33"):
        assert raw not in visible


def test_htmx_gets_the_pane_and_the_parts_alone(world):
    line = Line(world).to_answered()
    client = signed_in(world.handler)
    pane = text_of(client.get(url_of(line), **HTMX))
    assert "<html" not in pane
    assert "<title>" in pane
    parts = text_of(client.get(url_of(line, tail="live/"), **HTMX))
    assert all(f'id="{part}"' in parts for part in ("case-head", "case-acts", "case-record", "case-side"))
    assert "actform" not in parts


def test_a_number_that_does_not_exist_and_one_of_no_kind_are_not_found(world):
    client = signed_in(world.handler)
    for number in ("TS26-000001-H", "XX26-000001-H", "nonsense"):
        assert client.get(f"/desk/cases/{number}/").status_code == 404


def test_the_list_stays_beside_the_case(world):
    line = Line(world)
    response = signed_in(world.handler).get(url_of(line) + "?list=all&q=不收券&state=open")
    assert response.context["list_url"].startswith("/desk/all/?")
    assert "state=open" in response.context["pane"].url("act", "claim")
