"""`python -m tests.crash --kills 200 --seed 7` (make crash): pull the plug so often, and say what was lost.

DATABASE_URL=postgres://… makes a new database on that server, otherwise it is a new SQLite file; REDIS_URL too.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path
from tempfile import mkdtemp

from tests.e2e.installation import Template

from .run import Run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000), help="of the dice; else a new one")
    parser.add_argument(
        "--database", default="", metavar="COMMAND", help="also run this now and then: restarts the database at once"
    )
    chosen = parser.parse_args()
    folder = Path(mkdtemp(prefix="casework-crash-"))
    (folder / "template").mkdir()
    say(f"seed {chosen.seed}, in {folder} (ledger, logs, files; kept)")
    template = Template(folder / "template")
    try:
        report = Run(template, folder, seed=chosen.seed, database=chosen.database, say=say).go(chosen.kills)
    finally:
        template.databases.drop_all()
    say(str(report))
    return 1 if report.faults else 0


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
