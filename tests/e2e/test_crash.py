"""The plug is pulled a few times while people work (issue 6 §1); `make crash` does it hundreds of times."""

from __future__ import annotations

import secrets
from pathlib import Path

from tests.crash.run import Run

from .installation import Template

KILLS = 6


def test_nothing_acknowledged_is_lost_doubled_or_half_done_when_processes_are_killed(
    template: Template, tmp_path: Path, record_property
):
    report = Run(template, tmp_path, seed=secrets.randbelow(10_000)).go(KILLS)
    record_property("run", str(report))
    assert report.faults == [], report
    assert sum(report.pulled.values()) == KILLS
    assert report.acknowledged, report
