"""Whatever students hand in, each is a row, what is wrong is one clear line, and the others are graded."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from classroom.school import EARLY, FEAST, TEA, TOAST, School, write
from commands.tiny_course import STUB

MISSING = ["missing", "missing", "missing"]
ONLY_TEA = ["passed", "missing", "missing"]


@dataclass(frozen=True)
class Case:
    """A student's folder: how it is made, what the answers earn, and the lines about it."""

    make: Callable[[Path], object]
    statuses: Sequence[str]
    problems: Sequence[str] = ()


def files(**named: str) -> Callable[[Path], None]:
    """A folder with these files; ``__`` in a name is a slash, and ``.py`` is added."""
    return tree({f"{name.replace('__', '/')}.py": text for name, text in named.items()})


def tree(contents: dict[str, str]) -> Callable[[Path], None]:
    """A folder with these files."""

    def make(folder: Path) -> None:
        folder.mkdir()
        for path, text in contents.items():
            write(folder / path, text)

    return make


def then(first: Callable[[Path], object], *others: Callable[[Path], object]) -> Callable[[Path], object]:
    """One after the school."""

    def make(folder: Path) -> None:
        for step in (first, *others):
            step(folder)

    return make


def a_large_answer(folder: Path) -> None:
    """A byte more than a megabyte."""
    (folder / "tea.py").write_bytes(b"#" * ((1 << 20) + 1))


def many_copies(folder: Path) -> None:
    """More than anybody has by mistake."""
    for number in range(25):
        write(folder / f"v{number}/tea.py", f"# {number}\n")


STUB_OF_TEA = STUB.substitute(slug="tea")

CASES: dict[str, Case] = {
    "a clone": Case(
        files(exercises__01_tea__tea=TEA, exercises__02_toast__toast=TOAST, exercises__03_feast__feast=FEAST),
        ["passed", "passed", "passed"],
    ),
    "the reference in a clone": Case(
        files(exercises__01_tea__tea=TEA, solutions__02_toast__toast=TOAST, grader__x__feast=FEAST), ONLY_TEA
    ),
    "loose files": Case(files(tea=TEA, somewhere__deep__down__toast=TOAST), ["passed", "passed", "missing"]),
    "folders by number": Case(
        tree({"01_tea/tea.py": TEA, "03_feast/feast.py": FEAST}), ["passed", "missing", "passed"]
    ),
    "junk beside it": Case(
        files(tea=TEA, **{"__MACOSX__toast": TOAST, ".git__toast": TOAST, ".venv__lib__toast": TOAST}), ONLY_TEA
    ),
    "its own conftest": Case(
        tree({"tea.py": EARLY, "conftest.py": "raise SystemExit\n"}), ["failed", "missing", "missing"]
    ),
    "two copies": Case(files(a__tea=TEA, b__tea=TEA), ONLY_TEA),
    "two different files": Case(
        files(a__tea=TEA, b__tea=EARLY, toast=TOAST),
        ["missing", "passed", "missing"],
        ["01 tea: different files are called tea.py, and none of them counts: a/tea.py and b/tea.py"],
    ),
    "a better place": Case(
        files(exercises__01_tea__tea=TEA, drafts__tea=EARLY),
        ONLY_TEA,
        ["01 tea: exercises/01_tea/tea.py counts, and drafts/tea.py does not"],
    ),
    "worked beside the stub": Case(
        files(exercises__01_tea__tea=STUB_OF_TEA, tea=TEA),
        ONLY_TEA,
        ["01 tea: exercises/01_tea/tea.py is untouched, so tea.py counts"],
    ),
    "nothing but the stub": Case(files(tea=STUB_OF_TEA), ["untouched", "missing", "missing"]),
    "empty": Case(Path.mkdir, MISSING, ["no answer was found in it"]),
    "other files": Case(files(notes="x = 1\n"), MISSING, ["no answer was found in it"]),
    "a link": Case(
        then(files(toast=TOAST), lambda folder: (folder / "tea.py").symlink_to("/etc/passwd")),
        ["missing", "passed", "missing"],
        ["01 tea: tea.py: tea.py is a symbolic link, not a regular file"],
    ),
    "a link to a folder": Case(
        then(files(toast=TOAST), lambda folder: (folder / "more").symlink_to("/")), ["missing", "passed", "missing"]
    ),
    "a pipe": Case(
        then(files(toast=TOAST), lambda folder: os.mkfifo(folder / "tea.py")),
        ["missing", "passed", "missing"],
        ["01 tea: tea.py: tea.py is a pipe, not a regular file"],
    ),
    "a folder for an answer": Case(
        then(files(toast=TOAST), lambda folder: (folder / "tea.py").mkdir()),
        ["missing", "passed", "missing"],
        ["01 tea: tea.py: tea.py is a directory, not a regular file"],
    ),
    "a large answer": Case(
        then(files(toast=TOAST), a_large_answer),
        ["missing", "passed", "missing"],
        ["01 tea: tea.py: tea.py is larger than 1 MB"],
    ),
    "many copies": Case(
        then(files(toast=TOAST), many_copies),
        ["missing", "passed", "missing"],
        ["01 tea: 25 files are called tea.py: none of them counts"],
    ),
    "very deep": Case(
        then(files(tea=TEA), lambda folder: write(folder / "/".join("d" * 20) / "toast.py", TOAST)),
        ONLY_TEA,
        ["folders more than 12 deep were not looked into"],
    ),
    "no python": Case(files(tea="this is not Python\n"), ["broken", "missing", "missing"]),
    "a link for a student": Case(
        lambda folder: folder.symlink_to("/etc"),
        MISSING,
        ["the submission: it is a symbolic link, which is not followed"],
    ),
}


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """All of these in one class, which was graded once."""
    school = School.founded(tmp_path_factory.mktemp("school"))
    for name, case in CASES.items():
        case.make(school.submissions / name)
    printed = school.grades()
    assert (printed.status, printed.err) == (0, "")
    return school


