"""Many numbers at once, typed or in a sheet: what was read, and which line is wrong and why."""

import datetime as dt
import io

import pytest
import xlsxwriter
from django.utils.translation import override

from casework.engine.attachments import workbench
from casework.parties.sheets import Unreadable
from casework.vouchers import lists
from casework.vouchers.lists import read_text, read_voucher_sheet


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def numbers(text: str) -> list[str]:
    found = read_text(text)
    assert found.faults == []
    return [voucher.number for voucher in found.vouchers]


def read(data: bytes) -> lists.VoucherList:
    """A sheet as somebody sends it."""
    with workbench.folder() as folder:
        (folder / "sheet").write_bytes(data)
        return read_voucher_sheet(folder / "sheet")


def faults(text: str) -> list[str]:
    return [str(fault) for fault in read_text(text).faults]


def book(*rows) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


# --- typed ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "10010001\n10010002\n10010003",
        "10010001\r\n\r\n10010002 \r\n 10010003\r\n",
        "10010001,10010002，10010003",
        "10010001、10010002;10010003；",
        "10010001\t10010002\t10010003",
        "10010001-10010003",
        "１００１０００１～１００１０００３",
        "10010001 至 10010003",
        "10010001 — 10010003",
    ],
)
def test_one_a_line_or_parted_by_commas_or_a_range(text):
    assert numbers(text) == ["10010001", "10010002", "10010003"]


def test_a_range_keeps_its_beginning_and_its_zeros():
    assert numbers("A-0099~A-0101") == ["A0099", "A0100", "A0101"]
    assert numbers("HN0009-0011") == ["HN0009", "HN0010", "HN0011"]
    assert numbers("1001-1001") == ["1001"]


@pytest.mark.parametrize("text", ["6217-0000", "6217-0000-1234-5678", "12345678-9", "123-45678", "A100-B200"])
def test_dashes_within_one_number_make_no_range(text):
    assert numbers(text) == [text.replace("-", "")]


def test_each_refusal_names_its_line_and_what_was_read():
    assert faults("10010001\n12a\n、10010002/3") == [
        "Row 2: “12a” has 3 characters. A voucher number has between 4 and 32, gaps and dashes not counted.",
        "Row 3: “10010002/3” has “/” in it. A voucher number has figures and letters only.",
    ]


def test_what_is_no_range_or_too_long_a_one_is_refused():
    assert faults("1001~100A") == [
        "Row 1: “1001~100A” is no range: both ends need the same beginning and as many figures, as in 1001~1010."
    ]
    assert faults("1010~1001") == [
        "Row 1: “1010~1001” reads as a range of 0 vouchers; it must have between 1 and 1000. "
        "If it is one number, write it without the dash."
    ]
    assert "reads as a range of 4445 vouchers" in faults("1234-5678")[0]
    assert "There is no voucher number" not in faults("1001~12")[0]


def test_a_voucher_that_is_there_twice_is_named_with_both_lines():
    assert faults("10010001\n10010002\n1001 0001") == ["Row 3: “1001 0001” is the voucher of row 1 again."]
    assert faults("10010001-10010003\n10010003") == ["Row 2: “10010003” is the voucher of row 1 again."]


def test_more_than_one_request_takes_are_refused_and_not_read_to_the_end(monkeypatch):
    monkeypatch.setattr(lists, "MOST", 30)
    found = read_text("\n".join(f"{n}000-{n}019" for n in range(1, 9)))
    assert [str(fault) for fault in found.faults] == [
        "Row 2: More than 30 vouchers: please send them in several requests."
    ]
    assert len(found.vouchers) == 40


def test_what_was_typed_is_kept_beside_the_number():
    (voucher,) = read_text(" 券号：6217 0000 ").vouchers
    assert (voucher.line, voucher.typed, voucher.number) == (1, "券号：6217 0000", "62170000")


# --- sheets -----------------------------------------------------------------------------------------------------------
def test_a_sheet_with_a_title_and_its_columns_in_any_order():
    data = book(
        ["示例工会 电影票券延期名单"],
        ["姓名", "有效期至", "面值（元）", "电影票券号"],
        ["甲", dt.date(2026, 12, 31), 200, "1001-0001"],
        ["乙", "2026.12.31", "200.00", 10010002],
        ["丙", "", "", "00010003"],
    )
    found = read(data)
    assert found.faults == []
    assert [(one.line, one.typed, one.number, one.face_value, one.expires_on) for one in found.vouchers] == [
        (3, "1001-0001", "10010001", 20_000, dt.date(2026, 12, 31)),
        (4, "10010002", "10010002", 20_000, dt.date(2026, 12, 31)),
        (5, "00010003", "00010003", None, None),
    ]


def test_numbers_that_a_sheet_has_shortened_are_refused_and_not_guessed():
    found = read(book(["券号"], [6217000012345678], [621700001234567]))
    assert [str(fault) for fault in found.faults] == [
        "Row 2, “券号”: The sheet has shortened the number to “6.21700001234568E+15”. "
        "Format its column as text and enter it whole."
    ]
    assert [one.number for one in found.vouchers] == ["621700001234567"]


def test_a_csv_of_the_old_code_page_and_what_excel_wrote_into_it():
    found = read("券号,面值\n10010001.0,200\n1.00E+15,200\n".encode("gb18030"))
    assert [one.number for one in found.vouchers] == ["10010001"]
    assert [fault.line for fault in found.faults] == [3]


def test_each_bad_cell_is_named_by_row_and_column():
    found = read(book(["券号", "面值", "到期日"], ["10010001", "两百", "年底"], ["", "200", ""]))
    assert [str(fault) for fault in found.faults] == [
        "Row 2, “面值”: “两百” is no face value. Write yuan between 0.01 and 9999.99, as 200 or 200.00.",
        "Row 2, “到期日”: “年底” is no day. Write it as 2026-03-01.",
        "Row 3, “券号”: There is no voucher number.",
    ]


def test_a_sheet_of_something_else_says_which_column_is_missing():
    with pytest.raises(Unreadable, match="券号"):
        read(book(["姓名", "电话"], ["甲", "1"]))
