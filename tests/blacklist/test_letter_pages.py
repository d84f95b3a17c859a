"""Anybody with a letter sees whether it is ours and holds now; its file is for who may see the case (issue 9 §3)."""

import re
import subprocess
from urllib.parse import unquote

import pytest
import time_machine

from blacklist.decisions import papers
from blacklist.letters import views
from blacklist.letters.canonical import digest_of
from blacklist.letters.documents import lines_of
from blacklist.letters.writing import check_path
from blacklist.models import Letter, LetterKind
from casework.engine import triggers
from casework.engine.actors import Actor
from casework.engine.models import ContactDetails
from casework.ui.limits import BROWSER, Limit
from tests.desk.factories import signed_in
from tests.engine.world import Line, at
from tests.parties.factories import make_cinema, make_membership, make_user

from .deciding import Deciding, make_deciding_world

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
NOTICE, _HEARING, DECISION, REPAIR_NOTICE, _FUND = LetterKind
FACTS = "以系统不收券为由拒绝兑换两张有效票券，有监控和后台日志为证。"


@pytest.fixture
def world():
    with time_machine.travel(at("2026-09-28 20:00"), tick=False):
        yield make_deciding_world()


def letter(decision: Deciding, kind: str) -> Letter:
    return papers.letters_of(decision.case).filter(kind=kind).latest("pk")


def asked(client, path: str, status: int = 200) -> str:
    response = client.get(path, headers=ENGLISH)
    assert response.status_code == status
    return response.content.decode()


# --- what anybody sees ------------------------------------------------------------------------------------------------
def test_a_genuine_letter_is_shown_word_for_word_as_it_was_signed(world, client):
    notice = letter(Deciding(world).to_notified(), NOTICE)
    text = asked(client, check_path(notice))
    assert "This letter is genuine" in text
    assert "Nothing is decided yet." in text
    for line in notice.canonical.split("\n")[1:]:
        assert line.partition("：")[2] in text


def test_it_is_said_whether_a_decision_holds_on_the_day_on_which_somebody_looks(world, client):
    decision = Deciding(world).to_decided()
    path = check_path(letter(decision, DECISION))
    text = asked(client, path)
    assert "Not in force now" in text
    assert "takes effect once it is served" in text
    decision.do("receive_decision", "cinema_clerk")
    text = asked(client, path)
    assert "In force now" in text
    assert "The last day of its measures is Sat 27 Mar 2027." in text
    with time_machine.travel(at("2027-03-28 09:00"), tick=False):
        text = asked(client, path)
    assert "Not in force now" in text
    assert "its last measure ended on 27 Mar 2027" in text


def test_the_page_speaks_chinese_first(world, client):
    text = client.get(check_path(letter(Deciding(world).to_notified(), NOTICE)), headers={"accept-language": "zh"})
    assert "本文书真实" in text.content.decode()


@pytest.mark.parametrize("digest", ["0" * 16, "x", "决" * 16])
def test_without_its_check_code_nothing_of_a_letter_is_read(world, client, digest):
    """Numbers can be guessed; whom it is addressed to, and what is alleged, cannot be had by them."""
    Deciding(world).to_notified()
    text = asked(client, f"/letters/notice-2026-1/{digest}/", 404)
    assert "This is not what we wrote" in text
    for words in (FACTS, "示例影城", "CL26-", "拒绝兑换"):
        assert words not in text
    assert client.get(f"/letters/notice-2026-1/{digest}/letter.txt").status_code == 404


def test_words_that_were_changed_here_are_not_shown_though_the_code_was_made_to_fit(world, client):
    notice = letter(Deciding(world).to_notified(), NOTICE)
    triggers.lift()
    try:
        Letter.objects.filter(pk=notice.pk).update(canonical=notice.canonical.replace("6个月", "36个月"))
    finally:
        triggers.install()
    changed = Letter.objects.get(pk=notice.pk)
    assert "36个月" not in asked(client, check_path(changed), 404)


def test_a_number_that_never_went_out_is_unknown(world, client):
    for slug in ("decision-2026-7", "nonsense"):
        assert "We know no such letter" in asked(client, f"/letters/{slug}/{'0' * 16}/", 404)


def test_of_a_letter_whose_key_is_gone_neither_yes_nor_no_is_said(world, client, settings):
    notice = letter(Deciding(world).to_notified(), NOTICE)
    settings.SECRET_KEY = "new-key-of-the-server-that-nobody-signed-by-yet-0123456789"
    text = asked(client, check_path(notice), 404)
    assert "We can no longer tell" in text
    assert FACTS not in text


def test_no_search_engine_lists_it_and_its_address_is_passed_on_to_nobody(world, client):
    response = client.get(check_path(letter(Deciding(world).to_notified(), NOTICE)))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"


def test_whoever_tries_codes_without_end_has_to_wait_and_real_ones_do_not_count(world, client, monkeypatch, settings):
    settings.RATELIMIT_ENABLE = True
    monkeypatch.setattr(views, "WRONG_TRIES", Limit("letters-test", "2/h", BROWSER))
    path = check_path(letter(Deciding(world).to_notified(), NOTICE))
    client.get("/letters/")
    assert [client.get(path).status_code for _ in range(4)] == [200] * 4
    wrong = f"/letters/notice-2026-1/{'0' * 16}/"
    assert [client.get(wrong).status_code for _ in range(3)] == [404, 404, 429]


