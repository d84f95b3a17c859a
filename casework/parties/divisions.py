"""The division codes that come with the system: 国家统计局, as of 2023-06-30, without statistical zones (LAW §8)."""

import csv
from pathlib import Path

CODES = Path(__file__).parent / "data" / "hunan_divisions.csv"

# Zones and former counties that people name as their place and that are no divisions, and the county that each lies in
# or became; of a zone that reaches into two, the one that most of it is in (R24, LAW §8). Administrators change these.
ALIASES = {
    "云龙示范区": "430204",
    "株洲县": "430212",
    "屈原管理区": "430681",
    "西洞庭管理区": "430703",
    "西湖管理区": "430722",
    "大通湖区": "430921",
    "洪江区": "431281",
    "洪江管理区": "431281",
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
