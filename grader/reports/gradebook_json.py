"""gradebook.json: all of the gradebook for programs. Each verdict is as ``grader check --json`` prints it."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from grader.classroom.gradebook import Gradebook, Row

SCHEMA = 1

_SURROGATE = re.compile("[\ud800-\udfff]")


def json_text(gradebook: Gradebook) -> str:
    """The file as text: the same gradebook gives the same bytes, apart from ``seconds``."""
    content = {
        "schema": SCHEMA,
        "of": gradebook.of,
        "isolation": gradebook.isolation,
        "problems": list(gradebook.problems),
        "columns": [
            {"exercise": column.exercise, "title": column.title, "of": column.of, "checks": dict(column.checks)}
            for column in gradebook.columns
        ],
        "rows": [_row(row, gradebook) for row in gradebook.rows],
    }
    return json.dumps(strict(content), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _row(row: Row, gradebook: Gradebook) -> dict[str, Any]:
    return {
        "id": row.student.id,
        "name": row.student.name,
        "email": row.student.email,
        "points": row.points,
        "of": gradebook.of,
        "problems": list(row.problems),
        "verdicts": [row.verdicts[column.exercise].as_json() for column in gradebook.columns],
    }


def strict(value: Any) -> Any:
    """The same value with nothing in it that strict readers of JSON refuse: no NaN, no infinity, no lone surrogate."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {strict(key): strict(item) for key, item in value.items()}
    return [strict(item) for item in value] if isinstance(value, list) else value
