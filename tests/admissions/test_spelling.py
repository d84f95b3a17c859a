"""Spellings: what is one name, one code, one place; and that the order of columns says nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.admissions.sheets.layout import survey
from casework.admissions.sheets.places import Gazetteer, Spot
from casework.admissions.sheets.reading import read_rows
from casework.admissions.sheets.spelling import name_key, read_code, short_place
from casework.engine.attachments.books import Opened
from casework.parties import unpack
from casework.parties.divisions import ALIASES

from . import books
from .register import places

GAZETTEER = Gazetteer(
    [(code, name, 1 if code == "430000" else 2 if code.endswith("00") else 3) for code, name in places().items()],
    ALIASES.items(),
)
COUNTIES = [code for code in places() if not code.endswith("00")]
SPELLINGS = ["{}", " {}　", "{}.0", "'{}", "{:.7E}", "#{}"]


@settings(max_examples=60)
@given(st.text())
def test_a_name_is_normalised_once_and_for_all(text):
    assert name_key(name_key(text)) == name_key(text)


@given(st.text(alphabet="株洲影城天元店IMAX３d（）() 　·—-·", min_size=1))
def test_width_spaces_and_brackets_make_no_other_name(text):
    assert name_key(books.wide(text)) == name_key(f" {text.replace('（', '(')}　") == name_key(text.casefold())


@settings(max_examples=40)
@given(st.integers(10_000_000, 99_999_999), st.sampled_from(SPELLINGS), st.booleans())
def test_a_code_is_read_however_excel_spells_it(code, spelling, in_full_width):
    written = spelling.format(code)
    assert read_code(books.wide(written) if in_full_width else written) == str(code)


@pytest.mark.parametrize(
    "text", ["", "430", "430200111", "4.3E+07", "43020011.5", "4302O011", "4302001٠", "NaN", "Infinity", "四三"]
)
def test_what_is_no_code_is_none(text):
    assert read_code(text) is None


@pytest.mark.parametrize("before", ["", "湖南省", "湖南 "])
def test_every_county_is_found_by_its_whole_name_alone_and_below_its_prefecture(before):
    for county in COUNTIES:
        prefecture, name = f"{county[:4]}00", places()[county]
        spot = Spot(prefecture, county)
        assert GAZETTEER.find(f"{before}{name}") == spot
        assert GAZETTEER.find(f"{before}{places()[prefecture]} {name}") == spot
        assert GAZETTEER.find_in_address(f"{before}{places()[prefecture]}{name}示例路 1 号") == spot
        assert GAZETTEER.find(name, within=prefecture) == spot


def test_short_names_are_found_but_where_they_are_the_prefectures():
    missed = {places()[code] for code in COUNTIES if GAZETTEER.find(short_place(places()[code])).county != code}
    assert missed == {"长沙县", "湘潭县", "衡阳县", "邵阳县", "岳阳县"}


@pytest.mark.parametrize("text", ["", "湖南省", "岳麓大道 1 号", "芙蓉区岳麓区", "示例", "区", "北京市朝阳区"])
def test_what_names_no_county_finds_none(text):
    assert GAZETTEER.find(text).county == ""


def test_an_address_on_a_road_named_after_a_place_is_not_there():
    assert GAZETTEER.find_in_address("岳阳路 3 号") == Spot()
    assert GAZETTEER.find_in_address("长沙市五一大道") == Spot("430100")


# --- columns ----------------------------------------------------------------------------------------------------------
COLUMNS = {
    "影院名称": ["甲影城", "乙影城", "丙影城", "丁影城"],
    "专资编码": ["43010011", "43010021", "43020011", "43020021"],
    "市州": ["长沙市", "", "株洲市", ""],
    "区县": ["岳麓区", "", "天元区", ""],
    "序号": ["1", "2", "3", "4"],
    "银幕数": ["7", "8", "", "9"],
}


@settings(max_examples=25)
@given(st.permutations(list(COLUMNS)))
def test_any_order_of_columns_reads_the_same(tmp_path_factory, order):
    rows = [order, *zip(*(COLUMNS[title] for title in order), strict=True)]
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    with path.open("w", encoding="utf-8") as target:
        unpack.write(books.text(rows), target)
    book = Opened(path)
    read = [row for row in read_rows(book, survey(book), GAZETTEER) if not row.aside]
    assert [(row.name, row.code, row.place.spot.county) for row in read] == [
        ("甲影城", "43010011", "430104"),
        ("乙影城", "43010021", "430104"),
        ("丙影城", "43020011", "430211"),
        ("丁影城", "43020021", "430211"),
    ]
