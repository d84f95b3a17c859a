"""What a complainant keeps: the receipt as one picture."""

from playwright.sync_api import expect

from . import pages


def test_the_receipt_is_kept_as_one_picture(person):
    complainant = person("complainant", at="phone")
    filed = pages.file_complaint(complainant)
    complainant.page.locator("[data-receipt] .acts-row a[download]").click()
    shown = complainant.page.locator("dialog.picture")
    expect(shown).to_be_visible()
    picture = shown.locator("img")
    measure = "async (img) => { await img.decode(); return [img.naturalWidth, img.naturalHeight] }"
    width, height = picture.evaluate(measure)
    # Number, code and the QR code below each other, not the QR code alone.
    assert (width, height > 900) == (720, True)
    link = shown.locator("a[download]")
    assert link.get_attribute("download") == f"{filed.number}.png"
    assert link.get_attribute("href") == picture.get_attribute("src")
    complainant.page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