@pytest.mark.parametrize("name", CASES)
def test_every_submission_is_a_row(school: School, name: str) -> None:
    """It has a verdict for every exercise, earned by its own answers alone, and a line for what was left out."""
    assert school.statuses(name) == list(CASES[name].statuses)
    assert school.rows()[name].problems == list(CASES[name].problems)


def test_missing_says_why(school: School) -> None:
    """The reason is in the verdict, too: a student reads only that."""
    verdict = school.rows()["two different files"].verdicts["01_tea"]

    assert verdict.notes == ("different files are called tea.py, and none of them counts: a/tea.py and b/tea.py",)


NAMES = {
    "new\nline": "new_line",
    "red\x1b[31m": "red_[31m",
    "txt.\u202egpj": "txt._gpj",
    "-rf": "_-rf",
    "=cmd()": "_=cmd()",
    "a:b": "a_b",
    "José": "José",
    "x" * 255: "x" * 91 + "~",
}


def test_names_are_made_harmless(tmp_path: Path) -> None:
    """An id is printable, short, and no option, formula or path; what was changed is said."""
    school = School.founded(tmp_path)
    for name in NAMES:
        school.hands_in(f"{name}/tea.py")
    school.hands_in("jo\u0308rg/tea.py")

    assert school.grades().status == 0

    ids = school.rows().keys()
    assert all(any(id.startswith(name) for id in ids) for name in NAMES.values())
    assert "jörg" in ids, "composed"
    assert all(name.isprintable() and len(name.encode()) <= 100 for name in ids)
    assert school.rows()["new_line"].problems == [r"handed in as new\nline"]
    assert all(school.statuses(name) == ONLY_TEA for name in ids)


def test_names_that_are_not_utf8_are_students_too(tmp_path: Path) -> None:
    """Linux lets a name be any bytes."""
    school = School.founded(tmp_path)
    folder = os.fsencode(school.submissions) + b"/\xff\xfe"
    os.mkdir(folder)
    with open(folder + b"/tea.py", "w") as file:
        file.write(TEA)

    assert school.grades().status == 0

    (row,) = school.rows().values()
    assert (row.student.id, school.statuses("__")) == ("__", ONLY_TEA)


def test_names_that_look_alike_are_told_apart(tmp_path: Path) -> None:
    """By a suffix that depends on nothing but the name: the same in every class and every order."""
    school = School.founded(tmp_path)
    for name in ("ada", "Ada", "caf\u00e9", "cafe\u0301"):
        school.hands_in(f"{name}/tea.py")
    school.hands_in("bob/tea.py")
    school.grades()
    before = set(school.rows())

    school.hands_in("ADA/tea.py")
    school.grades()

    assert len(before) == 5
    assert "bob" in before
    assert not {"ada", "Ada", "café"} & before
    assert before < set(school.rows())
    assert any("handed in as Ada" in row.problems for row in school.rows().values())


