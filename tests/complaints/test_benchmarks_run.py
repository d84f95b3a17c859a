"""The measurements of `make bench` still run; their figures are read by people, not by tests."""

import os
import re
import subprocess
import sys

import pytest

from casework.house.first_run import ROOT

WITHIN = 240
# The test run's own settings are not for the processes that are measured.
TEST_ONLY = {"DJANGO_SETTINGS_MODULE", "CASEWORK_VAR", "DEBUG", "REDIS_PREFIX"}


@pytest.mark.e2e
def test_the_short_run_measures_everything():
    env = {name: text for name, text in os.environ.items() if name not in TEST_ONLY}
    env["CASEWORK_VAR"] = os.environ.get("CASEWORK_VAR", str(ROOT / "var"))
    command = [sys.executable, "-m", "benchmarks", "--quick"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=WITHIN)

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    rows = dict(re.findall(r"^\| (.+?) \| (.+) \|$", done.stdout, re.MULTILINE))
    measured = {name.partition(",")[0] for name in rows}
    assert measured >= {"filing", "queue page of 50", "accepting", "the reviewer's page has the news", "file", "accept"}
