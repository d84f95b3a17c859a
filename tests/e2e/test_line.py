"""One complaint from a phone to its end, with five browsers open: every page moves by itself and stays right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from . import pages
from .installation import Installation
from .pages import A_DAY, PLATFORM
from .people import POLL, Person, Watch

FINDING = {
    "finding": "upheld",
    "facts_found": "影院以系统不收券为由拒绝兑换两张有效票券。",
    "evidence": "account",
    "rule": "R33",
    "remedy_by": "cinema",
    "remedy": "补兑两张票并书面说明。",
}
LEAD_LINE = "#p-lead"
MOVED = {
    "complainant": "#p-lead, #p-hold, #p-result, #p-feed",
    # What was mailed has no bell: an open page learns it with the next news.
    "reviewer": "#case-head, #case-acts, #case-side > section:not(#told)",
    "cinema": "#party-feed",
    "platform": "#party-feed",
}


@pytest.fixture(params=["with sockets", "without sockets"])
def five(request, person, wire, watch):
    """Everybody at their browsers. In the second run the network lets no socket through from the first act on."""
    sockets = request.param == "with sockets"
    watch.within += 0 if sockets else POLL
    common = {"by": wire, "polls": not sockets}
    world = SimpleNamespace(
        complainant=person("complainant", at="phone", **common),
        reviewer=person("reviewer", user="lin", **common),
        lead=person("lead", user="tang", **common),
        cinema=person("cinema", user="tianyuan1", **common),
        platform=person("platform", user="pingtai", at="phone", **common),
        sockets=sockets,
        wire=wire,
    )
    world.everybody = [world.complainant, world.reviewer, world.lead, world.cinema, world.platform]
    return world


def test_the_whole_line_with_five_browsers_open(five, installation, watch):
    number = it_is_filed_and_accepted(five, watch)
    both_sides_answer(five, watch, number)
    a_finding_is_approved(five, watch, number)
    it_is_remedied_and_closed(five, watch, number)

    nothing_missed_nothing_doubled(installation, number, five)
    if not five.sockets:
        assert five.wire.refused, "no browser ever tried to get its socket back"


# --- the line, stage by stage -----------------------------------------------------------------------------------------
def it_is_filed_and_accepted(five: SimpleNamespace, watch: Watch) -> str:
    complainant, reviewer, lead, cinema, platform = five.everybody
    for who, path in ((reviewer, "queue"), (lead, "all"), (cinema, "party"), (platform, "party")):
        who.opens(f"/desk/{path}/")
    get_going(five, reviewer, lead, cinema, platform)

    with nobody_reloads(reviewer, lead):
        number = pages.file_complaint(complainant).number
        watch.starts()
        watch.soon(pages.listed(reviewer, number), pages.listed(lead, number))

    pages.follow(complainant, number)
    pages.open_case(reviewer, number)
    lead.opens("/desk/mine/")
    get_going(five, complainant, reviewer, lead)

    with nobody_reloads(complainant, reviewer):
        act(watch, reviewer, "claim")
        watch.soon(
            complainant.sees("待受理", "林小例", A_DAY, where=LEAD_LINE),
            complainant.sees("林小例", A_DAY, where="#p-hold"),
            reviewer.sees("林小例", where="#case-head"),
            reviewer.sees("林小例", A_DAY, where="#case-side"),
        )

        act(watch, reviewer, "accept")
        watch.soon(
            complainant.sees("调查中", "林小例", A_DAY, where=LEAD_LINE),
            reviewer.sees("调查中", where="#case-head"),
            reviewer.sees("林小例", A_DAY, where="#case-side"),
        )
    return number


def both_sides_answer(five: SimpleNamespace, watch: Watch, number: str) -> None:
    complainant, reviewer, _lead, cinema, platform = five.everybody
    with nobody_reloads(complainant, reviewer, cinema, platform):
        act(watch, reviewer, "request_answers", cinema="请说明当天的情况。", platform="请提供当天的系统日志。")
        watch.soon(
            pages.asked(cinema, number),
            pages.asked(platform, number),
            complainant.sees("天元店", PLATFORM, A_DAY, where=LEAD_LINE),
            complainant.sees("林小例", A_DAY, where="#p-hold"),
            reviewer.sees("天元店", PLATFORM, A_DAY, where="#case-side"),
        )

    for respondent in (cinema, platform):
        pages.open_request(respondent, number)
        watch.then(respondent.sees("请", A_DAY, where="#party-state"), respondent.sees("林小例"))
    get_going(five, cinema, platform)

    with nobody_reloads(complainant, reviewer, cinema):
        pages.answer(platform, admits="no", account="系统当晚正常。")
        watch.starts()
        watch.soon(
            complainant.sees("天元店", A_DAY, where=LEAD_LINE),
            complainant.misses(PLATFORM, where=LEAD_LINE),
            reviewer.sees("系统当晚正常", where="#case-record"),
            reviewer.sees("天元店", A_DAY, where="#case-side"),
            reviewer.misses(PLATFORM, where="#case-side .waits"),
        )
    assert "系统当晚正常" not in cinema.page.locator("body").inner_text()

    with nobody_reloads(complainant, reviewer):
        pages.answer(cinema, admits="partly", account="当晚兑换机断网。", offers="redeem")
        watch.starts()
        watch.soon(
            complainant.sees("林小例", A_DAY, where=LEAD_LINE),
            complainant.misses("天元店", where=LEAD_LINE),
            reviewer.sees("当晚兑换机断网", where="#case-record"),
            reviewer.sees("林小例", A_DAY, where="#case-side"),
        )


def a_finding_is_approved(five: SimpleNamespace, watch: Watch, number: str) -> None:
    complainant, reviewer, lead, cinema, platform = five.everybody
    for respondent in (cinema, platform):
        pages.open_request(respondent, number)
    get_going(five, cinema, platform)
    with nobody_reloads(complainant, reviewer, lead, cinema, platform):
        act(watch, reviewer, "propose", **FINDING)
        watch.soon(
            pages.listed(lead, number),
            complainant.sees("待审批", A_DAY, where=LEAD_LINE),
            reviewer.sees("待审批", where="#case-head"),
            reviewer.sees("湖南省电影行业协会", A_DAY, where="#case-side"),
        )

    pages.open_case(lead, number)
    get_going(five, lead)
    with nobody_reloads(*five.everybody):
        act(watch, lead, "approve")
        watch.soon(
            complainant.sees("补兑两张票并书面说明", where="#p-result"),
            complainant.sees("天元店", where=LEAD_LINE),
            complainant.sees(A_DAY, where="#p-hold"),
            reviewer.sees("天元店", A_DAY, where="#case-side"),
            lead.sees("天元店", A_DAY, where="#case-side"),
            cinema.sees("补兑两张票并书面说明", A_DAY, where="#party-state"),
            platform.sees("影院以系统不收券为由", where="#party-state"),
        )


def it_is_remedied_and_closed(five: SimpleNamespace, watch: Watch, number: str) -> None:
    complainant, reviewer, _lead, cinema, platform = five.everybody
    pages.open_request(cinema, number)
    with nobody_reloads(complainant, reviewer):
        pages.answer(cinema, account="两张票已补兑，说明已张贴。", file=pages.a_photo("补兑的票"))
        watch.starts()
        watch.soon(
            reviewer.sees("两张票已补兑", where="#case-record"),
            reviewer.sees("林小例", where="#case-side"),
            complainant.sees("林小例", where=LEAD_LINE),
        )

    pages.open_request(cinema, number)
    get_going(five, cinema)
    with nobody_reloads(complainant, reviewer):
        act(watch, reviewer, "confirm_remedy")
        watch.soon(
            complainant.sees("轮到您了", A_DAY, where=LEAD_LINE),
            complainant.sees("您收到了吗？", where="#p-turn"),
            reviewer.sees("投诉人", A_DAY, where="#case-side .waits"),
        )

    with nobody_reloads(reviewer, cinema, platform):
        complainant.page.locator("#confirm_received button").click()
        watch.starts()
        watch.soon(
            complainant.sees("已办结", where=LEAD_LINE),
            reviewer.sees("已办结", where="#case-head"),
            cinema.sees("已办结", where="#party-state"),
            platform.sees("已办结", where="#party-state"),
        )


# --- helpers ----------------------------------------------------------------------------------------------------------
@contextmanager
def nobody_reloads(*people: Person) -> Iterator[None]:
    with ExitStack() as kept:
        for who in people:
            kept.enter_context(who.without_reload())
        yield


def get_going(five: SimpleNamespace, *people: Person) -> None:
    """Pages are open and hear; or their sockets are ended and cannot come back."""
    if five.sockets:
        for who in people:
            who.is_live()
    else:
        for who in five.everybody:
            who.deaf = True
        five.wire.refuse_sockets()


def act(watch: Watch, who: Person, name: str, **fields: str) -> None:
    pages.does(who, name, **fields)
    watch.starts()


def settled(installation: Installation, number: str, who: Person) -> list[str]:
    """The record once the open pages have said that they were seen."""
    before, now = [], installation.elsewhere.whole_record(number)
    while before != now:
        who.page.wait_for_timeout(1000)
        before, now = now, installation.elsewhere.whole_record(number)
    return now


def nothing_missed_nothing_doubled(installation: Installation, number: str, five: SimpleNamespace) -> None:
    """The record on the desk is the record, every event once; and pages that moved say what fresh ones say."""
    record = settled(installation, number, five.reviewer)
    rows = five.reviewer.page.locator("#case-record .feed > li[id]")
    expect(rows).to_have_count(len(record), timeout=1000 * POLL)
    assert rows.evaluate_all("rows => rows.map((row) => row.id)") == [f"e{seq}" for seq in range(len(record), 0, -1)]
    for name, parts in MOVED.items():
        moved = getattr(five, name).sees(where=parts)
        # Gaps between words depend on how far the browser is with its layout; the words do not.
        as_it_was = moved.text().split()
        moved.who.page.reload()
        assert "".join(moved.text().split()) == "".join(as_it_was), name
