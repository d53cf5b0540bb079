"""What was sent, as text: statements of one shape in one line, and a lane for each task. Plain ASCII, 80 columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from grader.instruments.evidence import describe
from grader.instruments.sql.record import Sent, Statement, Step

MOST_SHAPES, MOST_STEPS = 12, 60
_WIDTH, _LEAST_SQL, _VALUES, _VALUES_WIDE = 78, 24, 3, 24
_COLUMNS = re.compile(r"^SELECT (?:(?! FROM ).)+ FROM ")
_ORDER = re.compile(r" ORDER BY (?:(?! LIMIT ).)+$")
_ONE_TABLE = re.compile(r"^SELECT \.\.\. FROM (\w+) (?=WHERE )")


def draw(sent: Sent) -> list[str]:
    """The lines; none when nothing was sent."""
    groups = list(sent.groups())
    lines = _heading(sent) + _table(groups[:MOST_SHAPES])
    if len(groups) > MOST_SHAPES:
        lines.append(f"... and {len(groups) - MOST_SHAPES} more kinds of statements")
    around = sent.around()
    lines += [f"{times} x {verb}, around SQLAlchemy, straight to the driver" for verb, times in around.items()]
    return lines + _lanes(sent.steps)


def _heading(sent: Sent) -> list[str]:
    """How many were sent and how many were allowed, where that is known and was not kept."""
    if not sent.is_over:
        return []
    line = f"{int(sent.count)} {sent.count.one if int(sent.count) == 1 else sent.count.unit}, {sent.allowed} allowed"
    if not any(_is_repeated(group) for _, group in sent.groups()):
        return [line]
    return [f"{line} (N+1)" + (f": one per {sent.per}" if sent.per else "")]


def _is_repeated(group: Sequence[Statement]) -> bool:
    """Whether the same was asked again and again, each time for another value."""
    values = {repr(statement.parameters) for statement in group}
    return len(group) > 2 and group[0].verb == "SELECT" and len(values) > 1


def _table(groups: Sequence[tuple[str, Sequence[Statement]]]) -> list[str]:
    """A line for each shape, with the places in a column of their own."""
    places = [str(group[0].place or "") for _, group in groups]
    room = _WIDTH - max(map(len, places), default=0) - 2
    digits = max((len(str(len(group))) for _, group in groups), default=1)
    texts = [_text(f"{len(group):{digits}} x ", shape, group, room) for shape, group in groups]
    wide = max(map(len, texts), default=0)
    return [f"{text:{wide}}  {place}".rstrip() for text, place in zip(texts, places, strict=True)]


def _text(before: str, shape: str, group: Sequence[Statement], room: int) -> str:
    """One line without its place: of several values the first few, and fewer where the statement needs the room."""
    text = ""
    for most in range(_VALUES, 0, -1):
        sets = f" ({group[0].sets} rows)" if group[0].sets > 1 else ""
        behind = _values(group, most) if len(group) > 1 else sets
        sql = _shortened(shape, max(_LEAST_SQL, room - len(behind) - len(before)))
        text = text or f"{before}{sql}{behind}"
        if not sql.endswith("..."):
            return f"{before}{sql}{behind}"
    return text


def _shortened(sql: str, most: int) -> str:
    """What a statement is about is in its middle, so what gives way is the order, then the columns, then the end."""
    for pattern, less in ((_ORDER, ""), (_COLUMNS, "SELECT ... FROM "), (_ONE_TABLE, r"SELECT \1... ")):
        if len(sql) > most:
            sql = pattern.sub(less, sql)
    return sql if len(sql) <= most else f"{sql[: most - 3]}..."


def _values(group: Sequence[Statement], most: int) -> str:
    """The first values, where each statement has a single one: the mark of N+1."""
    values = [_single(statement.parameters) for statement in group]
    if any(value is None for value in values):
        return ""
    shown = ", ".join(describe(value) for value in values[:most])
    return f"  ({shown}{' ...' if len(values) > most else ''})" if len(shown) <= _VALUES_WIDE else ""


def _single(parameters: object) -> object | None:
    values = list(parameters.values()) if isinstance(parameters, dict) else parameters
    if isinstance(values, list | tuple) and len(values) == 1:
        return values[0]  # type: ignore[no-any-return]
    return None


def _lanes(steps: Sequence[Step]) -> list[str]:
    """One lane a task, from left to right in the order in which things happened."""
    numbers = {number: place for place, number in enumerate(dict.fromkeys(step.connection for step in steps), 1)}
    folded = _folded([replace(step, connection=numbers[step.connection]) for step in steps])
    words, more = folded[:MOST_STEPS], sum(times for _, times in folded[MOST_STEPS:])
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
    if more:
        lines.append(f"... and {more} more steps")
    return lines


def _block(lanes: dict[str, str], wide: int) -> list[str]:
    return [f"{task[:wide]:{wide}} | {lane.rstrip()}".rstrip() for task, lane in lanes.items()]


def _folded(steps: Sequence[Step]) -> list[tuple[Step, int]]:
    """The same thing done several times in a row is one word."""
    found: list[tuple[Step, int]] = []
    for step in steps:
        if found and (found[-1][0].what, found[-1][0].task) == (step.what, step.task):
            found[-1] = (step, found[-1][1] + 1)
        else:
            found.append((step, 1))
    return found


def _word(step: Step, times: int) -> str:
    number = f" {step.connection}" if step.what in ("take", "give back", "connect", "close") and step.connection else ""
    return f"{step.what}{number}{f' x{times}' if times > 1 else ''}"
