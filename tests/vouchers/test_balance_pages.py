"""Unused balances at the desks of the platform, the organisers and the association (issue 8 §4)."""

import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from casework.vouchers.balances.unions import read_lines
from tests.desk.factories import signed_in
from tests.engine.world import at

from .balancing import Balance, declared, make_balance_world
from .test_lists import book

pytestmark = pytest.mark.django_db
HOME = "/desk/party/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def world():
    with time_machine.travel(at("2027-04-01 09:00"), tick=False):
        yield make_balance_world()


def shown(client, url: str) -> str:
    response = client.get(url, headers=ENGLISH)
    assert response.status_code == 200, response.content.decode()[:1500]
    return response.content.decode()


def declare(balance, client, **changes):
    url = f"/desk/ours/{balance.case.number}/acts/declare_balance/"
    marks = {"key": "once", "seen": balance.case.version, "read_to": balance.case.last_seq}
    return client.post(url, marks | declared(**changes), headers=ENGLISH)


# --- the platform -----------------------------------------------------------------------------------------------------
def test_the_platform_finds_it_declares_and_sees_with_whom_it_is(world):
    balance, client = Balance(world), signed_in(world.platform_clerk)
    url = f"/desk/ours/{balance.case.number}/"
    home = shown(client, HOME)
    assert url in home
    assert "Declare the unused balance" in home
    form = shown(client, f"{url}acts/declare_balance/")
    assert "Next: With the organisers, with 湖南省总工会, 湖南省电影局, within 5 working days." in form
    assert declare(balance, client).status_code == 302
    text = shown(client, url)
    assert "2,350.00" in text
    assert "湖南省总工会" in text


def test_every_fault_of_the_rows_names_row_column_what_was_read_and_what_was_expected(world):
    balance, client = Balance(world), signed_in(world.platform_clerk)
    typed = (
        "示例机械厂工会，十，1950.00\n示例纺织厂工会，2\n示例印刷厂工会\t2\t400.005\n甲工会，1，1.00\n甲工会，1，1.00"
    )
    text = declare(balance, client, unions=typed).content.decode()
    for fault in (
        "Row 1: “十” was read. Expected: a whole number of vouchers, at least 1.",
        "Row 2: “示例纺织厂工会，2” was read. Expected: union, vouchers, yuan,",
        "Row 3: “400.005” was read. Expected: an amount in yuan with at most two decimals",
        "Row 5: “甲工会” is the union of row 4 again. Expected: one row for each union.",
    ):
        assert fault in text
    assert typed.split("\n")[0] in text


def test_totals_must_match_the_rows_and_what_does_not_add_up_is_explained(world):
    balance, client = Balance(world), signed_in(world.platform_clerk)
    text = declare(balance, client, count=13, amount="2350.01").content.decode()
    assert "You wrote 13; the unions&#x27; rows add up to 12." in text
    assert "You wrote 2,350.01; the unions&#x27; rows add up to 2,350.00." in text
    text = declare(balance, client, redeemed="16050.01").content.decode()
    assert "leaves 12, 2,349.99 yuan; declared is 12, 2,350.00 yuan. Please say why." in text
    assert declare(balance, client, redeemed="16050.01", explanation="尾差一分。").status_code == 302
    text = shown(signed_in(world.bureau_handler), f"/desk/cases/{balance.case.number}/")
    assert "尾差一分。" in text
    assert "0.01" in text


