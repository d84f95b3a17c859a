"""What every story stands on: real processes, real browsers, and what both said when a story fails."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from casework.engine.budgets import SHANGHAI

from . import clocks
from .chromium import CHROMIUM, MISSING
from .hands import without_mouse
from .inspection import Inspector
from .installation import WORKER, Installation, Template
from .people import DESK, LOOKS_FOR, PHONE, POLL_EACH_SECOND, Person, Watch
from .wires import Wire

# As root there is no sandbox; the others keep Chromium from talking to anybody but us.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]
# Opening a page, sending a file: as long as a busy machine needs.
expect.set_options(timeout=1000 * LOOKS_FOR)
WIDTHS = {"phone": PHONE, "desk": DESK}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not CHROMIUM:
        missing = pytest.mark.skip(reason=MISSING)
        for item in items:
            if item.path.is_relative_to(Path(__file__).parent):
                item.add_marker(missing)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    made = Template(tmp_path_factory.mktemp(f"template-{WORKER}"))
    yield made
    made.databases.drop_all()


@pytest.fixture(scope="module")
def clock(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> clocks.OwnClock | None:
    """The installation's own, where its file of stories BEGINS on a day of its own, (month, day) of last year."""
    if not (day := getattr(request.module, "BEGINS", None)):
        return None
    if not clocks.LIBRARY:
        pytest.fail(clocks.MISSING, pytrace=False)
    # In the morning, so that no story meets midnight. Last year, because files bear the real time: to a clock ahead of
    # it, what an upload is still working on would be a day old, and swept.
    begins = dt.datetime(dt.datetime.now(SHANGHAI).year - 1, *day, 9, tzinfo=SHANGHAI)
    return clocks.OwnClock(tmp_path_factory.mktemp("clock") / "ahead", begins)


@pytest.fixture(scope="module")
def installation(
    request: pytest.FixtureRequest,
    template: Template,
    clock: clocks.OwnClock | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Installation]:
    """The processes of `make run`, shared by the stories of one file; its SETTINGS differ where it has any."""
    folder = tmp_path_factory.mktemp("installation") / "var"
    settings = getattr(request.module, "SETTINGS", {}) | (clock.surroundings if clock else {})
    running = Installation(template, folder, **settings)
    # The same clock as ever, only that a story does not wait for its ten seconds.
    running.commands["clock"] += ["--every", "2"]
    running.start()
    if clock:
        running.elsewhere.prepare_this_year()
    yield running
    running.stop()
    if clock:
        clock.is_over(process.pid for process in running.processes.values())


@pytest.fixture(autouse=True)
def _hands(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a mouse, where the run or the file of stories says so."""
    if "keyboard" in (os.environ.get("HANDS"), getattr(request.module, "HANDS", "")):
        without_mouse(monkeypatch)


@pytest.fixture
def wire(installation: Installation) -> Iterator[Wire]:
    between = Wire(installation.port)
    yield between
    between.take_away()


@pytest.fixture
def person(request: pytest.FixtureRequest, installation: Installation, browser: Browser) -> Iterator[Callable]:
    """`person("lin")` opens a browser; `user` signs it in, `at` is "phone" or "desk", `by` goes through a wire."""
    request.node.people = people = []

    def opened(
        name: str,
        *,
        user: str = "",
        at: str = "desk",
        by: Wire | None = None,
        polls: bool = False,
        scripts: bool = True,
        **options,
    ) -> Person:
        width, height = WIDTHS[at]
        looks = {
            "viewport": {"width": width, "height": height},
            "has_touch": at == "phone",
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "reduced_motion": "reduce",
            "java_script_enabled": scripts,
        }
        context = browser.new_context(**(looks | options))
        context.set_default_timeout(1000 * LOOKS_FOR)
        if polls:
            context.add_init_script(POLL_EACH_SECOND)
        who = Person(name, context, by.url if by else installation.url, has_scripts=scripts)
        people.append(who)
        return who.is_signed_in(installation.elsewhere.session_of(user)) if user else who

    yield opened
    faults = [f"{who.name}: {fault}" for who in people for fault in who.faults]
    for who in people:
        who.context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def inspector() -> Iterator[Inspector]:
    found = Inspector()
    yield found
    assert not found.faults, "\n".join(found.faults)


@pytest.fixture
def watch(record_property: Callable) -> Watch:
    return Watch(record_property)


# --- what is said about a story ---------------------------------------------------------------------------------------
@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = yield
    if report.failed and "installation" in getattr(item, "funcargs", {}):
        installation = item.funcargs["installation"]
        if report.when == "call":
            seen = [who.photograph(installation.folder) for who in getattr(item, "people", [])]
            report.sections.append(("pages", "\n".join(seen)))
        report.sections.extend(installation.logs())
    return report


def pytest_terminal_summary(terminalreporter) -> None:
    """How long each story took, and within how many seconds pages moved by themselves."""
    told = [report for reports in terminalreporter.stats.values() for report in reports if hasattr(report, "duration")]
    stories = [report for report in told if report.when == "call" and "/e2e/" in report.nodeid]
    if stories:
        terminalreporter.section("stories")
    for report in sorted(stories, key=lambda report: -report.duration):
        moves = [seconds for name, seconds in report.user_properties if name == "seconds"]
        words = f", {len(moves)} sights, the slowest after {max(moves):.2f} s" if moves else ""
        terminalreporter.line(f"{report.duration:6.1f} s  {report.nodeid.rpartition('/')[2]}{words}")
