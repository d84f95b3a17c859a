"""Pages for when something stands in the way: what happened, nothing lost, a way on."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django_ratelimit.exceptions import Ratelimited

from casework.ui import views
from tests.parties.factories import make_user

from .look import Reader, context


def ask(headers=None, user=None, htmx=False, **data):
    made = RequestFactory().post("/somewhere/", data, **headers or {})
    made.user, made.htmx = user or AnonymousUser(), htmx
    return made


def test_a_stranger_is_told_how_to_sign_in_or_follow_the_case():
    answer = views.forbidden(ask(), PermissionDenied())
    assert answer.status_code == 403
    assert "请先登录" in answer.content.decode()


def test_someone_signed_in_is_told_as_whom_and_may_change_the_account():
    page = views.forbidden(ask(user=SignedIn()), PermissionDenied()).content.decode()
    assert "您以“林小例”登录" in page
    assert "退出登录" in page


class SignedIn(Reader):
    is_authenticated = True


def test_trying_too_often_is_said_with_its_own_number():
    answer = views.forbidden(ask(), Ratelimited())
    assert answer.status_code == 429
    assert "尝试太多次" in answer.content.decode()


def test_a_time_from_which_it_works_again_is_said_where_it_is_known():
    assert "请在 10:15 以后再试" in views.too_many(ask(), again_at="10:15").content.decode()


def test_a_page_that_is_not_there_offers_what_people_came_for():
    answer = views.not_found(ask())
    assert answer.status_code == 404
    assert 'href="/"' in answer.content.decode()


def test_our_own_fault_is_said_to_be_ours_and_needs_no_database():
    answer = views.server_error(ask())
    assert answer.status_code == 500
    assert "是我们的问题，不是您的" in answer.content.decode()


HERE = {"HTTP_ORIGIN": "http://testserver"}
TYPED = {"text": "售票员说系统不收券", "key": "k1", "category": "refused"}


def test_a_form_open_too_long_is_sent_by_one_more_press_as_it_was():
    page = views.csrf_failure(ask(HERE, **TYPED), "token missing").content.decode()
    assert 'action="/somewhere/"' in page
    assert 'name="text" rows="1">\n售票员说系统不收券</textarea>' in page
    assert 'name="key" value="k1"' in page
    assert 'name="category" value="refused"' in page


def test_what_another_site_posted_cannot_be_sent_by_a_press():
    for headers in ({"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}, {}):
        page = views.csrf_failure(ask(headers, **TYPED), "bad origin").content.decode()
        assert 'action="/somewhere/"' not in page
        assert "售票员说系统不收券</textarea>" in page


def test_a_form_with_a_secret_in_it_is_never_shown_or_sent_again():
    answer = views.csrf_failure(ask(HERE, **TYPED, password="s3cret"), "no cookie")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "售票员说系统不收券" in page
    assert "s3cret" not in page
    assert 'action="/somewhere/"' not in page


def test_only_when_the_cookie_is_missing_a_second_time_are_cookies_said_to_be_off():
    assert "不接受 Cookie" not in views.csrf_failure(ask(HERE, **TYPED)).content.decode()
    again = ask(HERE, **TYPED, again="1")
    assert "不接受 Cookie" in views.csrf_failure(again).content.decode()
    again.COOKIES["csrftoken"] = "old"
    assert "不接受 Cookie" not in views.csrf_failure(again).content.decode()


def test_photos_that_went_with_the_form_are_said_to_be_missing():
    page = views.csrf_failure(ask(HERE, **TYPED, photo=SimpleUploadedFile("a.jpg", b"x"))).content.decode()
    assert "请之后再补充" in page


@pytest.mark.parametrize("page", [views.forbidden, views.not_found, views.too_many, views.bad_request])
def test_whatever_stands_in_the_way_the_words_are_given_back(page):
    assert "售票员说系统不收券</textarea>" in page(ask(HERE, **TYPED)).content.decode()


def test_an_unexpected_fault_gives_the_form_back_with_the_same_key_and_asks_the_database_nothing():
    made = ask(HERE, **TYPED)
    made.csrf_processing_done = True
    answer = views.server_error(made)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "售票员说系统不收券</textarea>" in page
    assert 'name="key" value="k1"' in page
    assert 'name="csrfmiddlewaretoken"' in page


def test_a_form_whose_token_was_not_looked_at_is_not_offered_again_after_a_fault():
    page = views.server_error(ask(HERE, **TYPED)).content.decode()
    assert 'action="/somewhere/"' not in page
    assert "售票员说系统不收券</textarea>" in page


@pytest.mark.django_db
def test_a_view_that_breaks_answers_with_what_was_typed(settings, monkeypatch):
    settings.DEBUG = False
    monkeypatch.setattr("complaints.views.wizard.Answers.of", lambda request: 1 / 0)
    client = Client(raise_request_exception=False)
    answer = client.post("/complaints/new/story/", {"story": "售票员说系统不收券", "key": "k1"})
    assert answer.status_code == 500
    assert "售票员说系统不收券</textarea>" in answer.content.decode()
    assert 'action="/complaints/new/story/"' in answer.content.decode()


@pytest.mark.django_db
def test_a_form_that_is_too_large_says_what_to_do(settings):
    settings.DEBUG = False
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    for typed in ({"story": "长" * 2000}, {f"f{n}": "x" for n in range(1100)}):
        answer = Client().post("/complaints/new/story/", typed)
        assert answer.status_code == 413
        assert "少一些、小一些的照片" in answer.content.decode()


@pytest.mark.django_db
def test_what_cannot_be_read_is_answered_with_a_way_on(settings):
    settings.DEBUG = False
    client = Client()
    client.force_login(make_user())
    answer = client.post("/notifications/read", {"id": "x"})
    assert answer.status_code == 400
    assert 'href="/"' in answer.content.decode()


def test_a_wrong_host_name_gets_no_page_with_links(client, settings):
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["tousu.example.cn"]
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain"
    assert b"evil" not in answer.content


@pytest.mark.parametrize("layout", ["", "base/portal.html"])
def test_when_someone_acted_first_nothing_typed_is_lost_p26(layout):
    answer = views.stale(
        ask(),
        act="提出认定",
        changes=context()["changes"],
        kept=[views.Kept("查明的事实", "影院拒绝兑换")],
        back_url="/c/1/",
        page_layout=layout,
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "您写的都还在" in page
    assert "影院拒绝兑换</textarea>" in page
    assert "平台答复" in page
    assert 'href="/c/1/"' in page


def test_a_lost_race_inside_an_open_page_brings_only_the_content():
    page = views.stale(ask(htmx=True), act="提出认定", changes=[], kept=[], back_url="/c/1/").content.decode()
    assert "<html" not in page
    assert "有人先办了一步" in page


def test_a_busy_case_lets_people_send_the_same_form_again():
    answer = views.busy(ask(key="k1", facts="影院拒绝兑换", csrfmiddlewaretoken="t"), act="提出认定", back_url="/c/1/")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'name="key" value="k1"' in page
    assert 'name="facts" value="影院拒绝兑换"' in page
    assert 'value="t"' not in page
