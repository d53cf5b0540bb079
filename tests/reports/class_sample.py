"""Gradebooks for the tests of the reports, made of verdicts of real runs (see ``record_verdicts``)."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

from record_verdicts import FILE

from grader.classroom.gradebook import Column, Gradebook, Row, Student
from grader.verdict import Span, Verdict

ISOLATION = "user+pid+net+mount+ipc+uts namespaces, own uid, rlimits"
TITLES = {
    "03_gather": "gather: three stations at once",
    "05_never_block": "never block: a slow library",
    "07_task_group": "task group: all or nothing",
    "10_timeout": "timeout: a budget for two",
}
STUDENTS = [
    ("ada", "Ada Lovelace", {"03": "right", "05": "right", "07": "right", "10": "right"}),
    (
        "barbara",
        "Barbara Liskov",
        {"03": "one_by_one", "05": "right", "07": "a_page_with_holes", "10": "a_budget_each"},
    ),
    ("edsger", "Edsger W. Dijkstra", {"03": "blocks", "05": "untouched", "07": "right", "10": "await_inside_wait_for"}),
    ("grace", "Grace Hopper", {"03": "review", "05": "right", "07": "review", "10": "right"}),
    ("linus", "Linus T.", {"03": "hung", "05": "called_before_handing_over", "07": "missing", "10": "missing"}),
    ("margaret", "Margaret Hamilton", {"03": "one_by_one", "05": "right", "07": "a_page_with_holes", "10": "right"}),
    ("niklaus", "Niklaus Wirth", {"03": "broken", "05": "untouched", "07": "untouched", "10": "untouched"}),
    ("radia", "Radia Perlman", {"03": "crashed", "05": "right", "07": "awaits_inside_the_group", "10": "right"}),
    ("tim", "", {"03": "asks_twice", "05": "missing", "07": "missing", "10": "asks_whether_it_has_begun"}),
]


@cache
def recorded() -> dict[tuple[str, str], Verdict]:
    """All recorded verdicts, by the number of the exercise and the name of the answer."""
    lines = map(json.loads, FILE.read_text("utf-8").splitlines())
    return {(exercise[:2], name): Verdict.of_record(record) for exercise, name, record in lines}


def verdict(exercise: str, answer: str) -> Verdict:
    """One verdict, by number and answer; ``review`` is what the policy says of an answer that it does not let run."""
    if answer != "review":
        found = recorded()[exercise, answer]
        return found if found.status in ("missing", "untouched") else replace(found, isolation=ISOLATION)
    missing = recorded()[exercise, "missing"]
    slug = missing.exercise.partition("_")[2]
    message = "line 12 uses `sys.modules`: not among the names this exercise needs"
    checks = [replace(check, message=message, where=f"{slug}.py:12") for check in missing.checks]
    return replace(missing, status="review", checks=checks)


def columns() -> list[Column]:
    """The exercises that were recorded."""
    found = []
    for exercise, title in TITLES.items():
        right = recorded()[exercise[:2], "right"]
        found.append(Column(exercise, title, right.of, {check.name: check.title for check in right.checks}))
    return found


def sample() -> Gradebook:
    """A small class in which everything happens once."""
    rows = [
        Row(
            Student(id, name, f"{id}@example.org" if name else ""),
            {column.exercise: verdict(column.exercise[:2], answers[column.exercise[:2]]) for column in columns()},
        )
        for id, name, answers in STUDENTS
    ]
    rows[-1] = replace(rows[-1], problems=["two answers to 10_timeout: exercises/10_timeout/timeout.py counts"])
    problems = ["notes.docx: neither a folder nor an archive; left out"]
    return Gradebook(columns(), rows, problems, ISOLATION)


def large(students: int = 100, exercises: int = 44) -> Gradebook:
    """A class as large as it gets: the recorded verdicts over and over, in a mix that is the same every time."""
    sources = columns()
    numbers = [column.exercise[:2] for column in sources]
    banks = {number: [name for exercise, name in recorded() if exercise == number] for number in numbers}
    wide = []
    for position in range(exercises):
        source = sources[position % len(sources)]
        wide.append(replace(source, exercise=f"{position + 1:02}_{source.exercise[3:]}"))
    rows = []
    for student in range(students):
        verdicts = {}
        for position, column in enumerate(wide):
            number = numbers[position % len(numbers)]
            bank = [*banks[number], "review"]
            pick = (student * 7 + position * 13 + student * position) % 20
            answer = bank[pick] if pick < len(bank) and pick > 2 else "right" if pick < 16 else "missing"
            verdicts[column.exercise] = replace(verdict(number, answer), exercise=column.exercise)
        rows.append(Row(Student(f"s{student:03}", f"Student number {student}"), verdicts))
    return Gradebook(wide, rows, (), ISOLATION)


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '"onmouseover="alert(1)" x="',
    "cdata": "]]> <![CDATA[ &amp; &lt; --> <!--",
    "style": "</style></title></svg><img src=http://canary.invalid/ onerror=alert(1)>",
    "template": "{{ 7 * 7 }} {% raw %}",
    "control": "bell\x07 escape\x1b[31m nul\x00 backspace\x08 c1\x85",
    "bidi": "user\u202e txt.exe \u2066 isolate",
    "surrogate": "half \ud83d of a character, \uffff",
    "lines": "one\r\ntwo\rthree\u2028four",
    "long": "x" * 10_000,
    "formula": "=cmd()",
}
"""Texts that break a report which prints them as they are."""


def hostile() -> Gradebook:
    """A class whose ids, names, addresses, problems, messages, details and timelines are all of ``HOSTILE``."""
    column = columns()[0]
    rows = []
    for text in HOSTILE.values():
        found = verdict("03", "one_by_one")
        spans = [Span(text, 0.0, 1.0, text, text), Span("x", float("nan"), 1.0, "ok"), Span("y", 0.0, 0.0, "blocked")]
        ugly = {"message": text, "details": text, "where": text, "timeline": spans}
        checks = [replace(check, **ugly) if check.outcome == "failed" else check for check in found.checks]
        of_this = replace(found, checks=checks, notes=[text])
        rows.append(Row(Student(text, text, text), {column.exercise: of_this}, [text]))
    held = verdict("03", "review")
    checks = [replace(check, message=HOSTILE["script"], where=HOSTILE["script"]) for check in held.checks]
    rows.append(Row(Student("it's; $(reboot)"), {column.exercise: replace(held, checks=checks)}))
    return Gradebook([column], rows, list(HOSTILE.values()), HOSTILE["script"])
