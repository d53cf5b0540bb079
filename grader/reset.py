"""Put an answer back to its stub. What the learner wrote is safe on the disk before anything is replaced."""

from __future__ import annotations

import os
import time
from itertools import count
from pathlib import Path

from grader.course import Exercise
from grader.desk import Desk, replace
from grader.errors import Misuse


def restore_stub(exercise: Exercise, desk: Desk) -> Path | None:
    """Restore the stub and return where the learner's answer is kept; None when there was none to keep.

    The order makes it safe to be killed at any moment: the backup is complete and on the disk before the stub
    replaces the answer, and the replacement is one step.

    Raises:
        Misuse: the answer cannot be kept, and so nothing was changed; or it cannot be replaced.
    """
    stub = exercise.stub.read_bytes()
    if not exercise.answer.is_file():
        _restore(exercise, stub)
        return None
    try:
        written = exercise.answer.read_bytes()
        if exercise.is_untouched(written):
            return None
        desk.prepare()
        backup = _keep(desk.folder / "backups" / exercise.id, exercise.answer.name, written)
    except OSError as error:
        raise Misuse(
            f"cannot keep a copy of {exercise.answer} in {desk.folder} ({error.strerror}), so nothing was changed. "
            "Copy it yourself, then delete it and try again"
        ) from error
    _restore(exercise, stub)
    return backup


def _restore(exercise: Exercise, stub: bytes) -> None:
    model = exercise.answer if exercise.answer.exists() else exercise.stub
    try:
        replace(exercise.answer, stub, mode=model.stat().st_mode & 0o777)
    except OSError as error:
        raise Misuse(f"cannot write {exercise.answer}: {error.strerror}; it is as it was") from error


def _keep(folder: Path, name: str, data: bytes) -> Path:
    desk = folder.parent.parent
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{time.strftime('%Y-%m-%d_%H%M%S')}_{name.removesuffix('.py')}"
    for number in count(1):
        backup = folder / (f"{stem}.py" if number == 1 else f"{stem}_{number}.py")
        try:
            with backup.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            continue
        break
    for made in (folder, folder.parent, desk, desk.parent):
        _sync_folder(made)
    return backup


def _sync_folder(folder: Path) -> None:
    """A new name is safe only once its folder is on the disk, too. Windows has no such call and needs none."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
