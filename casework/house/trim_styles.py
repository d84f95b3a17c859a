"""Bootstrap's style sheet without what no page of ours uses: a fifth of its bytes on somebody's first visit by phone.

`python -m casework.house.trim_styles bootstrap.min.css` reads the file of the release (npm pack bootstrap) and writes
static/vendor/bootstrap/: the rules whose classes our templates, scripts and code name; and the names left out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from casework.house.first_run import ROOT

FOLDER = ROOT / "static/vendor/bootstrap"
TRIMMED, LEFT_OUT = FOLDER / "bootstrap.min.css", FOLDER / "left-out.txt"
OURS = ("templates/**/*.html", "static/js/*.js", "static/css/*.css", "tests/ui/pages/*.html", "c*/**/*.py")
CLASS = re.compile(r"\.([A-Za-z](?:[\w-]|\\.)*)")
KEYFRAMES = re.compile(r"@keyframes ([\w-]+)\{(?:[^{}]*\{[^{}]*\})*\}")


def words() -> set[str]:
    """Every word of ours that could be a class, wherever it stands: rather one too many than one too few."""
    paths = {path for pattern in OURS for path in ROOT.glob(pattern)}
    return {word for path in paths for word in re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))}


def trimmed(css: str, used: set[str]) -> str:
    """The rules of `css` that apply without a class, or with classes among `used` only."""
    return "".join(_kept(css, used))


def _kept(css: str, used: set[str]) -> Iterator[str]:
    for head, body in _rules(css):
        if head.startswith(("@media", "@supports")):
            inside = trimmed(body, used)
            yield f"{head}{{{inside}}}" if inside else ""
        elif head.startswith("@"):
            yield f"{head}{{{body}}}"
        else:
            selectors = [one for one in re.split(r",(?![^(]*\))", head) if _classes(one) <= used]
            yield f"{','.join(selectors)}{{{body}}}" if selectors else ""


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Each rule of the outermost level: what stands before its braces, and in them."""
    at = 0
    while (opens := css.find("{", at)) >= 0:
        depth, end = 1, opens + 1
        while depth:
            depth += (css[end] == "{") - (css[end] == "}")
            end += 1
        yield css[at:opens].strip(), css[opens + 1 : end - 1]
        at = end


def _classes(css: str) -> set[str]:
    return {name.replace("\\", "") for name in CLASS.findall(css)}


def _without_idle_keyframes(css: str) -> str:
    rest = KEYFRAMES.sub("", css)
    return KEYFRAMES.sub(lambda found: found[0] if re.search(rf"\b{found[1]}\b", rest) else "", css)


def write(source: Path) -> None:
    """Raises OSError where the source cannot be read."""
    licence, end, css = source.read_text(encoding="utf-8").partition("*/")
    kept = _without_idle_keyframes(trimmed(css.partition("/*#")[0], words()))
    TRIMMED.write_text(f"{licence}{end}{kept}\n", encoding="utf-8")
    left_out = _classes(_selectors(css)) - _classes(_selectors(kept))
    LEFT_OUT.write_text("".join(f"{name}\n" for name in sorted(left_out)), encoding="utf-8")


def _selectors(css: str) -> str:
    return "\n".join(head if not head.startswith("@") else _selectors(body) for head, body in _rules(css))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
