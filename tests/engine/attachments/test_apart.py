"""P25: a file is stored before and beside the case; the step that is recorded does nothing to the file."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from casework.engine.attachments import pieces, store, vault
from casework.engine.locking import lock_case
from casework.engine.models import Attachment
from tests import films
from tests.engine.world import Line, make_world

from . import factories as f


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_files_arrive_while_somebody_else_holds_the_case():
    line = Line(make_world())
    held, stored = threading.Event(), threading.Event()

    def hold() -> bool:
        with transaction.atomic():
            lock_case(line.pk)
            held.set()
            waited = stored.wait(timeout=30)
        connections.close_all()
        return waited

    with ThreadPoolExecutor(1) as elsewhere:
        holding = elsewhere.submit(hold)
        assert held.wait(timeout=30)
        f.stored(uploader=line.complainant.uploader)
        arriving = pieces.announce(uploader=line.complainant.uploader, name="a.mp4", size=len(films.film()))
        pieces.add(arriving, at=0, piece=films.film())
        pieces.finish(arriving)
        stored.set()
        assert holding.result()
    assert Attachment.objects.waiting().count() == 2


@pytest.mark.django_db
def test_storing_asks_the_database_of_nothing_but_files():
    with CaptureQueriesContext(connection) as captured:
        f.stored()
    tables = {word for query in captured for word in query["sql"].split('"') if word.startswith("engine_")}
    assert tables == {"engine_attachment", "engine_arrivingfile"}


@pytest.mark.django_db(transaction=True)
def test_no_connection_is_held_while_a_picture_waits_for_its_turn(monkeypatch):
    """A pool of ten, and ten phones that wait for the one converter: nobody else would get any page."""
    held = []
    make = store.make_copies

    def converting(**what):
        held.append(connection.connection)
        return make(**what)

    monkeypatch.setattr(store, "make_copies", converting)
    f.stored()
    assert held == [None]


@pytest.mark.django_db
def test_the_recorded_step_converts_nothing_and_moves_no_byte(monkeypatch):
    line = Line(make_world())
    photo = f.stored(uploader=line.complainant.uploader)
    film = f.stored(films.film(), uploader=line.complainant.uploader)

    def fail(*_what, **_more):
        raise AssertionError("this belongs before the step")

    for module, name in ((store, "make_copies"), (vault, "put"), (vault, "copy"), (vault, "read")):
        monkeypatch.setattr(module, name, fail)
    line.do("evidence", line.complainant, attachments=[str(photo.pk), str(film.pk)])
    assert set(Attachment.objects.of_case(line.pk)) == {photo, film}
