"""A test that really commits is followed by a flush of all tables: here, of those in which anything stands."""

from __future__ import annotations

from typing import Any


def only_what_is_full(connection: Any) -> None:
    """On PostgreSQL a flush gives each of two hundred tables new files, whatever stands in them: half a second for each
    such test. Deleting the rows of the few that have any takes half of that, and asks nobody who refers to them, as all
    go. Only a superuser may do so; others flush as Django does."""
    if connection.vendor != "postgresql":
        return
    truncate = connection.ops.sql_flush

    def delete(style: Any, tables: list[str], *, reset_sequences: bool = False, **options: Any) -> list[str]:
        if reset_sequences or not tables or not _is_superuser(connection):
            return truncate(style, tables, reset_sequences=reset_sequences, **options)
        names = [connection.ops.quote_name(table) for table in tables]
        # One transaction, says `execute_sql_flush`: what is set holds until its end.
        return [
            "SET LOCAL session_replication_role = replica",
            *(f"DELETE FROM {name}" for name in _full(connection, names)),
        ]

    connection.ops.sql_flush = delete


def _is_superuser(connection: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        return cursor.fetchone() == ("on",)


def _full(connection: Any, names: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        looks = (f"SELECT {place} WHERE EXISTS (SELECT FROM {name})" for place, name in enumerate(names))
        cursor.execute(" UNION ALL ".join(looks))
        return [names[place] for (place,) in cursor.fetchall()]
