"""Which county a cell names: by its whole name, its short one, or another name from the administrators' table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casework.parties.models import Division

from .spelling import name_key, short_place

Level = Division.Level


@dataclass(frozen=True)
class Spot:
    """Division codes; "" for what the text does not say."""

    prefecture: str = ""
    county: str = ""

    def __bool__(self) -> bool:
        return bool(self.prefecture)


NOWHERE = Spot()


class Gazetteer:
    """Every name of every place. divisions: (code, name, level); aliases: (name, division code)."""

    def __init__(self, divisions: Iterable[tuple[str, str, int]], aliases: Iterable[tuple[str, str]]) -> None:
        self.names: dict[str, str] = {}
        self.prefectures: dict[str, Spot] = {}
        self.counties: dict[str, Spot] = {}
        # Names that are whole, so that they may be found within a longer text.
        self.whole: dict[str, Spot] = {}
        self.provinces: list[str] = []
        divisions = sorted(divisions)
        for code, name, level in divisions:
            self.names[code] = name
            if level == Level.PROVINCE:
                self.provinces += [name_key(name), short_place(name)]
            elif level == Level.PREFECTURE:
                self._add_prefecture(code, name)
            else:
                self._add_county(name_key(name), Spot(f"{code[:4]}00", code))
        self._add_short_names([(code, name) for code, name, level in divisions if level == Level.COUNTY])
        for name, code in aliases:
            self._add_alias(name, code)
        self._longest_first = sorted(self.prefectures, key=len, reverse=True)
        self._longest = max(map(len, self.whole), default=0)
        self._found: dict[tuple[str, str], Spot] = {}

    def find(self, text: str, within: str = "") -> Spot:
        """The place that a cell for places names. `within`: the prefecture that is known already; a county of another
        one is not found then. Texts repeat, so each is looked up once."""
        asked = (text, within)
        if asked not in self._found:
            self._found[asked] = self._find(self._bare(text), within)
        return self._found[asked]

    def find_alone(self, text: str) -> Spot:
        """The place that a text names and says nothing else."""
        key = self._bare(text)
        prefecture, rest = self._split(key, "")
        return self._county(key, "") or self.prefectures.get(key) or self._county(rest, prefecture) or NOWHERE

    def find_in_address(self, text: str, within: str = "") -> Spot:
        """The place that an address begins with. Only by whole names: 岳麓大道 runs through three counties."""
        key = self._bare(text)
        prefecture, rest = self._split(key, within)
        county = self._beginning(key, within) or self._beginning(rest, prefecture)
        if county:
            return county
        whole = bool(prefecture) and key.startswith(name_key(self.names[prefecture]))
        return Spot(prefecture) if whole else NOWHERE

    def is_wide(self, text: str) -> bool:
        """Whether the text names a prefecture or the province, and so is meant to name no county."""
        key = self._bare(text)
        return key in self.prefectures or key in self.provinces

    def name(self, code: str) -> str:
        """What a division is called; "" for no division."""
        return self.names.get(code, "")

    # --- building -----------------------------------------------------------------------------------------------------
    def _add_prefecture(self, code: str, name: str) -> None:
        short = short_place(name)
        for one in {name_key(name), short, *((short + "州", short + "自治州") if name.endswith("州") else ())}:
            self.prefectures[one] = Spot(code)

    def _add_county(self, key: str, spot: Spot) -> None:
        self.counties.setdefault(key, spot)
        self.whole.setdefault(key, spot)

    def _add_short_names(self, counties: list[tuple[str, str]]) -> None:
        """长沙 is the prefecture, never the county of that name; and a name that two have is nobody's."""
        shorts = [short_place(name) for _code, name in counties]
        for (code, name), short in zip(counties, shorts, strict=True):
            spot = Spot(f"{code[:4]}00", code)
            if short not in self.prefectures and shorts.count(short) == 1:
                self.counties.setdefault(short, spot)
                if name_key(name).endswith("自治县"):
                    self._add_county(short + "县", spot)

    def _add_alias(self, name: str, code: str) -> None:
        if code not in self.names or code.endswith("0000"):
            return
        spot = Spot(f"{code[:4]}00", "" if code.endswith("00") else code)
        self._add_county(name_key(name), spot)
        short = short_place(name)
        if short not in self.prefectures:
            self.counties.setdefault(short, spot)

    # --- finding ------------------------------------------------------------------------------------------------------
    def _bare(self, text: str) -> str:
        key = name_key(text)
        for province in self.provinces:
            if key.startswith(province) and len(key) > len(province):
                return key[len(province) :]
        return key

    def _find(self, key: str, within: str) -> Spot:
        if not key:
            return NOWHERE
        exact = self._county(key, within) or self.prefectures.get(key)
        if exact:
            return exact
        prefecture, rest = self._split(key, within)
        named = self._county(rest, prefecture) or self._only_one_in(rest, prefecture)
        return named or Spot(prefecture if rest != key else "")

    def _county(self, key: str, within: str) -> Spot | None:
        """Under this key, or under it with another ending: 宁乡县 is 宁乡市 today."""
        spot = self.counties.get(key)
        if spot is None and (short := short_place(key)) not in self.prefectures:
            spot = self.counties.get(short)
        return spot if spot and within in ("", spot.prefecture) else None

    def _split(self, key: str, within: str) -> tuple[str, str]:
        """The prefecture that the text begins with (else `within`), and the rest of the text."""
        for name in self._longest_first:
            if key.startswith(name):
                return self.prefectures[name].prefecture, key[len(name) :]
        return within, key

    def _beginning(self, key: str, within: str) -> Spot | None:
        beginnings = (self.whole.get(key[:length]) for length in range(self._longest, 1, -1))
        return next((spot for spot in beginnings if spot and within in ("", spot.prefecture)), None)

    def _only_one_in(self, key: str, within: str) -> Spot | None:
        """The one county whose whole name stands somewhere in the text: 岳麓区（含高新区）. Two are none."""
        named = {spot for name, spot in self.whole.items() if len(name) > 2 and name in key}
        found = [spot for spot in named if within in ("", spot.prefecture)]
        return found[0] if len(found) == 1 else None
