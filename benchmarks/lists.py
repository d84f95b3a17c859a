"""`python -m benchmarks --lists`: what a platform's list of 20,000 rows costs, by what merely reading it costs.

Runs on the measured database itself (benchmarks.inside), on an invented register of 800 cinemas. A row in three has no
code, one in seven a name that is only nearly right. Subject and baseline take turns.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from casework.admissions.models import SheetLine
from casework.admissions.sheets.marked import write_marked_copy
from casework.admissions.sheets.services import read_file
from casework.parties.models import Campaign, Cinema, Division, Unit

CINEMAS = 800
HEAD = ("序号", "专资编码", "影院名称", "市州", "县市区", "详细地址")
CHAINS = ("星光", "湘江", "金鹰", "芙蓉", "麓山", "洞庭", "韶峰", "潇湘")


def run(rows: int, turns: int) -> dict[str, Any]:
    """Seconds of each turn, and megabytes at their highest."""
    campaign = Campaign.objects.latest("pk")
    known = _register()
    with TemporaryDirectory() as folder:
        path, copy = Path(folder) / "list.xlsx", Path(folder) / "copy.xlsx"
        _write(path, islice(cycle(known), rows))
        before = _memory("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
        found: dict[str, list[float]] = {"bare": [], "read": [], "copy": []}
        peak = 0.0
        for _turn in range(turns):
            found["read"].append(_timed(lambda: read_file(path, campaign=campaign)))
            found["copy"].append(_timed(lambda: _copied(copy)))
            # Of the first turn: the bare reader after it holds the whole sheet, and in this process.
            peak = peak or _memory("VmHWM")
            found["bare"].append(_timed(lambda: _bare(path)))
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {**found, "before": before, "peak": peak, "opener": children}


def _bare(path: Path) -> int:
    """The same file, every cell as text, and nothing done with it."""
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return sum(len([str(cell) for cell in row]) for row in sheet.iter_rows())


def _copied(path: Path) -> None:
    with path.open("wb") as target:
        write_marked_copy(SheetLine.objects.latest("pk").sheet, target)


def _register() -> list[tuple[str, str, str, str]]:
    """(code, name, prefecture, county) of every invented cinema, written once."""
    counties = list(Division.objects.counties().select_related("parent").order_by("code"))
    numbered = enumerate(islice(cycle(counties), CINEMAS))
    made = [(_code(number), f"示例{CHAINS[number % len(CHAINS)]}影城第{number}店", place) for number, place in numbered]
    if not Cinema.objects.filter(code=made[0][0]).exists():
        units = Unit.objects.plant([Unit(kind="cinema", name=name, division=place.parent) for _c, name, place in made])
        Cinema.objects.bulk_create(Cinema(unit=unit, code=row[0]) for unit, row in zip(units, made, strict=True))
    return [(code, name, place.parent.name, place.name) for code, name, place in made]


def _code(number: int) -> str:
    return f"43{50000 + number:05d}1"


def _write(path: Path, cinemas: Any) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet("合作影院")
        page.write_row(0, 0, HEAD)
        for number, (code, name, prefecture, county) in enumerate(cinemas, 1):
            shown = name.replace("影城", "影院") + f"{number % 50}号" if number % 7 == 0 else name
            address = f"{prefecture}{county}示例路 {number} 号"
            page.write_row(number, 0, (number, code if number % 3 else "", shown, prefecture, county, address))


def _timed(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _memory(name: str) -> float:
    """Of this process, in MB, as the kernel counts it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024
