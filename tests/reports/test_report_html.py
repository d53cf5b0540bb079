"""report.html, parsed by a parser that follows the standard of browsers."""

from __future__ import annotations

import base64
import hashlib
from xml.etree.ElementTree import Element

import html5lib
import pytest
from class_sample import HOSTILE, hostile, large, sample

from grader.classroom.gradebook import Gradebook
from grader.reports.html_report import html_text
from grader.reports.legible import legible

SVG = "{http://www.w3.org/2000/svg}"


def parse(book: Gradebook) -> Element:
    """The page as a tree. A parser that finds an error in it fails the test."""
    return html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(html_text(book))


@pytest.fixture(scope="module")
def page() -> Element:
    """The page of the sample."""
    return parse(sample())


def text(element: Element) -> str:
    """All text inside, in one line."""
    return " ".join("".join(element.itertext()).split())


def section(page: Element, id: str) -> Element:
    """An element by its id; there is exactly one."""
    (found,) = [element for element in page.iter() if element.get("id") == id]
    return found


def with_class(element: Element, name: str) -> list[Element]:
    """The elements inside that have a class."""
    return [found for found in element.iter() if name in found.get("class", "").split()]


def test_the_map_has_a_cell_for_each_student_and_exercise(page: Element):
    """With a sign that says the same as the colour: a tick, the points, or a letter."""
    (body,) = section(page, "map").iter("tbody")
    found = {text(row[0]).split()[0]: [text(cell) for cell in row[1:]] for row in body}
    assert found == {
        "ada": ["34", "✓", "✓", "✓", "✓"],
        "barbara": ["25", "2", "✓", "8", "8"],
        "edsger": ["17", "3", "○", "✓", "4"],
        "grace": ["18", "?", "✓", "?", "✓"],
        "linus": ["1", "H", "1", "–", "–"],
        "margaret": ["28", "2", "✓", "8", "✓"],
        "niklaus": ["0", "B", "○", "○", "○"],
        "radia": ["22", "C", "✓", "4", "✓"],
        "tim": ["14", "5", "–", "–", "9"],
    }


def test_every_sign_of_the_map_is_in_the_legend(page: Element):
    """Also the kinds that this class has none of, each in its colour."""
    (legend,) = with_class(section(page, "map"), "legend")
    assert [text(item) for item in legend] == [
        "✓ passed",
        "5310 failed, with its points",
        "? to decide",
        "B broken: cannot be imported",
        "H hung",
        "C crashed",
        "○ untouched",
        "– missing",
    ]


def test_every_link_leads_somewhere_in_the_page(page: Element):
    """To an id that is there once; nothing leads out of the file."""
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    links = {link.get("href", "") for link in page.iter("a")}
    assert {link[:1] for link in links} == {"#"}
    assert {link[1:] for link in links} <= set(ids)


def test_the_figures_sum_the_class_up(page: Element):
    """Students, exercises, answers passed, points, and what waits for a decision."""
    (figures,) = with_class(page, "figures")
    assert text(figures) == (
        "students9 exercises4 answers passed12 of 36 points on average17.7 of 34 to decide2"
    )  # fmt: skip


def test_the_isolation_in_force_is_named(page: Element):
    """What held the runs."""
    (line,) = with_class(page, "isolation")
    assert text(line) == "Answers ran in: user+pid+net+mount+ipc+uts namespaces, own uid, rlimits."


def test_common_mistakes_are_counted_with_the_sentence_the_students_saw(page: Element):
    """The most common first; whoever made it is folded away; what is missing or to decide is no mistake."""
    found = with_class(section(page, "e1"), "mistakes")[0]
    first = found[0]
    assert text(first).startswith(
        "2They ran one after another: start all three before you await the first. All three stations are waited for"
    )
    (names,) = first.iter("details")
    assert names.get("open") is None
    assert text(names) == "2 students barbara, margaret"
    assert len(with_class(section(page, "e1"), "many")) == 6
    assert "not among the names" not in text(section(page, "mistakes"))


def test_a_review_shows_line_reason_and_the_flag_to_type(page: Element):
    """The flag is quoted for a shell if the student's id needs it."""
    (body,) = section(page, "reviews").iter("tbody")
    assert [text(cell) for cell in body[0]] == [
        "grace",
        "03_gather",
        "gather.py:12",
        "line 12 uses `sys.modules`: not among the names this exercise needs",
        "--accept grace:03_gather",
    ]
    flags = [text(flag) for flag in with_class(parse(hostile()), "flag")]
    assert flags == ["""--accept 'it'"'"'s; $(reboot):03_gather'"""]


