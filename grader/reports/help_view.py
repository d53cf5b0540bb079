"""What a learner asks for: the lesson, a hint, the solution."""

from __future__ import annotations

import ast

from grader.checklist import first_paragraph
from grader.course import Exercise
from grader.hints import Hint
from grader.progress import Standing
from grader.reports.course_map import show_work
from grader.reports.terminal import Screen
from grader.reports.words import shown, task_name


def show_lesson(screen: Screen, standing: Standing) -> None:
    """Print the lesson, and where to write the answer."""
    screen.markdown(standing.exercise.lesson.text)
    screen.line()
    show_work(screen, standing)


def show_hints(screen: Screen, exercise: Exercise, task: int, hints: list[Hint]) -> None:
    """Print hints of one task, and how to get the next one."""
    screen.line(task_name(exercise, task), "bold")
    if not hints:
        screen.line(f"No hint seen yet: grader hint {exercise.short} --task {task}")
    for hint in hints:
        screen.line()
        screen.line(f"Hint {hint.number} of {hint.of}" + (", the last one, once more" if hint.repeated else ""), "bold")
        screen.markdown(hint.text)
    if hints and hints[-1].number < hints[-1].of:
        screen.line()
        screen.line(f"One more: grader hint {exercise.short} --task {task}", "dim")
    elif hints:
        screen.line()
        screen.line(f"That was all of them. Still stuck? grader solution {exercise.short} --give-up", "dim")


def show_solution(screen: Screen, exercise: Exercise) -> None:
    """Print the notes, the reference answer, and the names of the other right answers."""
    if exercise.notes.is_file():
        screen.markdown(exercise.notes.read_text("utf-8"))
        screen.line()
    screen.line(shown(exercise.reference), "bold")
    screen.code(exercise.reference.read_text("utf-8"))
    others = exercise.bank("right")
    if others:
        screen.line()
        screen.line("Other right answers", "bold")
    for path in others:
        about = first_paragraph(ast.get_docstring(ast.parse(path.read_bytes())) or "")
        screen.line(f"  {shown(path)}")
        screen.prose(about, indent=4)
