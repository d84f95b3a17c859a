"""A forged or altered letter is told from a real one, by its QR code and by its words (issue 9 §3)."""

from __future__ import annotations

import base64
import io

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.core.management import call_command
from django.core.management.base import CommandError
from docx import Document
from docx.oxml import OxmlElement

from blacklist.letters import signing, standing
from blacklist.letters.canonical import digest_of
from blacklist.letters.checking import Outcome, signed_text, verify, verify_words
from blacklist.letters.documents import lines_of
from blacklist.letters.standing import Standing
from blacklist.letters.writing import check_address
from blacklist.models import Letter, LetterKind
from casework.engine import triggers

from .factories import DECISION, REPAIR_NOTICE, make_letter, reworded, saved, through_word

pytestmark = pytest.mark.django_db
GENUINE, ALTERED, UNKNOWN = Outcome


def asked(letter: Letter):
    """What the page behind its QR code is asked."""
    slug, digest = check_address(letter).rstrip("/").split("/")[-2:]
    return verify(slug, digest)


def read(content: bytes):
    return verify_words(lines_of(content))


@pytest.fixture
def tamper():
    """Somebody with the database in hand, who has no key."""

    def change(letter: Letter, **fields) -> Letter:
        triggers.lift()
        Letter.objects.filter(pk=letter.pk).update(**fields)
        return Letter.objects.get(pk=letter.pk)

    yield change
    triggers.install()


# --- the signature ----------------------------------------------------------------------------------------------------
def test_anybody_can_check_the_signature_with_the_published_key_and_nothing_of_ours():
    letter = make_letter()
    key = load_pem_public_key(signing.public_keys()[0].encode())
    key.verify(base64.b64decode(letter.signature), letter.canonical.encode())


def test_no_word_can_be_changed_under_a_signature():
    letter = make_letter()
    assert signing.holds(letter.canonical, letter.signature)
    assert not signing.holds(letter.canonical.replace("十三", "十二"), letter.signature)
    assert not signing.holds(letter.canonical, "没有签名")


def test_after_the_server_key_was_changed_a_letter_is_known_by_the_retired_one(settings):
    letter = make_letter()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert (asked(letter).outcome, read(letter.document).outcome) == (GENUINE, GENUINE)
    assert len(signing.public_keys()) == 2
    assert asked(make_letter()).outcome == GENUINE


def test_of_a_letter_whose_key_is_gone_neither_yes_nor_no_is_said(settings):
    letter = make_letter()
    settings.SECRET_KEY = "new"
    verdict = asked(letter)
    assert (verdict.outcome, verdict.key_retired) == (UNKNOWN, True)


def test_signed_again_in_time_a_letter_does_without_the_retired_key(settings, capsys):
    letter = make_letter()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    for said in ("1 letters signed again", "0 letters signed again"):
        call_command("sign_letters_again")
        assert said in capsys.readouterr().out
    settings.SECRET_KEY_FALLBACKS = []
    assert (asked(letter).outcome, read(letter.document).outcome) == (GENUINE, GENUINE)


def test_what_no_key_proves_is_not_signed_again(settings, tamper):
    changed = tamper(make_letter(), canonical="x")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    with pytest.raises(CommandError, match=changed.number):
        call_command("sign_letters_again")
    assert not changed.signed_again.exists()


# --- by its QR code ---------------------------------------------------------------------------------------------------
def test_the_qr_code_holds_the_address_of_the_check(settings):
    settings.PUBLIC_URL = "https://example.org/"
    letter = make_letter()
    assert check_address(letter) == f"https://example.org/letters/decision-2026-1/{digest_of(letter.canonical)}/"


def test_a_real_letter_is_genuine():
    letter = make_letter()
    assert asked(letter) == verify("decision-2026-1", digest_of(letter.canonical))
    assert asked(letter).outcome == GENUINE


def test_another_digest_is_altered_and_another_number_unknown():
    digest = digest_of(make_letter().canonical)
    assert verify("decision-2026-1", "0" * 16).outcome == ALTERED
    assert verify("decision-2026-1", "决" * 16).outcome == ALTERED
    assert verify("decision-2026-2", digest).outcome == UNKNOWN
    assert verify("nonsense", digest).outcome == UNKNOWN


def test_words_changed_in_the_database_are_found_though_the_qr_code_was_made_to_fit(tamper):
    letter = make_letter()
    assert asked(tamper(letter, canonical=letter.canonical.replace("十三", "三"))).outcome == ALTERED


def test_whether_it_is_in_force_is_said_by_the_room_that_wrote_it(monkeypatch):
    letter = make_letter()
    assert asked(letter).standing is None
    monkeypatch.setattr(standing, "_rooms", {})
    standing.in_force_of("toy", lambda asked_about: Standing(asked_about == letter, "revoked"))
    assert asked(letter).standing == Standing(True, "revoked")
    assert asked(make_letter(about="other:1")).standing is None


# --- by its words -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", LetterKind.values)
def test_a_letter_is_genuine_also_after_word_saved_it_again(kind):
    letter = make_letter(kind)
    assert read(letter.document).outcome == GENUINE
    assert read(through_word(letter.document)).outcome == GENUINE


def test_a_copy_from_a_pdf_has_other_lines_and_the_same_words():
    text = "".join(lines_of(make_letter().document))
    assert verify_words([text[at : at + 21] for at in range(0, len(text), 21)]).outcome == GENUINE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("取消参加活动资格十三个月", "取消参加活动资格三个月"),
        ("示例影城（株洲）有限公司", "别的影城有限公司"),
        ("收到之日起30日内", "收到之日起3日内"),
        ("不属于行政处罚", "属于行政处罚"),
    ],
)
def test_altered_words_are_found_and_shown_beside_what_we_wrote(before, after):
    letter = make_letter()
    verdict = read(reworded(letter.document, before, after))
    assert (verdict.outcome, verdict.letter) == (ALTERED, letter)
    (difference,) = verdict.differences
    assert before in difference.issued
    assert after in difference.found


