"""Who is let in: own names, own page, own token, nothing outside the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from osloregion_slides.preview.auth import MAX_WRONG, Tries
from tests.preview.served import OWN, PORT, SCRIPTS, preview, workspace

HERE = f"127.0.0.1:{PORT}"


@pytest.mark.parametrize("host", [HERE, f"localhost:{PORT}", f"LocalHost:{PORT}", f"[::1]:{PORT}"])
def test_requests_to_the_servers_own_host_names_are_answered(tmp_path: Path, host: str) -> None:
    with preview(workspace(tmp_path)) as page:
        assert page.get("/api/state", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1.evil.example:{PORT}", "", ":",
     f"localhost:{PORT}.evil", f"localhost@evil:{PORT}", f"localhost:{'9' * 5000}", f"192.168.1.1:{PORT}", f"[::1:{PORT}"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/api/state", "/deck.pptx", "/nothing"])
def test_a_foreign_host_header_gives_421(tmp_path: Path, host: str, path: str) -> None:
    with preview(workspace(tmp_path)) as page:
        reply = page.get(path, headers={"host": host})
    assert reply.status_code == 421 and "Styremøte" not in reply.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", f"https://{HERE}", "http://127.0.0.1:1", "file://"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_foreign_origin_is_always_rejected(tmp_path: Path, origin: str, method: str) -> None:
    with preview(workspace(tmp_path)) as page:
        for path in ("/api/state", "/api/plan", "/api/update", "/deck.pdf"):
            reply = page.ask(method, path, headers={"origin": origin, **OWN})
            assert reply.status_code == 403
            assert not [name for name in reply.headers if name.startswith("access-control")]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_embedding_by_another_page_is_rejected_and_linking_is_not(tmp_path: Path, site: str) -> None:
    with preview(workspace(tmp_path)) as page:
        for path in ("/api/slide/cover.svg", "/deck.pdf", *SCRIPTS, "/api/events"):
            assert page.get(path, headers={"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}).status_code == 403
        assert page.get("/", headers={"sec-fetch-site": site, "sec-fetch-mode": "navigate"}).status_code == 200
        assert page.get("/api/state", headers={"sec-fetch-site": "same-origin"}).status_code == 200


@pytest.mark.parametrize("path", ["/api/plan", "/api/update"])
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_of_another_page_cannot_post(tmp_path: Path, path: str, kind: str) -> None:
    with preview(workspace(tmp_path)) as page:
        assert page.post(path, content=b"x", headers={"content-type": kind}).status_code == 403
        assert page.post(path, content=b"x", headers={"content-type": kind, **OWN}).status_code == 409


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "BREW"])
def test_other_methods_do_nothing(tmp_path: Path, method: str) -> None:
    with preview(workspace(tmp_path)) as page:
        for path in ("/", "/api/state", "/api/update", "/deck.pptx"):
            assert page.ask(method, path).status_code == 403
            reply = page.ask(method, path, headers=OWN)
            assert reply.status_code == 405
            assert not [name for name in reply.headers if name.startswith("access-control")]


def test_every_response_has_security_headers(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        for path in (
            "/",
            "/preview.css",
            *SCRIPTS,
            "/api/state",
            "/api/slide/cover.svg",
            "/nothing",
            "/favicon.ico",
        ):
            headers = page.get(path).headers
            assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
            assert headers["cross-origin-resource-policy"] == "same-origin" and headers["x-frame-options"] == "DENY"
        policy = page.get("/").headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
        script = policy.partition("script-src")[2].partition(";")[0]
        assert "unsafe" not in script and "http" not in policy
        assert "sandbox" in page.get("/api/slide/cover.svg").headers["content-security-policy"]


ESCAPES = [
    "/../secret.yaml",
    "/%2e%2e/secret.yaml",
    "/..%2fsecret.yaml",
    "/..%5csecret.yaml",
    "/%2e%2e%2fsecret.yaml",
    "/api/slide/../../secret.yaml",
    "/api/slide/..%2f..%2fsecret.yaml.svg",
    "/api/slide/%2e%2e%2f%2e%2e%2fsecret.svg",
    "/decks/prove.yaml",
    "/preview.words.json",
    "/preview.css/../preview.words.json",
    "/preview",
    "/preview/",
    "/preview/nothing.js",
    "/preview/preview.js",
    "/preview/../deck.js",
    "/preview/%2e%2e/preview.words.json",
    "/preview/..%2fpreview.words.json",
    "/preview/..%5cpreview.words.json",
    "/preview/page.js/",
    "/preview/page.js%00",
    "/preview/PAGE.JS",
    "/preview//page.js",
    "//etc/passwd",
    "/etc/passwd%00.svg",
]


@pytest.mark.parametrize("path", ESCAPES)
def test_a_path_matches_a_route_or_gives_404(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.yaml").write_text("password")
    with preview(workspace(tmp_path / "w")) as page:
        reply = page.get(path)
    assert reply.status_code in (404, 405) and "password" not in reply.text


@pytest.mark.parametrize(
    "name",
    ["../secret.yaml", "decks/../../secret.yaml", "/etc/hosts.yaml", "~/x.yaml", "link.yaml", "decks/link.yaml", "folder/secret.yaml",
     "..\\secret.yaml", "C:/x.yaml", "%2e%2e/secret.yaml", "secret.yaml\0.yaml", "decks/none.yaml", "decks/prove.txt", "decks", ""],
)  # fmt: skip
def test_only_files_of_the_workspace_can_be_compared(tmp_path: Path, name: str) -> None:
    outline = workspace(tmp_path / "w")
    (tmp_path / "secret.yaml").write_text("deck: secret\ntitle: password\nslides: [{id: password, kind: cover}]\n")
    (outline.parent / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (outline.parent / "folder").symlink_to(tmp_path)
    with preview(outline) as page:
        reply = page.get("/api/compare", params={"against": f"file:{name}"})
    assert reply.status_code == 409 and "password" not in reply.text.replace(name, "")
    assert {one["code"] for one in reply.json()["findings"]} <= {"bad-path", "outside-workspace", "missing-file"}


class TestToken:
    def test_without_the_token_every_request_is_rejected(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path), token="hemmelig ord") as page:
            for path in ("/", "/api/state", "/api/events", "/deck.pptx", *SCRIPTS, "/?token=feil", "/?token="):
                assert page.get(path).status_code == 401
            assert page.post("/api/plan", headers=OWN).status_code == 401

    def test_the_url_with_the_token_opens_the_page_and_then_drops_the_token(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path), token="hemmelig ord") as page:
            reply = page.get("/?audience=board&token=hemmelig%20ord&ui=nb")
            assert reply.status_code == 303 and reply.headers["location"] == "/?audience=board&ui=nb"
            cookie = reply.headers["set-cookie"]
            assert "HttpOnly" in cookie and "SameSite=" in cookie and "hemmelig" not in cookie
            assert {page.get(path).status_code for path in ("/", "/api/state", *SCRIPTS)} == {200}

    def test_a_program_may_send_the_token_with_each_request(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path), token="ø&=") as page:
            assert page.get("/api/state", params={"token": "ø&="}).status_code == 200
            assert page.get("/api/state").status_code == 401

    @pytest.mark.parametrize("cookie", ["x", "", "hemmelig", "\xff"])
    def test_a_wrong_cookie_is_rejected(self, tmp_path: Path, cookie: str) -> None:
        with preview(workspace(tmp_path), token="hemmelig") as page:
            headers = [(b"cookie", f"osloregion-preview-{PORT}={cookie}".encode("latin-1"))]
            assert page.get("/api/state", headers=headers).status_code == 401

    def test_allowed_external_host_names_are_answered(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path), token="t", names=("maskin.local",)) as page:
            assert page.get("/api/state?token=t", headers={"host": f"maskin.local:{PORT}"}).status_code == 200
            assert page.get("/api/state?token=t", headers={"host": f"other.local:{PORT}"}).status_code == 421

    def test_after_many_wrong_tokens_only_the_right_one_is_accepted(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path), token="hemmelig ord") as page:
            tried = [page.get(f"/api/state?token=feil{n}").status_code for n in range(MAX_WRONG + 1)]
            assert tried == [401] * MAX_WRONG + [429]
            for path in ("/", "/api/state", "/deck.pptx", "/?token=hemmelig"):
                reply = page.get(path)
                assert reply.status_code == 429 and reply.headers["retry-after"] == "60"
            assert page.get("/api/state?token=hemmelig%20ord").status_code == 200
            assert page.get("/?token=hemmelig%20ord").status_code == 303
            assert page.get("/api/state").status_code == 200, "the cookie is as good"

    def test_wrong_cookies_count_and_requests_without_a_token_do_not(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path), token="hemmelig ord") as page:
            assert {page.get("/api/state").status_code for _ in range(3 * MAX_WRONG)} == {401}
            wrong = {"cookie": f"osloregion-preview-{PORT}=feil"}
            tried = [page.get("/api/state", headers=wrong).status_code for _ in range(MAX_WRONG + 1)]
            assert tried == [401] * MAX_WRONG + [429]


@pytest.mark.parametrize(
    ("times", "now", "too_many"),
    [
        ([], 0.0, False),
        ([0.0] * (MAX_WRONG - 1), 0.0, False),
        ([0.0] * MAX_WRONG, 59.9, True),
        ([0.0] * MAX_WRONG, 60.0, False),
        ([0.0, *[50.0] * (MAX_WRONG - 1)], 60.0, False),
        ([0.0, *[50.0] * MAX_WRONG], 109.9, True),
        ([float(n) for n in range(100_000)], 100_000.0, True),
    ],
)
def test_ten_wrong_tokens_within_a_minute_are_too_many(times: list[float], now: float, too_many: bool) -> None:
    tries = Tries()
    for time in times:
        tries.add(time)
    assert tries.are_too_many(now) == too_many


def test_a_duplicate_security_relevant_header_is_rejected(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        headers = [
            (b"host", HERE.encode()),
            (b"origin", f"http://{HERE}".encode()),
            (b"origin", b"http://evil.example"),
        ]
        assert page.get("/api/state", headers=headers).status_code == 400
