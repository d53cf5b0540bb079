"""``grader reset``, ``grader skip``, and what is remembered between two commands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from tiny_course import answer, right_answer
from typing_learner import Learner, Printed

from grader.desk import Desk
from grader.hints import hints_seen

MINE = answer("tea", "# an hour of work", "return None")


def test_reset_keeps_a_backup_and_says_where(learner: Learner) -> None:
    """The stub is back, and what was written is kept byte for byte."""
    stub = learner.answer("tea").read_bytes()
    learner.writes("tea", MINE)
    where = ".grader/backups/01_tea/TIME_tea.py"

    said = f"exercises/01_tea/tea.py is the stub again. Your answer is kept in {where}\n"
    assert learner.types("reset", "01") == Printed(0, said, "")
    assert learner.answer("tea").read_bytes() == stub
    (backup,) = (learner.root / ".grader/backups/01_tea").iterdir()
    assert backup.read_text() == MINE


def test_two_resets_in_one_second_keep_two_backups(learner: Learner) -> None:
    """A backup never overwrites another one."""
    for text in ("first = 1\n", "second = 2\n", "third = 3\n"):
        learner.writes("tea", text)
        learner.types("reset", "01")

    kept = {path.read_text() for path in (learner.root / ".grader/backups/01_tea").iterdir()}
    assert kept == {"first = 1\n", "second = 2\n", "third = 3\n"}


def test_untouched_answer_has_nothing_to_reset(learner: Learner) -> None:
    """No backup is made of a stub."""
    said = "Nothing to reset: exercises/01_tea/tea.py is still the stub.\n"

    assert learner.types("reset", "01") == Printed(0, said, "")
    assert not (learner.root / ".grader/backups").exists()


def test_missing_answer_is_restored(learner: Learner) -> None:
    """A deleted answer comes back as the stub."""
    learner.answer("tea").unlink()

    said = "exercises/01_tea/tea.py was missing. The stub is there again.\n"
    assert learner.types("reset", "01") == Printed(0, said, "")
    assert learner.answer("tea").is_file()


def test_without_a_place_for_the_backup_nothing_is_reset(learner: Learner) -> None:
    """An answer that cannot be kept is not replaced."""
    learner.writes("tea", MINE)
    (learner.root / ".grader/backups").write_text("a file where the folder should be")

    printed = learner.types("reset", "01")

    assert (printed.status, printed.out) == (2, "")
    assert printed.err.startswith("grader: cannot keep a copy of COURSE/exercises/01_tea/tea.py")
    assert learner.answer("tea").read_text() == MINE


MOMENTS = [("os.fsync", 1), ("os.fsync", 3), ("os.fsync", 6), ("tempfile.mkstemp", 1), ("os.replace", 1)]
KILL_AT_CALL = """
import itertools, {module}, os, signal, sys
calls, original = itertools.count(1), {function}
def call(*words, **options):
    if next(calls) == {number}:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*words, **options)
{function} = call
from grader.cli import main
sys.argv = ["grader", "reset", "01"]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(("function", "number"), MOMENTS)
def test_killed_reset_loses_nothing(learner: Learner, function: str, number: int) -> None:
    """Killed at any moment, the answer is in its file or in the backup, whole."""
    learner.types("skip", "03")  # the folder is in use already
    learner.writes("tea", MINE)
    code = KILL_AT_CALL.format(module=function.partition(".")[0], function=function, number=number)

    child = subprocess.run([sys.executable, "-c", code], cwd=learner.root, check=False)

    kept = [path.read_text() for path in learner.root.glob(".grader/backups/01_tea/*")]
    assert child.returncode == -signal.SIGKILL
    assert MINE in [learner.answer("tea").read_text(), *kept]


def test_file_mode_survives_a_reset(learner: Learner) -> None:
    """The restored file can be read by those who could read the old one."""
    learner.writes("tea", MINE)
    learner.answer("tea").chmod(0o640)

    learner.types("reset", "01")

    assert learner.answer("tea").stat().st_mode & 0o777 == 0o640


def test_skipped_exercise_is_not_offered_until_it_is_back(learner: Learner) -> None:
    """``skip`` moves on to the next one; ``--undo`` brings it back."""
    said = "01 tea is skipped. To bring it back: grader skip 01 --undo\n"
    assert learner.types("skip", "01") == Printed(0, said, "")
    assert "– 01 tea    skipped" in learner.types().out
    assert "Next: 02 toast" in learner.types().out

    assert learner.types("skip", "01", "--undo") == Printed(0, "01 tea is back.\n", "")
    assert "Next: 01 tea" in learner.types().out


