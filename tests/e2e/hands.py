"""A story's people without a mouse: `HANDS=keyboard make e2e`, or `HANDS = "keyboard"` in a file of stories.

What a story presses, ticks, fills in and chooses is gone to with the Tab key from where the focus is, must show that it
has the focus, and is pressed with Enter, Space or the arrows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator

# Further away than this nothing is found with a keyboard.
STOPS = 250
# Those that a label or an element within stands for.
HOLDER = """part => {
  const inside = part.closest('a, button, summary, input, select, textarea');
  const held = part.matches('label') ? part.control : inside ?? part;
  held.dataset.handsGoTo = '';
}"""
# Of radio buttons with one name the Tab key finds one.
IS_THERE = """() => {
  const target = document.querySelector('[data-hands-go-to]'), here = document.activeElement;
  if (!target) return null;
  return here === target || (here.type === 'radio' && target.type === 'radio' && here.name === target.name
    && here.form === target.form);
}"""
SHOWS_IT = """() => {
  const here = document.activeElement, parts = [here, here.closest('label'), here.parentElement];
  const beside = here.id ? [...document.querySelectorAll(`label[for="${CSS.escape(here.id)}"]`)] : [];
  return [...parts, ...beside].some((part) => part && getComputedStyle(part).outlineStyle !== 'none'
    && parseFloat(getComputedStyle(part).outlineWidth) >= 2);
}"""
FORGET = "() => document.querySelectorAll('[data-hands-go-to]').forEach((part) => delete part.dataset.handsGoTo)"
KIND = "part => part.matches('input') ? part.type : part.localName"


def goes_to(locator: Locator) -> None:
    """With the Tab key, as many times as it takes."""
    page = locator.page
    for _stop in range(STOPS):
        there = page.evaluate(IS_THERE)
        if there:
            break
        if there is None:  # not looked for yet, or the page changed meanwhile
            locator.evaluate(HOLDER)
        else:
            page.keyboard.press("Tab")
    else:
        raise AssertionError(f"no Tab leads to {locator}, {page.url}")
    assert page.evaluate(SHOWS_IT), f"nothing shows that {locator} has the focus, {page.url}"
    page.evaluate(FORGET)


def presses(locator: Locator, **_how: Any) -> None:
    """Instead of a click."""
    locator.wait_for()
    goes_to(locator)
    kind = locator.page.evaluate(f"() => ({KIND})(document.activeElement)")
    locator.page.keyboard.press("Space" if kind in ("checkbox", "radio") else "Enter")


def ticks(locator: Locator, **_how: Any) -> None:
    """Instead of choosing with a click: Space; among radio buttons, the arrows."""
    locator.wait_for(state="attached")
    goes_to(locator)
    keyboard = locator.page.keyboard
    if locator.evaluate(KIND) == "checkbox":
        if not locator.is_checked():
            keyboard.press("Space")
        return
    keyboard.press("Space")
    for _choice in range(STOPS):
        if locator.is_checked():
            return
        keyboard.press("ArrowDown")
    raise AssertionError(f"no arrow leads to {locator}")


def after_going_to(act: Callable) -> Callable:
    """As ever, but only where the Tab key led first."""

    def done(locator: Locator, *args: Any, **options: Any) -> Any:
        locator.wait_for(state="attached")
        goes_to(locator)
        return act(locator, *args, **options)

    return done


def without_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Locator, "click", presses)
    monkeypatch.setattr(Locator, "check", ticks)
    for name in ("fill", "select_option", "set_input_files"):
        monkeypatch.setattr(Locator, name, after_going_to(getattr(Locator, name)))
