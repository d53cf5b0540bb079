"""junit.xml, read by an independent parser."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from class_sample import HOSTILE, hostile, sample

from grader.reports.junit_xml import junit_text
from grader.reports.legible import legible


def suite(student: str) -> ET.Element:
    """The suite of a student of the sample."""
    root = ET.fromstring(junit_text(sample()).encode())
    return next(found for found in root if found.get("name", "").split(" ")[0] == student)


def outcomes(student: str, exercise: str) -> list[str]:
    """What a viewer shows for each check of an exercise."""
    cases = [case for case in suite(student) if case.get("classname") == f"{student}.{exercise}"]
    return [case[0].tag if len(case) else "passed" for case in cases]


def test_there_is_a_suite_for_each_student_and_a_case_for_each_check():
    """In the order of the gradebook; the counts of a suite are those of its cases."""
    root = ET.fromstring(junit_text(sample()).encode())
    assert [found.get("name", "").split(" ")[0] for found in root] == [row.student.id for row in sample().rows]
    for found, row in zip(root, sample().rows, strict=True):
        cases = found.findall("testcase")
        assert int(found.get("tests", "")) == len(cases) == sum(len(v.checks) for v in row.verdicts.values())
        for tag, attribute in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(found.get(attribute, "")) == sum(len(case.findall(tag)) for case in cases)


def test_a_failure_shows_its_sentence_and_all_that_belongs_to_it():
    """One line for the list, and title, message and picture for the page of the failure."""
    failure = next(iter(suite("barbara").iter("failure")))
    assert failure.get("message") == "They ran one after another: start all three before you await the first."
    assert failure.get("type") == "failed"
    for part in ("All three stations", "expected  at least 3 at once", "first   |====", "gather.py:"):
        assert part in (failure.text or "")


def test_what_did_not_pass_is_red_or_says_why_it_did_not_run():
    """A crash, a hang and a broken file are red; what is missing, untouched or to decide is skipped."""
    assert outcomes("radia", "03_gather") == ["error", *["skipped"] * 4]
    assert outcomes("linus", "03_gather") == ["failure", *["skipped"] * 4]
    assert set(outcomes("niklaus", "03_gather")) == {"error"}
    for student, exercise in (("linus", "07_task_group"), ("edsger", "05_never_block"), ("grace", "03_gather")):
        assert set(outcomes(student, exercise)) == {"skipped"}
    skipped = next(iter(suite("grace").iter("skipped")))
    assert skipped.get("message") == "line 12 uses `sys.modules`: not among the names this exercise needs"


def test_a_hostile_class_is_well_formed_and_only_text():
    """Characters that XML forbids are numbers, markup is text, and no element comes from a submission."""
    root = ET.fromstring(junit_text(hostile()).encode("utf-8"))
    known = {"testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"}
    assert {element.tag for element in root.iter()} == known - {"error"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert attributes == {
        "name", "classname", "time", "tests", "failures", "errors", "skipped", "message", "type",
    }  # fmt: skip
    for found, text in zip(root, HOSTILE.values(), strict=False):
        # A parser makes a line feed of every line end, which legible has done already.
        assert found.findtext("system-out") == legible(text)
