"""Settling in browsers (issue 5 §1): both sides agree on their own pages and the terms are carried out; and silence,
which is no consent."""

from __future__ import annotations

from playwright.sync_api import expect

from . import pages

# Played without a mouse (hands.py).
HANDS = "keyboard"

TERMS = "影院于三日内补兑两张票，并由店长当面道歉。"
LEAD_LINE, TERMS_PART = "#p-lead", "#terms"


def asked(installation) -> dict[str, str]:
    """A complaint under investigation."""
    filed = installation.elsewhere.file()
    installation.elsewhere.walk(filed["number"], "request_answers")
    return filed


def offers(reviewer, number: str) -> None:
    """The handler offers terms from the desk."""
    pages.open_case(reviewer, number)
    reviewer.page.locator("#case-acts .more-acts summary").click()
    pages.does(reviewer, "offer_settlement", parties="cinema", terms=TERMS, owed_by="cinema")


def offered(installation, reviewer) -> dict[str, str]:
    filed = asked(installation)
    offers(reviewer, filed["number"])
    return filed


def agrees_on_the_phone(complainant) -> None:
    with complainant.page.expect_navigation():
        complainant.page.locator("#agree_settlement .btn-main").click()


def test_both_sides_agree_a_lead_approves_and_the_terms_are_carried_out(person, installation, watch):
    elsewhere = installation.elsewhere
    reviewer, lead = person("reviewer", user="lin"), person("lead", user="tang")
    cinema = person("cinema", user="tianyuan1")
    filed = asked(installation)
    number = filed["number"]
    complainant = person("complainant", at="phone").opens(f"/track/{filed['link']}/").is_live()
    pages.open_request(cinema, number)
    cinema.is_live()
    offers(reviewer, number)
    watch.starts()
    watch.soon(
        complainant.sees("轮到您了", "说明是否同意方案", where=LEAD_LINE),
        complainant.sees(TERMS, "不同意也照样办", "您仍有权申请复核", where=TERMS_PART),
        cinema.sees(TERMS, "不等于承认", where=TERMS_PART),
    )

    agrees_on_the_phone(complainant)
    watch.starts()
    watch.soon(
        complainant.sees("您 同意", where=TERMS_PART),
        cinema.sees("投诉人 同意", where=TERMS_PART),
        reviewer.sees("投诉人 同意", where=TERMS_PART),
    )
    cinema.page.locator("#terms form .btn-main").click()
    cinema.page.wait_for_url("**/receipt/**")
    watch.starts()
    watch.soon(
        complainant.sees("示例影城（天元店） 同意", where=TERMS_PART),
        reviewer.sees("示例影城（天元店） 同意", where=TERMS_PART),
    )

    pages.does(reviewer, "propose", finding="settled", facts_found="双方同意和解，没有其他争议。")
    lead.opens(f"/desk/cases/{number}/?list=approve")
    watch.then(lead.sees(TERMS, "投诉人 同意", "在自己的网页上", where="#approval"))
    pages.does(lead, "approve")
    watch.starts()
    watch.soon(complainant.sees("认定：和解", TERMS, "双方同意", where="#p-result"))

    elsewhere.walk_on(number, "confirm_remedy", after="approve")
    watch.starts()
    watch.soon(complainant.sees("您收到了吗？", TERMS, where="#p-turn"))
    with complainant.page.expect_navigation():
        complainant.page.locator("#confirm_received .btn-main").click()
    watch.then(complainant.sees("已办结", where=LEAD_LINE))
    pages.open_request(cinema, number)
    watch.then(cinema.sees("双方同意", where="main"))


def test_who_says_nothing_has_not_agreed_and_the_investigation_goes_on(person, installation, watch):
    elsewhere = installation.elsewhere
    reviewer, cinema = person("reviewer", user="lin"), person("cinema", user="tianyuan1")
    filed = offered(installation, reviewer)
    number = filed["number"]
    complainant = person("complainant", at="phone").opens(f"/track/{filed['link']}/").is_live()
    pages.open_request(cinema, number)
    cinema.page.locator("#terms form .btn-main").click()
    cinema.page.wait_for_url("**/receipt/**")
    elsewhere.time_passes(20)
    assert "leave_settlement_unsaid" in elsewhere.record(number)
    watch.starts()
    watch.soon(
        complainant.sees("您 没有表态，不算同意", where=TERMS_PART),
        complainant.sees("调查中", where=LEAD_LINE),
        within=10,
    )
    pages.open_case(reviewer, number)
    if "fall_back" in elsewhere.record(number):
        pages.does(reviewer, "claim")
    form = pages.sheet(reviewer, "propose")
    expect(form.locator('[name=finding][value="settled"]')).to_have_count(0)
    expect(form).to_contain_text("投诉人没有表态，没有表态不算同意")

    # They were only late: a word is still theirs to say, and theirs to take back.
    agrees_on_the_phone(complainant)
    watch.then(complainant.sees("您 同意", where=TERMS_PART))
    withdraw = complainant.page.locator("#withdraw_consent")
    withdraw.locator("summary").click()
    with complainant.page.expect_navigation():
        withdraw.locator(".btn-main").click()
    watch.then(complainant.sees("您 已撤回同意", where=TERMS_PART))


def test_the_pages_where_terms_are_offered_are_for_everyone(person, installation, inspector):
    reviewer = person("reviewer", user="lin")
    filed = offered(installation, reviewer)
    number = filed["number"]
    inspector.looks_over(
        person("complainant", at="phone").opens(f"/track/{filed['link']}/"), "terms on the tracking page"
    )
    cinema = person("cinema", user="tianyuan1")
    pages.open_request(cinema, number)
    inspector.looks_over(cinema, "cinema's terms")
    inspector.looks_over(cinema.opens(f"/desk/party/{number}/?act=decline_settlement"), "declining")
    pages.open_case(reviewer, number)
    reviewer.page.locator("#terms a[data-act=record_consent]").click()
    expect(reviewer.page.locator("#sheet-record_consent form.actform")).to_be_visible()
    inspector.looks_over(reviewer, "recording a word")


def test_on_a_phone_without_scripts_one_agrees_with_one_press(person, installation, watch):
    filed = offered(installation, person("reviewer", user="lin"))
    complainant = person("complainant", at="phone", scripts=False).opens(f"/track/{filed['link']}/")
    watch.then(complainant.sees(TERMS, "不同意也照样办", where=TERMS_PART))
    complainant.page.locator("#agree_settlement .btn-main").click()
    watch.then(complainant.sees("您 同意", where=TERMS_PART))
