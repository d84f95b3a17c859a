"""GET /notifications/since/<id>: everything owed, with an overlap, and nothing that is not the reader's to see."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from notifications.addresses import sign_seat, user_address
from notifications.models import Notification
from notifications.services import announce, forget_quiet, mark_read

from .factories import SEAT, make_user, rows_of, tell, tell_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, lin):
    client.force_login(lin)
    return client


def ask(client, last_id: int = 0, **query) -> dict:
    answer = client.get(f"/notifications/since/{last_id}", query)
    assert answer.status_code == 200
    return answer.json()


def age_all() -> None:
    Notification.objects.update(created_at=timezone.now() - timedelta(hours=1))


def test_the_answer_is_in_words_and_says_what_is_unread(signed_in, lin):
    tell(user_address(lin.pk), urgent=True)
    answer = ask(signed_in)
    (item,) = answer["notifications"]
    assert item == {
        "id": rows_of(lin)[0].pk,
        "sentence": "News of TS26-004217-K",
        "case_no": "TS26-004217-K",
        "url": "/desk/cases/TS26-004217-K",
        "at": item["at"],
        "urgent": True,
        "read": False,
        "quiet": False,
    }
    assert (answer["unread"], answer["more"]) == (1, False)


def test_it_is_never_cached(signed_in):
    assert "no-store" in signed_in.get("/notifications/since/0")["Cache-Control"]


def test_others_news_are_not_mine(signed_in):
    tell(user_address(make_user("zhou").pk), SEAT)
    assert ask(signed_in)["notifications"] == []


def test_offline_for_150_events_shows_all_150_once(signed_in, lin):
    tell_many(user_address(lin.pk), 150)
    case_numbers = [item["case_no"] for item in ask(signed_in)["notifications"]]
    assert case_numbers == [f"TS26-{n:06}" for n in range(1, 151)]


def test_old_news_beyond_the_overlap_are_not_sent_again(signed_in, lin):
    tell_many(user_address(lin.pk), 250)
    age_all()
    last_id = rows_of(lin)[-1].pk
    assert [item["id"] for item in ask(signed_in, last_id)["notifications"]] == [row.pk for row in rows_of(lin)[-200:]]


def test_a_smaller_id_of_the_last_two_minutes_comes_however_many_ids_have_passed(signed_in, lin):
    tell(user_address(lin.pk))
    late = rows_of(lin)[0].pk
    assert [item["id"] for item in ask(signed_in, late + 5000)["notifications"]] == [late]
    age_all()
    assert ask(signed_in, late + 5000)["notifications"] == []


def test_too_much_to_send_is_said(signed_in, lin):
    tell_many(user_address(lin.pk), 510)
    answer = ask(signed_in)
    assert answer["more"]
    assert [item["id"] for item in answer["notifications"]] == [row.pk for row in rows_of(lin)[-500:]]
    assert answer["unread"] == 100


def test_a_right_taken_away_between_bell_and_fetch_makes_the_entry_and_its_count_vanish(signed_in, lin, words):
    tell(user_address(lin.pk), event_no=1, case_no="TS26-000001")
    tell(user_address(lin.pk), event_no=2, case_no="TS26-000002")
    words.hidden.add("TS26-000001")
    answer = ask(signed_in)
    assert [item["case_no"] for item in answer["notifications"]] == ["TS26-000002"]
    assert answer["unread"] == 1


def test_unread_counts_what_is_older_than_the_question_too(signed_in, lin):
    tell_many(user_address(lin.pk), 3)
    age_all()
    mark_read(address=user_address(lin.pk), ids=[rows_of(lin)[0].pk])
    answer = ask(signed_in, rows_of(lin)[-1].pk + 1000)
    assert (answer["notifications"], answer["unread"]) == ([], 2)


@pytest.mark.parametrize("rows", [3, 300])
def test_it_costs_the_same_for_few_rows_and_many(signed_in, lin, rows, django_assert_num_queries):
    tell_many(user_address(lin.pk), rows)
    with django_assert_num_queries(4):  # session, user, rows, unread
        ask(signed_in)


def test_signed_out_is_401_and_not_a_page(client, db):
    assert client.get("/notifications/since/0").status_code == 401


def test_a_deactivated_user_is_signed_out(signed_in, lin):
    lin.is_active = False
    lin.save()
    assert signed_in.get("/notifications/since/0").status_code == 401


def test_a_seats_token_opens_that_seat_and_no_other(client):
    tell(SEAT, event_no=1, case_no="TS26-000001")
    tell("seat:8:complainant", event_no=2, case_no="TS26-000002")
    answer = ask(client, seat=sign_seat(SEAT, "0"))
    assert [item["case_no"] for item in answer["notifications"]] == ["TS26-000001"]


def test_a_seat_that_was_given_up_opens_nothing_more(client, words):
    tell(SEAT)
    words.ended.add("0")
    assert client.get("/notifications/since/0", {"seat": sign_seat(SEAT, "0")}).status_code == 403
    assert ask(client, seat=sign_seat(SEAT, "1"))["unread"] == 1


def test_a_quiet_row_changes_open_pages_and_tells_nothing(signed_in, lin, rung):
    with transaction.atomic():
        announce(
            event_no=1, case_no="TS26-000001", topic="t", addresses=[], quietly=[user_address(lin.pk)], urgent=True
        )
    (item,) = ask(signed_in)["notifications"]
    assert (item["case_no"], item["quiet"], item["urgent"]) == ("TS26-000001", True, False)
    assert ask(signed_in)["unread"] == 0
    assert "TS26-000001" not in signed_in.get("/notifications/").content.decode()


def test_whoever_is_told_is_not_also_told_quietly(lin):
    address = user_address(lin.pk)
    with transaction.atomic():
        announce(event_no=1, case_no="TS26-000001", topic="t", addresses=[address], quietly=[address])
    (row,) = rows_of(lin)
    assert not row.quiet


def test_quiet_rows_are_forgotten_after_a_day_and_loud_ones_kept(lin):
    with transaction.atomic():
        announce(event_no=1, case_no="X", topic="t", addresses=[SEAT], quietly=[user_address(lin.pk)])
    assert forget_quiet() == 0
    Notification.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    assert forget_quiet() == 1
    assert [row.address for row in Notification.objects.all()] == [SEAT]


def test_a_false_token_is_403_even_for_someone_signed_in(signed_in):
    assert signed_in.get("/notifications/since/0", {"seat": "false"}).status_code == 403


def test_an_id_from_nowhere_is_harmless(signed_in):
    assert ask(signed_in, 10**30)["notifications"] == []
