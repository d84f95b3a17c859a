"""How much one browser may send in an hour."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.engine.attachments import often
from casework.ui.limits import ADDRESS, BROWSER, Limit

from .factories import jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counting(settings, monkeypatch):
    settings.RATELIMIT_ENABLE = True
    cache.clear()
    monkeypatch.setattr(often, "LIMITS", (Limit("upload", "2/h", BROWSER), Limit("upload", "100/h", ADDRESS)))


def browser() -> Client:
    client = Client()
    client.get("/track/")
    return client


def send(client: Client, **headers):
    return client.post("/files/", {"file": SimpleUploadedFile("a.jpg", jpeg((40, 30)), "image/jpeg")}, **headers)


def test_a_browser_that_sends_as_no_person_can_has_to_wait():
    client = browser()
    answers = [send(client, HTTP_ACCEPT="application/json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert "以后继续" in answers[-1].json()["message"]
    assert send(browser(), HTTP_ACCEPT="application/json").status_code == 201


def test_without_scripts_it_is_a_page_with_the_time():
    client = browser()
    answer = [send(client) for _ in range(3)][-1]
    assert answer.status_code == 429
    assert "以后再试" in answer.content.decode()


def test_large_files_count_for_more(monkeypatch):
    monkeypatch.setattr(often, "PIECE", 100)
    client = browser()
    assert [send(client).status_code for _ in range(2)][-1] == 429
