"""The real register of June 2025 beside the repository, and the counties that these tests give its cinemas.

It is for trying from there and is never copied into the project (../shared/data/README.md).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.db import transaction

from casework.parties.models import Cinema, Unit

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "hunan_cinemas.csv"
DIVISIONS = Path(__file__).resolve().parents[2] / "casework" / "parties" / "data" / "hunan_divisions.csv"


@dataclass(frozen=True)
class Known:
    code: str
    name: str
    prefecture: str
    county: str

    @property
    def prefecture_name(self) -> str:
        return places()[self.prefecture]

    @property
    def county_name(self) -> str:
        return places()[self.county]


@cache
def places() -> dict[str, str]:
    with DIVISIONS.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["name"] for row in csv.DictReader(rows)}


def counties_of(prefecture: str) -> list[str]:
    return sorted(code for code in places() if code[:4] == prefecture[:4] and not code.endswith("00"))


@cache
def real_cinemas() -> tuple[Known, ...]:
    """All 796 in the order of their codes; a cinema's county is told by the serial number in its code."""
    if not FILE.exists():
        pytest.skip(f"NOT TRIED ON THE REAL REGISTER: {FILE} is not there")
    with FILE.open(encoding="utf-8-sig", newline="") as rows:
        return tuple(_known(row) for row in csv.DictReader(rows))


def _known(row: dict[str, str]) -> Known:
    counties = counties_of(row["prefecture_code"])
    county = counties[int(row["code"][4:7]) % len(counties)]
    return Known(row["code"], row["name"], row["prefecture_code"], county)


def write_register() -> None:
    """Into the database: with prefectures, and without counties, as the register itself has none."""
    with transaction.atomic():
        rows = real_cinemas()
        units = Unit.objects.plant([Unit(kind="cinema", name=row.name, division_id=row.prefecture) for row in rows])
        Cinema.objects.bulk_create(Cinema(unit=unit, code=row.code) for unit, row in zip(units, rows, strict=True))
