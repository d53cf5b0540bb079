"""junit.xml: a test suite a student, for the test view of a CI system.

Viewers list the failures by suite, so a student's are together; ``classname`` is ``student.exercise``, which Jenkins
shows as package and class. A check that failed, or that was open when its time was up, is a ``failure``. A check that
ended the process, and every check of a file that cannot be imported, is an ``error``. A check that did not run for
another reason is ``skipped``, and says why.
"""

from __future__ import annotations

from typing import Literal
from xml.etree import ElementTree as ET

from grader.classroom.gradebook import Gradebook, Row
from grader.reports.legible import cut, finite, legible, one_line
from grader.verdict import Check, Status

_MESSAGE = 200
"""Characters of the one line that viewers show first; all of it follows below."""


def junit_text(gradebook: Gradebook) -> str:
    """The file as text."""
    root = ET.Element("testsuites", name="async-katas")
    for row in gradebook.rows:
        root.append(_suite(row, gradebook))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(row: Row, gradebook: Gradebook) -> ET.Element:
    student = one_line(row.student.id)
    suite = ET.Element("testsuite", name=one_line(f"{row.student.id} {row.student.name}"))
    counts = {"failure": 0, "error": 0, "skipped": 0}
    seconds, tests = 0.0, 0
    for column in gradebook.columns:
        verdict = row.verdicts[column.exercise]
        for check in verdict.checks:
            case = _case(check, verdict.status, f"{student}.{column.exercise}")
            suite.append(case)
            tests += 1
            seconds += finite(check.seconds)
            for result in case:
                counts[result.tag] += 1
    suite.set("tests", str(tests))
    suite.set("failures", str(counts["failure"]))
    suite.set("errors", str(counts["error"]))
    suite.set("skipped", str(counts["skipped"]))
    suite.set("time", f"{seconds:.3f}")
    if row.problems:
        ET.SubElement(suite, "system-out").text = legible("\n".join(row.problems))
    return suite


def _case(check: Check, status: Status, classname: str) -> ET.Element:
    case = ET.Element("testcase", classname=classname, name=check.name, time=f"{finite(check.seconds):.3f}")
    tag = _tag(check, status)
    if tag:
        result = ET.SubElement(case, tag, message=cut(one_line(check.message.partition("\n")[0]), _MESSAGE))
        if tag != "skipped":
            result.set("type", check.outcome)
        result.text = legible("\n\n".join(filter(None, [check.title, check.message, check.details or check.where])))
    return case


def _tag(check: Check, status: Status) -> Literal["failure", "error", "skipped"] | None:
    if check.outcome == "passed":
        return None
    if check.outcome in ("failed", "timeout"):
        return "failure"
    if check.outcome == "died" or status == "broken":
        return "error"
    return "skipped"
