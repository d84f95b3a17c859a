"""A file that cannot be read at all says why; a stranger's file harms nothing but the process that opens it (R25)."""

import io
import json
import subprocess
import zipfile

import pytest

from casework.admissions.models import CinemaSheet
from casework.admissions.sheets.services import read_list
from casework.engine.attachments import books as opening
from casework.engine.attachments import vault
from casework.engine.models import Attachment
from casework.parties import unpack
from casework.parties.sheets import Unreadable
from tests.parties.factories import make_campaign, make_cinema

from . import books
from .world import HEAD, outcomes, read_bytes

pytestmark = pytest.mark.django_db

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_bytes(data, make_campaign())
    assert not CinemaSheet.objects.exists()
    return str(refused.value)


def far_corner() -> bytes:
    """A few kilobytes that declare seventeen billion cells."""
    return books.xlsx(("1", [HEAD]), also=lambda book: book.worksheets()[0].write(1048575, 16383, "x"))


def bomb() -> bytes:
    """A book of a few hundred kilobytes, and of 400 MB unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book, book.open("xl/a.xml", "w") as entry:
        for _megabyte in range(310):
            entry.write(bytes(1_000_000))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "a web page that is only called a sheet"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook></Workbook>', "a web page that is only called a sheet"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\0", "neither XLSX nor CSV"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "neither XLSX nor CSV"),
        (b"PK\x03\x04 torn off", "cannot be opened as a sheet"),
        (OLE + bytes(600), "cannot be opened as a sheet"),
        (b"", "The file is empty"),
        (b"\n\n ,, \n", "There is nothing in the sheet"),
        (books.text([HEAD, ["", "", "", ""]]), "there is no row"),
        (bytes(opening.MOST_BYTES + 1), "has 10.0 MB; a sheet may have 10 MB"),
        (books.text([HEAD, *[["示例影院", "", "", ""]] * 30_000]), "more than 30000 rows"),
        (bomb(), "holds far more than it shows"),
        (far_corner(), "holds far more than it shows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data, words):
    assert words in refusal(data)


def test_without_its_columns_it_says_what_it_looked_for_and_what_it_saw():
    words = refusal(books.text([["合作名单"], ["序号", "放映单位", "座位"], [1, "示例影城", 200]]))
    assert words == (
        "The names of the columns were not found in the first 20 rows. One of them must be called “影院名称” or "
        "“影院编码”; what stands there is: “序号”, “放映单位”, “座位”."
    )


def test_a_web_server_that_opens_a_bomb_goes_on(monkeypatch):
    """Its reader is a process of its own, with limits and without our environment; when it dies, that is a refusal."""
    runs = []
    run = subprocess.run

    def watched(command, **options):
        runs.append((command, options, run(command, **options)))
        return runs[-1][2]

    monkeypatch.setattr(subprocess, "run", watched)
    refusal(far_corner())
    command, options, done = runs[0]
    assert command[1:3] == ["-I", unpack.__file__]
    assert options["env"] == {}
    assert done.returncode != 0


def test_a_reader_that_hangs_is_ended(monkeypatch, caplog):
    monkeypatch.setattr(opening, "SECONDS", 0.01)
    assert "holds far more" in refusal(books.text([HEAD, ["示例影院"]]))
    assert "could not be opened: timeout" in caplog.text


def test_the_program_writes_rows_and_last_the_result(tmp_path):
    source = tmp_path / "source"
    source.write_bytes(books.xlsx(("长沙", [["影院"], [], [43010101.0]])))
    unpack_here = [json.loads(line) for line in _unpacked(source, tmp_path)]
    assert unpack_here == [{"name": "长沙", "hidden": False, "merged": []}, [1, ["影院"]], [3, ["43010101"]]]


def _unpacked(source, folder) -> list[str]:
    opening._unpack(source, folder)
    return (folder / "rows.jsonl").read_text().splitlines()


def test_a_sheet_without_the_columns_among_others_is_shown_and_not_read():
    make_cinema(code="43020011", name="示例影城", division="430211")
    head = ["影院编码", "影院名称"]
    book = books.xlsx(("说明", [["请勿修改"]]), ("株洲", [head, ["43020011", "示例影城"]]), ("空", []))
    sheet = read_bytes(book, make_campaign())
    assert outcomes(sheet) == [("counted", "43020011", "天元区")]
    assert list(sheet.lines.filter(outcome="aside").values_list("tab", "row", "reason")) == [
        (1, 1, "no_heading"),
        (2, 1, "heading"),
    ]
    assert [tab["name"] for tab in sheet.tabs] == ["说明", "株洲", "空"]


def test_a_list_is_read_from_the_file_that_was_sent():
    data = books.text([["影院编码"], ["43020011"]])
    vault.put_bytes("sealed/aa/list", data)
    attachment = Attachment.objects.create(
        original="sealed/aa/list", size=len(data), created_at="2026-05-01T00:00Z", uploader="user:1"
    )
    sheet = read_list(attachment=attachment, campaign=make_campaign())
    assert (sheet.attachment, sheet.outcomes) == (attachment, {"aside": 1, "not_found": 1})
    attachment.delete()
    sheet.refresh_from_db()
    assert sheet.lines.count() == 2  # the law takes the file, not what was read of it