def test_words_put_in_or_taken_out_are_found():
    lines = lines_of(make_letter().document)
    added = verify_words([*lines, "本决定已撤销。"])
    assert (added.outcome, added.differences[-1].found) == (ALTERED, "本决定已撤销。")
    taken = verify_words([line for line in lines if "复核" not in line])
    assert (taken.outcome, taken.differences[0].found) == (ALTERED, "")


def test_hidden_words_do_not_count_as_said():
    document = Document(io.BytesIO(make_letter().document))
    measure(document).runs[0].font.hidden = True
    assert read(saved(document)).outcome == ALTERED


def test_changes_that_word_tracks_count_as_they_would_on_paper():
    document = Document(io.BytesIO(make_letter().document))
    deleted, run = OxmlElement("w:del"), measure(document).runs[0]._r
    run.addprevious(deleted)
    deleted.append(run)
    assert read(saved(document)).outcome == ALTERED


def measure(document):
    return next(one for one in document.paragraphs if one.text.startswith("取消参加活动资格"))


def test_a_letter_with_another_number_is_compared_with_the_letter_of_that_number():
    first, second = make_letter(), make_letter(party="另一家影城")
    forged = reworded(first.document, first.number, second.number)
    verdict = read(forged)
    assert (verdict.outcome, verdict.letter) == (ALTERED, second)


def test_a_letter_that_speaks_of_another_is_not_taken_for_it():
    decision = make_letter()
    repair = make_letter(REPAIR_NOTICE, regarding=decision.number)
    assert read(repair.document).letter == repair
    assert read(reworded(repair.document, "守信承诺书", "承诺书")).letter == repair


def test_what_names_no_letter_of_ours_is_unknown():
    assert verify_words(["通知", "今天放假"]).outcome == UNKNOWN
    assert verify_words([]).outcome == UNKNOWN
    made_up = reworded(make_letter().document, "湘观影决字〔2026〕1号", "湘观影决字〔2026〕9号")
    assert read(made_up).outcome == UNKNOWN


def test_a_file_changed_in_the_database_too_does_not_get_past_the_signed_words(tamper):
    letter = make_letter()
    forged = reworded(letter.document, "取消参加活动资格十三个月", "取消参加活动资格一个月")
    tamper(letter, document=forged)
    verdict = read(forged)
    assert verdict.outcome == ALTERED
    assert "十三个月" in verdict.differences[0].issued


def test_the_signed_text_is_checked_word_for_word():
    text = signed_text(make_letter())
    assert verify_words(text.splitlines()).outcome == GENUINE
    altered = verify_words(text.replace("十三个月", "一个月").splitlines())
    assert (altered.outcome, "十三个月" in altered.differences[0].issued) == (ALTERED, True)
    resigned = signed_text(replace_signature(make_letter()))
    assert verify_words(resigned.splitlines()).outcome == ALTERED


def replace_signature(letter: Letter) -> Letter:
    letter.signature = base64.b64encode(bytes(64)).decode()
    return letter


def test_a_signed_text_is_proven_without_the_database(tamper):
    letter = make_letter()
    text = signed_text(letter)
    triggers.lift()
    Letter.objects.all().delete()
    assert verify_words(text.splitlines()).outcome == GENUINE
    assert verify_words(text.replace("十三个月", "一个月").splitlines()).outcome == UNKNOWN


# --- the command ------------------------------------------------------------------------------------------------------
@pytest.fixture
def checked(tmp_path, capsys):
    """The exit code of `manage.py verify_letter` and what it says, of a file with this content."""

    def run(content: bytes, name: str = "letter.docx") -> tuple[int, str]:
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(SystemExit) as ended:
            call_command("verify_letter", str(file))
        said = capsys.readouterr()
        return ended.value.code, said.out + said.err

    return run


def test_the_command_says_genuine_and_whether_it_is_in_force(checked, monkeypatch):
    monkeypatch.setattr(standing, "_rooms", {"toy": lambda letter: Standing(False, "revoked on 2026-12-20")})
    code, said = checked(make_letter().document)
    assert code == 0
    assert said.startswith("genuine: 湘观影决字〔2026〕1号 of ")
    assert "not in force now: revoked on 2026-12-20" in said


def test_the_command_says_of_a_letter_that_only_tells_what_came_of_it(checked, monkeypatch):
    monkeypatch.setattr(standing, "_rooms", {"toy": lambda letter: Standing(None, "nothing is decided yet")})
    code, said = checked(make_letter().document)
    assert (code, "in force now" in said) == (0, False)
    assert "a letter that only tells: nothing is decided yet" in said


def test_the_command_says_which_line_was_altered(checked):
    code, said = checked(reworded(make_letter().document, "十三个月", "三个月"))
    assert code == 1
    assert "- we wrote: 取消参加活动资格十三个月，至2028年1月8日止。\n  it says:  取消参加活动资格三个月" in said


@pytest.mark.parametrize("content", ["湘观影决字〔2026〕77号".encode(), b"PK\x03\x04", b"\xff\xfe\xfd"])
def test_the_command_says_unknown_of_what_it_does_not_know_or_cannot_read(checked, content):
    assert checked(content, "x.txt")[0] == 2


def test_the_command_reads_a_signed_text(checked):
    letter = make_letter(DECISION)
    assert checked(signed_text(letter).encode(), "letter.txt")[0] == 0


def test_a_missing_file_is_unknown(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("verify_letter", "/nowhere/letter.docx")
    assert ended.value.code == 2
