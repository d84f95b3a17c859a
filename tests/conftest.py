"""What every test stands on: current words, and marks that say where a test can run."""

from pathlib import Path

import pytest
from django.conf import settings

from casework.house.words import compile_catalogs

STORIES = Path(__file__).parent / "e2e"


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # once, not in every parallel worker
        compile_catalogs()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser stories by their folder; leave out what needs real row locks where there are none."""
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    for item in items:
        if item.path.is_relative_to(STORIES):
            item.add_marker("e2e")
        if on_sqlite and item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs row locks: run it with DATABASE_URL=postgres://…"))
