"""A whole installation for one file of stories: its own database, files, port, Redis prefix and real processes.

The database is made once per worker (a template, migrated and seated with the demo's people) and copied from then on:
a file on SQLite, `CREATE DATABASE … TEMPLATE` on PostgreSQL.
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from casework.house.first_run import ROOT
from casework.house.serve import commands
from tests import migrated

HOST = "127.0.0.1"
WORKER = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
STARTS_WITHIN = 40
STOPS_WITHIN = 5
# What the test run says to itself, which a real process never hears.
NOT_FOR_PROCESSES = {"WEB_PROCESSES"}
# A process must not outlive the test run, even one that is killed.
TIED = [found, "--pdeathsig", "TERM"] if (found := shutil.which("setpriv")) else []

_numbers = itertools.count(1)


class DidNotStart(Exception):
    """A process ended, or did not listen in time; the message carries what it said."""


class Databases:
    """Where databases of stories are: files, or a PostgreSQL server that `DATABASE_URL` names."""

    def __init__(self, url: str) -> None:
        self.server = url if migrated.is_server(url) else ""
        self._made: list[str] = []

    def new(self, folder: Path, name: str, template: str) -> str:
        """The URL of a new database, a copy of the one at the URL `template`."""
        if not self.server:
            path = folder / "casework.sqlite3"
            shutil.copyfile(template.removeprefix("sqlite:///"), path)
            return f"sqlite:///{path}"
        name = f"stories_{WORKER}_{name}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template.rpartition("/")[2]}"')
        self._made.append(name)
        return migrated.beside(self.server, name)

    def drop_all(self) -> None:
        # Each takes a second; a server that CI started for itself goes as a whole.
        for name in self._made if not os.environ.get("CI") else ():
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)


class Template:
    """A database and the static files, to be copied by installations.

    `world` is the function of elsewhere.py that fills it; else it has organisations and people but no case.
    """

    def __init__(self, folder: Path, world: str = "prepare") -> None:
        self.folder = folder
        self.databases = Databases(os.environ.get("DATABASE_URL", ""))
        self.url = self.databases.new(folder, f"template_{world}", migrated.database(self.databases.server))
        env = environment(folder, self.url, port=80)
        command = [sys.executable, "manage.py", "shell", "-c", f"from tests.e2e.elsewhere import {world}; {world}()"]
        subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        if not self.databases.server:
            migrated.fold_wal(folder / "casework.sqlite3")

    def copy_to(self, folder: Path) -> str:
        """Give an installation its own database and files, and the static ones; returns the database's URL."""
        (folder / "static").symlink_to(self.folder / "static")
        if (self.folder / "files").exists():
            shutil.copytree(self.folder / "files", folder / "files")
        return self.databases.new(folder, f"copy{next(_numbers)}", template=self.url)


def environment(folder: Path, database_url: str, *, port: int, **settings: str) -> dict[str, str]:
    """What the processes of an installation hear. As on a server, but without HTTPS; `settings` differ."""
    said = {
        "DJANGO_SETTINGS_MODULE": "casework.settings",
        "CASEWORK_VAR": str(folder),
        "DATABASE_URL": database_url,
        "DATABASE_POOL": "5",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DEBUG": "False",
        "HTTPS": "False",
        "ALLOWED_HOSTS": HOST,
        "PUBLIC_URL": f"http://{HOST}:{port}",
        "REDIS_PREFIX": f"stories_{WORKER}_{port}",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "default",
    }
    return {name: text for name, text in os.environ.items() if name not in NOT_FOR_PROCESSES} | said | settings


class Installation:
    """The processes of `make run` on a copied database, and another process that acts through the engine's door."""

    def __init__(self, template: Template, folder: Path, **settings: str) -> None:
        folder.mkdir()
        self.folder = folder
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.env = environment(folder, template.copy_to(folder), port=self.port, **settings)
        self.commands = commands(HOST, str(self.port))
        self.processes: dict[str, subprocess.Popen] = {}
        self._elsewhere: Elsewhere | None = None

    def start(self, *names: str) -> None:
        """Start the processes of these names, or all of them, and wait for the first answer."""
        for name in names or self.commands:
            self.launch(name)
        self._wait_until_it_answers()

    def launch(self, name: str) -> None:
        """Start one process, for the first time or anew; what it says follows what it said before."""
        with self.log(name).open("ab") as log:
            self.processes[name] = _start(self.commands[name], self.env, stdout=log, stderr=subprocess.STDOUT)

    def kill(self, name: str) -> None:
        """SIGKILL: the process and its children are gone at this instant, whatever they were doing."""
        _signal(self.processes[name], signal.SIGKILL)
        self.processes[name].wait()

    @property
    def elsewhere(self) -> Elsewhere:
        """Another process on the same data, started when first needed."""
        if self._elsewhere is None:
            self._elsewhere = Elsewhere(self.env, self.log("elsewhere"))
            self.processes["elsewhere"] = self._elsewhere.process
        return self._elsewhere

    def stop(self) -> None:
        """Every process is gone when this returns."""
        for process in self.processes.values():
            _signal(process, signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        if self._elsewhere is not None:
            self._elsewhere.close()

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def logs(self, lines: int = 60) -> Iterator[tuple[str, str]]:
        """What each process said last."""
        for path in sorted(self.folder.glob("*.log")):
            text = path.read_text(encoding="utf-8", errors="replace").splitlines()
            if text:
                yield path.name, "\n".join(text[-lines:])

    def answers(self) -> bool:
        """Whether the web server answers now, whatever it says."""
        try:
            urllib.request.urlopen(self.url, timeout=10).close()
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            return False
        return True

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            if any(process.poll() is not None for process in self.processes.values()):
                break
            if self.answers():
                return
            time.sleep(0.1)
        said = "\n".join(f"--- {name}\n{text}" for name, text in self.logs())
        self.stop()
        raise DidNotStart(said)


class Elsewhere:
    """Calls functions of tests/e2e/elsewhere.py in their own process: `elsewhere.file(story="…")`."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        command = [sys.executable, "-m", "tests.e2e.elsewhere"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        with log.open("wb") as said:
            self.process = _start(command, env, stderr=said, **pipes)

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **details: Any) -> Any:
            self.process.stdin.write(json.dumps([name, args, details]) + "\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline() or '{"fault": "it has ended"}')
            if "fault" in answer:
                raise AssertionError(f"elsewhere.{name}: {answer['fault']}")
            return answer["result"]

        return call

    def close(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()


def _start(command: list[str], env: dict[str, str], **pipes: Any) -> subprocess.Popen:
    # Its own session: a signal to it reaches its children too, and Ctrl-C on the test run comes by way of `stop`.
    return subprocess.Popen([*TIED, *command], cwd=ROOT, env=env, start_new_session=True, **pipes)


def _signal(process: subprocess.Popen, number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
