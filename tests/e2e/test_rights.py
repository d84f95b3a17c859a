"""Everyone's rights in browsers (issue 5 §5): what is missing, a finding that comes back, a remedy that did not arrive,
an ending that is contested and done again; and a review that changes the finding."""

from __future__ import annotations

from playwright.sync_api import expect

from . import pages

# Played without a mouse (hands.py).
HANDS = "keyboard"

LEAD_LINE = "#p-lead"
FINDING = {
    "finding": "upheld",
    "facts_found": "影院拒绝兑换两张有效票券。",
    "evidence": "account",
    "rule": "R33",
    "remedy_by": "cinema",
    "remedy": "补兑两张票并书面说明。",
}


def send(who, act: str, **fields: str) -> None:
    """The complainant's form of this act, folded or not, filled in and sent."""
    part = who.page.locator(f"#{act}")
    if part.evaluate("part => part.tagName === 'DETAILS' && !part.open"):
        part.locator("summary").first.click()
    pages.fill(part, **fields)
    with who.page.expect_navigation():
        part.locator(".btn-main").click()


def test_from_something_missing_to_an_ending_that_is_done_again(person, installation, watch):
    elsewhere = installation.elsewhere
    filed = elsewhere.file()
    number = filed["number"]
    complainant = person("complainant", at="phone").opens(f"/track/{filed['link']}/")
    reviewer, lead = person("reviewer", user="lin"), person("lead", user="lu")
    pages.open_case(reviewer, number)
    pages.does(reviewer, "claim")
    pages.does(reviewer, "ask_supplement", items="voucher", explanation="请补票券号。")
    watch.starts()
    watch.soon(complainant.sees("轮到您了", where=LEAD_LINE), complainant.sees("票券：券号或截图", where="#p-turn"))
    send(complainant, "supplement", message="券号 HN0000-0000")
    watch.starts()
    watch.soon(reviewer.sees("HN0000-0000", where="#case-record"), reviewer.sees("待受理", where="#case-head"))

    elsewhere.walk_on(number, "answer", after="claim")
    pages.open_case(reviewer, number)
    pages.does(reviewer, "propose", **FINDING)
    pages.open_case(lead, number)
    pages.does(lead, "send_back", reason="请写明断网从何时起。")
    watch.then(reviewer.sees("调查中", where="#case-head"))
    pages.does(reviewer, "propose", **FINDING)
    elsewhere.walk_on(number, "confirm_remedy", after="propose")
    watch.starts()
    watch.soon(complainant.sees("您收到了吗？", where="#p-turn"))
    send(complainant, "deny_received", message="影院说要等下个月。")
    watch.then(reviewer.sees("影院说要等下个月。", where="#case-record"))
    pages.open_case(lead, number)
    pages.does(lead, "close_unperformed", how="not_performed", reason="影院拒不补兑。", other_ways="12315；法院。")
    watch.starts()
    watch.soon(complainant.sees("已办结", where=LEAD_LINE), complainant.sees("12315；法院。", where="#p-feed"))
    expect(complainant.page.locator("#contest")).to_contain_text("截止到")

    send(complainant, "contest", reason="票还没有补。")
    watch.then(complainant.sees("申诉审查中", where=LEAD_LINE))
    pages.open_case(lead, number)
    watch.then(lead.sees("票还没有补。", where="main"))
    pages.does(lead, "redo", reason="请核对补兑记录。")
    watch.starts()
    watch.soon(complainant.sees("调查中", "林小例", where=LEAD_LINE), reviewer.sees("调查中", where="#case-head"))
    assert "request_answers" not in elsewhere.record(number)[-6:], "nobody is asked twice"


def test_a_review_by_people_who_took_no_part_changes_the_finding(person, installation, watch):
    elsewhere = installation.elsewhere
    filed = elsewhere.file()
    number = filed["number"]
    elsewhere.walk(number, "approve")
    complainant = person("complainant", at="phone").opens(f"/track/{filed['link']}/")
    cinema = person("cinema", user="tianyuan1").opens(f"/desk/party/{number}/")
    cinema.page.locator('a[href="?act=ask_review"]').click()
    pages.answer(cinema, reason="监控显示当晚正常兑换。")
    watch.starts()
    watch.soon(complainant.sees("复核中", where=LEAD_LINE))

    handled = person("handled it", user="lin")
    pages.open_case(handled, number)
    expect(handled.page.locator("a[data-act=claim]")).to_have_count(0)
    reviewer, lead = person("reviewer", user="zhou"), person("lead", user="lu")
    pages.open_case(reviewer, number)
    pages.does(reviewer, "claim")
    watch.then(reviewer.sees("监控显示当晚正常兑换。", where="main"))
    changed = {
        "outcome": "change",
        "opinion": "监控推翻了原认定。",
        "finding": "not_upheld",
        "because": "did_not_happen",
    }
    pages.does(reviewer, "propose_review", **changed, facts_found="监控显示当晚正常兑换。", remedy_by="")
    pages.open_case(lead, number)
    pages.does(lead, "change_finding")
    watch.starts()
    watch.soon(
        complainant.sees("监控显示当晚正常兑换。", where="#p-result"), complainant.sees("已办结", where=LEAD_LINE)
    )
