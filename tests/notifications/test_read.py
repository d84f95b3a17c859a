"""Read marks, the bell page without scripts, and what a page tells bell.js."""

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from notifications.addresses import sign_seat, user_address
from notifications.models import Notification

from .factories import SEAT, make_user, rows_of, tell, tell_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, lin):
    client.force_login(lin)
    return client


def read_numbers(user) -> list[int]:
    return [row.event_no for row in rows_of(user) if row.read_at]


def test_named_ones_are_marked_read_and_the_page_comes_back(signed_in, lin):
    tell_many(user_address(lin.pk), 3)
    rows = rows_of(lin)
    answer = signed_in.post("/notifications/read", {"id": [rows[0].pk, rows[2].pk]})
    assert (answer.status_code, answer.url) == (302, "/notifications/")
    assert read_numbers(lin) == [1, 3]


def test_all_up_to_an_id_leaves_what_came_after_the_page_was_shown(signed_in, lin):
    tell_many(user_address(lin.pk), 3)
    signed_in.post("/notifications/read", {"upto": rows_of(lin)[1].pk})
    assert read_numbers(lin) == [1, 2]


def test_a_script_gets_the_number_and_no_page(signed_in, lin):
    tell_many(user_address(lin.pk), 2)
    answer = signed_in.post("/notifications/read", {"upto": rows_of(lin)[1].pk}, headers={"accept": "application/json"})
    assert answer.json() == {"read": 2}


def test_nobody_marks_for_another(signed_in):
    zhou = make_user("zhou")
    tell(user_address(zhou.pk))
    signed_in.post("/notifications/read", {"id": rows_of(zhou)[0].pk})
    assert read_numbers(zhou) == []


def test_a_seat_marks_its_own(client):
    tell(SEAT)
    row = Notification.objects.get()
    url = f"/notifications/read?seat={sign_seat(SEAT, '0')}"
    assert client.post(url, {"id": row.pk}, headers={"accept": "application/json"}).json() == {"read": 1}


def test_signed_out_marks_nothing(client):
    assert client.post("/notifications/read", {"upto": 9}).status_code == 401


@pytest.mark.parametrize("data", [{"id": "x"}, {"upto": "-1"}, {"upto": ""}, {"id": "٣"}, {"id": "9" * 40}])
def test_what_is_no_id_is_refused(signed_in, data):
    assert signed_in.post("/notifications/read", data).status_code == 400


def test_reading_by_get_marks_nothing_and_posting_needs_the_token(lin):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(lin)
    assert strict.get("/notifications/read").status_code == 405
    assert strict.post("/notifications/read", {"upto": 1}).status_code == 403


def test_the_page_lists_the_newest_first_with_its_link_and_pages_by_id(signed_in, lin):
    tell_many(user_address(lin.pk), 35)
    first = signed_in.get("/notifications/").content.decode()
    assert first.index("News of TS26-000035") < first.index("News of TS26-000006")
    assert "TS26-000005" not in first
    assert 'href="/desk/cases/TS26-000035"' in first
    older = f"?before={rows_of(lin)[5].pk}"
    assert f'href="{older}"' in first
    second = signed_in.get(f"/notifications/{older}").content.decode()
    assert "News of TS26-000005" in second
    assert "TS26-000006" not in second
    assert 'href="?before=' not in second


def test_the_page_hides_what_the_reader_may_no_longer_see(signed_in, lin, words):
    tell(user_address(lin.pk), case_no="TS26-000001")
    words.hidden.add("TS26-000001")
    assert "TS26-000001" not in signed_in.get("/notifications/").content.decode()


def test_the_page_asks_to_sign_in_first(client):
    assert client.get("/notifications/").status_code == 302


def render_attributes(**context) -> str:
    request = RequestFactory().get("/")
    request.user = context.pop("user")
    return Template("{% load bell %}<body {% bell_attributes %}>").render(Context({"request": request, **context}))


def test_a_page_tells_the_script_where_to_start(lin, django_assert_num_queries):
    tell(user_address(lin.pk))
    with django_assert_num_queries(1):
        page = render_attributes(user=lin)
    assert 'data-bell-url="/ws/bell/" data-since-url="/notifications/since/0"' in page
    assert f'data-since-id="{rows_of(lin)[0].pk}"' in page


def test_a_tracking_page_listens_for_its_seat(lin):
    token = sign_seat(SEAT, "0")
    page = render_attributes(user=lin, seat_token=token)
    assert f'data-bell-url="/ws/bell/seat/{token}/"' in page
    assert "/notifications/since/0?seat=" in page


def test_a_page_for_nobody_starts_no_bell():
    from django.contrib.auth.models import AnonymousUser

    assert render_attributes(user=AnonymousUser()) == "<body >"
