"""Run answers of the banks and write their verdicts down, for the tests of the reports: ``python record_verdicts.py``.

One line a verdict: the exercise, a name for the answer, and the record.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.course import Course, Exercise
from grader.worker import Limits, Workers

FILE = Path(__file__).with_name("verdicts.jsonl")
ROOT = Path(__file__).parents[2]
WRONG = {
    "03": ["one_by_one", "first_then_the_rest", "asks_twice"],
    "05": ["called_before_handing_over", "awaits_the_result"],
    "07": None,
    "10": ["a_budget_each", "asks_whether_it_has_begun", "await_inside_wait_for"],
}
BAD = {
    "broken": "async def collect(first, second, third)\n    return []\n",
    "hung": "async def collect(first, second, third):\n"
    "    while True:\n        try:\n            while True:\n                pass\n"
    "        except BaseException:\n            pass\n",
    "blocks": "import asyncio\nimport time\n\n\nasync def collect(first, second, third):\n"
    "    started = [asyncio.create_task(call()) for call in (first, second, third)]\n"
    "    await asyncio.sleep(0.25)\n    time.sleep(2)\n    return [await task for task in started]\n",
    "crashed": "import os\n\n\nasync def collect(first, second, third):\n    os._exit(0)\n",
}


def answers(exercise: Exercise, folder: Path) -> Iterator[tuple[str, Path]]:
    """The answers to run, by name."""
    yield "right", exercise.reference
    yield "untouched", exercise.stub
    yield "missing", folder / "nowhere.py"
    chosen = WRONG[exercise.short]
    wrong = sorted(exercise.bank("wrong"))
    for path in wrong[:3] if chosen is None else [path for path in wrong if path.stem in chosen]:
        yield path.stem, path
    if exercise.short == "03":
        for name, source in BAD.items():
            path = folder / f"{name}.py"
            path.write_text(source)
            yield name, path


def main() -> None:
    """Write the file anew."""
    course = Course(ROOT)
    limits = Limits(check=2.0, wall=20.0)
    with Workers(course, key=b"k" * 32, limits=limits) as workers, tempfile.TemporaryDirectory() as folder:
        lines = [
            json.dumps([exercise.id, name, workers.check(exercise, path).as_record()])
            for exercise in map(course.get, WRONG)
            for name, path in answers(exercise, Path(folder))
        ]
    FILE.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
