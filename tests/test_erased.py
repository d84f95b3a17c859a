"""Whoever was in a case three years ago is nowhere any more: in no table, no file, on no page (PIPL art. 47).

The cage is a complaint full of unmistakable strings, filled in by everybody; here it ends, and its time passes.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client

from casework.engine.actors import Actor
from casework.engine.models import Attachment, AttachmentGrant, Case
from casework.engine.record import verify
from casework.engine.search import matching
from casework.engine.tick import tick
from tests.access.cage import ALWAYS, BEFORE, Cage
from tests.access.walker import fetch_all, sung
from tests.engine.world import at, make_file
from tests.portal.browsers import opened

NAME = "金丝雀"
# What a complaint is about stays: day, hall and price are nobody's own.
PERSONAL = {where: text for where, text in (ALWAYS | BEFORE).items() if where != "price"} | {"any": NAME}
MASKED, ERASED = "2027-11-20 09:00", "2029-11-20 09:00"


@pytest.fixture
def cage() -> Cage:
    with time_machine.travel("2026-10-12 17:00+08:00", tick=False):
        caged = Cage()
        caged.decide()
        line = caged.line
        line.do("report_remedy", "cinema_clerk", account=f"已给{NAME}补兑。", attachments=[make_file(line)])
        line.do("confirm_remedy", "handler")
        line.do("confirm_received", "complainant")
        return caged


def years_pass(cage: Cage, *moments: str) -> None:
    for moment in moments:
        Case.objects.filter(forget_at__isnull=False).update(forget_at=at(moment))
        tick(at(moment))


def tables() -> dict[str, bytes]:
    """Everything the database holds, by table: the search index's own tables too."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = b"\n".join(_bytes(cell) for row in cursor.fetchall() for cell in row)
    return found


def _bytes(cell: object) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def stored() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def heard_in(bodies: dict[str, bytes]) -> list[str]:
    """Which canary was heard where, as it is or as JSON writes it."""
    spoken = [(where, said.encode(), json.dumps(said)[1:-1].encode()) for where, said in PERSONAL.items()]
    heard = ((where, name) for name, body in bodies.items() for where, *ways in spoken if any(w in body for w in ways))
    return [f"{where}: {name}" for where, name in heard]


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.person)
    return client


def places_of(case_files: list[str]) -> list[str]:
    return [name for name in stored() if any(name.startswith(place) for place in case_files)]


@pytest.mark.django_db
def test_before_that_they_are_everywhere_else_the_silence_would_say_nothing(cage):
    heard = {found.partition(":")[0] for found in heard_in(tables() | stored())}
    assert set(PERSONAL) - heard == set()


@pytest.mark.django_db
def test_after_three_years_no_table_and_no_file_knows_them(cage):
    files = [name for pair in Attachment.objects.values_list("original", "shown") for name in pair]
    files += AttachmentGrant.objects.values_list("shown", flat=True)
    assert places_of(files)
    years_pass(cage, MASKED, ERASED)
    assert heard_in(tables()) == []
    assert places_of(files) == []
    assert verify(Case.objects.all()) == []


@pytest.mark.django_db
def test_nobody_finds_them_and_the_case_is_found_by_its_number(cage):
    years_pass(cage, MASKED, ERASED)
    cases = Case.objects.all()
    assert not matching(cases, NAME, ["office"]).exists()
    assert matching(cases, cage.line.case.number, ["office"]).exists()


@pytest.mark.django_db
@pytest.mark.long
@pytest.mark.skipif(connection.vendor != "sqlite", reason="every address is walked once")
def test_every_page_still_opens_for_everybody_and_says_what_became_of_it(cage):
    years_pass(cage, MASKED, ERASED)
    with time_machine.travel(f"{ERASED}+08:00", tick=False):
        readers = [*map(signed_in, (cage.world.handler, cage.world.cinema_clerk)), opened(cage.line.case)]
        for reader in readers:
            # Nothing can be done any more, so no page opens at an act.
            found = fetch_all(reader, cage.addresses(opened_at_acts=False))
            assert any(cage.line.case.number.encode() in body for body in found.values())
            assert sung(found, PERSONAL) == []
        assert "已经删除" in readers[-1].get(f"/track/case/{cage.line.case.number}/").content.decode()


@pytest.mark.django_db
def test_after_one_year_the_office_reads_who_it_was_no_more(cage):
    years_pass(cage, MASKED)
    with time_machine.travel(f"{MASKED}+08:00", tick=False):
        handler = signed_in(cage.world.handler)
        page = handler.get(f"/desk/cases/{cage.line.case.number}/").content.decode()
        shown = handler.post(f"/desk/cases/{cage.line.case.number}/contact/").content.decode()
    assert "已于11月20日" in page
    assert "****7731" not in page, "also what is masked is shown on demand only"
    assert "139****7731" in shown
    assert ALWAYS["name"] not in shown


@pytest.mark.django_db
def test_a_sweep_that_died_between_the_act_and_the_files_is_finished_by_the_next(cage, monkeypatch):
    """A crash loses nothing and leaves nothing: the act is committed, the bytes go with the next sweep."""
    with monkeypatch.context() as patch:
        patch.setattr("casework.engine.tick.sweep_unbound", lambda now: 0)
        years_pass(cage, ERASED)
    assert Attachment.objects.filter(state="leaving").exists()
    handler, addresses = signed_in(cage.world.handler), [url for url in cage.addresses() if url.startswith("/files/")]
    assert fetch_all(handler, addresses) == {}
    tick(at(ERASED))
    assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's own vacuum frees what was deleted")
def test_the_database_file_itself_holds_nothing_of_them(cage):
    """SQLite only marks deleted rows as free unless it is told to overwrite them."""
    years_pass(cage, MASKED, ERASED)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(connection.settings_dict["NAME"])
    assert heard_in({"file": path.read_bytes(), "wal": Path(f"{path}-wal").read_bytes()}) == []
