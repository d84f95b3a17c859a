import stat

import pytest

from casework.house import first_run


@pytest.fixture(autouse=True)
def fresh_installation(monkeypatch, tmp_path):
    monkeypatch.setenv("CASEWORK_VAR", str(tmp_path / "var"))


def test_the_first_run_writes_a_key_that_only_its_owner_reads():
    assert first_run.write_settings()
    path = first_run.settings_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key = next(line for line in path.read_text().splitlines() if line.startswith("SECRET_KEY="))
    assert len(key) > len("SECRET_KEY=") + 50


def test_a_later_run_keeps_the_key():
    first_run.write_settings()
    before = first_run.settings_file().read_text()
    assert not first_run.write_settings()
    assert first_run.settings_file().read_text() == before


def test_no_two_installations_share_a_key(monkeypatch, tmp_path):
    first_run.write_settings()
    before = first_run.settings_file().read_text()
    monkeypatch.setenv("CASEWORK_VAR", str(tmp_path / "other"))
    first_run.write_settings()
    assert first_run.settings_file().read_text() != before
