"""What enters by HTTP is cleaned once, at the entrance: no NUL reaches a view, a lookup or a page (issue 6 §4)."""

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse

from casework.ui.entrance import CleanText

HIDDEN = "\0\u202e\ufeff"


def entered(request):
    """The request as a view meets it."""
    entrance = CleanText(lambda _request: HttpResponse())
    entrance(request)
    entrance.process_view(request, None, (), {})
    return request


def test_answers_query_and_cookies_come_in_clean():
    request = RequestFactory().post(f"/?q=天{HIDDEN}元", {"story": f"一\r\n{HIDDEN}二", "boxes": ["1", "2\0"]})
    request.COOKIES = {"sessionid": "abc\0def"}

    found = entered(request)

    assert found.GET["q"] == "天元"
    assert found.POST["story"] == "一\n二"
    assert found.POST.getlist("boxes") == ["1", "2"]
    assert found.COOKIES == {"sessionid": "abcdef"}


def test_a_password_is_taken_as_it_was_typed():
    found = entered(RequestFactory().post("/", {"password": "a\u200bb", "new_password1": "c\u200bd"}))

    assert (found.POST["password"], found.POST["new_password1"]) == ("a\u200bb", "c\u200bd")


def test_answers_stay_answers_that_nobody_changes():
    assert isinstance(entered(RequestFactory().post("/", {"a": "b"})).POST, QueryDict)
    with pytest.raises(AttributeError):
        entered(RequestFactory().post("/", {"a": "b"})).POST["a"] = "c"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/track/case/TS26-000001%00/", "/track/a%E2%80%AEb/"])
def test_an_address_with_a_hidden_sign_is_nobodys(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["portal:home", "portal:track", "complaints:new", "account_login"])
def test_a_nul_anywhere_breaks_no_public_page(name):
    client = Client()
    client.cookies["sessionid"] = "\0" * 12
    client.cookies["csrftoken"] = "\0"
    for field in ("number", "code", "q", "story", "login", "key", "go", "next", "matter", "now"):
        assert client.get(reverse(name), {field: f"天{HIDDEN}"}).status_code < 500
        assert client.post(reverse(name), {field: f"天{HIDDEN}"}).status_code < 500
