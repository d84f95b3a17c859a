"""WCAG 2.2 contrast of every pair of tokens the pages use; and every raw colour lives in tokens.css."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")
SYSTEM, CHOSEN = "@media (prefers-color-scheme", ':root[data-bs-theme="dark"] {'
LIGHT = dict(COLOUR.findall(TOKENS.split(SYSTEM)[0]))
DARK_BY_SYSTEM = dict(COLOUR.findall(TOKENS.split(SYSTEM)[1].split(CHOSEN)[0]))
DARK_BY_CHOICE = dict(COLOUR.findall(TOKENS.split(CHOSEN)[1].split("}")[0]))
THEMES = {"light": LIGHT, "dark": LIGHT | DARK_BY_CHOICE}

GROUNDS = ("surface", "canvas", "sunken", "raised")
SOFT = ("urgent-soft", "ok-soft", "warn-soft", "info-soft", "calm-soft")
TEXT = [
    (ink, ground)
    for ink in ("ink", "ink-2", "ink-3", "link", "link-deep", "urgent", "ok", "warn")
    for ground in GROUNDS
]
TEXT += [(ink, soft) for ink in ("ink", "ink-2") for soft in SOFT]
TEXT += [
    ("urgent", "urgent-soft"),
    ("ok", "ok-soft"),
    ("warn", "warn-soft"),
    ("link", "info-soft"),
    ("link-deep", "info-soft"),
]
TEXT += [("on-cinnabar", "cinnabar"), ("on-cinnabar", "cinnabar-deep"), ("ink", "mark-search")]
EDGES = [(edge, ground) for edge in ("control", "focus") for ground in GROUNDS]
EDGES += [("cinnabar", ground) for ground in ("surface", "canvas", "sunken")]
PAIRS = [(*pair, 4.5) for pair in TEXT] + [(*pair, 3.0) for pair in EDGES]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_every_pair_of_colours_can_be_read(theme):
    colours = THEMES[theme]
    poor = [
        (a, b, round(ratio(colours[a], colours[b]), 2))
        for a, b, floor in PAIRS
        if ratio(colours[a], colours[b]) < floor
    ]
    assert poor == []


def test_dark_is_the_same_by_the_system_s_wish_and_by_the_reader_s_choice():
    assert DARK_BY_SYSTEM == DARK_BY_CHOICE


@pytest.mark.parametrize("sheet", [path.name for path in CSS.glob("*.css") if path.name != "tokens.css"])
def test_no_sheet_but_the_tokens_holds_a_colour_of_its_own(sheet):
    # White paper for codes and print, black ink for print; inside url() a colour cannot be a variable.
    rules = re.sub(r"url\([^)]*\)", "", (CSS / sheet).read_text())
    found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s)])|rgb\([^)]*\)", rules))
    assert found <= {"#fff", "#000"}


@pytest.mark.parametrize("sheet", [path.name for path in CSS.glob("*.css")])
def test_every_variable_a_sheet_uses_is_a_token(sheet):
    known = set(re.findall(r"(--[\w-]+):", TOKENS))
    used = {name for name in re.findall(r"var\((--[\w-]+)", (CSS / sheet).read_text()) if not name.startswith("--bs-")}
    assert used <= known
