"""What happens to a file that people send: taken and disarmed, or refused with a sentence that helps."""

import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from casework.engine.attachments import convert, copies, store, vault
from casework.engine.models import Attachment

from . import factories as f

pytestmark = pytest.mark.django_db


def copy_of(attachment: Attachment, number: int = 1) -> bytes:
    return vault.read(f"{attachment.shown}/{vault.page_name(number, attachment.shown_type)}")


def picture_of(attachment: Attachment, number: int = 1) -> Image.Image:
    return Image.open(io.BytesIO(copy_of(attachment, number)))


def refusal(content: bytes, name: str = "a.jpg") -> str:
    """The sentence with which this file is refused; and nothing of it may be left."""
    files = set(all_files())
    with pytest.raises(store.FileRefused) as refused:
        f.stored(content, name=name)
    assert not Attachment.objects.exists()
    assert set(all_files()) == files
    return refused.value.message


def all_files() -> list[str]:
    root = Path(default_storage.location)
    return [str(path) for path in root.rglob("*") if path.is_file()]


# --- taken and disarmed -----------------------------------------------------------------------------------------------
def test_the_original_is_sealed_byte_by_byte_with_its_hash():
    content = f.phone_photo()
    attachment = f.stored(content)
    assert vault.read(attachment.original) == content
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()
    assert attachment.size == len(content)
    assert (attachment.media_type, attachment.pages_shown) == ("image/jpeg", 1)


def test_p7_the_copy_does_not_tell_where_by_whom_or_with_what_a_photo_was_taken():
    attachment = f.stored(f.phone_photo())
    for content in (copy_of(attachment), vault.read(f"{attachment.shown}/{vault.THUMB}")):
        image = Image.open(io.BytesIO(content))
        assert not image.getexif()
        assert not {"exif", "comment", "icc_profile"} & set(image.info)
        for word in (b"Zhang", b"13812345678", b"secret-profile", b"Exif"):
            assert word not in content


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (5, 5)), (2, (-5, 5)), (3, (-5, -5)), (4, (5, -5)), (5, (5, 5)), (6, (-5, 5)), (7, (-5, -5)), (8, (5, -5))],
)
def test_p6_a_rotated_photo_stands_upright(orientation, corner, tmp_path):
    (tmp_path / "photo").write_bytes(f.phone_photo(orientation))
    image = convert.photo("image/jpeg", tmp_path / "photo")
    assert image.size == ((400, 300) if orientation < 5 else (300, 400))
    red, green, _blue = image.getpixel((corner[0] % image.width, corner[1] % image.height))
    assert red > 200 > 100 > green


def test_a_rotated_photo_arrives_upright():
    assert picture_of(f.stored(f.phone_photo(6))).size == (300, 400)


def test_an_iphones_heic_is_shown_as_jpeg():
    attachment = f.stored(f.heic(), name="IMG_0001.HEIC")
    assert (attachment.media_type, attachment.shown_type) == ("image/heic", "image/jpeg")
    assert picture_of(attachment).size == (320, 240)


@pytest.mark.parametrize(
    ("image", "form"),
    [
        (f.picture(mode="CMYK", color=(0, 255, 255, 0)), "JPEG"),
        (f.picture(mode="L", color=128), "JPEG"),
        (f.picture(), "WEBP"),
        (f.picture(mode="RGBA", color=(0, 0, 0, 0)), "WEBP"),
        (f.picture(mode="RGBA", color=(0, 0, 0, 0)), "PNG"),
        (f.picture(mode="LA", color=(0, 0)), "PNG"),
        (f.picture(mode="P", color=3), "PNG"),
        (f.picture(mode="1", color=1), "PNG"),
        (f.picture(mode="I;16", color=30000), "PNG"),
    ],
)
def test_every_kind_of_picture_becomes_a_plain_one(image, form):
    shown = picture_of(f.stored(f.encoded(image, form)))
    assert shown.size == (400, 300)
    assert shown.mode in ("L", "RGB")


