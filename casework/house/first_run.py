"""Writes the settings of a local installation once: `python -m casework.house.first_run`.

It runs before Django can: the settings refuse to load without what it writes.
"""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

TEXT = """\
# Written on first use, for this machine only; git ignores it. docs/configuration.md says what each line means.
# DEBUG=True is right for trying things out here and wrong on a server: docs/operations.md.
SECRET_KEY={key}
DEBUG=True
ALLOWED_HOSTS=localhost,127.0.0.1
"""


def settings_file() -> Path:
    """The file that the settings read beside the environment."""
    return Path(os.environ.get("CASEWORK_VAR") or ROOT / "var") / "casework.env"


def write_settings() -> bool:
    """Write the settings file with a fresh key, readable by its owner only; True if it was not there before."""
    path = settings_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        # 384 bits in letters, digits, "-" and "_" only: django-environ reads a leading "$" as a reference.
        file.write(TEXT.format(key=secrets.token_urlsafe(48)))
    return True


if __name__ == "__main__":
    write_settings()