def test_what_is_no_submission_is_named(tmp_path: Path) -> None:
    """A stray file belongs to nobody, and is one line."""
    school = School.founded(tmp_path)
    school.hands_in("ada/tea.py")
    school.hands_in("notes.txt", "call Ada\n")
    os.mkfifo(school.submissions / "pipe")

    assert school.grades().status == 0

    assert school.gradebook().problems == [
        "notes.txt is neither a folder nor an archive, and was left out",
        "pipe is neither a folder nor an archive, and was left out",
    ]
    assert list(school.rows()) == ["ada"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_are_named(tmp_path: Path) -> None:
    """For those whom permissions stop."""
    school = School.founded(tmp_path)
    school.hands_in("ada/tea.py").chmod(0)
    school.hands_in("bob/tea.py").parent.chmod(0)

    school.grades()

    assert school.rows()["ada"].problems == ["01 tea: tea.py: tea.py cannot be read: Permission denied"]
    assert school.rows()["bob"].problems == ["the submission: cannot be read: Permission denied"]


def test_report_cannot_be_filled_with_problems(tmp_path: Path) -> None:
    """Twenty lines are enough to see what somebody did."""
    school = School.founded(tmp_path)
    for number in range(19):
        school.hands_in(f"ada/{number}/notes.txt", "")
        for name in ("tea.py", "toast.py"):
            (school.submissions / f"ada/{number}/{name}").symlink_to("nowhere")

    school.grades()

    lines = school.rows()["ada"].problems
    assert (len(lines), lines[-1]) == (21, "and 18 more like these")


def test_only_some_exercises(tmp_path: Path) -> None:
    """``--only`` grades these, in the order of their numbers, whatever it is told."""
    school = School.founded(tmp_path)
    school.hands_in("ada/tea.py")
    school.hands_in("ada/feast.py", FEAST)

    school.grades("--only", "03,tea")

    assert list(school.rows()["ada"].verdicts) == ["01_tea", "03_feast"]
    assert school.statuses("ada") == ["passed", "passed"]


@pytest.mark.parametrize(
    ("prepare", "words", "message"),
    [
        (
            lambda school: None,
            [],
            "no submissions in ROOT/submissions: expected a folder or a zip or tar archive for each student",
        ),
        (lambda school: school.submissions.rmdir(), [], "no submissions: ROOT/submissions does not exist"),
        (
            lambda school: school.hands_in("exercises/01_tea/tea.py"),
            [],
            "ROOT/submissions is a submission itself; name the folder that holds one for each student",
        ),
        (
            lambda school: school.hands_in("ada/tea.py"),
            ["--only", "9"],
            "no exercise '9' in COURSE/exercises; the nearest: 03_feast, 02_toast",
        ),
        (
            lambda school: school.hands_in("ada/tea.py"),
            ["--only", ","],
            "--only names no exercise; for example: --only 03,07",
        ),
        (
            lambda school: school.hands_in("ada/tea.py"),
            ["--accept", "adda:01"],
            "--accept: no student 'adda' in this class; the nearest: ada",
        ),
        (
            lambda school: school.hands_in("ada/tea.py"),
            ["--accept", "ada"],
            "--accept takes STUDENT:EXERCISE, such as ada:03, not 'ada'",
        ),
        (
            lambda school: school.hands_in("ada/tea.py"),
            ["--allow", "01:rm -rf"],
            "--allow takes EXERCISE:NAME, such as 03:itertools.batched, not '01:rm -rf'",
        ),
        (
            lambda school: school.hands_in("ada/tea.py"),
            ["--out", "ROOT/submissions/out"],
            "ROOT/submissions/out lies in ROOT/submissions; name a folder outside of it with --out",
        ),
        (
            lambda school: (school.hands_in("ada/tea.py"), write(school.out / "thesis.txt", "mine")),
            [],
            "ROOT/out holds other files; name a new folder for the gradebook, or the one of this class",
        ),
        (
            lambda school: (school.hands_in("ada/tea.py"), write(school.out, "a file")),
            [],
            "cannot write to ROOT/out: File exists; name another folder with --out",
        ),
    ],
)
def test_impossible_class_is_one_line_and_status_2(
    tmp_path: Path, prepare: Callable[[School], object], words: list[str], message: str
) -> None:
    """What cannot be graded is said in one line that names the thing and the fix, and nothing is run."""
    school = School.founded(tmp_path)
    prepare(school)

    printed = school.grades(*(word.replace("ROOT", str(tmp_path)) for word in words))

    assert (printed.status, printed.out) == (2, "")
    assert printed.err == f"grader: {message}\n"
    assert school.journal() == []