def test_skipped_exercise_that_passes_is_done(learner: Learner) -> None:
    """Passing counts more than skipping."""
    learner.types("skip", "01")
    learner.writes("tea", right_answer("tea"))

    assert "✓ 01 tea    done" in learner.types().out


DAMAGED = [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"hints": 3, "skipped": "all"}', b"[" * 100_000]


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_memory_counts_as_none(learner: Learner, damage: bytes) -> None:
    """Whatever is in the files of ``.grader``, it is as if they were absent, and they can be written again."""
    for name in ("state.json", "key"):
        (learner.root / ".grader" / name).write_bytes(damage)
    desk = Desk(learner.root)

    assert (desk.skipped, desk.hints_seen("01_tea", 1), len(desk.key())) == (frozenset(), 0, 32)
    assert desk.skip("02_toast", True)
    assert desk.saw_hint("01_tea", 1, 1)
    assert (desk.skipped, desk.hints_seen("01_tea", 1), desk.trouble) == (frozenset({"02_toast"}), 1, "")


def test_damaged_verdict_is_found_again(learner: Learner) -> None:
    """A verdict that cannot be read is made anew, and the commands do not notice."""
    learner.writes("tea", right_answer("tea"))
    fresh = learner.types()
    for name in ("state.json", "key", "verdicts/01_tea.json"):
        (learner.root / ".grader" / name).write_bytes(b'{"for": ')

    assert learner.types() == fresh


def test_forged_verdict_is_not_believed(learner: Learner) -> None:
    """A verdict whose text was changed is made again."""
    learner.writes("tea", answer("tea", "return None"))
    learner.types()
    kept = learner.root / ".grader/verdicts/01_tea.json"
    kept.write_text(kept.read_text().replace('"failed"', '"passed"'))

    assert "0 of 3 done" in learner.types().out


def test_course_that_cannot_be_written_to_still_works(learner: Learner) -> None:
    """Without a memory, everything is checked each time, and a note says so."""
    for path in sorted((learner.root / ".grader").iterdir()):
        path.unlink()
    (learner.root / ".grader").rmdir()
    (learner.root / ".grader").write_text("in the way, for whoever runs this test, root too")
    learner.writes("tea", right_answer("tea"))

    first, second = learner.types(), learner.types()

    assert first == second
    assert (first.status, first.err.count("\n")) == (0, 1)
    assert first.out.endswith("Checked 1 now, 0 unchanged.\n")
    assert first.err.startswith("grader: note: cannot write COURSE/.grader: ")
    assert learner.types("skip", "01").status == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder_still_works(learner: Learner) -> None:
    """The same with permissions, for those whom they stop."""
    (learner.root / ".grader/key").unlink()
    (learner.root / ".grader").chmod(0o500)

    assert learner.types().status == 0


def test_memory_stays_out_of_git(learner: Learner) -> None:
    """The folder ignores itself."""
    learner.types("skip", "01")

    assert (learner.root / ".grader/.gitignore").read_text() == "*\n"


def test_graders_side_by_side_lose_no_note(learner: Learner) -> None:
    """Commands in several windows at once each find their note kept, and no temporary file is left."""
    desk = Desk(learner.root)
    names = [f"{number:02}_exercise" for number in range(40)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: desk.skip(name, True), names))
        list(pool.map(lambda name: desk.saw_hint(name, 1, 2), names))

    assert desk.skipped == frozenset(names)
    assert {hints_seen(learner.root, name, 1) for name in names} == {2}
    assert not list(desk.folder.glob("*.tmp"))


def test_key_is_made_once(learner: Learner) -> None:
    """The key of a course stays the same, so that the same answer gives the same verdict."""
    (learner.root / ".grader/key").unlink()

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: Desk(learner.root).key(), range(16)))

    assert keys == {bytes.fromhex((learner.root / ".grader/key").read_text())}
    assert len(keys.pop()) == 32


def test_state_is_one_readable_file(learner: Learner) -> None:
    """What is remembered can be read and deleted by hand."""
    learner.types("skip", "03")
    learner.types("hint", "01", "--task", "1")

    state = json.loads((learner.root / ".grader/state.json").read_text())
    assert state == {"skipped": {"03_feast": True}, "hints": {"01_tea/1": 1}}
