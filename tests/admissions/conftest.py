from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import translation

from casework.engine.attachments import books as opening
from casework.parties import unpack

from .register import write_register


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The real register in the database, written once for all tests of a module."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            write_register()
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def at_once(monkeypatch):
    """Files are opened in this process: `test_opening` shows that it is another one."""

    def here(source, folder):
        with (folder / "rows.jsonl").open("w", encoding="utf-8") as target:
            unpack.write(source.read_bytes(), target)

    monkeypatch.setattr(opening, "_unpack", here)
