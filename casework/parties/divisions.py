"""The division codes that come with the system: 国家统计局, as of 2023-06-30, without statistical zones (LAW §8)."""

import csv
from pathlib import Path

CODES = Path(__file__).parent / "data" / "hunan_divisions.csv"

# Zones that people name as their place and that are no divisions. Each lies within one prefecture; which county's
# it is differs from street to street, so the prefecture is as far as a name alone can tell.
ALIASES = {
    "云龙示范区": "430200",
    "屈原管理区": "430600",
    "西洞庭管理区": "430700",
    "西湖管理区": "430700",
    "大通湖区": "430900",
    "洪江区": "431200",
    "洪江管理区": "431200",
}


def load_divisions(division_model, alias_model) -> None:
    """Write the divisions and aliases that are missing. The models are given, as a migration has its own."""
    with CODES.open(encoding="utf-8", newline="") as rows:
        divisions = [_division(division_model, row) for row in csv.DictReader(rows)]
    division_model.objects.bulk_create(divisions, ignore_conflicts=True)
    aliases = [alias_model(name=name, division_id=code) for name, code in ALIASES.items()]
    alias_model.objects.bulk_create(aliases, ignore_conflicts=True)


def _division(division_model, row: dict[str, str]):
    parent = row["parent_code"]
    level = 1 if not parent else 2 if parent.endswith("0000") else 3
    return division_model(code=row["code"], name=row["name"], level=level, parent_id=parent or None)
