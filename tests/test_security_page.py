"""docs/security.md names, for each threat, the test that holds it; that page must not rot."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text()
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def names_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_test_named_there_is_there():
    files = {path: names_of(path) for path, _name in NAMED.findall(PAGE)}
    assert [f"{path}::{name}" for path, name in NAMED.findall(PAGE) if name not in files[path]] == []


def test_every_threat_names_the_test_that_holds_it():
    rows = [
        line for line in PAGE.splitlines() if line.startswith("|") and not line.startswith(("|---", "| what could"))
    ]
    assert len(rows) > 35
    assert [row for row in rows if not NAMED.search(row)] == []
