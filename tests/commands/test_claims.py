"""The header of an answer in a bank: what it claims about itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.claims import Claim, read_claim

FULL = Claim("Awaits each one before the next starts.", "test_x", ("one after another", "3.00 s"), (3, 13))
TEXT = """\
Awaits each one
before the next starts.

caught by: test_x
says: one after another
says: 3.00 s
needs: Python 3.13
"""


@pytest.mark.parametrize(
    "source",
    [
        f'"""{TEXT}"""\nimport asyncio\n',
        f"# A comment first.\n'''{TEXT}'''\n",
        f'\ufeff"""{TEXT}"""\n',
        f'"""{TEXT}"""\nthis does not parse(\n',
        "".join(f"# {line}\n" for line in TEXT.splitlines()) + "def f(:\n",
    ],
)
def test_header_is_a_docstring_or_leading_comments(tmp_path: Path, source: str) -> None:
    """Both forms say the same, and neither needs a file that parses."""
    path = tmp_path / "answer.py"
    path.write_text(source, "utf-8")

    assert read_claim(path) == FULL


@pytest.mark.parametrize("source", ["", "import asyncio\n", '"""\n"""\n', "# \n"])
def test_header_that_is_not_there_claims_nothing(tmp_path: Path, source: str) -> None:
    """An answer without a header has an empty claim, which others complain about."""
    path = tmp_path / "answer.py"
    path.write_text(source, "utf-8")

    assert read_claim(path) == Claim("", "", (), None)


@pytest.mark.parametrize(("package", "reason"), [("no_such_package", "needs no_such_package"), ("typer", "")])
def test_needs_leaves_out_what_is_not_installed(tmp_path: Path, package: str, reason: str) -> None:
    """An answer that needs a package says so where there is none."""
    path = tmp_path / "answer.py"
    path.write_text(f'"""With another driver.\n\nneeds: {package}\n"""\n', "utf-8")

    assert read_claim(path) == Claim("With another driver.", "", (), None, package)
    assert read_claim(path).unmet((3, 11)) == reason


@pytest.mark.parametrize(("running", "reason"), [((3, 11), "needs Python 3.13"), ((3, 13), ""), ((4, 0), "")])
def test_needs_leaves_older_pythons_out(running: tuple[int, int], reason: str) -> None:
    """An answer that needs a newer Python says so on an older one."""
    assert FULL.unmet(running) == reason
