"""Sending a form until it is answered, and writing down what was sent and what came back.

A form that was overtaken (somebody was first, something new was not read) is opened anew and sent under a new key, as
people do.
"""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .browser import Answer, Browser, Form, Upload
from .ledger import DONE, REFUSED, Ledger, Line

# Stands for words that are in no other form: they are made of its key.
WORDS = "WORDS"
OVERTAKEN = 409
TRIES = 6
# So often somebody presses twice.
IMPATIENT = 0.15


class Unexpected(AssertionError):
    """The server refused what it should have taken: the people are wrong, or the server is."""


class TooLate(Unexpected):
    """The act is not possible any more."""


class Stopped(Exception):
    """It is time to go home."""


@dataclass
class Case:
    """A complaint as its people know it; `filer` is the browser that filed it."""

    number: str
    filer: Browser

    @property
    def pk(self) -> int:
        """A number is made of the row's id."""
        return int(self.number.split("-")[1])

    @property
    def url(self) -> str:
        return f"/track/case/{self.number}/"


@dataclass(frozen=True)
class Errand:
    """An act that somebody wants done: `opened` draws its form, `said` is what they fill in. `also`: in this other case
    as well, by its box."""

    browser: Browser
    who: str
    act: str
    case: Case
    opened: Callable[[], Form]
    said: Mapping[str, str] = field(default_factory=dict)
    photos: Sequence[Upload] = ()
    also: Case | None = None

    def filled(self) -> tuple[Form, list[Line]]:
        """The form ready to be sent, and a line for each case in which it does something. Raises TooLate."""
        try:
            form = self.opened()
        except LookupError as gone:
            raise TooLate(str(gone)) from gone
        words = f"我们说明如下。（{form.key}）" if WORDS in self.said.values() else ""
        filled = form.fill({name: words if text == WORDS else text for name, text in self.said.items()})
        filled = filled.attach("attachments_file", self.photos)
        lines = [Line(form.key, self.who, self.act, self.case.number, words, hashes_of(self.photos))]
        if self.also:
            boxes = [box for name, box in form.boxes if name == "also" and box.startswith(self.also.number)]
            filled = filled.fill({"also": boxes})
            lines.append(Line(f"{form.key}:{self.also.pk}", self.who, self.act, self.also.number))
        return filled, lines


@dataclass
class Sender:
    """`stopping`: once set, what was begun is still sent until it is answered, and nothing new is begun."""

    ledger: Ledger
    dice: random.Random
    stopping: threading.Event

    def go_on(self) -> None:
        if self.stopping.is_set():
            raise Stopped

    def until_taken(self, errand: Errand) -> None:
        for _try in range(TRIES):
            self.go_on()
            form, lines = errand.filled()
            taps = 2 if self.dice.random() < IMPATIENT else 1
            if self.send([errand.browser] * taps, form, *lines).state == DONE:
                return
        raise Unexpected(f"{errand.act} in {errand.case.number} came back {TRIES} times")

    def send(self, browsers: Sequence[Browser], form: Form, line: Line, *also: Line) -> Line:
        """Written down, sent by each of the browsers at the same time, the answer written down. Whoever sends it twice
        must be told the same twice. Returns the line as it is now; raises TooLate where it can never be taken."""
        for one in (line, *also):
            self.ledger.write(one)
        answers: list[Answer] = []
        at_once(*(lambda b=browser: answers.append(b.send(form)) for browser in browsers))
        told = {_outcome(answer) for answer in answers}
        if len(told) > 1:
            raise Unexpected(f"{line}: the same form twice was answered with {told}")
        state, status, number, seq = told.pop()
        if line.number and number not in ("", line.number):
            raise Unexpected(f"{line}: was answered with case {number}")
        came = {"state": state, "status": status, "sendings": sum(answer.sendings for answer in answers)}
        for one in also:
            self.ledger.write(one, **came)
        line = self.ledger.write(line, **came, number=line.number or number, seq=seq)
        if state == REFUSED and status != OVERTAKEN:
            raise TooLate(f"{line}: {answers[0].words()[:3000]}")
        return line


def at_once(*deeds: Callable[[], None]) -> None:
    """Each by somebody else; when all are done, whatever one of them raised."""
    faults: list[BaseException] = []

    def run(deed: Callable[[], None]) -> None:
        try:
            deed()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(deed,), daemon=True) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for fault in faults:
        raise fault


def hashes_of(photos: Iterable[Upload]) -> tuple[str, ...]:
    return tuple(hashlib.sha256(one.content).hexdigest() for one in photos)


def _outcome(answer: Answer) -> tuple[str, int, str, int]:
    """State, status, and where the answer's address says so the case's number and the event's. An address that leads
    to a door (sign in, number and code) is a refusal."""
    place, _mark, event = answer.location.partition("#")
    parts = [*place.strip("/").split("/"), "", ""]
    if answer.status == 302 and parts[:2] == ["complaints", "filed"]:
        return DONE, 302, parts[2], 1
    if answer.status == 302 and parts[:2] == ["desk", "party"]:
        return DONE, 302, parts[2], int(parts[4])
    if answer.status == 302 and parts[:2] == ["desk", "cases"]:
        return DONE, 302, parts[2], int(event.removeprefix("e"))
    if answer.status == 302 and parts[:2] == ["track", "case"]:
        return DONE, 302, parts[2], 0
    return REFUSED, answer.status, "", 0
