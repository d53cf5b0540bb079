"""What was sent, as text: statements of one shape in one line, and a lane for each task. Plain ASCII, 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.instruments.evidence import describe
from grader.instruments.sql.record import Sent, Statement, Step

MOST_SHAPES, MOST_STEPS = 12, 60
_WIDTH, _SQL, _VALUES = 78, 46, 3


def draw(sent: Sent) -> list[str]:
    """The lines; none when nothing was sent."""
    groups = list(sent.groups())
    lines = [_line(shape, group) for shape, group in groups[:MOST_SHAPES]]
    if len(groups) > MOST_SHAPES:
        lines.append(f"... and {len(groups) - MOST_SHAPES} more kinds of statements")
    around = sent.around()
    lines += [f"{times:3} x {verb}, around SQLAlchemy, straight to the driver" for verb, times in around.items()]
    return lines + _lanes(sent.steps)


def _line(shape: str, group: Sequence[Statement]) -> str:
    first = group[0]
    sql = shape if len(shape) <= _SQL else f"{shape[: _SQL - 3]}..."
    times = len(group)
    sets = f" ({first.sets} rows)" if first.sets > 1 else ""
    place = f"  {first.place}" if first.place else ""
    return f"{times:3} x {sql}{_values(group) if times > 1 else sets}{place}"


def _values(group: Sequence[Statement]) -> str:
    """The first values, where each statement has a single one: the mark of N+1."""
    values = [_single(statement.parameters) for statement in group]
    if any(value is None for value in values):
        return ""
    shown = ", ".join(describe(value) for value in values[:_VALUES])
    return f"  ({shown}{', ...' if len(values) > _VALUES else ''})"


def _single(parameters: object) -> object | None:
    values = list(parameters.values()) if isinstance(parameters, dict) else parameters
    if isinstance(values, list | tuple) and len(values) == 1:
        return values[0]  # type: ignore[no-any-return]
    return None


def _lanes(steps: Sequence[Step]) -> list[str]:
    """One lane a task, from left to right in the order in which things happened."""
    numbers = {number: place for place, number in enumerate(dict.fromkeys(step.connection for step in steps), 1)}
    words = _folded([replace(step, connection=numbers[step.connection]) for step in steps])
    tasks = list(dict.fromkeys(step.task for step, _ in words))
    if not any(step.what in ("BEGIN", "COMMIT", "ROLLBACK", "take") for step, _ in words):
        return []
    wide = min(14, max(map(len, tasks)))
    lanes = dict.fromkeys(tasks, "")
    lines: list[str] = []
    for step, times in words:
        text = _word(step, times)
        if len(next(iter(lanes.values()))) + len(text) > _WIDTH - wide - 4:
            lines += _block(lanes, wide)
            lanes = dict.fromkeys(tasks, "")
        for task in tasks:
            lanes[task] += f"{text if task == step.task else '':{len(text) + 1}}"
    lines += _block(lanes, wide)
    if len(steps) > MOST_STEPS:
        lines.append(f"... and {len(steps) - MOST_STEPS} more steps")
    return lines


def _block(lanes: dict[str, str], wide: int) -> list[str]:
    return [f"{task[:wide]:{wide}} | {lane.rstrip()}".rstrip() for task, lane in lanes.items()]


def _folded(steps: Sequence[Step]) -> list[tuple[Step, int]]:
    """The same thing done several times in a row is one word."""
    found: list[tuple[Step, int]] = []
    for step in steps[:MOST_STEPS]:
        if found and (found[-1][0].what, found[-1][0].task) == (step.what, step.task):
            found[-1] = (step, found[-1][1] + 1)
        else:
            found.append((step, 1))
    return found


def _word(step: Step, times: int) -> str:
    number = f" {step.connection}" if step.what in ("take", "give back", "connect", "close") and step.connection else ""
    return f"{step.what}{number}{f' x{times}' if times > 1 else ''}"
