"""A lead approves one finding after another, with the keyboard alone, while new ones come in."""

from __future__ import annotations

from playwright.sync_api import expect

# Played without a mouse (hands.py).
HANDS = "keyboard"


def test_one_after_another_without_a_reload_and_a_new_one_comes_in(person, installation, watch):
    elsewhere = installation.elsewhere
    first, second, third = (elsewhere.file()["number"] for _n in range(3))
    for number in (first, second):
        elsewhere.walk(number, "propose")
    lead = person("lead", user="tang").opens("/desk/approve/")
    page, keyboard = lead.page, lead.page.keyboard
    loads = lead.loads

    keyboard.press("j")
    watch.then(lead.sees("影院拒绝兑换两张有效票券。", "当晚兑换机断网。", "补兑两张票", where="#approval"))
    keyboard.press("a")
    expect(page.locator("#sheet-approve .btn-main")).to_be_focused()
    watch.then(lead.sees("补兑两张票并书面说明。", where="#sheet-approve .preview"))
    keyboard.press("Enter")
    watch.then(lead.sees(first, "批准", where=".done-word"), lead.sees(second, where="#case-head"))
    assert elsewhere.record(first)[-1] == "approve"

    elsewhere.walk(third, "propose")
    watch.starts()
    watch.soon(lead.sees("2", where='.rail a[href$="/approve/"] em'))
    keyboard.press("r")
    reason = page.locator("#sheet-send_back [name=reason]")
    expect(reason).to_be_focused()
    keyboard.type("请写明断网从何时起。")
    elsewhere.act(second, "message", "complainant", message="我又找到一张小票。")
    expect(page.locator("#sheet-send_back [data-sheet-news]")).to_be_visible()
    with lead.may_get(409):
        keyboard.press("Control+Enter")
        watch.then(lead.sees("我又找到一张小票。", where="#sheet-send_back .late-news"))
    expect(reason).to_have_value("请写明断网从何时起。")
    reason.focus()
    keyboard.press("Control+Enter")
    watch.then(lead.sees(third, where="#case-head"), lead.sees(second, "退回", where=".done-word"))
    assert elsewhere.record(second)[-1] == "send_back"
    assert lead.loads == loads
