"""Issue 4 §1: `make run` says what is wrong in one sentence and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from casework.house import serve

WAITING = """
import sys
from casework.house.serve import run_processes
sleep = [sys.executable, "-c", "import os, time; print('pid', os.getpid(), flush=True); time.sleep(60)"]
dies = [sys.executable, "-c", "import sys; sys.exit(3)"]
sys.exit(run_processes({"web": sleep, "clock": dies if "dies" in sys.argv else sleep}, {}, "welcome"))
"""


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield str(server.getsockname()[1])


def test_a_port_in_use_gives_one_sentence_that_says_what_to_do(taken_port):
    with pytest.raises(serve.CannotServe, match=rf"Port {taken_port} is in use: .*`PORT=8001 make run`\.$"):
        serve.check_port("127.0.0.1", taken_port)


@pytest.mark.parametrize("port", ["", "0", "70000", "http", "-1"])
def test_a_port_that_is_none_gives_one_sentence(port):
    with pytest.raises(serve.CannotServe, match="number from 1 to 65535"):
        serve.check_port("127.0.0.1", port)


@pytest.fixture
def installation(monkeypatch, tmp_path):
    monkeypatch.setenv("CASEWORK_VAR", str(tmp_path))
    monkeypatch.delenv("ALLOWED_HOSTS", raising=False)
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    (tmp_path / "casework.env").write_text("ALLOWED_HOSTS=localhost,127.0.0.1\n")


def test_at_home_only_this_machine_is_let_in(installation):
    env = serve.surroundings("127.0.0.1", "8000")
    assert env["ALLOWED_HOSTS"] == "localhost,127.0.0.1"
    assert env["PUBLIC_URL"] == "http://127.0.0.1:8000"


def test_a_phone_in_the_same_network_finds_this_machine_by_its_own_address(installation, monkeypatch):
    monkeypatch.setattr(serve, "reachable_address", lambda host: "192.168.1.7")
    env = serve.surroundings("0.0.0.0", "8000")
    assert env["ALLOWED_HOSTS"] == "localhost,127.0.0.1,192.168.1.7"
    assert env["PUBLIC_URL"] == "http://192.168.1.7:8000"


def test_the_start_says_where_to_look_and_where_mails_become_files(installation, tmp_path, monkeypatch):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    said = serve.welcome({"PUBLIC_URL": "http://127.0.0.1:8000"})
    assert "Open http://127.0.0.1:8000/" in said
    assert f"files in {tmp_path / 'mails'}/" in said
    monkeypatch.setenv("EMAIL_URL", "smtp://localhost")
    assert "mails" not in serve.welcome({"PUBLIC_URL": "http://127.0.0.1:8000"})


def start(*arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-c", WAITING, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=serve.ROOT)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_stops_both_processes_without_a_word(number):
    with start() as running:
        pids = [int(running.stdout.readline().split()[-1]) for _ in range(2)]
        running.send_signal(number)
        said, _ = running.communicate(timeout=20)
    assert (running.returncode, said) == (0, "")
    deadline = time.monotonic() + 5
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, pids))


def test_when_one_process_dies_the_other_is_stopped_and_the_run_has_failed():
    with start("dies") as running:
        said, _ = running.communicate(timeout=20)
    assert running.returncode == 1
    assert "clock stopped (rc=3)" in said
