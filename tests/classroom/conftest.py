"""A school for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from classroom.school import School


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A course of three exercises, and nothing handed in yet."""
    return School.founded(tmp_path)
