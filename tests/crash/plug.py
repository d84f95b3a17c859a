"""Pulling it: SIGKILL at instants that dice choose, to the web server, the clock, or both; then they start again."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.e2e.installation import DidNotStart, Installation

WEB, CLOCK, BOTH, DATABASE = "web", "clock", "both", "database"
PROCESSES = {WEB: (WEB,), CLOCK: (CLOCK,), BOTH: (WEB, CLOCK), DATABASE: ()}
CHANCES = {WEB: 9, CLOCK: 5, BOTH: 6}
# The instant: so many acts after the web server answers, give or take less than a second.
MOST_ACTS = 8
LONGEST = 0.6
WAITS_FOR_ACTS = 20
# A process that starts while everybody asks it has a hard time on a busy machine.
STARTS_WITHIN = 120


@dataclass
class Plug:
    """`acts`: how many were acknowledged so far. `database`: a command that tears the database down and brings it up
    again; "" where it is a file."""

    installation: Installation
    dice: random.Random
    acts: Callable[[], int]
    database: str = ""
    pulled: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        return sum(self.pulled.values())

    def pull(self) -> None:
        """Wait for the instant, kill, start again."""
        what = self._choose()
        if self.dice.random() < 0.9:
            self.wait_until_it_answers()
            self._wait_for_acts()
        time.sleep(self.dice.uniform(0, LONGEST))
        self._start_the_dead()
        self.pulled[what] += 1
        self.down(*PROCESSES[what])
        if what == DATABASE:
            subprocess.run(self.database, shell=True, check=True, stdout=subprocess.DEVNULL)
        self.up()

    def down(self, *names: str) -> None:
        for name in names:
            self.installation.kill(name)

    def up(self) -> None:
        """As a supervisor does: whatever is not there is started. The clock ends when the database goes away."""
        time.sleep(self.dice.uniform(0, 0.2))
        for name, process in self.installation.processes.items():
            if process.poll() is not None:
                self.installation.launch(name)

    def _wait_for_acts(self) -> None:
        enough, until = self.acts() + self.dice.randint(0, MOST_ACTS), time.monotonic() + WAITS_FOR_ACTS
        while self.acts() < enough and time.monotonic() < until:
            time.sleep(0.05)

    def _choose(self) -> str:
        chances = CHANCES | ({DATABASE: 3} if self.database else {})
        return self.dice.choices(list(chances), list(chances.values()))[0]

    def wait_until_it_answers(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while not self.installation.answers():
            if time.monotonic() > until:
                raise DidNotStart("\n".join(f"--- {name}\n{said}" for name, said in self.installation.logs()))
            self._start_the_dead()
            time.sleep(0.1)

    def _start_the_dead(self) -> None:
        """A process may end by itself only where the database went away under it."""
        for name, process in self.installation.processes.items():
            if process.poll() is not None and not self.database:
                said = dict(self.installation.logs(15)).get(f"{name}.log", "")
                self.faults.append(f"{name} ended by itself with {process.returncode}:\n{said}")
        self.up()
