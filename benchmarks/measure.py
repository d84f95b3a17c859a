"""The measurements. Subject and baseline take turns, so that whatever else the machine does hits both alike."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median, quantiles

from benchmarks.browser import Answer, Bell, Browser
from benchmarks.place import Site

# Nobody is rung more than once a second (notifications.switchboard): each filing is measured after a quiet one.
QUIET = 1.1


@dataclass(frozen=True)
class Times:
    """Durations in ms of one thing done many times."""

    ms: list[float]

    @property
    def median(self) -> float:
        return median(self.ms)

    @property
    def p95(self) -> float:
        return quantiles(self.ms, n=20, method="inclusive")[-1] if len(self.ms) > 1 else self.ms[0]


@dataclass(frozen=True)
class Figure:
    """One line of the table. `base` was measured in turns with `times`."""

    what: str
    times: Times
    base: Times

    @property
    def ratio(self) -> float:
        return self.times.median / self.base.median


@dataclass(frozen=True)
class Rates:
    """Requests answered in a second, round by round, and those of the bare view in the same rounds."""

    filings: list[float]
    inserts: list[float]

    @property
    def ratio(self) -> float:
        return median(ours / bare for ours, bare in zip(self.filings, self.inserts, strict=True))


def filing(site: Site, count: int) -> tuple[Times, Times]:
    """The wizard's last page, sent by as many new browsers; and the bare view."""
    return _in_turns([lambda: _timed(lambda: _file(site)), lambda: _bare(site)], count)


def throughput(site: Site, clients: int, seconds: float, rounds: int) -> Rates:
    """As many filings as `clients` can send one after the other, for some seconds, and then as many bare inserts; so
    again and again."""
    calls = (lambda: _file(site), lambda: _bare(site))
    found = [[_rate(call, clients, seconds) for call in calls] for _ in range(rounds)]
    filings, inserts = (list(column) for column in zip(*found, strict=True))
    return Rates(filings, inserts)


def queue(site: Site, count: int) -> tuple[Times, Times]:
    """The reviewer's queue of 50, the whole page; and the bare view."""
    reviewer = Browser(site.port, site.session)
    found = _in_turns([lambda: _timed(lambda: _expect(reviewer.get("/desk/queue/"), 200)), lambda: _bare(site)], count)
    reviewer.close()
    return found


def accept(site: Site, count: int) -> tuple[Times, Times]:
    """The reviewer accepts cases claimed before: an act that changes the stage; and the bare view."""
    cases = iter(site.inside("claim", count + 1))
    reviewer = Browser(site.port, site.session)

    def once() -> float:
        case = next(cases)
        said = {"key": uuid.uuid4().hex, "seen": case["seen"], "read_to": case["read_to"], "remark": ""}
        address = f"/desk/cases/{case['number']}/acts/accept/"
        return _timed(lambda: _expect(reviewer.post(address, said), 302))

    found = _in_turns([once, lambda: _bare(site)], count)
    reviewer.close()
    return found


@dataclass(frozen=True)
class Screen:
    """From the moment the complainant presses "send": when they have their answer, when the reviewer's page hears the
    bell, when it has the news; and the last from a filing by another process, which nobody nudges."""

    answered: Times
    bell: Times
    news: Times
    elsewhere: Times
    bare: Times


def screen(site: Site, count: int) -> Screen:
    bell, reviewer = Bell(site.port, site.session), Browser(site.port, site.session)
    last = [_newest(reviewer, 0)]

    def seen(file: Callable[[], str]) -> tuple[float, float, float]:
        time.sleep(QUIET)
        bell.forget()
        start = time.perf_counter()
        number = file()
        answered = time.perf_counter()
        heard = bell.wait()
        news = reviewer.get(f"/notifications/since/{last[0]}")
        fetched = time.perf_counter()
        if number not in _expect(news, 200).text:
            raise AssertionError(f"The bell rang, but {number} is not among the news.")
        last[0] = _newest(reviewer, last[0])
        return _ms(answered - start), _ms(heard - start), _ms(fetched - start)

    seen(lambda: _file(site))
    here = [(*seen(lambda: _file(site)), _bare(site)) for _ in range(count)]
    site.installation.elsewhere.file()
    away = [seen(lambda: site.installation.elsewhere.file()["number"])[2] for _ in range(count)]
    bell.close()
    reviewer.close()
    answered, heard, fetched, bare = (Times(list(column)) for column in zip(*here, strict=True))
    return Screen(answered, heard, fetched, Times(away), bare)


def _in_turns(calls: list[Callable[[], float]], count: int) -> tuple[Times, ...]:
    """Each call `count` times, after one that does not count."""
    for call in calls:
        call()
    rounds = [[call() for call in calls] for _ in range(count)]
    return tuple(Times(list(column)) for column in zip(*rounds, strict=True))


def _rate(call: Callable[[], object], clients: int, seconds: float) -> float:
    """Calls a second by so many threads, each waiting for its answer before it asks again."""
    start = time.perf_counter()

    def client(_number: int) -> int:
        done = 0
        while time.perf_counter() < start + seconds:
            call()
            done += 1
        return done

    with ThreadPoolExecutor(clients) as pool:
        done = sum(pool.map(client, range(clients)))
    return done / (time.perf_counter() - start)


def _file(site: Site) -> str:
    """One complaint by a browser that was never here; its number."""
    browser = Browser(site.port)
    said = {**site.filing, "key": str(uuid.uuid4()), "go": "send"}
    answer = _expect(browser.post("/complaints/new/check/", said), 302)
    browser.close()
    return answer.location.rstrip("/").rpartition("/")[2]


def _bare(site: Site) -> float:
    def insert() -> None:
        browser = Browser(site.bare_port)
        _expect(browser.post("/", {"text": site.filing["story"]}), 302)
        browser.close()

    return _timed(insert)


def _newest(reviewer: Browser, last: int) -> int:
    news = json.loads(_expect(reviewer.get(f"/notifications/since/{last}"), 200).text)
    return max([last, *(item["id"] for item in news["notifications"])])


def _expect(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise AssertionError(f"{answer.status} instead of {status}: {answer.text[:1500]}")
    return answer


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return _ms(time.perf_counter() - start)


def _ms(seconds: float) -> float:
    return seconds * 1000
