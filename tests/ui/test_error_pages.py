"""Pages for when something stands in the way: what happened, nothing lost, a way on."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django_ratelimit.exceptions import Ratelimited

from casework.ui import views

from .look import Reader, context


def ask(user=None, htmx=False, **data):
    made = RequestFactory().post("/somewhere/", data)
    made.user, made.htmx = user or AnonymousUser(), htmx
    return made


def test_a_stranger_is_told_how_to_sign_in_or_follow_the_case():
    answer = views.forbidden(ask(), PermissionDenied())
    assert answer.status_code == 403
    assert "请先登录" in answer.content.decode()


def test_someone_signed_in_is_told_as_whom_and_may_change_the_account():
    page = views.forbidden(ask(SignedIn()), PermissionDenied()).content.decode()
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


def test_a_form_open_too_long_gives_the_words_back_but_no_secrets():
    answer = views.csrf_failure(ask(text="售票员说系统不收券", password="s3cret", key="k1"), "no cookie")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "售票员说系统不收券" in page
    assert "s3cret" not in page
    assert ">k1<" not in page


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
