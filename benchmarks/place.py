"""The measured installation: the processes of `make run`, and beside them the bare view on the same database."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.browser import HOST, Browser
from casework.house.first_run import ROOT
from casework.house.serve import commands
from tests.e2e.installation import TIED, Installation, Template, free_port

STARTS_WITHIN = 60


class Site:
    """`port` answers as the product, `bare_port` as the bare view; `inside` runs on the same database."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.port, self.bare_port = installation.port, free_port()
        self.session, self.filing = "", {}

    def inside(self, name: str, *arguments: Any) -> Any:
        """One call of benchmarks/inside.py."""
        command = [sys.executable, "-m", "benchmarks.inside", name, *map(json.dumps, arguments)]
        env = self.installation.env | {"DJANGO_SETTINGS_MODULE": "casework.settings"}
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"inside.{name}: {done.stderr[-3000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def begin(self, count: int) -> None:
        found = self.inside("begin", count)
        self.session, self.filing = found["session"], found["filing"]
        self.installation.start()
        self._start_bare()

    def _start_bare(self) -> None:
        """By the very command that serves the product, but for the application."""
        command = commands(HOST, str(self.bare_port))["web"]
        with self.installation.log("bare").open("wb") as log:
            self.installation.processes["bare"] = subprocess.Popen(
                [*TIED, *command[:-1], "benchmarks.bare.asgi:application"],
                cwd=ROOT,
                env=self.installation.env,
                start_new_session=True,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            with suppress(OSError):
                Browser(self.bare_port).close()
                return
            time.sleep(0.1)
        raise RuntimeError("The bare view did not start.")


@contextmanager
def new_site() -> Iterator[Site]:
    """On a database of its own: a file, or one more on the PostgreSQL server of DATABASE_URL. Gone afterwards."""
    with TemporaryDirectory(prefix="casework-bench-") as folder:
        (Path(folder) / "template").mkdir()
        template = Template(Path(folder) / "template")
        try:
            installation = Installation(template, Path(folder) / "site")
            try:
                yield Site(installation)
            finally:
                installation.stop()
        finally:
            template.databases.drop_all()
