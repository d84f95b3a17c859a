"""One run: people at tables, a plug that is pulled, and checks in between and at the end."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casework.house.first_run import ROOT
from tests.e2e.installation import Installation, Template

from .ledger import DONE, REFUSED, SENT, Ledger
from .lives import Parties, Table
from .plug import Plug

TABLES = 4
# The clock looks more often than in `make run`, so that it is caught at work.
EVERY = "0.3"


@dataclass
class Report:
    """What a run came to. `faults` is empty where nothing was lost, doubled or half done."""

    seed: int
    pulled: Counter
    acknowledged: int = 0
    refused: int = 0
    sent_again: int = 0
    unanswered: int = 0
    settled: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        pulls = ", ".join(f"{what} {count}" for what, count in sorted(self.pulled.items()))
        lines = [
            f"seed {self.seed}: {sum(self.pulled.values())} kills ({pulls})",
            f"{self.acknowledged} acts acknowledged, {self.sent_again} of them sent more than once, "
            f"{self.refused} refused, {self.unanswered} unanswered at the end",
            f"in the database: {self.settled}",
            f"{len(self.faults)} faults",
        ]
        return "\n".join([*lines, *self.faults])


class Run:
    """An installation of its own, on a copy of the template's database. `say` hears how far it is."""

    def __init__(
        self,
        template: Template,
        folder: Path,
        *,
        seed: int,
        database: str = "",
        say: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.seed, self.say = seed, say
        mails = {"EMAIL_URL": f"filemail:///{folder / 'var' / 'mails'}", "MAIL_HOURS": "0-24"}
        self.installation = Installation(template, folder / "var", **mails)
        self.installation.commands["clock"] += ["--every", EVERY]
        self.ledger = Ledger(folder / "ledger.jsonl")
        self.ledger.path.touch()
        self.plug = Plug(self.installation, random.Random(seed), lambda: len(self.ledger.of(DONE)), database)
        self.stopping = threading.Event()
        self.faults: list[str] = []
        self._looked_at = 0

    def go(self, kills: int, look_every: int = 25) -> Report:
        """Everybody works while the plug is pulled `kills` times; they finish what they sent, and all is checked."""
        begun = self.inside("begin")
        # Where the tool itself fails, nobody waits for people who wait for a server that is gone.
        work = [threading.Thread(target=self._work, args=(number, begun), daemon=True) for number in range(TABLES)]
        try:
            self.installation.start()
            for thread in work:
                thread.start()
            self._pull(kills, look_every)
            self.plug.wait_until_it_answers()
            self.stopping.set()
            for thread in work:
                thread.join()
        finally:
            self.stopping.set()
            self.installation.stop()
        return self._report()

    def _work(self, number: int, begun: dict[str, Any]) -> None:
        parties = Parties(begun["cinema"], begun["platform"])
        dice = random.Random(f"{self.seed}.{number}")
        table = Table(self.installation.port, begun["sessions"], parties, self.ledger, dice, self.stopping)
        try:
            table.run()
        except Exception as fault:
            self.faults.append(f"table {number}: {type(fault).__name__}: {fault}")

    def _pull(self, kills: int, look_every: int) -> None:
        began = time.monotonic()
        while self.plug.kills < kills:
            self.plug.pull()
            if self.plug.kills % look_every == 0:
                self._look()
                done = len(self.ledger.of(DONE))
                self.say(f"{self.plug.kills} kills, {done} acts, {time.monotonic() - began:.0f} s")
            if self.faults:
                return

    def _look(self) -> None:
        """Everything is down: nobody can mend what is wrong."""
        self.plug.down(*self.installation.commands)
        found = self.inside("look", str(self.ledger.path), self._looked_at)
        self._looked_at = found["newest"]
        self.faults += [f"after {self.plug.kills} kills: {fault}" for fault in found["faults"]]
        self.plug.up()

    def _report(self) -> Report:
        settled = self.inside("settle", str(self.ledger.path))
        faults = [*self.faults, *self.plug.faults, *settled.pop("faults")]
        done = self.ledger.of(DONE)
        return Report(
            seed=self.seed,
            pulled=self.plug.pulled,
            acknowledged=len(done),
            refused=len(self.ledger.of(REFUSED)),
            sent_again=sum(line.sendings > 1 for line in done),
            unanswered=len(self.ledger.of(SENT)),
            settled=settled,
            faults=faults,
        )

    def inside(self, name: str, *arguments: Any) -> Any:
        """One call of tests/crash/inside.py."""
        command = [sys.executable, "-m", "tests.crash.inside", name, *map(json.dumps, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=self.installation.env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"inside.{name}: {done.stderr[-3000:]}")
        return json.loads(done.stdout.splitlines()[-1])
