"""What the tracking page offers beyond waiting: every right, with its form and its last day, also without scripts."""

import pytest
import time_machine

from tests.complaints import rights
from tests.desk.factories import signed_in
from tests.engine.world import Line, at, make_world

from .browsers import do, opened, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    return Line(make_world())


@pytest.fixture
def clock():
    with time_machine.travel(at("2026-10-12 17:00"), tick=False) as traveller:
        yield traveller


def test_what_is_missing_stands_on_top_item_by_item_and_is_sent_from_there(line, clock):
    rights.something_missing(line)
    browser = opened(line.case)
    page = page_of(browser, line.case)
    for words in ("轮到您了：补正材料，最迟10月26日（周一）24:00。", "票券：券号或截图", "请补票券号。"):
        assert words in page
    assert "您现在不用做什么" not in page
    do(browser, line.case, "supplement", message="券号 HN0000-0000")
    assert line.case.state == "submitted"


def test_whoever_typed_the_code_has_been_reached_and_their_window_runs(line, clock):
    rights.something_missing(line)
    opened(line.case)
    assert line.case.clocks.get(name="supplement").due_at == at("2026-10-27 00:00")


def test_the_link_alone_reaches_nobody_the_open_page_says_so_by_itself(line, clock):
    """P8: a mail scanner follows links; it runs no scripts."""
    browser = opened(line.case)
    rights.something_missing(line)
    page = page_of(browser, line.case)
    assert line.case.unreached_seq
    assert "data-seen" in page
    browser.post(f"/track/case/{line.case.number}/seen/")
    assert not line.case.unreached_seq
    assert "data-seen" not in page_of(browser, line.case)


def test_did_you_get_it_is_one_press_or_a_word(line, clock):
    line.to_verified()
    browser = opened(line.case)
    page = page_of(browser, line.case)
    assert "您收到了吗？" in page
    assert "补兑两张票并书面说明。" in page
    do(browser, line.case, "deny_received", message="影院说要等下个月。")
    assert line.case.last_remedy.received == "no"
    line.do("remedy_not_enough", "handler", reason="请补发。")
    assert "您收到了吗？" not in page_of(browser, line.case)


def test_a_closed_case_offers_rating_review_and_contest_with_their_last_days(line, clock):
    line.to_closed()
    browser = opened(line.case)
    page = page_of(browser, line.case)
    for words in (
        "评价办理情况",
        "申请复核",
        "对结果申诉",
        "截止到10月27日（周二）24:00。",
        "截止到11月11日（周三）24:00。",
    ):
        assert words in page, words
    assert "没有其他需要您办的" not in page
    do(browser, line.case, "rate", stars="5", words="快。")
    assert line.case.stars == 5
    do(browser, line.case, "contest", reason="补兑的票不能用。")
    assert line.case.state == "contested"
    assert "重新审查" in page_of(browser, line.case)


def test_a_refusal_says_why_and_can_be_contested(line, clock):
    line.do("claim", "handler")
    line.do("not_accept", "handler", because="not_ours", reason="不属活动范围。", other_ways="请拨打 12345。")
    browser = opened(line.case)
    do(browser, line.case, "contest", reason="就是活动票券。")
    line.do("confirm_refusal", "lead", reason="票券来自别的活动。", other_ways="12315；法院。")
    page = page_of(browser, line.case)
    assert "票券来自别的活动。" in page
    assert "12315；法院。" in page
    assert "您已经申诉过一次。" in page


def test_a_transfer_is_contested_from_the_page(line, clock):
    rights.sent_elsewhere(line)
    browser = opened(line.case)
    assert "投诉原文。" in page_of(browser, line.case)
    do(browser, line.case, "contest_transfer", reason="就是影院的事。")
    assert line.case.state == "submitted"


def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(line, clock):
    line.to_closed()
    browser = opened(line.case)
    answer = do(browser, line.case, "rate", words="办得快。")
    assert answer.status_code == 422
    assert "办得快。" in answer.content.decode()


def test_the_other_side_asks_for_a_review_from_its_own_page_and_its_window_runs_from_its_look(line, clock):
    line.to_decided()
    cinema = signed_in(line.world.cinema_clerk)
    url = f"/desk/party/{line.case.number}/"
    assert "data-seen" in cinema.get(url).content.decode()
    cinema.post(f"{url}seen/")
    assert "data-seen" not in cinema.get(url).content.decode()
    assert "申请复核" in cinema.get(url).content.decode()
    events = line.case.events.filter(name="be_reached", unit=line.world.cinema.unit)
    assert events.count() == 1
    late = line.world.cinema_clerk
    with pytest.raises(Exception, match="时间已过"):
        line.do("ask_review", late, when="2026-11-12 00:00", reason="不服。")


def test_what_the_review_made_of_it_is_read_by_both_sides_once_it_is_decided(line, clock):
    rights.under_review(line)
    line.do("propose_review", "handler", outcome="uphold", opinion="监控与原认定一致。")
    browser, cinema = opened(line.case), signed_in(line.world.cinema_clerk)
    pages = [
        lambda: page_of(browser, line.case),
        lambda: cinema.get(f"/desk/party/{line.case.number}/").content.decode(),
    ]
    assert not any("监控与原认定一致。" in page() for page in pages)
    line.do("uphold", "lead")
    assert all("监控与原认定一致。" in page() for page in pages)


def test_a_merged_case_says_under_which_number_it_is_handled(line, clock):
    rights.merged(line)
    assert line.case.merged_into.number in page_of(opened(line.case), line.case)
