"""The processes of `make run` under one roof: `python -m casework.house.serve`.

Reads HOST (default 127.0.0.1) and PORT (default 8000). Prepares the database and the demo, starts the web server and
the clock, says where to look, and stops both when it is told to stop.
"""

import errno
import os
import shlex
import signal
import socket
import subprocess
import sys

from honcho.manager import Manager
from honcho.printer import Printer

from casework.house.first_run import ROOT, settings_file, write_settings

ANY_ADDRESS = {"0.0.0.0", "::"}
STOPPED_ON_REQUEST = {130, 143}
LISTENS = "Listening on TCP address"
# What daphne says about itself at every start and stop.
CHATTER = ("Starting server at", "HTTP/2 support not enabled", "Configuring endpoint", "Killed 0 pending", LISTENS)


class CannotServe(Exception):
    """Why the server cannot start and what to do about it, in one sentence."""


class Voice(Printer):
    """Prints what the processes say and, once the web server listens, where to look; not what honcho does."""

    def __init__(self, welcome: str) -> None:
        super().__init__(sys.stdout)
        self.welcome = welcome

    def write(self, message) -> None:
        text = message.data if isinstance(message.data, str) else message.data.decode("utf-8", "replace")
        try:
            if text.startswith(LISTENS):
                self.output.write(self.welcome)
            elif message.name != "system" and not text.startswith(CHATTER):
                super().write(message)
            elif "stopped (rc=" in text and not text.rstrip().endswith(("(rc=0)", "(rc=-15)")):
                self.output.write(text)
            self.output.flush()
        except OSError:
            # The terminal is gone; stopping the processes must go on without it.
            self.output = open(os.devnull, "w")  # noqa: SIM115


def check_port(host: str, port: str) -> None:
    """Raise CannotServe unless a server could listen on host and port now."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CannotServe(f"PORT must be a number from 1 to 65535, not {port!r}.")
    try:
        family, *_, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise CannotServe(f"HOST={host} is not an address of this machine.") from None
    except OSError as error:
        raise CannotServe(_why_not(error, host, port)) from None


def _why_not(error: OSError, host: str, port: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use: stop what uses it, or choose another one with `PORT=8001 make run`."
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for the administrator: choose one above 1023 with `PORT=8001 make run`."
    return f"Cannot listen on {host}:{port}: {error.strerror}."


def reachable_address(host: str) -> str:
    """The address that another machine would type: this machine's own one where the server listens on all."""
    if host not in ANY_ADDRESS:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: picks the outward interface, sends nothing
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def surroundings(host: str, port: str) -> dict[str, str]:
    """The environment of the processes: the address, allowed and public, on top of what the settings file says."""
    address = reachable_address(host)
    known = _settings_line("ALLOWED_HOSTS")
    found = {
        "ALLOWED_HOSTS": ",".join(dict.fromkeys([*known.split(","), address])).strip(","),
        "PUBLIC_URL": _settings_line("PUBLIC_URL") or f"http://{address}:{port}",
        "PYTHONUNBUFFERED": "1",
    }
    return os.environ | found


def welcome(env: dict[str, str]) -> str:
    """Where to look, said when the server listens."""
    lines = [f"Open {env['PUBLIC_URL']}/    (Ctrl-C stops everything)"]
    if not _settings_line("EMAIL_URL"):
        lines.append(f"E-mails are not sent; they become files in {settings_file().parent.resolve() / 'mails'}/")
    return "\n" + "".join(f"    {line}\n" for line in lines) + "\n"


def _settings_line(name: str) -> str:
    """What the environment, or else the settings file, says for one name."""
    lines = [line.partition("=") for line in settings_file().read_text(encoding="utf-8").splitlines()]
    return os.environ.get(name) or dict((key.strip(), value.strip()) for key, _, value in lines).get(name, "")


def commands(host: str, port: str) -> dict[str, list[str]]:
    """The processes that make up the system, by name, to be started in the project's folder."""
    daphne = [sys.executable, "-m", "daphne", "-b", host, "-p", port, "--access-log", os.devnull]
    return {
        # daphne's own limit for a socket is a day; a session checked at its start must not live that long unasked.
        "web": [*daphne, "--websocket_timeout", "7200", "casework.asgi:application"],
        "clock": [sys.executable, "manage.py", "tick", "--loop"],
    }


def run_processes(processes: dict[str, list[str]], env: dict[str, str], welcome: str) -> int:
    """Run the processes until one of them ends or someone says stop; then stop all. Returns an exit code."""
    manager = Manager(Voice(welcome))
    for name, command in processes.items():
        manager.add_process(name, "exec " + shlex.join(command), env=env, cwd=str(ROOT))
    # A closed terminal must not leave the processes behind: they have sessions of their own.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    manager.loop()
    return 0 if manager.returncode in STOPPED_ON_REQUEST else 1


def _prepare(command: list[str], env: dict[str, str]) -> int:
    """Run one command to its end; its exit code. Ctrl-C does not reach its session: no traceback of its own."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    return subprocess.run(command, cwd=ROOT, env=env, start_new_session=True).returncode


def serve(host: str, port: str) -> int:
    """Prepare, start, wait. Raises CannotServe before anything is touched."""
    check_port(host, port)
    write_settings()
    env = surroundings(host, port)
    if failed := _prepare([sys.executable, "manage.py", "prepare", "--demo"], env):
        return failed
    return run_processes(commands(host, port), env, welcome(env))


if __name__ == "__main__":
    try:
        sys.exit(serve(os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"))
    except CannotServe as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(0)