# --- typed in, and without us -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", ["湘观影告字〔2026〕1号", " 湘观影告字（2026） 1 号", "湘观影告字[２０２６]第1号"])
def test_what_stands_on_the_paper_leads_to_its_page_however_it_is_typed(world, client, number):
    notice = letter(Deciding(world).to_notified(), NOTICE)
    code = digest_of(notice.canonical)
    response = client.post("/letters/", {"number": number, "digest": f" {code[:8].upper()} {code[8:]}"})
    assert (response.status_code, response["Location"]) == (302, check_path(notice))


@pytest.mark.parametrize(
    ("number", "digest", "why"),
    [("CL26-000001-X", "0" * 16, "another form of number"), ("湘观影告字〔2026〕1号", "0" * 15, "has 16 places")],
)
def test_what_can_be_no_letter_is_told_beside_the_field(client, number, digest, why):
    response = client.post("/letters/", {"number": number, "digest": digest}, headers=ENGLISH)
    assert (response.status_code, why in response.content.decode()) == (422, True)


def test_with_the_published_key_and_the_saved_words_openssl_agrees(world, client, tmp_path):
    """The commands that the page shows, as they stand there."""
    notice = letter(Deciding(world).to_notified(), NOTICE)
    (tmp_path / "key.pem").write_bytes(client.get("/letters/key.pem").content)
    (tmp_path / "letter.txt").write_bytes(client.get(f"{check_path(notice)}letter.txt").content)
    page = asked(client, "/letters/")
    commands = re.search(r"<pre[^>]*>(head .*?)</pre>", page, re.DOTALL)[1].replace("&gt;", ">")
    done = subprocess.run(["bash", "-c", commands], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verified Successfully" in done.stdout


# --- its file ---------------------------------------------------------------------------------------------------------
def fetched(world, who: str, decision: Deciding, kind: str):
    desk = "ours" if who.startswith("cinema") or who == "stranger" else "cases"
    return signed_in(getattr(world, who)).get(
        f"/desk/{desk}/{decision.case.number}/letters/{letter(decision, kind).pk}/"
    )


def test_office_bodies_and_the_party_get_the_file_under_its_number_and_kind(world):
    decision = Deciding(world).to_decided()
    for who in ("handler", "lead", "union_judge", "bureau_judge", "cinema_clerk", "cinema_lead"):
        response = fetched(world, who, decision, DECISION)
        assert response.status_code == 200, who
        assert b"".join(response) == bytes(letter(decision, DECISION).document)
        name = unquote(response["Content-Disposition"])
        assert name.endswith("湘观影决字〔2026〕1号 处理决定书.docx")
        assert "no-cache" in response["Cache-Control"]


def test_another_party_a_complainant_and_whoever_is_not_signed_in_get_nothing(world, client):
    other = make_cinema(name="别家影城")
    person = make_user("别家")
    make_membership(user=person, unit=other.unit, role="handler")
    world.stranger = Actor.user(person)
    decision = Deciding(world).to_decided()
    assert fetched(world, "stranger", decision, DECISION).status_code == 404
    for desk in ("ours", "cases"):
        path = f"/desk/{desk}/{decision.case.number}/letters/{letter(decision, DECISION).pk}/"
        assert client.get(path).status_code == 302


def test_a_letter_is_reached_by_its_own_case_alone(world):
    """Whoever may see one case gets no letter of another by its id."""
    first = Deciding(world).to_notified()
    second = Deciding(world, happened_on="2026-09-19").to_notified()
    client, pk = signed_in(world.cinema_clerk), letter(first, NOTICE).pk
    assert client.get(f"/desk/ours/{first.case.number}/letters/{pk}/").status_code == 200
    assert client.get(f"/desk/ours/{second.case.number}/letters/{pk}/").status_code == 404


def test_both_desks_list_the_letters_with_file_and_check_page(world):
    decision = Deciding(world).to_decided()
    for who, desk in (("handler", "cases"), ("union_judge", "cases"), ("cinema_clerk", "ours")):
        text = asked(signed_in(getattr(world, who)), f"/desk/{desk}/{decision.case.number}/")
        for kind in (NOTICE, DECISION, REPAIR_NOTICE):
            one = letter(decision, kind)
            assert one.number in text
            assert f'href="/desk/{desk}/{decision.case.number}/letters/{one.pk}/"' in text
            assert f'href="{check_path(one)}"' in text


# --- nothing of who complained ----------------------------------------------------------------------------------------
def test_nothing_of_a_complaint_reaches_a_letter_its_page_or_its_file(world, client):
    line = Line(world, story="买了两张 19:50 的票，售票员说今天人多。", name="欧阳示例", phone="13800138099")
    line.do("claim", "handler")
    decision = Deciding(world, source=line.case.number)
    decision.to_decided()
    canaries = (
        *("欧阳示例", "欧阳", "13800138099", "138****8099", "19:50", "售票员说今天人多", "补兑两张票"),
        *(line.case.number, line.case.number.split("-")[1]),
    )
    contact = ContactDetails.objects.get(case_id=line.pk)
    assert contact.case.number == line.case.number
    reader = signed_in(world.cinema_clerk)
    for one in papers.letters_of(decision.case):
        served = b"".join(reader.get(f"/desk/ours/{decision.case.number}/letters/{one.pk}/"))
        said = ["\n".join(lines_of(served)), asked(client, check_path(one))]
        said.append(client.get(f"{check_path(one)}letter.txt").content.decode())
        if one.kind != REPAIR_NOTICE:
            assert "投诉核查材料（涉及2026年9月20日的情况）" in said[0]
        for canary in canaries:
            assert not any(canary in text for text in said), canary