def test_a_sheet_as_platforms_keep_it_is_read_and_its_faults_name_row_and_column(world):
    balance, client = Balance(world), signed_in(world.platform_clerk)
    head = ["工会名称", "剩余张数（张）", "金额(元)"]
    rows = [["示例机械厂工会", "10", "1,950.00"], ["示例纺织厂工会", "２张", "400.0000000001"]]
    sheet = SimpleUploadedFile("余额.xlsx", book(["统计表"], head, *rows, ["合计", "12", "2360.00"]))
    text = declare(balance, client, unions="", sheet=sheet).content.decode()
    assert "Row 5: The total was read as 12 vouchers, 2,360.00 yuan." in text
    assert "Expected, as the rows above add up: 12, 2,350.00 yuan." in text
    wrong = SimpleUploadedFile("余额.xlsx", book(head, rows[0], ["示例纺织厂工会", "2", "四百元"]))
    text = declare(balance, client, unions="", sheet=wrong).content.decode()
    assert "Row 3, “金额(元)”: “四百元” was read. Expected: an amount in yuan" in text
    right = SimpleUploadedFile("余额.xlsx", book(head, *rows, ["合计", "12", "2350.00"]))
    assert declare(balance, client, unions="", sheet=right).status_code == 302
    assert [row.union for row in balance.case.declaration.unions.all()] == ["示例机械厂工会", "示例纺织厂工会"]


def test_what_was_given_back_is_declared_anew_from_what_was_said_before(world):
    balance = Balance(world).declares().gives_back("federation_handler").confirms("bureau_handler")
    url = f"/desk/ours/{balance.case.number}/acts/declare_balance/"
    text = shown(signed_in(world.platform_clerk), url)
    assert 'value="16050.00"' in text
    assert "示例机械厂工会\t10\t1950.00" in text
    assert [row.amount for row in read_lines("示例机械厂工会\t10\t1950.00").rows] == [195_000]


# --- the organisers and the association -------------------------------------------------------------------------------
def test_each_organiser_has_it_among_its_work_and_confirms_what_it_sees(world):
    balance = Balance(world).declares()
    number = balance.case.number
    for who, task in ((world.federation_handler, "union"), (world.bureau_handler, "film bureau")):
        client = signed_in(who)
        work = shown(client, "/desk/mine/")
        assert number in work
        assert f"Confirm the balance: {task}" in work
        assert "Waiting for others" not in work
        url = f"/desk/cases/{number}/acts/confirm_balance/"
        assert 'name="round" value="1"' in shown(client, url)
        marks = {"key": "once", "seen": balance.case.version, "read_to": balance.case.last_seq, "round": 1}
        assert client.post(url, marks, headers=ENGLISH).status_code == 302
    assert balance.case.state == "pooled"
    text = shown(client, f"/desk/cases/{number}/acts/correct_balance/")
    assert "Next: To be declared, with the platform, within 10 working days." in text


def test_the_page_costs_the_same_for_two_unions_and_for_three_hundred(world, django_assert_max_num_queries):
    rows = "\n".join(f"第{n}工会，1，2.00" for n in range(1, 301))
    said = {"count": 300, "amount": "600.00", "explanation": "含部分使用的票券。"}
    balance = Balance(world).declares(rows, **said).confirms("federation_handler")
    places = [(world.platform_clerk, "ours"), (world.bureau_handler, "cases"), (world.handler, "cases")]
    for actor, where in places:
        client, url = signed_in(actor), f"/desk/{where}/{balance.case.number}/"
        shown(client, url)
        with django_assert_max_num_queries(26):
            assert "The others are in the sheet." in shown(client, url)


def test_the_declaration_is_a_sheet_in_which_nothing_is_a_formula(world):
    balance = Balance(world).declares("=1+1，12，2350.00")
    for actor, where in ((world.platform_clerk, "ours"), (world.bureau_handler, "cases")):
        response = signed_in(actor).get(f"/desk/{where}/{balance.case.number}/sheet/", headers=ENGLISH)
        found = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
        rows = found.get_sheet_by_index(0).to_python()
        assert ["Sold", 100, 20000] in rows
        assert ["=1+1", 12, 2350] in rows


def test_nobody_opens_one_by_hand(world):
    assert "/open/balance/" not in shown(signed_in(world.handler), "/desk/mine/")
    assert signed_in(world.handler).get("/desk/open/balance/").status_code == 404
