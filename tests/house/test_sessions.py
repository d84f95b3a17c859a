"""A browser's first row: one statement, and never somebody else's."""

import pytest
from django.contrib.sessions.models import Session

from casework.house import sessions

pytestmark = pytest.mark.django_db


def new_session(**said) -> sessions.SessionStore:
    session = sessions.SessionStore()
    session.update(said)
    session.save()
    return session


def test_the_settings_name_it(client):
    client.session.save()
    assert type(client.session) is sessions.SessionStore


def test_a_new_session_is_written_without_a_look_before(django_assert_num_queries):
    with django_assert_num_queries(1) as captured:
        new_session(seat=1)
    assert captured[0]["sql"].startswith("INSERT")


@pytest.mark.django_db(transaction=True)
def test_a_key_that_somebody_has_is_not_given_to_another(monkeypatch):
    taken = new_session(seat=1)
    keys = iter([taken.session_key, "f" * 32])
    monkeypatch.setattr(sessions, "token_hex", lambda _bytes: next(keys))
    assert new_session(seat=2).session_key == "f" * 32
    assert Session.objects.get(pk=taken.session_key).get_decoded() == {"seat": 1}
