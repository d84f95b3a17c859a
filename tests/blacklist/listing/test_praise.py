"""Before praise (R46): the campaign counts in 评先评优, so officials look up who has a decision in force today."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from casework.ui.cells import write_book
from tests.desk.factories import signed_in
from tests.engine.world import at
from tests.parties.factories import make_cinema

from .factories import make_shop, on_the_list

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def look_up(world, who: str = "handler", status: int = 200, **said):
    response = signed_in(getattr(world, who)).post("/desk/praise/", said, headers=ENGLISH)
    assert response.status_code == status
    return response


def taken_away(world, **said) -> list[list[str]]:
    body = b"".join(look_up(world, **said, **{"as": "csv"}))
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]


def outcome(world, **said) -> list[tuple[str, str]]:
    """What each line asked for, and what is said of it today."""
    return [(row[0], row[4]) for row in taken_away(world, **said)]


def test_r46_whoever_is_named_is_looked_up_by_name_or_code(world):
    on_the_list(world, kinds=("disqualify", "record"))
    make_cinema(name="示例影城（守信店）", code="43029902")
    make_shop("示例院线", uscc="91430200MA4L0000X1")
    names = "示例影城(天元店)\n４３０２９９０２\n 91430200ma4l0000x1 \n\n查无此店\n"
    assert outcome(world, names=names) == [
        ("示例影城(天元店)", "Decision in force"),
        ("４３０２９９０２", "Nothing in force"),
        ("91430200ma4l0000x1", "Nothing in force"),
        ("查无此店", "Not known here"),
    ]


def test_r46_the_measures_that_hold_are_named_with_their_days(world):
    case = on_the_list(world, kinds=("disqualify", "record", "warning"))
    page = look_up(world, names="43029901").content.decode()
    for words in (case.number, "Disqualified from the campaign", "Dishonesty record", "31 Dec"):
        assert words in page
    (row,) = taken_away(world, names="43029901")
    assert row[5] == case.number
    assert row[8] == (
        "Disqualified from the campaign 2026-10-01 – 2026-12-31, Dishonesty record 2026-10-01 – 2026-12-31"
    )


def test_r46_without_a_list_everybody_with_a_decision_in_force_is_named(world):
    on_the_list(world)
    on_the_list(world, make_shop("示例院线"), ends=dt.date(2026, 10, 11))
    unlisted = on_the_list(world, make_shop("示例乙院线"), kinds=("subsidy",))
    rows = taken_away(world)
    assert [row[1] for row in rows] == ["示例乙院线", "示例影城（天元店）"]
    assert rows[0][5] == unlisted.number


def test_r46_it_asks_the_dates_and_no_clock(world, clock):
    on_the_list(world)
    clock.move_to(at("2026-12-31 23:59:59"), tick=False)
    assert outcome(world, names="43029901") == [("43029901", "Decision in force")]
    clock.move_to(at("2027-01-01 00:00:00"), tick=False)
    assert outcome(world, names="43029901") == [("43029901", "Nothing in force")]


def test_two_units_of_one_name_are_both_answered_for(world):
    on_the_list(world, make_shop("示例院线"))
    make_shop("示例院线")
    assert sorted(outcome(world, names="示例院线")) == [
        ("示例院线", "Decision in force"),
        ("示例院线", "Nothing in force"),
    ]


# --- sheets -----------------------------------------------------------------------------------------------------------
def book(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    out = io.BytesIO()
    write_book(out, "名单", rows, (20, 20))
    return SimpleUploadedFile("名单.xlsx", out.getvalue())


def test_a_sheet_is_read_by_its_columns(world):
    on_the_list(world)
    sheet = book(("推荐名单", ""), ("影院名称", "影院编码"), ("示例影城（天元店）", "43029901"))
    assert outcome(world, sheet=sheet) == [("43029901", "Decision in force")]
    names = SimpleUploadedFile("名单.csv", "单位名称\n示例影城（天元店）\n查无此店\n".encode())
    assert outcome(world, sheet=names) == [
        ("示例影城（天元店）", "Decision in force"),
        ("查无此店", "Not known here"),
    ]


def test_what_a_sheet_named_can_be_taken_away_without_sending_it_again(world):
    page = look_up(world, sheet=book(("名称",), ("查无此店",))).content.decode()
    assert "查无此店</textarea>" in page


def test_a_file_that_is_no_such_sheet_is_refused_with_a_reason(world):
    page = look_up(world, sheet=book(("甲", "乙"), ("一", "二")), status=422).content.decode()
    assert "The columns were not found" in page


def test_what_is_taken_away_holds_no_formula(world):
    body = b"".join(look_up(world, names="=1+1", **{"as": "csv"}))
    assert b"'=1+1" in body
    data = b"".join(look_up(world, names="=1+1", **{"as": "xlsx"}))
    cells = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert cells[1][0] == "=1+1"


def test_it_costs_the_same_for_one_name_and_for_many(world, django_assert_max_num_queries):
    shops = [make_shop(f"示例院线 {number}") for number in range(60)]
    for shop in shops[:30]:
        on_the_list(world, shop)
    browser = signed_in(world.handler)
    for names in (shops[0].name, "\n".join(shop.name for shop in shops), ""):
        with django_assert_max_num_queries(12):
            browser.post("/desk/praise/", {"names": names})


def test_officials_of_all_desks_may_look_up_and_nobody_else(world):
    for who in ("handler", "bureau_judge", "union_judge"):
        look_up(world, who, names="43029901")
    look_up(world, "cinema_clerk", status=302, names="43029901")
