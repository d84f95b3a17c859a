"""A platform applies with its own sheet, three bodies decide under seal, the public objects, and it takes part."""

from __future__ import annotations

from playwright.sync_api import expect

from casework.admissions.applications.papers import LEVELS, PAPERS
from tests.admissions.books import xlsx
from tests.admissions.register import real_cinemas

from . import pages

HEAD, PANELS, SIDE = "#case-head", "#case-panels", "#case-side"
PLATFORM = "示例影票通"


def its_sheet() -> dict[str, object]:
    """The real cinemas as a platform might keep them: title, county, a total."""
    rows = [["合作影院名单", "", "", ""], ["影院名称", "影院编码", "市州", "县市区"]]
    rows += [[one.name, one.code, one.prefecture_name, one.county_name] for one in real_cinemas()]
    rows += [["合计", len(rows) - 2, "", ""]]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "名单.xlsx", "mimeType": kind, "buffer": xlsx(("名单", rows))}


def applies(platform) -> str:
    """From the first page of the platform's desk to the application sent; its number."""
    platform.opens("/desk/party/")
    platform.page.locator("a[href='/desk/ours/open/application/']:visible").click()
    form = platform.page.locator("form.actform")
    form.locator("[name=unit]").select_option(label=PLATFORM)
    form.locator(".btn-main").click()
    platform.page.wait_for_url("**/desk/ours/PT*/")
    fill_in(platform, pages.sheet(platform, "submit"))
    return platform.page.url.rstrip("/").rsplit("/", 1)[1]


def fill_in(platform, form) -> None:
    said = {
        "uscc": "91430200MA4RFH3D8P",
        "licence_until": "2035-12-31",
        "service_phone": "400-000-0000",
        "extension_channel": "在应用内申请延期；余额由主办单位归集。",
        "about_list": "有几家影院的编码正在变更。",
        "signatory": "沈小例",
    }
    for level in LEVELS.values:
        said |= {f"name_{level}": "联系人", f"phone_{level}": "0731-0000 0000"}
    pages.fill(form, **said)
    form.locator("[name=agrees]").check()
    for name in PAPERS:
        form.locator(f"[name={name}_file]").first.set_input_files(pages.a_photo(name))
        expect(form.locator(f"#{name} [data-upload-list] .ok")).to_have_count(1)
    form.locator("[name=cinema_list_file]").set_input_files(its_sheet())
    form.locator(".btn-main").click()
    expect(platform.page.locator(HEAD)).to_contain_text("形式审查")


def thinks(body, number: str, word: str, reasons: str) -> None:
    pages.open_case(body, number)
    pages.does(body, "give_opinion", word=word, reasons=reasons)


def test_a_platform_is_admitted_and_everybody_sees_how(person, installation, watch, inspector):
    real_cinemas()
    installation.elsewhere.register_cinemas()
    platform, public = person("platform", user="shenqing"), person("public", at="phone")
    number = applies(platform)
    expect(platform.page.locator(PANELS)).to_contain_text("影院 796 家")
    platform.page.get_by_role("link", name="查看每一行").click()
    inspector.looks_over(platform, "its list, row by row")
    platform.opens(f"/desk/ours/{number}/").is_live()
    for act in ("claim", "find_complete"):
        installation.elsewhere.act(number, act, "lin")
    bureau, union, association = person("bureau", user="yuan"), person("union", user="gonghui"), person("lu", user="lu")
    pages.open_case(union, number)
    union.is_live()
    thinks(bureau, number, "agrees", "许可有效，同意。")
    watch.starts()
    watch.soon(bureau.sees("许可有效，同意。", where=SIDE))
    assert union.sees("省总工会", "省电影局", "行业协会", where=SIDE).missing() == []
    thinks(union, number, "agrees", "延期办法可行，同意。")
    thinks(association, number, "agrees", "名单与协议一致，同意。")
    watch.starts()
    watch.soon(platform.sees("公示", where=HEAD), bureau.sees("延期办法可行", "名单与协议一致", where=PANELS))

    public.opens(f"/notices/{number}/")
    form = public.page.locator("form:has([name=reason])")
    pages.fill(form, name="王先生", contact="13800138001", reason="名单里有一家影院已停业。")
    public.cut_off = True
    public.context.set_offline(True)
    form.locator(".btn-main").click()
    expect(form.locator("[role=alert]")).to_contain_text("都还在")
    public.context.set_offline(False)
    expect(public.page.locator("[data-sent]")).to_contain_text("您的异议已收到")
    public.cut_off = False
    watch.starts()
    watch.soon(bureau.sees("名单里有一家影院已停业", where=PANELS))
    handler = person("handler", user="lin")
    pages.open_case(handler, number)
    pages.does(handler, "answer_objection", verdict="dismissed", answer="该影院已恢复营业。")
    installation.elsewhere.notice_ends(number)
    watch.starts()
    watch.soon(platform.sees("已入选", where=HEAD), handler.sees("已入选", where=HEAD))
    public.opens("/platforms/")
    expect(public.page.locator("main")).to_contain_text(PLATFORM)