def test_sixteen_bits_are_not_cut_off_at_white():
    shown = picture_of(f.stored(f.encoded(f.picture(mode="I;16", color=32768), "PNG")))
    assert 120 <= shown.convert("L").getpixel((9, 9)) <= 136


def test_what_is_transparent_is_white_not_black():
    shown = picture_of(f.stored(f.encoded(f.picture(mode="RGBA", color=(0, 0, 0, 0)), "PNG")))
    assert shown.convert("RGB").getpixel((9, 9)) == (255, 255, 255)


def test_of_an_animation_the_first_picture_is_shown():
    frames = [f.picture(color=color) for color in ("red", "green", "blue")]
    moving = f.encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert picture_of(f.stored(moving)).getpixel((9, 9))[0] > 200


def test_a_screenshot_stays_sharp_as_png_and_loses_its_author():
    attachment = f.stored(f.screenshot())
    assert attachment.shown_type == "image/png"
    assert b"Zhang" not in copy_of(attachment)


def test_a_large_photo_is_shown_at_2560_and_listed_at_320():
    attachment = f.stored(f.jpeg((4000, 3000)))
    assert picture_of(attachment).size == (2560, 1920)
    assert Image.open(io.BytesIO(vault.read(f"{attachment.shown}/{vault.THUMB}"))).size == (320, 240)


def test_a_pdf_is_shown_as_page_images():
    attachment = f.stored(f.pdf(3), name="ticket.pdf")
    assert (attachment.media_type, attachment.pages, attachment.pages_shown) == ("application/pdf", 3, 3)
    for number in (1, 2, 3):
        assert picture_of(attachment, number).format == "JPEG"
        assert b"Zhang" not in copy_of(attachment, number)


def test_of_a_long_pdf_the_first_thirty_pages_are_shown_and_all_are_counted():
    attachment = f.stored(f.pdf(33, size=(60, 80)))
    assert (attachment.pages, attachment.pages_shown) == (33, 30)


def test_a_page_of_any_size_becomes_a_picture_of_ours():
    assert max(picture_of(f.stored(f.wide_pdf())).size) == convert.PAGE_EDGE


def test_the_bytes_count_and_the_extension_does_not():
    assert f.stored(f.jpeg(), name="invoice.pdf").media_type == "image/jpeg"


def test_a_file_that_is_photo_and_pdf_at_once_is_shown_as_the_photo():
    attachment = f.stored(f.jpeg() + b"%PDF-1.7 <script>alert(1)</script>")
    assert attachment.media_type == "image/jpeg"
    assert b"script" not in copy_of(attachment)


# --- refused, and what the person reads -------------------------------------------------------------------------------
def test_an_empty_file_is_refused():
    assert "empty" in refusal(b"")


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"PK\x03\x04" + b"\0" * 200,
        b"GIF89a" + b"\0" * 50,
        b"\0" * 5000,
        b"x",
    ],
)
def test_what_is_no_photo_is_refused_and_told_what_is(content):
    message = refusal(content, "photo.jpg")
    for word in ("JPEG", "PNG", "WebP", "HEIC", "PDF", "screenshot"):
        assert word in message


def test_a_video_is_told_that_videos_come_later():
    assert "ideo" in refusal(b"\0\0\0\x18ftypmp42" + b"\0" * 100, "film.mp4")


