"""Prices from a sheet: real files, columns in any order, all rows or none (R10)."""

import datetime as dt
import io
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.utils import translation

from casework.parties import price_cells, price_import
from casework.parties.models import Film, FilmAlias, ReleasePrice
from casework.parties.sheets import Unreadable

from .factories import add_price, make_film

pytestmark = pytest.mark.django_db

HEAD = ["影片名称", "又名", "开始日期", "结束日期", "最低发行价", "来源"]
GOOD = [
    ["示例长空", "长空；示例 SKY", dt.date(2026, 3, 1), dt.date(2026, 4, 30), 35, "示例〔2026〕1号"],
    ["《示例长空》", "", "2026年5月1日", "", "３０．００", ""],
    ["湘江样片", "", "20260315", "长期", "￥28.5元", ""],
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def book(*rows, head=HEAD, above=()) -> bytes:
    """An XLSX as Excel would write it: days as days, numbers as numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy/m/d"}) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate([*above, head, *rows]):
            for place, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, place, dt.datetime.combine(cell, dt.time()))
                else:
                    sheet.write(number, place, cell)
    return out.getvalue()


def read(data: bytes):
    return price_cells.read_price_sheet(data)


def faults(*rows, **options) -> list[str]:
    return [str(fault) for fault in price_import.plan(read(book(*rows, **options))).faults]


def prices() -> list[tuple[str, str, str, str]]:
    rows = ReleasePrice.objects.order_by("film__title", "since").select_related("film")
    return [(row.film.title, str(row.since), str(row.until or ""), str(row.lowest)) for row in rows]


WRITTEN = [
    ("湘江样片", "2026-03-15", "", "28.50"),
    ("示例长空", "2026-03-01", "2026-04-30", "35.00"),
    ("示例长空", "2026-05-01", "", "30.00"),
]


def test_days_and_prices_are_read_as_people_write_them():
    done = price_import.carry_out(read(book(*GOOD)))
    assert (done.faults, done.summary) == ([], "3 new, 0 changed, 0 as before.")
    assert sorted(prices()) == sorted(WRITTEN)
    assert set(FilmAlias.objects.values_list("name", flat=True)) == {"长空", "示例 SKY"}


def test_the_same_file_twice_changes_nothing():
    price_import.carry_out(read(book(*GOOD)))
    again = price_import.carry_out(read(book(*GOOD)))
    assert again.summary == "0 new, 0 changed, 3 as before."
    assert (Film.objects.count(), FilmAlias.objects.count(), len(prices())) == (2, 2, 3)


def test_columns_may_stand_in_any_order_under_english_names_and_below_a_title():
    head = ["Lowest price", "From", "remark", "FILM TITLE", "To"]
    row = ["35.00", "2026-03-01", "x", "示例长空", ""]
    price_import.carry_out(read(book(row, head=head, above=[["Prices of 2026"], []])))
    assert prices() == [("示例长空", "2026-03-01", "", "35.00")]


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("gb18030", ","), ("utf-8", "\t"), ("utf-8", ";")]
)
def test_csv_is_read_in_either_encoding(encoding, delimiter):
    lines = [["片名", "自", "至", "最低发行价（元）"], ["示例长空", "2026/3/1", "2026.4.30", "35"]]
    data = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    price_import.carry_out(read(data))
    assert prices() == [("示例长空", "2026-03-01", "2026-04-30", "35.00")]


def test_every_bad_row_is_named_with_column_and_reason_and_nothing_is_written():
    bad = [
        ["", "", "2026-03-01", "", 35, ""],
        ["示例长空", "", "三月一日", "", 35, ""],
        ["湘江样片", "", dt.date(2026, 3, 1), dt.date(2026, 2, 1), 35, ""],
        ["春天的例子", "", dt.date(2026, 3, 1), "", "免费", ""],
        ["示例影片", "", dt.date(2026, 3, 1), "", 35.125, ""],
        ["示例影片二", "", "2026-02-30", "", 0, ""],
    ]
    sheet = read(book(GOOD[0], *bad))
    assert [str(fault) for fault in price_import.carry_out(sheet).faults] == [
        "Row 3, “影片名称”: This cell is empty.",
        "Row 4, “开始日期”: “三月一日” is no day. Write it as 2026-03-01.",
        "Row 5, “结束日期”: A price cannot end before it begins.",
        "Row 6, “最低发行价”: “免费” is no price. Write yuan as 35.00.",
        "Row 7, “最低发行价”: A price has two decimals at most, here it is 35.125.",
        "Row 8, “开始日期”: “2026-02-30” is no day. Write it as 2026-03-01.",
        "Row 8, “最低发行价”: A price lies between 0.01 and 9999.99 yuan.",
    ]
    assert (Film.objects.count(), ReleasePrice.objects.count()) == (0, 0)


def test_overlapping_rows_are_refused_naming_both():
    found = faults(GOOD[0], ["示例长空", "", dt.date(2026, 4, 30), "", 30, ""])
    assert found == ["Row 3: The periods of row 3 (2026-04-30 –) and of row 2 (2026-03-01 – 2026-04-30) share days."]


def test_a_row_that_overlaps_what_is_in_the_table_is_refused():
    make_film(since="2026-01-01")
    assert faults(GOOD[0]) == [
        "Row 2: The periods of row 2 (2026-03-01 – 2026-04-30) and of the price in the table (2026-01-01 –) share days."
    ]


def test_an_open_price_is_ended_and_the_next_one_begun_in_one_sheet():
    film = make_film(since="2026-01-01", lowest="35.00")
    rows = [
        ["示例长空", "", dt.date(2026, 5, 1), "", 30, "示例通知"],
        ["示例长空", "", dt.date(2026, 1, 1), dt.date(2026, 4, 30), 35, "示例通知"],
    ]
    done = price_import.carry_out(read(book(*rows)))
    assert (done.faults, done.summary) == ([], "1 new, 1 changed, 0 as before.")
    assert [price.lowest for price in film.prices.all()] == [Decimal("35.00"), Decimal("30.00")]


def test_a_film_is_known_by_its_other_title_too():
    make_film("示例长空", "长空", lowest="")
    price_import.carry_out(read(book(["长空", "", dt.date(2026, 3, 1), "", 30, ""])))
    assert prices() == [("示例长空", "2026-03-01", "", "30.00")]


def test_another_films_name_or_code_is_refused():
    Film.objects.create(title="示例长空", code="001100012026")
    head = ["影片名称", "又名", "影片编码", "开始日期", "最低发行价"]
    rows = [["湘江样片", "示例长空", "", "2026-03-01", 30], ["春天的例子", "", "001100012026", "2026-03-01", 30]]
    rows += [["示例长空", "", "009", "2026-03-01", 30]]
    assert faults(*rows, head=head) == [
        "Row 2: “示例长空” is the name of another film.",
        "Row 3: Another film has the national code 001100012026.",
        "Row 4: 《示例长空》 has the national code 001100012026 in the table.",
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 not a book", "cannot be opened as a sheet"),
        (b"\xff\xfe\x00", "neither XLSX nor CSV"),
        ("片名,价格\n示例,3".encode(), "The columns were not found"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        (b"film,from,price\n" + b"a,2026-01-01,3\n" * 2001, "2001 rows; at most 2000"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused_in_words(data, words):
    with pytest.raises(Unreadable, match=words):
        read(data)


def test_the_template_can_be_filled_in_and_sent_back():
    sheet = read(price_cells.template())
    assert set(sheet.headings) == set(price_cells.COLUMNS)
    assert price_import.plan(sheet).faults == []


def test_the_command_writes_or_says_every_fault(tmp_path, capsys):
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(book(*GOOD))
    bad.write_bytes(book(["示例长空", "", "?", "", 35, ""]))
    call_command("import_prices", str(good), dry_run=True)
    assert prices() == []
    call_command("import_prices", str(good))
    assert len(prices()) == 3
    assert capsys.readouterr().out.splitlines() == ["3 new, 0 changed, 0 as before."] * 2
    with pytest.raises(CommandError, match="Row 2, “开始日期”"):
        call_command("import_prices", str(bad))
    with pytest.raises(CommandError, match=r"missing\.xlsx"):
        call_command("import_prices", str(tmp_path / "missing.xlsx"))


def test_the_cost_does_not_grow_with_the_rows_that_are_as_before(django_assert_max_num_queries):
    film = make_film(lowest="")
    for month in range(1, 12):
        add_price(film, "30.00", f"2026-{month:02d}-01", f"2026-{month:02d}-28")
    rows = [["示例长空", "", f"2026-{m:02d}-01", f"2026-{m:02d}-28", 30, "示例通知"] for m in range(1, 12)]
    with django_assert_max_num_queries(4):
        assert price_import.plan(read(book(*rows))).faults == []
