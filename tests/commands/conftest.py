"""The real command over a small real course: what it prints, word by word, and its exit status."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_course import write_course
from typing_learner import Learner


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    """A learner in a fresh course with a fixed key."""
    write_course(tmp_path)
    (tmp_path / ".grader").mkdir()
    (tmp_path / ".grader/key").write_text("07" * 32)
    return Learner(tmp_path)
