"""What every test stands on: current words, and marks that say where a test can run."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from casework.house.words import compile_catalogs

from . import flushing, migrated

STORIES = Path(__file__).parent / "e2e"


def pytest_configure(config: pytest.Config) -> None:
    # A tenth of a run goes into looking for cycles among things that live as long as the run does.
    gc.set_threshold(50_000, 20, 1_000)
    if not hasattr(config, "workerinput"):  # once, not in every parallel worker
        compile_catalogs()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark the browser stories by their folder; leave out what needs real row locks where there are none; and let the
    long tests begin: a worker takes from another what is left to do, never a test that has begun."""
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    for item in items:
        if item.path.is_relative_to(STORIES):
            item.add_marker("e2e")
        if on_sqlite and item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs row locks: run it with DATABASE_URL=postgres://…"))
    yield
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> None:
    """The database of the tests has been migrated by whoever came first."""
    migrated.begin_as_a_copy(connection)


@pytest.fixture(autouse=True)
def _in_the_language_of_the_installation() -> None:
    """A page that was asked for in English leaves its thread in English, and the next test in that thread with it."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True, scope="session")
def _a_flush_leaves_the_database_as_migrations_do():
    """Tests that really commit are followed by a flush, which the append-only record refuses, and which takes the
    divisions and the shipped checklists with it: lift the triggers around it, and bring all back."""
    from casework.engine import triggers
    from casework.parties.divisions import load_divisions
    from casework.parties.models import Division, DivisionAlias
    from inspections.models import Checklist, ChecklistVersion, Item, Section
    from inspections.shipped import load_checklists

    flushing.only_what_is_full(connection)
    flush = TransactionTestCase._fixture_teardown

    def flush_and_restore(test: TransactionTestCase) -> None:
        triggers.lift()
        try:
            flush(test)
        finally:
            triggers.install()
        load_divisions(Division, DivisionAlias)
        load_checklists(Checklist, ChecklistVersion, Section, Item)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_and_restore)
        yield
