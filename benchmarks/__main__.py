"""`python -m benchmarks` (make bench): measure, and print the tables of README.md.

DATABASE_URL=postgres://… measures on a new database of that server, otherwise on a new SQLite file; REDIS_URL too.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import measure, uploads
from benchmarks.measure import Figure, Rates, Screen
from benchmarks.place import Site, new_site


@dataclass(frozen=True)
class Size:
    """How much is measured: cases made through the door, then copied up to these numbers; times of each; and for
    throughput clients at once, seconds of each turn, turns."""

    made: int
    few: int
    many: int
    times: int
    clients: int = 4
    seconds: float = 5
    turns: int = 5


FULL = Size(made=100, few=1_000, many=10_000, times=60)
QUICK = Size(made=6, few=12, many=24, times=3, seconds=0.5, turns=2)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only show that everything still runs; no figures")
    parser.add_argument("--plans", action="store_true", help="also the plans of the queue page's statements")
    parser.add_argument("--uploads", action="store_true", help="only what files cost in memory")
    parser.add_argument("--lists", action="store_true", help="only what a platform's list of cinemas costs to read")
    chosen = parser.parse_args()
    began = time.monotonic()
    with new_site() as site:
        if chosen.uploads:
            run_uploads(site, photos=6 if chosen.quick else 30, film_bytes=(5 if chosen.quick else 49) * uploads.MB)
        elif chosen.lists:
            run_lists(site, [50, 200] if chosen.quick else [2_000, 20_000], turns=1 if chosen.quick else 5)
        else:
            run(site, QUICK if chosen.quick else FULL, plans=chosen.plans)
    print(f"\n{time.monotonic() - began:.0f} s in all")


def run(site: Site, size: Size, *, plans: bool = False) -> None:
    say(f"{machine()}; {database()}")
    site.begin(size.made)
    figures: list[Figure] = []
    for total in (size.few, size.many):
        site.inside("grow", total)
        say(f"measuring at {total:,} cases")
        figures.append(Figure(f"filing, {total:,} cases", *measure.filing(site, size.times)))
        figures.append(Figure(f"queue page of 50, {total:,} cases", *measure.queue(site, size.times)))
    figures.append(Figure(f"accepting, {size.many:,} cases", *measure.accept(site, size.times)))
    print("\n".join(table(figures)))
    print(rates_line(measure.throughput(site, size.clients, size.seconds, size.turns), size))
    grown = figures[3].ratio / figures[1].ratio
    print(f"\nqueue page at {size.many:,} against {size.few:,} cases, each by its own bare view: {grown:.2f} times\n")
    say("measuring the way to the reviewer's screen")
    print("\n".join(screen_table(measure.screen(site, size.times // 2 + 1))))
    print("\n" + "\n".join(statements(site)))
    if plans:
        print("\n" + "\n\n".join(site.inside("plans", site.session)))


def run_uploads(site: Site, *, photos: int, film_bytes: int) -> None:
    say(f"{machine()}; {database()}")
    site.installation.start()
    print("\n".join(uploads.table(uploads.measure(site, photos=photos, film_bytes=film_bytes))))


def run_lists(site: Site, sizes: list[int], *, turns: int) -> None:
    say(f"{machine()}; {database()}")
    print("\n".join(lists_table({rows: site.inside("read_lists", rows, turns) for rows in sizes})))


def lists_table(sizes: dict[int, dict[str, Any]]) -> list[str]:
    rows = [_list_row(count, found) for count, found in sizes.items()]
    head = "| rows | read s | bare s | ratio | marked-up copy s | memory at its peak MB | more | opener MB |"
    return [head, "|--:|--:|--:|--:|--:|--:|--:|--:|", *rows]


def _list_row(count: int, found: dict[str, Any]) -> str:
    read, bare, copy = (median(found[name]) for name in ("read", "bare", "copy"))
    memory = f"{found['peak']:.0f} | {found['peak'] - found['before']:+.0f} | {found['opener']:.0f}"
    return f"| {count:,} | {read:.2f} | {bare:.2f} | **{read / bare:.1f}** | {copy:.2f} | {memory} |"


def table(figures: list[Figure]) -> list[str]:
    rows = [
        f"| {f.what} | {f.times.median:.1f} | {f.times.p95:.1f} | {f.base.median:.1f} | {f.base.p95:.1f}"
        f" | **{f.ratio:.1f}** |"
        for f in figures
    ]
    return ["| what | median ms | p95 ms | bare median ms | bare p95 ms | ratio |", "|---|--:|--:|--:|--:|--:|", *rows]


def rates_line(rates: Rates, size: Size) -> str:
    return (
        f"\nthroughput, {size.clients} at once: {median(rates.filings):.0f} filings a second, "
        f"{median(rates.inserts):.0f} bare: **{rates.ratio:.2f}** "
        f"({', '.join(f'{one:.0f}/{base:.0f}' for one, base in zip(rates.filings, rates.inserts, strict=True))})"
    )


def screen_table(screen: Screen) -> list[str]:
    named = {
        "the complainant has the answer": screen.answered,
        "the reviewer's page hears the bell": screen.bell,
        "the reviewer's page has the news": screen.news,
        "the same, filed by another process": screen.elsewhere,
        "(bare view)": screen.bare,
    }
    rows = [f"| {what} | {t.median:.0f} | {t.p95:.0f} | {max(t.ms):.0f} |" for what, t in named.items()]
    return ["| since “send” was pressed | median ms | p95 ms | longest ms |", "|---|--:|--:|--:|", *rows]


def statements(site: Site) -> list[str]:
    rows = [
        f"| {what} | {found['statements']} | {found['ms']} | {found['slowest'].replace('|', '/')} |"
        for what, found in site.inside("count", site.session).items()
    ]
    return ["| at the end | statements | ms in the database | the slowest |", "|---|--:|--:|---|", *rows]


def machine() -> str:
    processors = Path("/proc/cpuinfo").read_text().splitlines()
    name = next((line.split(":")[1].strip() for line in processors if line.startswith("model name")), "")
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} × {name}, Python {platform.python_version()}, load {load:.1f} at the start"


def database() -> str:
    url = os.environ.get("DATABASE_URL", "")
    layer = "Redis" if os.environ.get("REDIS_URL") else "no Redis"
    return f"{'PostgreSQL' if url.startswith('postgres') else 'SQLite'}, {layer}"


def say(text: str) -> None:
    print(f"# {text}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit((error.stderr or b"").decode()[-3000:] or str(error))
