"""Join of three with one refused (issue 5 §5): three people complain of one cinema; what is done is done for all."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from . import pages
from .inspection import Inspector
from .installation import Elsewhere
from .people import Person, Watch

LEAD_LINE = "#p-lead"
TOGETHER = "并案办理"
FINDING = {
    "finding": "upheld",
    "facts_found": "影院当晚以系统升级为由拒收票券。",
    "evidence": "account",
    "rule": "R33",
    "remedy_by": "cinema",
    "remedy": "补兑票券并书面说明。",
}
STORIES = (
    "买了两张票，售票员说系统升级，今晚不收券，只收现金。",
    "昨晚兑票，前台说系统升级不收券，只收现金，白跑一趟。",
    "用票券换票，前台说系统升级，今晚都不收券，让付现金。",
)


def box(form: Locator, number: str) -> Locator:
    """The box of another case in an act's form."""
    return form.locator(f'[name=also][value^="{number}|"]')


def does_for(who: Person, act: str, *also: str, **fields: str) -> None:
    """Open the act's form, tick these cases, fill it in, send it."""
    form = pages.sheet(who, act)
    for number in also:
        box(form, number).check()
    pages.does(who, act, **fields)


def joins_from_the_panel(who: Person, leading: str, number: str, watch) -> None:
    """From the leading case's page: the two stand side by side, and the way to join leads to the other one's form."""
    pages.open_case(who, leading)
    who.page.locator("#case-like").scroll_into_view_if_needed()
    watch.then(who.sees(number, "可能是其他人反映的同一件事", "示例影城（天元店）", "相同", where="#case-like"))
    who.page.get_by_role("link", name=f"把 {number} 并入本案办理").click()
    form = who.page.locator("#sheet-join form.actform")
    expect(form.locator("[name=leading] option:checked")).to_contain_text(leading)
    pages.does(who, "join", reason="同一影院、同一晚、同一说法。")
    watch.then(who.sees(leading, where="#case-panels"))


def answers_all_at_once(cinema: Person, numbers: list[str], watch: Watch, inspector: Inspector) -> None:
    leading, second, third = numbers
    watch.then(*(pages.asked(cinema, number) for number in numbers))
    pages.open_request(cinema, second)
    form = cinema.page.locator("#party-form")
    for number in (leading, third):
        box(form, number).check()
    inspector.looks_over(cinema, "one answer for several requests")
    notice = pages.a_photo("系统升级通知")
    pages.answer(cinema, file=notice, admits="yes", account="系统升级，前台没有改用手工核销。", offers="redeem")
    watch.then(cinema.sees(f"{leading} 也已提交", f"{third} 也已提交", where="body"))


def reads_nothing_of_the_others(who: Person, mine: str, story: str, numbers: list[str], watch: Watch) -> None:
    watch.then(who.sees("属实", "补兑票券并书面说明。", where="#p-result"), who.sees(TOGETHER, where="#p-hold"))
    text = who.page.locator("body").inner_text()
    assert not [number for number in numbers if number != mine and number in text]
    assert not [words for words in STORIES if words in text and words != story]


def joins_what_is_like_it(
    reviewer: Person, leading: str, second: str, third: str, watch: Watch, inspector: Inspector
) -> None:
    pages.open_case(reviewer, leading)
    reviewer.page.locator("#case-like").scroll_into_view_if_needed()
    watch.then(reviewer.sees(second, third, where="#case-like"))
    inspector.looks_over(reviewer, "two cases side by side")
    for number in (second, third):
        joins_from_the_panel(reviewer, leading, number, watch)


def accepts_all_but_what_a_colleague_took(
    reviewer: Person, numbers: list[str], elsewhere: Elsewhere, watch: Watch, inspector: Inspector
) -> None:
    """A colleague had the third case for a moment, and was faster."""
    leading, second, third = numbers
    pages.open_case(reviewer, leading)
    form = pages.sheet(reviewer, "accept")
    for number in (second, third):
        box(form, number).check()
    inspector.looks_over(reviewer, "a form for several cases")
    elsewhere.hand_over(third, "lin", "zhou")
    elsewhere.act(third, "accept", "zhou")
    pages.does(reviewer, "accept")
    watch.then(reviewer.sees(third, "没有办理", "周小样", where="#outcome"), reviewer.sees(second, where="#outcome"))
    assert [elsewhere.record(number)[-1] for number in numbers] == ["accept", "accept", "accept"]
    assert elsewhere.record(third).count("accept") == 1
    elsewhere.hand_over(third, "zhou", "lin")


def test_three_peoples_complaints_are_handled_together_and_each_reads_a_finding_of_their_own(
    person, installation, watch, inspector
):
    elsewhere = installation.elsewhere
    filed = [elsewhere.file(phone=f"1380013890{n}", name=f"投诉人{n}", story=text) for n, text in enumerate(STORIES, 1)]
    leading, second, third = numbers = [one["number"] for one in filed]
    for number in numbers:
        elsewhere.act(number, "claim", "lin")
    reviewer = person("reviewer", user="lin")
    complainant = person("the third complainant", at="phone").opens(f"/track/{filed[2]['link']}/")

    joins_what_is_like_it(reviewer, leading, second, third, watch, inspector)
    watch.starts()
    watch.soon(complainant.sees(TOGETHER, where="#p-feed"), complainant.sees(TOGETHER, where="#p-hold"))

    accepts_all_but_what_a_colleague_took(reviewer, numbers, elsewhere, watch, inspector)

    pages.open_case(reviewer, leading)
    does_for(reviewer, "request_answers", second, third, platform="")
    watch.then(
        reviewer.sees("已记录", third, where="#outcome"),
        *(reviewer.sees("在等示例影城（天元店）", where=f"#w-{number}") for number in numbers),
    )

    cinema = person("cinema", user="tianyuan1").opens("/desk/party/")
    answers_all_at_once(cinema, numbers, watch, inspector)
    assert [elsewhere.record(number).count("answer") for number in numbers] == [1, 1, 1]

    pages.open_case(reviewer, leading)
    does_for(reviewer, "propose", second, third, **FINDING)
    watch.then(reviewer.sees(second, third, where="#outcome"))

    lead = person("lead", user="lu").opens(f"/desk/cases/{leading}/?list=approve")
    pages.sheet(lead, "approve")
    watch.then(lead.sees("影院当晚以系统升级为由拒收票券。", where="#sheet-approve .also"))
    does_for(lead, "approve", second, third)
    watch.starts()
    watch.soon(complainant.sees("属实", "补兑票券并书面说明。", where="#p-result"))
    assert [elsewhere.record(number)[-1] for number in numbers] == ["approve"] * 3

    for one, story in zip(filed, STORIES, strict=True):
        theirs = person(one["number"], at="phone").opens(f"/track/{one['link']}/")
        reads_nothing_of_the_others(theirs, one["number"], story, numbers, watch)
    inspector.looks_over(complainant, "a complaint that is handled together with others")
