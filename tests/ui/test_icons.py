"""Every icon a page names is in the sprite."""

import re
from pathlib import Path

from casework.engine.kinds import all_kinds
from casework.ui.templatetags.ui import BANNER_ICONS, CLOCK_ICONS

ROOT = Path(__file__).resolve().parents[2]
SPRITE = (ROOT / "static/vendor/bootstrap-icons/icons.svg").read_text()
IDS = re.findall(r'<symbol id="([\w-]+)"', SPRITE)
NAMED = re.compile(r"""\{% icon "([\w-]+)"|icons\.svg['"] %\}#([\w-]+)|\bicon="([\w-]+)" """.strip())


def test_every_icon_a_template_names_is_in_the_sprite():
    missing = {}
    for template in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "tests/ui/pages").glob("*.html")]:
        names = {name for match in NAMED.findall(template.read_text()) for name in match if name}
        if names - set(IDS):
            missing[template.name] = names - set(IDS)
    assert missing == {}


def test_the_first_pages_sprite_repeats_the_large_one():
    first = (ROOT / "static/vendor/bootstrap-icons/first.svg").read_text().splitlines()
    assert len(first) > 2
    assert set(first) <= set(SPRITE.splitlines())


def test_every_icon_of_a_state_is_in_the_sprite():
    assert {*CLOCK_ICONS.values(), *BANNER_ICONS.values()} <= set(IDS)


def test_the_sprite_is_in_order_and_names_nothing_twice():
    assert sorted(set(IDS)) == IDS


def test_every_icon_of_an_act_is_in_the_sprite():
    used = {act.icon for kind in all_kinds() for act in kind.acts.values()}
    assert used - set(IDS) == set()
