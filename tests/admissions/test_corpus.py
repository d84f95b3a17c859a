"""Sheets as platforms keep them, made from the real register: what is counted is worked out here in a few lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

import pytest

from casework.admissions.sheets.coverage import coverage
from tests.parties.factories import make_campaign

from . import books
from .register import Known, counties_of, places, real_cinemas
from .world import read_bytes

pytestmark = pytest.mark.django_db

Corpus = tuple[bytes, list[Known]]


def some(step: int = 7) -> list[Known]:
    """Every so many of the register; those whose name another one has as well are left out."""
    names = [one.name for one in real_cinemas()]
    return [one for one in real_cinemas() if names.count(one.name) == 1][::step]


def by_prefecture(cinemas: Iterable[Known]) -> list[tuple[str, list[Known]]]:
    ordered = sorted(cinemas, key=lambda one: one.prefecture)
    return [(places()[code], list(group)) for code, group in groupby(ordered, key=lambda one: one.prefecture)]


def by_county(cinemas: Iterable[Known]) -> list[Known]:
    return sorted(cinemas, key=lambda one: (one.prefecture, one.county))


def runs(values: list[str], first: int) -> list[tuple[int, int]]:
    """(first row, last row) of equal neighbours, where there are two or more; the first value stands in row `first`."""
    found, start = [], 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[start]:
            found += [(first + start, first + place - 1)] if place - start > 1 else []
            start = place
    return found


def only_first(values: list[str]) -> list[str]:
    return [value if place == 0 or value != values[place - 1] else "" for place, value in enumerate(values)]


# --- the sheets -------------------------------------------------------------------------------------------------------
def the_whole_register_plain() -> Corpus:
    rows = list(real_cinemas())
    return books.xlsx(
        ("名单", [["影院编码", "影院名称", "县市区"], *[[r.code, r.name, r.county_name] for r in rows]])
    ), rows


def a_sheet_for_each_prefecture_under_title_rows() -> Corpus:
    rows, tabs = some(), []
    for name, group in by_prefecture(rows):
        cells = [[number, r.name, r.county_name] for number, r in enumerate(group, 1)]
        tabs.append(
            (name, [[f"{name}合作影院名单"], [], ["序号", "合作影院", "区县"], *cells, ["合计", f"{len(group)}家"]])
        )
    return books.xlsx(*tabs), [one for _name, group in by_prefecture(rows) for one in group]


def gb18030_with_semicolons_and_the_columns_the_other_way_round() -> Corpus:
    rows = some()
    cells = [[r.county_name, r.prefecture_name, f"　{r.name} ", i] for i, r in enumerate(rows, 1)]
    return books.text([["所在地", "市州", "影院", "序号"], *cells], "gb18030", ";"), rows


def codes_that_excel_made_numbers_and_no_names() -> Corpus:
    rows = some()
    return books.xlsx(("1", [["专资编码", "地区"], *[[float(r.code), r.county_name] for r in rows]])), rows


def tabs_and_codes_with_a_decimal_point() -> Corpus:
    rows = some()
    cells = [[f"{r.code}.0", r.name, r.county_name] for r in rows]
    return books.text([["编码", "名称", "县（市、区）"], *cells], "utf-8", "\t"), rows


def unicode_text_from_excel_in_full_width() -> Corpus:
    rows = some()
    cells = [[books.wide(r.code), books.wide(r.name), r.county_name] for r in rows]
    return books.text([["影院编码", "影城名称", "县区"], *cells], "utf-16", "\t"), rows


def merged_cells_for_prefecture_and_county_and_a_total_below() -> Corpus:
    rows = by_county(some())
    table = [
        ["XX平台合作影院"],
        ["市州", "县市区", "影院名称"],
        *[[r.prefecture_name, r.county_name, r.name] for r in rows],
    ]
    merged = [(top, 0, last) for top, last in runs([r.prefecture for r in rows], 2)]
    merged += [(top, 1, last) for top, last in runs([r.county for r in rows], 2)]
    return books.xlsx(("汇总", [*table, ["总计", "", f"{len(rows)} 家"], ["备注：以上均已签约"]]), merged=merged), rows


def the_same_as_csv_where_only_the_first_of_several_rows_has_it() -> Corpus:
    rows = by_county(some())
    columns = zip(
        only_first([r.prefecture_name for r in rows]), only_first([r.county_name for r in rows]), rows, strict=True
    )
    return books.text([["县市区", "影院名称", "市州"], *[[county, r.name, city] for city, county, r in columns]]), rows


def an_old_xls_with_merged_cells() -> Corpus:
    rows = by_county(some())
    table = [["区县", "影院名称", "影院代码"], *[[r.county_name, r.name, r.code] for r in rows]]
    merged = [(top, 0, last) for top, last in runs([r.county for r in rows], 1)]
    return books.xls(("影院", table), merged=merged), rows


def open_document_with_short_names_of_places() -> Corpus:
    rows = [r for r in some() if len(r.county_name) > 2 and not r.county_name.endswith("自治县")]
    # 长沙 for short is the prefecture, and so are four others.
    rows = [r for r in rows if not r.prefecture_name.startswith(r.county_name[:-1])]
    return books.ods(
        ("1", [["名称", "城市", "区域"], *[[r.name, r.prefecture_name[:2], r.county_name[:-1]] for r in rows]])
    ), rows


def sections_with_the_prefecture_as_a_heading() -> Corpus:
    rows, table = [], [["序号", "影院名称", "县市区"]]
    for place, (name, group) in enumerate(by_prefecture(some())):
        table += [[f"{'一二三四五六七八九十'[place % 10]}、{name}（{len(group)}家）"]]
        table += [[number, r.name, r.county_name] for number, r in enumerate(group, 1)]
        table += [["小计", len(group)], [""]]
        rows += group
    return books.xlsx(("全省", table)), rows


def pages_with_the_heading_again_hidden_blank_rows_and_a_hidden_sheet() -> Corpus:
    rows = some()
    head = ["影院编码", "影院名称", "市（州）", "县"]
    table = []
    for place, r in enumerate(rows):
        table += [[""], head] if place % 30 == 0 else []
        table += [[r.code, r.name, r.prefecture_name, r.county_name]]

    def hide(book):
        page = book.add_worksheet("旧名单")
        page.write_row(0, 0, head)
        page.write_row(1, 0, ["43010101", "长沙湖南大剧院", "长沙市", "芙蓉区"])
        page.hide()
        book.worksheets()[0].set_row(0, None, None, {"hidden": True})

    return books.xlsx(("2026", table), also=hide), rows


def only_an_address_for_the_county() -> Corpus:
    rows = some()
    cells = [[r.code, r.name, f"湖南省{r.prefecture_name}{r.county_name}示例路 {i} 号"] for i, r in enumerate(rows)]
    return books.text([["专资编码", "影院名称", "详细地址"], *cells]), rows


def names_and_codes_that_are_formulas() -> Corpus:
    rows = some()

    def fill(book):
        page = book.worksheets()[0]
        for number, r in enumerate(rows, 1):
            page.write_formula(number, 0, f"=VLOOKUP(A{number},B:C,2)", None, int(r.code))
            page.write_formula(number, 1, '=CONCATENATE("a","b")', None, r.name)
            page.write(number, 2, r.county_name)

    return books.xlsx(("1", [["编码", "影院名称", "区县"]]), also=fill), rows


def each_cinema_in_three_rows_on_two_sheets() -> Corpus:
    rows = some()
    cells = [[r.code, r.name, r.county_name] for r in rows for _hall in range(2)]
    head = ["影院编码", "影院名称", "县市区"]
    return books.xlsx(("一季度", [head, *cells]), ("二季度", [head, *cells[::2]])), [*rows, *rows, *rows]


CORPUS: list[Callable[[], Corpus]] = [
    the_whole_register_plain,
    a_sheet_for_each_prefecture_under_title_rows,
    gb18030_with_semicolons_and_the_columns_the_other_way_round,
    codes_that_excel_made_numbers_and_no_names,
    tabs_and_codes_with_a_decimal_point,
    unicode_text_from_excel_in_full_width,
    merged_cells_for_prefecture_and_county_and_a_total_below,
    the_same_as_csv_where_only_the_first_of_several_rows_has_it,
    an_old_xls_with_merged_cells,
    open_document_with_short_names_of_places,
    sections_with_the_prefecture_as_a_heading,
    pages_with_the_heading_again_hidden_blank_rows_and_a_hidden_sheet,
    only_an_address_for_the_county,
    names_and_codes_that_are_formulas,
    each_cinema_in_three_rows_on_two_sheets,
]


@pytest.mark.parametrize("made", CORPUS, ids=lambda made: made.__name__)
def test_the_figures_are_those_of_the_rows(register, made):
    data, rows = made()
    sheet = read_bytes(data, make_campaign())
    cinemas, counties = {row.code for row in rows}, {row.county for row in rows}
    expected = {"counted": len(cinemas), "duplicate": len(rows) - len(cinemas)}
    found = {outcome: count for outcome, count in sheet.outcomes.items() if outcome != "aside"}
    assert found == {outcome: count for outcome, count in expected.items() if count}
    assert (sheet.cinemas, sheet.counties) == (len(cinemas), len(counties))
    counted = sheet.lines.filter(outcome="counted").values_list("cinema__code", "county")
    assert set(counted) == {(row.code, row.county) for row in rows}
    gaps = {county.pk for one in coverage(sheet).prefectures for county in one.gaps}
    assert gaps == {code for one in places() if one.endswith("00") for code in counties_of(one)} - counties
