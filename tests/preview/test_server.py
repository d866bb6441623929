"""The server in use: its address, slow and misbehaving clients, Ctrl-C."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from osloregion_slides import cli
from osloregion_slides.preview.auth import MAX_WRONG, read_token
from tests.preview.served import Server, flagship_workspace, server, until, workspace

PROMPT = 8.0
"""Seconds within which a server ends on a busy machine; uvicorn alone waits for event streams for ever."""


def asking(running: Server, request: str, receive: int = 0) -> socket.socket:
    """Return a connection that has sent this and reads nothing."""
    found = socket.socket()
    if receive:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    found.connect(("127.0.0.1", running.port))
    found.sendall(request.replace("\n", "\r\n").format(host=f"127.0.0.1:{running.port}").encode())
    return found


def _read_until(client: socket.socket, word: bytes) -> None:
    client.settimeout(20)
    seen = b""
    while word not in seen:
        more = client.recv(65536)
        assert more, seen
        seen += more


STREAM = "GET /api/events HTTP/1.1\nHost: {host}\n\n"


def test_the_server_listens_only_on_loopback(tmp_path: Path) -> None:
    with server(workspace(tmp_path)) as running:
        assert running.url.startswith("http://127.0.0.1:")
        table = Path("/proc/net/tcp")
        if table.exists():
            rows = [line.split() for line in table.read_text().splitlines()[1:]]
            listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{running.port:04X}")]
            assert listening == [f"0100007F:{running.port:04X}"]


def test_ctrl_c_ends_the_server_with_open_pages_and_stalled_clients(tmp_path: Path) -> None:
    with server(workspace(tmp_path)) as running:
        running.state()
        streams = [asking(running, STREAM) for _ in range(5)]
        streams += [asking(running, "GET /api/sta") for _ in range(3)]
        for stream in streams[:5]:
            _read_until(stream, b"event: changed")
        code, errors, seconds = running.stop()
        assert (code, errors) == (0, "") and seconds < PROMPT
        for stream in streams:
            stream.close()


def test_ctrl_c_before_the_first_page_ends_the_server(tmp_path: Path) -> None:
    with server(flagship_workspace(tmp_path)) as running:
        code, errors, seconds = running.stop()
    assert (code, errors) == (0, "") and seconds < PROMPT


def test_a_terminated_server_ends_silently(tmp_path: Path) -> None:
    with server(workspace(tmp_path)) as running:
        running.state()
        running.process.terminate()
        _, errors = running.process.communicate(timeout=PROMPT)
    assert errors == "" and running.process.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for LibreOffice")
def test_ctrl_c_leaves_no_libreoffice_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "bin" / "soffice"
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    with server(workspace(tmp_path / "w")) as running, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(running.get, "/deck.pdf")
        pid = int(until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text()))
        assert running.state()["slides"], "pages are answered while LibreOffice draws"
        code, errors, seconds = running.stop()
        assert code == 0 and errors == "" and seconds < PROMPT
        assert asked.exception(10) is not None or asked.result().status_code >= 400
    until(lambda: not _lives(pid))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2] if Path("/proc").exists() else True


def test_fifty_requests_at_once_are_all_answered(tmp_path: Path) -> None:
    with server(flagship_workspace(tmp_path)) as running:
        paths = [
            "/api/state",
            "/api/state?language=en",
            "/deck.pptx",
            "/api/slide/cover.svg",
            "/api/compare?against=start",
        ]
        with ThreadPoolExecutor(50) as pool:
            replies = list(pool.map(lambda n: running.get(f"{paths[n % 5]}"), range(50)))
        assert {reply.status_code for reply in replies} == {200}
        for number in range(5):
            assert len({reply.content for reply in replies[number::5]}) == 1
        assert running.stop()[:2] == (0, "")


def test_stalled_clients_do_not_delay_others(tmp_path: Path) -> None:
    with server(flagship_workspace(tmp_path)) as running:
        running.state()
        rude = [asking(running, "GET /deck.html HTTP/1.1\nHost: {host}\n\n" * 20, 2048) for _ in range(20)]
        rude += [asking(running, STREAM, 2048) for _ in range(20)]
        for _ in range(20):
            begin = time.monotonic()
            assert running.state()["slides"]
            assert time.monotonic() - begin < PROMPT
        for client in rude:
            client.close()
        assert running.stop()[:2] == (0, "")


@pytest.mark.slow
def test_stalled_clients_are_disconnected_after_a_timeout(tmp_path: Path) -> None:
    from osloregion_slides.preview.server import ASKING, READING

    with server(flagship_workspace(tmp_path)) as running:
        running.state()
        connections = _connections(running)
        if connections is None:
            pytest.skip("only Linux tells how many connections a process has")
        quiet = asking(running, STREAM)
        rude = [asking(running, "GET /deck.html HTTP/1.1\nHost: {host}\n\n" * 40, 2048) for _ in range(5)]
        rude += [asking(running, "GET /api/state HTTP/1.1\nHost: {host}\nX-Slow: "), asking(running, "")]
        rude += [asking(running, "POST /api/plan HTTP/1.1\nHost: {host}\nContent-Length: 9\n\n")]  # 403, body or not
        assert until(lambda: (_connections(running) or 0) >= 8)
        until(lambda: (_connections(running) or 0) <= 1, seconds=(ASKING + READING) * 3)
        running.process.poll()
        assert running.state()["slides"]
        quiet.setblocking(False)
        assert quiet.recv(65536), "a stream of events that is read, or has little to say, lives on"
        for client in (quiet, *rude):
            client.close()


def _connections(running: Server) -> int | None:
    """Return how many connections the server has open now."""
    table = Path("/proc/net/tcp")
    if not table.exists():
        return None
    here = f"0100007F:{running.port:04X}"
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    return sum(row[1] == here and row[3] == "01" for row in rows)


@pytest.mark.parametrize(
    "request_text",
    [
        "GET / HTTP/1.1\nHost: evil.example\n\n",
        "GET / HTTP/1.0\n\n",
        "GET http://evil.example/ HTTP/1.1\nHost: {host}\n\n",
        "GET /../../../../etc/passwd HTTP/1.1\nHost: {host}\n\n",
        "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\nHost: {host}\n\n",
        "GET /..%c0%afetc/passwd HTTP/1.1\nHost: {host}\n\n",
        "GET / HTTP/1.1\nHost: {host}\nHost: evil.example\n\n",
        "POST /api/update HTTP/1.1\nHost: {host}\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n",
        "BREW / HTTP/1.1\nHost: {host}\n\n",
        "\x00\x01\x02\n\n",
        "GET /" + "a" * 70_000 + " HTTP/1.1\nHost: {host}\n\n",
        "GET / HTTP/1.1\nHost: {host}\nUpgrade: websocket\nConnection: Upgrade\n\n",
    ],
)
def test_malformed_requests_are_rejected_and_the_server_survives(
    tmp_path: Path, request_text: str, rudely: Server
) -> None:
    client = asking(rudely, request_text)
    client.settimeout(20)
    head = client.recv(65536).partition(b"\r\n")[0]
    client.close()
    if b"evil.example/" in request_text.encode() or "Upgrade" in request_text:
        assert head.split()[1] in (b"200", b"400", b"404")
    else:
        assert head.split()[1] in (b"400", b"403", b"404", b"421"), head
    assert rudely.state()["slides"]


@pytest.fixture(scope="module")
def rudely(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    with server(workspace(tmp_path_factory.mktemp("rude"))) as running:
        yield running


class TestStarting:
    def test_an_external_host_needs_a_token(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        outline = workspace(tmp_path)
        for host in ("0.0.0.0", "::", "192.168.1.1"):
            assert cli.main(["preview", str(outline), "--no-open", "--host", host]) == 2
            assert "--token auto" in capsys.readouterr().err

    @pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1"])
    @pytest.mark.parametrize("word", ["x", "hemmelig", "å" * 15])
    def test_a_guessable_token_is_rejected(
        self, tmp_path: Path, host: str, word: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        outline = workspace(tmp_path)
        assert cli.main(["preview", str(outline), "--no-open", "--host", host, "--token", word]) == 2
        said = capsys.readouterr().err
        assert "shorter than 16 characters" in said and "--token auto" in said and word not in said.split()

    @pytest.mark.parametrize("asked", ["auto", "hemmelig ord & mer"])
    def test_with_a_token_other_hosts_can_connect(self, tmp_path: Path, asked: str) -> None:
        with server(workspace(tmp_path), "--host", "0.0.0.0", "--token", asked) as running:
            here = f"http://127.0.0.1:{running.port}"
            assert running.token == asked if asked != "auto" else len(running.token) > 16
            token = {"token": running.token}
            assert httpx.get(f"{here}/api/state").status_code == 401
            assert httpx.get(f"{here}/api/state", params={"token": "auto"}).status_code == 401
            state = httpx.get(f"{here}/api/state", params=token).json()
            assert state["slides"][0]["href"] == "", "their machine does not have our files"
            with httpx.Client(base_url=here, follow_redirects=True) as client:
                assert client.get("/", params=token).status_code == 200
                assert client.get("/api/state").status_code == 200

    def test_each_wrong_token_closes_the_connection_and_the_right_one_passes(self, tmp_path: Path) -> None:
        with server(workspace(tmp_path), "--host", "0.0.0.0", "--token", "auto") as running:
            with httpx.Client(base_url=f"http://127.0.0.1:{running.port}") as guesser:
                replies = [guesser.get("/api/state", params={"token": f"feil{n}"}) for n in range(MAX_WRONG + 2)]
            assert [reply.status_code for reply in replies] == [401] * MAX_WRONG + [429] * 2
            assert replies[-1].headers["connection"] == "close"
            assert running.get("/api/state", params={"token": running.token}).status_code == 200

    def test_every_start_generates_a_new_token(self, tmp_path: Path) -> None:
        assert len({read_token("auto", "0.0.0.0") for _ in range(50)}) == 50

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [(["decks/none.yaml"], "missing-file"), (["decks"], "missing-file"), (["--host", "no.such.invalid", "--token", "auto"], "no-address")],
    )  # fmt: skip
    def test_impossible_options_are_findings(
        self,
        tmp_path: Path,
        arguments: list[str],
        code: str,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        workspace(tmp_path)
        monkeypatch.chdir(tmp_path)
        assert cli.main(["preview", "--no-open", *arguments]) == 1
        assert f"error[{code}]" in capsys.readouterr().err

    def test_a_busy_port_is_a_finding_and_the_default_port_falls_back_to_the_next(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        outline = workspace(tmp_path)
        with server(outline) as first:
            assert cli.main(["preview", str(outline), "--no-open", "--port", str(first.port)]) == 1
            assert "error[no-address]" in capsys.readouterr().err
            with server(outline) as second:
                assert second.port != first.port

    def test_without_an_outline_the_page_starts_with_a_choice(self, tmp_path: Path) -> None:
        outline = workspace(tmp_path)
        (outline.parent / "a.yaml").write_text(outline.read_text(encoding="utf-8"), encoding="utf-8")
        (outline.parent / "builds.yaml").write_text("builds: [{outline: prove.yaml}]\n", encoding="utf-8")
        with server(outline, named=False) as page, server(outline) as other:
            assert (page.state()["outline"], page.state()["home"]) == ("prove.yaml", True)
            assert [one["file"] for one in page.get("/api/desk").json()["outlines"]] == ["prove.yaml", "a.yaml"]
            assert other.state()["home"] is False

    def test_missing_packages_are_reported_in_one_line_with_the_install_command(self, tmp_path: Path) -> None:
        code = (
            "import sys; from importlib import util; find = util.find_spec\n"
            "util.find_spec = lambda name, *rest: None if name in ('uvicorn', 'watchfiles') else find(name, *rest)\n"
            "from osloregion_slides.cli import main; sys.exit(main(['preview', 'x.yaml']))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
        assert done.returncode == 1 and "Traceback" not in done.stderr
        assert "`uvicorn`, `watchfiles`" in done.stderr and 'pip install "osloregion-slides[preview]"' in done.stderr

    def test_the_command_line_lists_the_preview_without_importing_it(self, tmp_path: Path) -> None:
        code = (
            "import sys; from osloregion_slides.cli import main\n"
            "try: main(['preview', '--help'])\nexcept SystemExit: pass\n"
            "import json; print(json.dumps([name for name in sys.modules if name.split('.')[0] in "
            "('starlette', 'uvicorn', 'watchfiles', 'asyncio', 'anyio') or name.startswith('osloregion_slides.preview')]))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
        assert json.loads(done.stdout.splitlines()[-1]) == [] and "--token" in done.stdout