@pytest.mark.parametrize("make", [f.jpeg, f.screenshot, f.heic, f.pdf, lambda: f.encoded(f.picture(), "WEBP")])
def test_a_truncated_file_is_refused(make):
    content = make()
    message = refusal(content[: len(content) // 2])
    assert "damaged or incomplete" in message
    assert "once more" in message


def test_a_photo_with_only_its_first_bytes_is_refused():
    assert "damaged" in refusal(b"\xff\xd8\xff\xe0")


@pytest.mark.parametrize("size", [(100_000, 100_000), (20_000, 20_000), (8_000, 7_000)])
def test_a_picture_that_declares_a_giant_size_is_refused_before_it_is_decoded(size):
    assert "pixels" in refusal(f.giant_png(*size))


def test_a_plain_jpeg_of_108_million_pixels_is_read_at_a_smaller_scale(tmp_path):
    (tmp_path / "photo").write_bytes(f.jpeg((12000, 9000)))
    assert convert.photo("image/jpeg", tmp_path / "photo").size == (2560, 1920)


def test_a_progressive_jpeg_of_that_size_is_refused(tmp_path):
    (tmp_path / "photo").write_bytes(f.jpeg((9000, 7000), progressive=True))
    with pytest.raises(convert.CannotConvert, match="pixels"):
        convert.photo("image/jpeg", tmp_path / "photo")


def test_a_file_over_the_limit_is_refused_with_both_figures(monkeypatch):
    monkeypatch.setattr(store, "MAX_BYTES", 1024 * 1024)
    message = refusal(b"\xff\xd8\xff" + b"\0" * (2 * 1024 * 1024))
    assert "2.0 MB" in message
    assert "1.0 MB" in message


def test_a_locked_pdf_is_told_how_to_unlock_it():
    assert "password" in refusal(f.locked_pdf(), "contract.pdf")


def test_a_pdf_that_is_none_is_refused():
    assert "PDF is damaged" in refusal(b"%PDF-1.7\n<html>not at all</html>")


def test_a_decoder_that_hangs_or_crashes_takes_only_the_file_with_it(monkeypatch):
    monkeypatch.setattr(copies, "SECONDS", 0.001)
    assert "damaged" in refusal(f.jpeg())


def test_the_process_that_decodes_gets_no_environment(monkeypatch):
    seen = {}

    def run(command, **options):
        seen.update(options)
        raise copies.subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(copies.subprocess, "run", run)
    refusal(f.jpeg())
    assert seen["env"] == {}


def test_too_many_unsent_files_are_refused(monkeypatch):
    monkeypatch.setattr(store, "MAX_WAITING", 1)
    f.stored()
    with pytest.raises(store.FileRefused, match="Send these first"):
        f.stored()
    assert f.stored(uploader="upload:someone else").pk


# --- names ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("微信图片_20260928193512.jpg", "微信图片_20260928193512.jpg"),
        ("影" * 66 + ".jpg", "影" * 66 + ".jpg"),
        ("影" * 300 + ".jpg", "影" * 251 + ".jpg"),
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Users\\zhang\\a.jpg", "a.jpg"),
        ("ticket\u202egpj.exe", "ticketgpj.exe"),
        ("a\u200b\u0000\r\nb.jpg", "a b.jpg"),
        ("全家👨‍👩‍👧𠮷\U0001fae8.jpg", "全家👨‍👩‍👧𠮷\U0001fae8.jpg"),
        ("e\u0301.jpg", "\u00e9.jpg"),
        ("..", ""),
    ],
)
def test_a_name_is_kept_faithfully_and_made_safe_to_show(sent, kept):
    sent_file = f.upload(f.jpeg(), "x.jpg")
    sent_file._name = sent
    assert store.store(upload=sent_file, uploader="upload:me").name == kept


def test_nothing_of_the_name_is_in_the_path():
    attachment = f.stored(name="zhangsan.jpg")
    assert "zhang" not in attachment.original + attachment.shown


def test_others_read_a_number_not_a_name():
    assert f.stored(name="zhangsan.jpg").title(1) == "Photo 1"
    assert f.stored(f.pdf()).title(2) == "PDF 2"


# --- once more, for another case --------------------------------------------------------------------------------------
def test_a_duplicate_has_bytes_of_its_own_and_is_as_disarmed():
    first = f.stored(f.pdf(2), name="班表.pdf")
    twin = store.duplicate(attachment=first, uploader=first.uploader)
    assert (twin.sha256, twin.name, twin.pages_shown, twin.state) == (first.sha256, first.name, 2, "waiting")
    assert not {twin.original, twin.shown} & {first.original, first.shown}
    vault.drop(first.original)
    vault.drop(first.shown)
    assert hashlib.sha256(vault.read(twin.original)).hexdigest() == twin.sha256
    assert picture_of(twin, 2).size
    assert vault.read(f"{twin.shown}/{vault.THUMB}")
