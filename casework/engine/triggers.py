"""Append-only tables, held by the database itself. Installed after every migration by one function that may run twice:
SQLite drops a table's triggers silently when it rebuilds the table. A room adds its own in `AppConfig.ready()`.
"""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections

REFUSAL = "the record is append-only"
_tables = ["engine_event"]


def append_only(table: str) -> None:
    """From the next migration on the table takes new rows and no change of those it has. Its key is called `id`."""
    if table not in _tables:
        _tables.append(table)


def install(using: str = "default") -> None:
    """Make the record's tables refuse UPDATE, DELETE, an INSERT over an existing id, and TRUNCATE. A table that is not
    there, as before its room's first migration, is passed by."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = connection.introspection.table_names(cursor)
        for table in filter(there.__contains__, _tables):
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)


def lift(using: str = "default") -> None:
    """Take the triggers away. For the tests' flush only; product code never calls it."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in _tables:
            for name in _names(connection.vendor, table):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(using: str = "default") -> list[str]:
    """Names of the triggers that should be there and are not; empty before the first migration."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'table')")
            rows = cursor.fetchall()
            there = {name for kind, name in rows if kind == "trigger"}
            tables = {name for kind, name in rows if kind == "table"}
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
            there = {name for (name,) in cursor.fetchall()}
            tables = set(connection.introspection.table_names(cursor))
    wanted = [name for table in _tables if table in tables for name in _names(connection.vendor, table)]
    return [name for name in wanted if name not in there]


def _names(vendor: str, table: str) -> list[str]:
    events = ("update", "delete", "insert") if vendor == "sqlite" else ("row", "truncate")
    return [f"{table}_no_{event}" for event in events]


def _statements(vendor: str, table: str) -> list[str]:
    return _sqlite(table) if vendor == "sqlite" else _postgresql(table)


def _sqlite(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    # INSERT OR REPLACE deletes without firing a delete trigger, hence the third.
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_insert BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {refuse}",
    ]


def _postgresql(table: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION casework_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_no_row BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION casework_append_only()",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only()",
    ]


@register(Tags.database)
def record_is_append_only(app_configs: Any, databases: list[str] | None, **kwargs: Any) -> list[Error]:
    """The triggers are there, on every database that holds the record."""
    return [
        Error(f"Trigger {name} is missing: run `manage.py migrate`, which installs it.", id="engine.E001")
        for alias in databases or []
        for name in missing(alias)
    ]
