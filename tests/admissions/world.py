"""A small register, invented: enough cinemas for every way in which a row can be right or wrong."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from casework.admissions.models import CinemaSheet, SheetLine
from casework.admissions.sheets.services import read_file
from casework.admissions.sheets.words import explain
from casework.parties.models import Campaign, Cinema, Qualification
from tests.parties.factories import make_campaign, make_cinema

from . import books

HEAD = ["影院名称", "影院编码", "市州", "县市区"]


class World:
    def __init__(self, campaign: Campaign | None = None) -> None:
        self.campaign = campaign or make_campaign()
        self.cinemas: dict[str, Cinema] = {}
        for code, name, division in (
            ("43020011", "株洲示例影城（天元店）", "430211"),
            ("43020021", "株洲示例影城（荷塘店）", "430202"),
            ("43020031", "醴陵大剧院", "430200"),
            ("43010011", "长沙示例影城（五一店）", "430100"),
            ("43010021", "长沙湘江电影院", "430100"),
            ("43040011", "湘江电影院", "430400"),
            ("43090011", "双名影院", "431300"),
            ("43090021", "双名影院", "431300"),
        ):
            self.cinemas[code] = make_cinema(code=code, name=name, division=division)

    def close(self, code: str) -> None:
        unit = self.cinemas[code].unit
        unit.active = False
        unit.save(update_fields=["active"])

    def qualify(self, code: str, **fields) -> None:
        unit = self.cinemas[code].unit
        Qualification.objects.create(unit=unit, campaign=self.campaign, since=date(2026, 3, 1), **fields)

    def read(self, *rows, head=HEAD) -> CinemaSheet:
        return read_bytes(books.text([head, *rows]), self.campaign)


def read_bytes(data: bytes, campaign: Campaign) -> CinemaSheet:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        path.write_bytes(data)
        return read_file(path, campaign=campaign)


def lines(sheet: CinemaSheet) -> list[SheetLine]:
    return list(sheet.lines.about_cinemas().select_related("cinema", "county"))


def outcomes(sheet: CinemaSheet) -> list[tuple[str, str, str]]:
    """(outcome, code of the cinema, county) of every row of a cinema."""
    return [
        (line.outcome, line.cinema.code if line.cinema else "", line.county.name if line.county else "")
        for line in lines(sheet)
    ]


def sentences(sheet: CinemaSheet) -> list[str]:
    return [explain(line, sheet) for line in lines(sheet)]
