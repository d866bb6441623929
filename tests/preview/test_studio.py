"""Many who ask at once, files that change meanwhile, variants without end."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides import drafting
from osloregion_slides.preview import state
from osloregion_slides.preview import studio as studios
from osloregion_slides.preview.state import Variant
from osloregion_slides.preview.studio import Busy, WorkQueue
from tests.preview.served import SMALL, finished, preview, workspace


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Variant]:
    """Return what is built from now on."""
    seen: list[Variant] = []
    show = state.show

    def counted(outline: str, variant: Variant, *about: Any) -> Any:
        seen.append(variant)
        return show(outline, variant, *about)

    monkeypatch.setattr(studios, "show", counted)
    return seen


def test_fifty_equal_requests_share_one_build(tmp_path: Path, builds: list[Variant]) -> None:
    with preview(workspace(tmp_path)) as page:
        replies = page.together(*["/api/state"] * 50)
    assert {reply.status_code for reply in replies} == {200} and len({reply.content for reply in replies}) == 1
    assert len(builds) == 1


def test_a_save_rebuilds_each_variant_once_and_only_on_request(tmp_path: Path, builds: list[Variant]) -> None:
    with preview(workspace(tmp_path)) as page:
        page.state()
        page.state("language=en")
        for _ in range(10):
            page.save(SMALL)
        page.together(*["/api/state", "/api/slide/cover.svg"] * 5)
    assert builds == [Variant(), Variant(language="en"), Variant()]


def test_a_request_after_a_change_does_not_get_an_earlier_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outline = workspace(tmp_path)
    begun, go = threading.Event(), threading.Event()
    load = drafting.load

    def slowly(*where: Any, **which: Any) -> Any:
        made = load(*where, **which)
        begun.set()
        assert go.wait(10)
        return made

    monkeypatch.setattr(state, "load", slowly)

    async def ask(studio: studios.Studio) -> list[str]:
        early = asyncio.create_task(studio.shown(Variant()))
        while not begun.is_set():
            await asyncio.sleep(0.005)
        outline.write_text(SMALL.replace("Styremøte", "Nytt"), encoding="utf-8")
        studio.change()
        late = asyncio.create_task(studio.shown(Variant()))
        await asyncio.sleep(0.02)
        go.set()
        return [one.picture.deck.slides[0].title for one in (await early, await late) if one.picture]

    assert finished(ask(studios.Studio(str(outline), Variant()))) == ["Styremøte", "Nytt"]


def test_the_number_of_cached_variants_is_bounded(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        for number in range(studios.MAX_VARIANTS * 2):
            page.state(f"set=meeting.title=M{number}")
        assert len(page.studio._entries) == studios.MAX_VARIANTS


def test_drawings_of_earlier_versions_share_unchanged_slides_and_the_first_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studios, "MAX_EARLIER", 5)
    with preview(workspace(tmp_path)) as page:
        for number in range(12):
            page.save(SMALL.replace("Ett", f"Nr {number}"))
            page.state()
        earlier = page.studio._entries[Variant()].earlier
    assert [one.at for one in earlier] == [2, 10, 11, 12, 13]
    covers = [one.picture.deck.slides[0] for one in earlier if one.picture]
    assert all(one.items is covers[0].items for one in covers)


def test_a_queue_reports_when_it_is_full() -> None:
    go = threading.Event()

    async def fill() -> int:
        queue = WorkQueue("test", 3)
        waiting = [asyncio.create_task(queue.do(lambda: go.wait(10))) for _ in range(10)]
        await asyncio.sleep(0.05)
        busy = [task for task in waiting if task.done() and isinstance(task.exception(), Busy)]
        go.set()
        await asyncio.gather(*waiting, return_exceptions=True)
        return len(busy)

    assert finished(fill()) in (6, 7)


def test_abandoned_requests_are_not_processed() -> None:
    go = threading.Event()
    done: list[str] = []

    async def leave() -> None:
        queue = WorkQueue("test", 10)
        first = asyncio.create_task(queue.do(lambda: go.wait(10)))
        gone = asyncio.create_task(queue.do(lambda: done.append("gone")))
        last = asyncio.create_task(queue.do(lambda: done.append("last")))
        await asyncio.sleep(0.01)
        gone.cancel()
        await asyncio.sleep(0.01)
        go.set()
        await asyncio.gather(first, last)

    finished(leave())
    assert done == ["last"]


def test_overload_gives_an_error_response(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(*_: Any) -> Any:
        raise Busy

    with preview(workspace(tmp_path)) as page:
        monkeypatch.setattr(page.studio, "state", busy)
        reply = page.get("/api/state")
    assert reply.status_code == 503 and reply.json()["findings"][0]["code"] == "server-busy"


def test_drawing_does_not_wait_for_file_exports() -> None:
    go = threading.Event()
    done: list[str] = []

    async def ask() -> None:
        queue = WorkQueue("test", 100)
        waiting: list[asyncio.Task[Any]] = [asyncio.create_task(queue.do(lambda: go.wait(10)))]
        waiting += [asyncio.create_task(queue.do(lambda: done.append("file"))) for _ in range(5)]
        waiting += [asyncio.create_task(queue.do(lambda: done.append("paint"), urgent=True)) for _ in range(2)]
        await asyncio.sleep(0.02)
        go.set()
        await asyncio.gather(*waiting)

    finished(ask())
    assert done == ["paint"] * 2 + ["file"] * 5


def test_simultaneous_requests_for_a_file_get_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from osloregion_slides.preview import decks

    made: list[Variant] = []
    pptx = decks.pptx

    def counted(outline: str, variant: Variant) -> decks.File:
        made.append(variant)
        return pptx(outline, variant)

    monkeypatch.setattr(decks, "pptx", counted)
    with preview(workspace(tmp_path)) as page:
        replies = page.together(*["/deck.pptx", "/deck.pptx?language=en"] * 10)
        assert [len({reply.content for reply in replies[n::2]}) for n in (0, 1)] == [1, 1]
        assert len(made) == 2
        page.get("/deck.pptx")
    assert len(made) == 3