def test_problems_are_listed_once_for_all_and_again_with_the_student(page: Element):
    """Those of the class and those of a submission."""
    problem = "two answers to 10_timeout: exercises/10_timeout/timeout.py counts"
    assert [text(item) for item in section(page, "problems").iter("li")] == [
        "notes.docx: neither a folder nor an archive; left out",
        f"tim: {problem}",
    ]
    assert [text(item) for item in with_class(section(page, "s9"), "problem")] == [problem]


def test_a_student_section_says_what_the_student_was_told(page: Element):
    """Passed exercises in one line; each failed one with all of its checks, messages, figures and line."""
    student = section(page, "s2")
    assert text(with_class(student, "quiet")[0]) == "Passed 05"
    answers = with_class(student, "answer")
    assert [text(answer.find("h4")) for answer in answers] == [
        "03_gather failed 2 of 6", "07_task_group failed 8 of 10", "10_timeout failed 8 of 11",
    ]  # fmt: skip
    assert text(with_class(answers[0], "message")[0]).startswith("They ran one after another: ")
    measured = with_class(answers[0], "measured")[0].text or ""
    assert measured.splitlines() == ["expected  at least 3 at once, under 1.20 s", "got       1 at once, 3.00 s"]
    details = with_class(answers[0], "details")[0]
    # The same picture is drawn above, so the one in text is left out.
    assert (details.text or "").splitlines()[0] == "most at once: 1 of 3"
    assert "gather.py:" in (details.text or "")


def test_timelines_are_drawn(page: Element):
    """A picture a failed check on simulated time: a bar a call, and a band over all where the loop was blocked."""
    figures = with_class(section(page, "s2e1"), "timeline")
    assert [len(with_class(figure, "bar")) for figure in figures] == [3, 3]
    titles = [text(title) for title in figures[0].iter(f"{SVG}title")]
    assert titles[0].startswith("first: 0.00–1.00 s, gather.py:")
    blocked = section(page, "s3e1")
    assert len(with_class(blocked, "band")) == len(with_class(blocked, "blocked")) == 1
    assert any("blocks the loop" in text(title) for title in blocked.iter(f"{SVG}title"))


@pytest.mark.parametrize(
    ("student", "sentence"), [("s5e1", "time limit"), ("s8e1", "ended here"), ("s7e1", "gather.py:1")]
)
def test_how_a_run_ended_is_said(page: Element, student: str, sentence: str):
    """Hung and crashed at the check where it happened; broken once for all checks."""
    assert sentence in text(section(page, student))


def test_the_page_allows_itself_nothing_but_its_own_style_and_script(page: Element):
    """A policy with their hashes, no other script or style, no event handler, no address to load from."""
    (policy,) = [m.get("content") for m in page.iter("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    (style,), (script,) = page.iter("style"), page.iter("script")
    for kind, element in (("style", style), ("script", script)):
        digest = base64.b64encode(hashlib.sha256((element.text or "").encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for element in page.iter():
        assert not {name for name in element.attrib if name.startswith("on") or name in ("style", "src", "srcset")}
    assert "http" not in html_text(sample()).replace("http-equiv", "")


def test_hostile_text_stays_text():
    """A page of hostile texts has the elements and attributes of the harmless one, and shows each text as it is."""
    tame, wild = parse(sample()), parse(hostile())
    assert {element.tag for element in wild.iter()} <= {element.tag for element in tame.iter()}
    known = {name for element in tame.iter() for name in element.attrib}
    assert {name for element in wild.iter() for name in element.attrib} <= known
    for position, hidden in enumerate(HOSTILE.values(), start=1):
        student = section(wild, f"s{position}")
        shown = legible(hidden)
        assert [found.text for found in with_class(student, "problem")] == [shown]
        assert with_class(student, "message")[0].text == shown
        assert "".join(student.find("header/h3/bdi").itertext()) == shown
    assert not any(char in html_text(hostile()) for char in "\u202e\u2066\x00\x1b\x07\x85\ud83d\uffff")


def test_a_class_of_a_hundred_on_44_exercises_stays_usable():
    """At most 12 MB, though half of the answers are wrong: passed exercises take a line, passed checks one each."""
    assert len(html_text(large()).encode()) < 12_000_000


def test_a_class_without_students_is_a_page():
    """It says so, and does not divide by nothing."""
    page = parse(Gradebook([], []))
    assert text(section(page, "map")) == "Map No student handed anything in."
