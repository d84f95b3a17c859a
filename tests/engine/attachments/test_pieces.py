"""Large files over a weak line: a cut costs one piece, and what is asked twice is not done twice."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.engine.attachments import pieces, store, vault
from casework.engine.attachments.pieces import sweep_arriving
from casework.engine.models import ArrivingFile, Attachment
from tests import films

from . import factories as f
from .conftest import browser
from .test_views import send

pytestmark = pytest.mark.django_db

FILM = films.film(frames=5000)
STEP = 2000


def announce(client: Client, size: int = len(FILM), name: str = "现场.mp4", **more):
    return client.post(reverse("files:announce"), {"name": name, "size": size, **more})


def give(client: Client, url: str, at: int, piece: bytes):
    return client.post(url, piece, content_type="application/octet-stream", headers={"upload-offset": str(at)})


def give_all(client: Client, content: bytes = FILM, name: str = "现场.mp4"):
    """As the picker does it; the last answer."""
    url = announce(client, len(content), name).json()["url"]
    for at in range(0, len(content), STEP):
        answer = give(client, url, at, content[at : at + STEP])
    return answer


def lying_here() -> list[Path]:
    place = Path(default_storage.path("arriving"))
    return [path for path in place.rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def _nothing_arrives_yet():
    vault.drop("arriving")


@pytest.mark.parametrize("content", [FILM, f.jpeg((900, 700)), f.pdf(1)])
def test_what_came_in_pieces_is_the_same_file(content):
    answer = give_all(browser(), content)
    assert answer.status_code == 201
    stored = Attachment.objects.get()
    assert vault.read(stored.original) == content
    assert (stored.name, stored.state) == ("现场.mp4", "waiting")
    assert answer.json()["id"] == str(stored.pk)
    assert not ArrivingFile.objects.exists()
    assert lying_here() == []


def test_p5_each_piece_is_confirmed_once_it_lies_here():
    client = browser()
    url = announce(client).json()["url"]
    answer = give(client, url, 0, FILM[:STEP])
    assert (answer.status_code, answer.json()) == (200, {"received": STEP})
    assert lying_here()[0].read_bytes() == FILM[:STEP]
    assert client.get(url).json() == {"received": STEP}
    assert not Attachment.objects.exists()


def test_a_piece_that_comes_twice_or_too_early_is_told_where_to_go_on():
    client = browser()
    url = announce(client).json()["url"]
    give(client, url, 0, FILM[:STEP])
    for at in (0, STEP + 1, 10**9):
        answer = give(client, url, at, FILM[:STEP])
        assert (answer.status_code, answer.json()) == (409, {"received": STEP})
    assert give(client, url, STEP, FILM).status_code == 409, "more than was announced"


def test_a_piece_without_its_place_or_too_large_is_not_read():
    client = browser()
    url = announce(client, size=10 * pieces.MAX_PIECE).json()["url"]
    assert client.post(url, b"x", content_type="application/octet-stream").status_code == 409
    assert give(client, url, 0, b"\0" * (pieces.MAX_PIECE + 1)).status_code == 409
    assert lying_here() == []


def test_a_piece_kept_by_a_process_that_died_before_it_said_so_is_written_anew():
    client = browser()
    url = announce(client).json()["url"]
    vault.put_bytes(f"{ArrivingFile.objects.get().place}/{0:012d}", b"half of i")
    assert give(client, url, 0, FILM[:STEP]).status_code == 200
    assert lying_here()[0].read_bytes() == FILM[:STEP]


def test_the_answer_to_the_last_piece_was_lost_and_is_given_again():
    client = browser()
    done = give_all(client).json()
    url = reverse("files:arriving", args=[done["id"]])
    assert client.get(url).status_code == 201
    assert give(client, url, len(FILM), b"").json() == done
    assert Attachment.objects.count() == 1


def test_the_server_died_between_the_last_piece_and_the_file():
    client = browser()
    url = announce(client).json()["url"]
    arriving = ArrivingFile.objects.get()
    for at in range(0, len(FILM), STEP):
        pieces.add(arriving, at=at, piece=FILM[at : at + STEP])
    assert client.get(url).json() == {"received": len(FILM)}
    assert give(client, url, len(FILM), b"").status_code == 201


def test_somebody_else_is_storing_the_same_at_this_moment(monkeypatch):
    client = browser()
    url = announce(client).json()["url"]
    arriving = ArrivingFile.objects.get()
    f.stored(uploader=arriving.uploader, pk=arriving.pk)
    Attachment.objects.update(state="storing")
    arriving.received = arriving.size = len(FILM)
    arriving.save()
    for at in range(0, len(FILM), STEP):
        vault.put_bytes(f"{arriving.place}/{at:012d}", FILM[at : at + STEP])
    assert give(client, url, len(FILM), b"").status_code == 409
    assert Attachment.objects.count() == 1


def test_what_will_not_be_taken_is_refused_by_its_first_piece():
    client = browser()
    url = announce(client, size=30 * 1024 * 1024).json()["url"]
    answer = give(client, url, 0, f.jpeg())
    assert answer.status_code == 422
    for words in ("30 MB", "20 MB"):
        assert words in answer.json()["message"]
    assert (list(ArrivingFile.objects.all()), lying_here()) == ([], [])
    assert give(client, announce(client).json()["url"], 0, b"MZ\x90\0").status_code == 422


def test_what_turns_out_to_be_broken_is_refused_when_it_is_whole():
    answer = give_all(browser(), FILM[:-100])
    assert answer.status_code == 422
    assert "damaged or incomplete" in answer.json()["message"]
    assert (list(ArrivingFile.objects.all()), lying_here()) == ([], [])


@pytest.mark.parametrize(
    ("size", "words"), [("0", "empty"), ("", "empty"), ("-3", "empty"), (60 * 1024 * 1024, "50 MB")]
)
def test_p3_nothing_is_sent_of_what_is_empty_or_too_large(size, words):
    answer = announce(browser(), size=size)
    assert answer.status_code == 422
    assert words in answer.json()["message"]


def test_what_is_arriving_counts_as_if_it_lay_here(monkeypatch):
    client = browser()
    monkeypatch.setattr(store, "MAX_WAITING", 2)
    announce(client)
    send(client)
    for answer in (announce(client), send(client)):
        assert answer.status_code == 422
        assert "2 files" in answer.json()["message"]


def test_the_file_that_is_whole_is_not_in_its_own_way(monkeypatch):
    monkeypatch.setattr(store, "MAX_WAITING", 1)
    assert give_all(browser()).status_code == 201


def test_so_many_bytes_may_lie_here_and_no_more(monkeypatch):
    monkeypatch.setattr(store, "MAX_WAITING_BYTES", 6 * 1024 * 1024)
    client = browser()
    assert announce(client, size=4 * 1024 * 1024).status_code == 201
    answer = announce(client, size=4 * 1024 * 1024)
    assert answer.status_code == 422
    assert "4.0 MB of files" in answer.json()["message"]
    assert announce(browser(), size=4 * 1024 * 1024).status_code == 201, "another browser has its own room"


def test_an_unfinished_file_is_its_senders_alone():
    client = browser()
    url = announce(client).json()["url"]
    other = browser()
    send(other)
    for stranger in (other, browser()):
        assert stranger.get(url).status_code == 404
        assert give(stranger, url, 0, FILM[:STEP]).status_code == 404
        assert stranger.delete(url).status_code == 404
    assert client.delete(url).status_code == 200
    assert client.get(url).status_code == 404


def test_a_piece_from_another_site_is_refused():
    client = Client(enforce_csrf_checks=True)
    assert announce(client).status_code == 403


def test_papers_stay_papers():
    client = browser()
    content = f.jpeg((900, 700))
    url = announce(client, len(content), sensitive="1").json()["url"]
    give(client, url, 0, content)
    assert Attachment.objects.get().sensitive


def test_what_does_not_go_on_for_a_day_is_gone_and_what_does_stays():
    client = browser()
    with time_machine.travel(timezone.now() - timedelta(hours=25), tick=False):
        url, old = announce(client).json()["url"], announce(client).json()["url"]
        give(client, old, 0, FILM[:STEP])
    give(client, url, 0, FILM[:STEP])
    assert sweep_arriving(timezone.now()) == 1
    assert client.get(old).status_code == 404
    assert client.get(url).json() == {"received": STEP}
    assert len(lying_here()) == 1
