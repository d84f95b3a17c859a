"""Full-text search in Chinese by bigrams, the same on SQLite (FTS5) and PostgreSQL (tsvector).

A run of letters, figures and signs such as emoji becomes one token for each character: the character with the one after
it, and the last one alone. “天元店3号厅” gives 天元 元店 店3 3号 号厅 厅. A phrase is found where its tokens stand next
to each other, so exactly where its characters do, from any place in the middle of a text, a number or a word. Case and
width make no difference, nor does which punctuation or space parts two runs. Personal data is never indexed: whoever
calls `index_case` leaves it out.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import groupby

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from casework.engine.models.cases import Case
from casework.engine.models.search import SearchEntry

# How many phrases of one query are heeded.
_PHRASES = 8
# PostgreSQL's positions end at 16,383, and it keeps 255 of one token: a text is cut well below the first.
PIECE = 10_000
# Pieces overlap by the longest query, so that none falls between two.
QUERY_LENGTH = 200
# Emoji and other signs, those of old code pages, those that are younger than this Python.
_SYMBOLS = ("So", "Co", "Cn")
# The first of 256 compatibility ideographs that are all the same character as another one.
_SPELLING = 0xF900
# Joiners and variants of one sign: how it looks, not which it is.
_SHAPES = re.compile("[\u200c-\u200f\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff]")
_TABLE = SearchEntry._meta.db_table
_INDEX = "engine_search"


def tokens(text: str) -> list[str]:
    """The bigrams of a text in order; each run ends with its last character alone."""
    return _bigrams(_runs(text))


def _bigrams(runs: list[list[str]]) -> list[str]:
    return ["".join(run[i : i + 2]) for run in runs for i in range(len(run))]


def _runs(text: str) -> list[list[str]]:
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    signs = (_spelt(c) for c in _SHAPES.sub("", plain))
    return [list(run) for found, run in groupby(signs, bool) if found]


def _spelt(sign: str) -> str:
    """A character as it stands in a token; empty for what parts two runs.

    Which of the rarer characters are letters, each database and each locale decides in its own way, and emoji are none
    of them: they are spelt by their number in three characters that are letters everywhere and stand in no text, for
    NFKC replaces them.
    """
    if sign <= "\uffff" and sign.isalnum():
        return sign
    if not sign.isalnum() and unicodedata.category(sign) not in _SYMBOLS:
        return ""
    return "".join(chr(_SPELLING + part) for part in ord(sign).to_bytes(3, "big"))


def phrase(query: str) -> list[str]:
    """The tokens that must stand next to each other, the last one as the beginning of a token.

    The last run may go on in the text, so of a longer one the lone last character is left out; a single character
    stays and finds every token that begins with it. Empty if nothing in the query can be searched for.
    """
    runs = _runs(query[:QUERY_LENGTH])
    found = _bigrams(runs)
    return (found[:-1] if runs and len(runs[-1]) > 1 else found)[:QUERY_LENGTH]


def index_case(*, case: Case, scope: str, texts: Mapping[str, str], new: bool = False) -> None:
    """Index these parts of a case in place of what was indexed for them; an empty text removes its part.

    Two statements; one where the parts are `new` and there is nothing to replace.
    Leave out personal data, and texts
    that those who search the scope may not read.
    """
    entries = [
        SearchEntry(case=case, scope=scope, part=part, piece=number, body=" ".join(piece))
        for part, text in texts.items()
        for number, piece in enumerate(_pieces(tokens(text)))
    ]
    with transaction.atomic(savepoint=False):
        if not new:
            SearchEntry.objects.filter(case=case, scope=scope, part__in=list(texts)).delete()
        SearchEntry.objects.bulk_create(entries)


def matching(cases: QuerySet, query: str, scopes: Iterable[str]) -> QuerySet:
    """Those of the cases that hold every space-separated phrase of the query in a text of these scopes.

    The phrases may stand in different texts of the case; those after the eighth are not heeded. A single character is
    searched for like any phrase; a query without a letter or figure finds nothing.
    """
    phrases = [found for term in query[:QUERY_LENGTH].split() if (found := phrase(term))][:_PHRASES]
    if not phrases:
        return cases.none()
    scopes = list(scopes)
    for found in phrases:
        entries = SearchEntry.objects.filter(scope__in=scopes, id__in=_hits(found, connections[cases.db].vendor))
        cases = cases.filter(pk__in=entries.values("case"))
    return cases


def settle() -> None:
    """After much was removed: SQLite's index keeps removed tokens in its older parts until these are merged into one.
    PostgreSQL's follows the rows, and its vacuum is its own.
    """
    if connections["default"].vendor == "sqlite":
        with connections["default"].cursor() as cursor:
            cursor.execute(f"INSERT INTO {_INDEX} ({_INDEX}) VALUES ('optimize')")


def install_search(connection: BaseDatabaseWrapper) -> None:
    """Create the index where it is missing; safe to call after every migration.

    A rebuilt SQLite table silently loses its triggers: then all is made anew, from the rows. On PostgreSQL a generated
    column follows the rows by itself.
    """
    if _TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _install_sqlite(cursor)
        else:
            _install_postgresql(cursor)


def _pieces(found: list[str]) -> list[list[str]]:
    starts = range(0, max(len(found) - QUERY_LENGTH, 1), PIECE - QUERY_LENGTH)
    return [found[start : start + PIECE] for start in starts] if found else []


def _hits(found: list[str], vendor: str) -> RawSQL:
    """The ids of the entries that hold the phrase. Tokens are letters and figures, so nothing in them is syntax."""
    if vendor == "sqlite":
        return RawSQL(f"SELECT rowid FROM {_INDEX} WHERE {_INDEX} MATCH %s", [f'"{" ".join(found)}" *'])
    # As an array the hits are found once, whatever the planner believes: with statistics of an empty table it took them
    # to be one row, and looked for them again for every case.
    hits = f"SELECT id FROM {_TABLE} WHERE vector @@ to_tsquery('simple', %s)"
    return RawSQL(f"SELECT unnest(ARRAY({hits}))", [" <-> ".join(found) + ":*"])


def _install_postgresql(cursor) -> None:
    cursor.execute("SELECT 1 FROM pg_indexes WHERE schemaname = current_schema() AND indexname = %s", [_INDEX])
    if cursor.fetchone():
        return
    cursor.execute(
        f"ALTER TABLE {_TABLE} ADD COLUMN IF NOT EXISTS vector tsvector"
        " GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, body)) STORED"
    )
    cursor.execute(f"CREATE INDEX {_INDEX} ON {_TABLE} USING gin (vector)")


def _install_sqlite(cursor) -> None:
    wanted = _sqlite_objects()
    marks = ", ".join(["%s"] * len(wanted))
    cursor.execute(f"SELECT name, type, sql FROM sqlite_master WHERE name IN ({marks})", list(wanted))
    found = {name: (kind, sql) for name, kind, sql in cursor.fetchall()}
    if {name: sql for name, (kind, sql) in found.items()} == wanted:
        return
    for name, (kind, _sql) in found.items():
        cursor.execute(f"DROP {kind} {name}")
    for sql in wanted.values():
        cursor.execute(sql)
    cursor.execute(f"INSERT INTO {_INDEX} ({_INDEX}) VALUES ('rebuild')")


def _sqlite_objects() -> dict[str, str]:
    """The index and its triggers, by name. The tokenizer `ascii` cuts at ASCII punctuation only, which no token has."""
    add = f"INSERT INTO {_INDEX} (rowid, body) VALUES (new.id, new.body);"
    drop = f"INSERT INTO {_INDEX} ({_INDEX}, rowid, body) VALUES ('delete', old.id, old.body);"
    index = f"USING fts5(body, content='{_TABLE}', content_rowid='id', tokenize='ascii')"
    return {
        _INDEX: f"CREATE VIRTUAL TABLE {_INDEX} {index}",
        f"{_INDEX}_insert": f"CREATE TRIGGER {_INDEX}_insert AFTER INSERT ON {_TABLE} BEGIN {add} END",
        f"{_INDEX}_delete": f"CREATE TRIGGER {_INDEX}_delete AFTER DELETE ON {_TABLE} BEGIN {drop} END",
        f"{_INDEX}_update": f"CREATE TRIGGER {_INDEX}_update AFTER UPDATE ON {_TABLE} BEGIN {drop} {add} END",
    }
