"""deploy/nginx.conf in a real nginx, where one is installed (.ci/run installs it), with no web process behind it."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from casework.house.first_run import ROOT
from tests.e2e.installation import HOST, free_port

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
MAIN = "pid {0}/pid; error_log {0}/error.log; events {{}} http {{ include /etc/nginx/mime.types; include {0}/site; }}"
CERTIFICATE = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test", "-days", "2"]

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is missing: apt-get install nginx-light")


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    """The ports on which it speaks HTTP and HTTPS. Only ports and paths differ from the file that is deployed."""
    folder, http, https = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    folder.chmod(0o755)
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    keys = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([*CERTIFICATE, *keys], check=True, capture_output=True)
    site = (folder / "deploy/nginx.conf").read_text()
    site = re.sub(r"^ *listen \[.*\n", "", site, flags=re.MULTILINE)
    site = site.replace("listen 80;", f"listen {HOST}:{http};").replace("listen 443", f"listen {HOST}:{https}")
    site = site.replace("/etc/ssl/casework", str(folder)).replace("/opt/casework", str(folder))
    (folder / "site").write_text(re.sub(r"127.0.0.1:800\d;", f"{HOST}:{free_port()};", site))
    (folder / "conf").write_text(MAIN.format(folder))
    process = subprocess.Popen([NGINX, "-c", folder / "conf", "-p", folder, "-g", "daemon off; user root;"])
    until = time.monotonic() + 10
    while not (folder / "pid").exists():
        assert process.poll() is None, Path(folder / "error.log").read_text()
        assert time.monotonic() < until
        time.sleep(0.05)
    yield http, https
    process.terminate()
    process.wait()


def answer(address: str, **asked):
    """Status, headers and text, without following a redirect."""

    class Stays(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args):
            return None

    anybody = urllib.request.HTTPSHandler(context=ssl._create_unverified_context())
    opener = urllib.request.build_opener(Stays, anybody)
    try:
        found = opener.open(urllib.request.Request(address, **asked), timeout=10)
    except urllib.error.HTTPError as error:
        found = error
    with found:
        return found.status, found.headers, found.read().decode()


def test_plain_http_leads_to_https(nginx):
    status, headers, _text = answer(f"http://{HOST}:{nginx[0]}/track/?x=1", headers={"Host": "tousu.example.cn"})
    assert (status, headers["Location"]) == (301, "https://tousu.example.cn/track/?x=1")


def test_while_no_process_answers_a_page_says_when_to_come_again(nginx):
    status, headers, text = answer(f"https://{HOST}:{nginx[1]}/complaints/new/")
    assert (status, headers["Retry-After"]) == (503, "60")
    assert "12345" in text
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is missing: apt-get install curl")
@pytest.mark.parametrize("version", ["--http1.1", "--http2"])
def test_what_is_too_large_is_refused_in_words_and_not_by_nginx_s_own_page(nginx, version, tmp_path):
    """As phones send it; nginx looks at the length again when it leads on to its page."""
    too_large = tmp_path / "film.mov"
    with too_large.open("wb") as file:
        file.truncate(130 * 1024 * 1024)
    address = f"https://{HOST}:{nginx[1]}/complaints/new/what/"
    call = ["curl", "-sk", version, "-F", f"file=@{too_large}", "-w", "%{http_code}", address]
    said = subprocess.run(call, capture_output=True, text=True, check=False).stdout
    assert said.endswith("413")
    assert "一次发送的内容太多" in said
    assert "This was too much at once" in said
