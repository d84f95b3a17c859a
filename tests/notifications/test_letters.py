"""A mail as it arrives: what it says, in which language, by which headers it is known, and what it never says."""

import email.utils
import re

import pytest

from notifications import outside
from notifications.deliveries import deliver
from notifications.recipients import open_wish

from .factories import NOW, SEAT, make_user, tell_outside

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address_people_type(settings):
    settings.PUBLIC_URL = "https://tousu.example.cn"
    settings.DEFAULT_FROM_EMAIL = "noreply@example.cn"


@pytest.fixture
def received(postbox):
    """Tell something and take the mail that arrived."""

    def receive(address: str = SEAT, **told):
        tell_outside(address, now=NOW, **told)
        deliver(NOW)
        return postbox.mails[-1]

    return receive


def header(mail, name: str) -> str:
    """A header as a reader sees it: long ones begin on a line of their own."""
    return mail[name].strip()


def texts(mail) -> list[str]:
    """The plain text and the page."""
    return [mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()]


# --- what it says -----------------------------------------------------------------------------------------------------
def test_it_says_what_happened_to_which_case_and_where_to_look_as_text_and_as_a_page(received):
    for text in texts(received(event_no=5)):
        for words in (
            "您的投诉已经受理。",
            "TS26-004217-K",
            "拒绝兑换票券",
            "https://tousu.example.cn/track/5/",
            "不要转发",
        ):
            assert words in text
        assert "直接回复无人查收" in text


def test_who_signs_in_is_not_told_that_the_link_alone_opens_the_case(received, known):
    open_letter = known._letter
    known.knowledge = outside.Knowledge(known._contacts, lambda *a: _public(open_letter(*a)), known.knowledge.workdays)
    outside._registered[:] = [known.knowledge]
    person = make_user("wang")
    type(person).objects.update(email="wang@example.cn")
    for text in texts(received(f"user:{person.pk}")):
        assert "不要转发" not in text
        assert "登录查看" in text


def _public(letter: outside.Letter) -> outside.Letter:
    return outside.Letter(letter.sentence, letter.url, letter.kind, letter.title)


def test_lines_of_what_is_to_be_done_until_when_stand_below(received, known):
    letter = outside.Letter("已征询答复。", "/x/", "投诉", "多收票款", (("需要您办理", "答复，最迟 10月12日"),))
    outside._registered[:] = [outside.Knowledge(known._contacts, lambda *a: letter, known.knowledge.workdays)]
    for text in texts(received()):
        assert "需要您办理：答复，最迟 10月12日" in text


def test_what_is_put_into_the_page_cannot_change_it(received, known):
    letter = outside.Letter("<script>x</script>", "/x/", "投诉", "<b>多收票款</b>")
    outside._registered[:] = [outside.Knowledge(known._contacts, lambda *a: letter, known.knowledge.workdays)]
    text, page = texts(received())
    assert "<script>x</script>" in text
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_the_page_needs_nothing_from_elsewhere(received):
    """QQ Mail and Outlook load no styles and ask before they load pictures."""
    page = texts(received())[1]
    assert not re.search(r"<(img|link|style|script|iframe)\b|url\(", page)
    assert "background-color:#ffffff" in page
    assert "color:#22303c" in page


# --- languages --------------------------------------------------------------------------------------------------------
def test_who_filed_in_english_reads_english_under_a_chinese_subject(received, known):
    known.contacts[SEAT] = outside.Contact("lin@qq.com", "en")
    mail = received()
    text = texts(mail)[0]
    assert "Open the case:" in text
    assert "您好" not in text
    assert mail["Content-Language"] == "en"
    assert header(mail, "Subject") == "湘观影监督投诉：TS26-004217-K 有新进展"


def test_where_the_language_is_not_known_it_is_chinese_and_then_english(received, known):
    known.contacts[SEAT] = outside.Contact("lin@qq.com")
    mail = received()
    for text in texts(mail):
        assert text.index("您好") < text.index("Hello,")
    assert mail["Content-Language"] == "zh-Hans, en"


def test_staff_are_written_to_in_the_offices_language(received):
    person = make_user("wang")
    type(person).objects.update(email="wang@example.cn")
    assert "Hello," not in texts(received(f"user:{person.pk}"))[0]


# --- headers ----------------------------------------------------------------------------------------------------------
def test_mails_of_one_case_are_one_thread_and_those_of_others_are_not(received, known):
    known.contacts["seat:8:complainant"] = outside.Contact("zhou@qq.com")
    first, second = received(event_no=1), received(event_no=2)
    other = received("seat:8:complainant", event_no=3)
    thread = first["References"]
    assert re.fullmatch(r"<thread\.[0-9a-f]{32}@tousu\.example\.cn>", thread)
    assert {first["In-Reply-To"], second["References"], second["In-Reply-To"]} == {thread}
    assert first["Subject"] == second["Subject"]
    assert other["References"] != thread
    ids = {mail["Message-ID"] for mail in (first, second, other)}
    assert len(ids) == 3
    assert thread not in ids


def test_programs_know_that_a_program_wrote_it_and_answer_nothing(received):
    mail = received()
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert email.utils.parseaddr(mail["From"]) == ("湘观影监督投诉", "noreply@example.cn")
    assert mail["To"] == "lin.wang@qq.com"
    assert mail["Reply-To"] is None
    assert mail["Date"].endswith("+0800")


def test_a_sender_with_a_name_of_its_own_keeps_it(received, settings):
    settings.DEFAULT_FROM_EMAIL = "湖南影协 <noreply@example.cn>"
    assert email.utils.parseaddr(received()["From"]) == ("湖南影协", "noreply@example.cn")


def test_the_mail_programs_own_button_stops_it_by_the_link_in_the_foot(received):
    mail = received()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (link,) = re.fullmatch(r"<(.*)>", header(mail, "List-Unsubscribe")).groups()
    assert link.startswith("https://tousu.example.cn/notifications/mail/")
    assert open_wish(link.rstrip("/").rpartition("/")[2]) == SEAT
    assert all(link in text for text in texts(mail))


def test_what_is_urgent_is_marked_so(received):
    assert header(received(urgent=True), "Subject") == "【紧急】湘观影监督投诉：TS26-004217-K 有新进展"


# --- what it never says -----------------------------------------------------------------------------------------------
def test_no_header_says_what_happened_or_to_which_row_it_belongs(received):
    mail = received(event_no=77_193_771)
    headers = str(mail).partition("\n\n")[0]
    assert "受理" not in mail["Subject"]
    assert "77193771" not in "".join(mail[name] for name in ("Message-ID", "References", "Subject"))
    assert "complaint.accepted" not in headers
