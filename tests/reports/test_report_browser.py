"""report.html in a real browser, without a screen: it renders, its script runs, and nothing else happens."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path

import html5lib
import pytest
from class_sample import hostile, sample

from grader.reports.html_report import html_text

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--window-size=1280,900",
    "--enable-logging=stderr",
]  # fmt: skip
CONTROL = "<script>console.error('control')</script><img src=http://canary.invalid/>"


@dataclass(frozen=True)
class Visit:
    """What became of a page: its elements after the script ran, console lines, addresses asked for, first pixel."""

    dom: str
    console: list[str]
    requests: str
    pixel: tuple[int, ...]


@pytest.fixture
def browser() -> str:
    """The browser's command. Where there is none the test is skipped, but in CI that is a failure."""
    if BROWSER is None:
        reason = "needs chromium: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return BROWSER


def visit(browser: str, folder: Path, html: str, *options: str) -> Visit:
    """Open a page and wait until it has loaded."""
    page, log, shot = folder / "page.html", folder / "net.json", folder / "shot.png"
    page.write_text(html, "utf-8")
    files = [f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}", f"--screenshot={shot}", "--dump-dom"]
    command = [browser, *QUIET, *files, *options, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=240)
    assert done.returncode == 0, done.stderr
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return Visit(done.stdout, console, log.read_text("utf-8", "replace"), first_pixel(shot))


def first_pixel(png: Path) -> tuple[int, ...]:
    """Red, green and blue of the pixel at the top left. No filter of PNG changes it: nothing is above or before it."""
    data, position, packed = png.read_bytes(), 8, b""
    while position < len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        if data[position + 4 : position + 8] == b"IDAT":
            packed += data[position + 8 : position + 8 + length]
        position += 12 + length
    return tuple(zlib.decompress(packed)[1:4])


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("scheme", "ground"), [("1", (0xFF, 0xFF, 0xFF)), ("0", (0x12, 0x16, 0x1C))], ids=["light", "dark"]
)
def test_the_page_renders_and_is_quiet(browser: str, tmp_path: Path, scheme: str, ground: tuple[int, ...]):
    """All cells are there, the script has shown its controls, the ground follows the reader's choice of light or dark.

    The console is empty: no error, and nothing that the page's own policy had to refuse.
    """
    found = visit(browser, tmp_path, html_text(sample()), f"--blink-settings=preferredColorScheme={scheme}")
    page = html5lib.parse(found.dom, namespaceHTMLElements=False)
    body = next(page.iter("tbody"))
    assert [len(row) for row in body] == [2 + len(sample().columns)] * len(sample().rows)
    (controls,) = [form for form in page.iter("form") if form.get("class") == "controls"]
    assert controls.get("hidden") is None
    assert found.console == []
    assert found.pixel == ground


@pytest.mark.timeout(300)
def test_a_hostile_page_does_nothing(browser: str, tmp_path: Path):
    """No script of a submission runs, no picture is asked for, and the console has nothing to report."""
    found = visit(browser, tmp_path, html_text(hostile()))
    assert "canary.invalid" in found.dom
    assert "canary.invalid" not in found.requests
    assert found.console == []


@pytest.mark.timeout(300)
def test_this_test_would_notice(browser: str, tmp_path: Path):
    """A page that does log an error and ask for a picture is seen doing so."""
    found = visit(browser, tmp_path, CONTROL)
    assert any("control" in line for line in found.console)
    assert "canary.invalid" in found.requests
    assert json.loads(found.requests)["events"]
