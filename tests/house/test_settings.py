"""Issue 4 §1: nothing insecure is the default when DEBUG is off. Each test loads the settings in a fresh process."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
KEY = "k7Vb-2mQpX9sLwR4tYzN8cJfH3gDaE6uS1oT5iKxBqWnMrUvZe"
SERVER = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "tousu.example.cn", "DEBUG": "False"}


@pytest.fixture
def run(tmp_path):
    """Run Python in a fresh installation whose environment holds only what is given."""

    def run_python(*arguments: str, **env: str) -> subprocess.CompletedProcess:
        surroundings = {"PATH": os.environ["PATH"], "CASEWORK_VAR": str(tmp_path), **env}
        return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=surroundings, capture_output=True, text=True)

    return run_python


@pytest.fixture
def settings_of(run):
    """The settings by name, as such an installation has them."""

    def read(*names: str, **env: str) -> dict:
        code = f"import json, casework.settings as s; print(json.dumps({{n: getattr(s, n, None) for n in {names!r}}}))"
        done = run("-c", code, **env)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return read


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_server_does_not_start_without_what_has_no_safe_default(run, missing):
    done = run("-c", "import casework.settings", **{k: v for k, v in SERVER.items() if k != missing})
    assert done.returncode
    assert missing in done.stderr.splitlines()[-1]


def test_a_server_does_not_answer_to_every_name(run):
    assert "ALLOWED_HOSTS" in run("-c", "import casework.settings", **SERVER | {"ALLOWED_HOSTS": "*"}).stderr


def test_debug_is_off_and_https_on_unless_someone_says_otherwise(settings_of):
    said = {k: v for k, v in SERVER.items() if k != "DEBUG"}
    names = ("DEBUG", "HTTPS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    assert settings_of(*names, **said) == dict.fromkeys(names, True) | {"DEBUG": False}
    assert settings_of("PUBLIC_URL", **said) == {"PUBLIC_URL": "https://tousu.example.cn"}


def test_a_production_set_up_passes_every_deployment_check(run):
    env = {"DATABASE_URL": "postgres:///casework", "REDIS_URL": "redis://127.0.0.1:6379/0", "WEB_PROCESSES": "3"}
    env["EMAIL_URL"] = "smtps://robot:secret@smtp.example.cn"
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **SERVER, **env)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_example_for_a_server_passes_them_too_once_it_has_its_secret(run):
    lines = (ROOT / "deploy" / "casework.env").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    example |= {"SECRET_KEY": KEY}
    del example["CASEWORK_VAR"]  # the test's own folder
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **example)
    assert done.returncode == 0, done.stderr


def test_with_https_cookies_are_sent_encrypted_only_and_no_neighbouring_host_can_set_them(settings_of):
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_SECURE", "SECURE_HSTS_SECONDS")
    found = settings_of(*names, **SERVER)
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert found["LANGUAGE_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] >= 30 * 24 * 3600


def test_the_environment_wins_over_the_file(settings_of, tmp_path):
    (tmp_path / "casework.env").write_text(f"SECRET_KEY={KEY}\nDEBUG=True\nALLOWED_HOSTS=localhost\n")
    assert settings_of("DEBUG", "ALLOWED_HOSTS") == {"DEBUG": True, "ALLOWED_HOSTS": ["localhost"]}
    assert settings_of("DEBUG", DEBUG="False") == {"DEBUG": False}


def test_two_people_writing_to_sqlite_wait_for_each_other(settings_of):
    options = settings_of("DATABASES", **SERVER)["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_postgresql_connections_are_pooled_and_replaced_after_a_restart(settings_of):
    found = settings_of("DATABASES", **SERVER, DATABASE_URL="postgres:///casework", DATABASE_POOL="7")
    assert found["DATABASES"]["default"]["OPTIONS"]["pool"]["max_size"] == 7
    assert found["DATABASES"]["default"]["CONN_HEALTH_CHECKS"]


def test_smtps_is_tls_from_the_first_byte_and_the_password_may_hold_any_character(settings_of):
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_SSL", "EMAIL_USE_TLS")
    found = settings_of(*names, **SERVER, EMAIL_URL="smtps://robot%40qq.com:a%2Fb%40c@smtp.example.cn:465")
    assert list(found.values()) == ["smtp.example.cn", 465, "a/b@c", True, False]


def test_a_server_without_a_mail_server_says_so_and_writes_no_letters_to_nowhere(run, settings_of):
    assert settings_of("MAIL_IS_SET_UP", **SERVER) == {"MAIL_IS_SET_UP": False}
    assert "notifications.W001" in run("manage.py", "check", **SERVER).stderr


def test_for_trying_out_mails_become_files_beside_the_database(settings_of, tmp_path):
    found = settings_of("MAIL_IS_SET_UP", "EMAIL_FILE_PATH", SECRET_KEY=KEY, DEBUG="True")
    assert found == {"MAIL_IS_SET_UP": True, "EMAIL_FILE_PATH": str(tmp_path / "mails")}


@pytest.mark.parametrize("hours", ["9", "18-9", "9-25", "9-12-18"])
def test_mail_hours_that_are_none_are_refused(run, hours):
    assert "MAIL_HOURS" in run("-c", "import casework.settings", **SERVER, MAIL_HOURS=hours).stderr


def test_installations_that_share_one_redis_do_not_hear_each_other(settings_of):
    env = {"REDIS_URL": "redis://127.0.0.1:6379/0", "REDIS_PREFIX": "second"}
    found = settings_of("CHANNEL_LAYERS", "CACHES", **SERVER, **env)
    assert found["CHANNEL_LAYERS"]["default"]["CONFIG"]["prefix"] == "second"
    assert found["CACHES"]["default"]["KEY_PREFIX"] == "second"


def settings_read() -> set[str]:
    return set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "casework" / "settings.py").read_text()))


def test_every_setting_is_in_the_manual_and_the_manual_names_no_other():
    page = (ROOT / "docs" / "configuration.md").read_text().partition("For `make` only")[0]
    assert settings_read() == set(re.findall(r"^\| `(\w+)` \|", page, flags=re.M))


def test_the_example_for_a_server_sets_only_what_exists_and_brings_no_secret():
    lines = (ROOT / "deploy" / "casework.env").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert example.keys() <= settings_read()
    assert (example["SECRET_KEY"], example["DEBUG"]) == ("", "False")


def test_the_proxy_has_pages_for_when_no_process_answers_and_for_what_is_too_large():
    conf = (ROOT / "deploy" / "nginx.conf").read_text()
    for name in re.findall(r"error_page .*? /errors/(\S+);", conf):
        page = (ROOT / "deploy" / "errors" / name).read_text()
        assert "tel:12345" in page
        assert 'lang="en"' in page
    assert conf.count("error_page") == 2
