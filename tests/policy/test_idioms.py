"""Honest code passes: the corpus of idioms, and every right answer of the course."""

from __future__ import annotations

import ast
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from corpus import MODELS, Idiom, idioms, lab

from grader.course import Course, Exercise
from grader.worker.policy import FILE, Policy, read
from grader.worker.policy.private import SUFFIX, rename

COURSE = Course(Path(__file__).parents[2])
IDIOMS = {f"{idiom.file}: {idiom.name}": idiom for idiom in idioms()}


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Policy]:
    """The policies of the small exercises that the idioms are answers to."""
    return lab(tmp_path_factory.mktemp("course"))


@pytest.fixture
def models() -> Iterator[None]:
    """The support module of the database idioms, new for each, because an idiom may add tables to it."""
    module = ModuleType("models")
    sys.modules["models"] = module
    exec(MODELS, module.__dict__)
    yield
    del sys.modules["models"]


def test_the_corpus_is_large_and_half_of_it_was_held_out() -> None:
    """At least 200, of which about half were not looked at while the rules were made."""
    kinds = Counter(idiom.held_out for idiom in IDIOMS.values())
    assert kinds.total() >= 200
    assert kinds[True] >= 100


@pytest.mark.parametrize("idiom", IDIOMS.values(), ids=IDIOMS)
def test_an_honest_idiom_passes(idiom: Idiom, policies: dict[str, Policy]) -> None:
    """Nobody has to look at it."""
    refusals = read(ast.parse(idiom.source), policies[idiom.exercise])
    assert refusals == [], list(map(str, refusals))


@pytest.mark.parametrize("idiom", IDIOMS.values(), ids=IDIOMS)
def test_an_idiom_can_be_imported_under_other_private_names(idiom: Idiom, models: None) -> None:
    """Renaming changes nothing but the names: what could be imported still can, and so can its text."""
    tree = ast.parse(idiom.source)
    exec(compile(tree, "idiom.py", "exec"), _Answer("answer").__dict__)
    if rename(tree):
        sys.modules.pop("models")
        models_again = ModuleType("models")
        sys.modules["models"] = models_again
        exec(MODELS, models_again.__dict__)
        exec(compile(tree, "idiom.py", "exec"), _Answer("answer").__dict__)
        assert SUFFIX in ast.unparse(tree)
        assert ast.dump(ast.parse(ast.unparse(tree))) == ast.dump(ast.parse(ast.unparse(ast.parse(ast.unparse(tree)))))


class _Answer(ModuleType):
    """A module that others find while it is made, as dataclasses want it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        sys.modules[name] = self


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.id)
def test_the_right_answers_of_the_course_pass(exercise: Exercise) -> None:
    """The stub, the reference and the whole bank, under the policy that is made from them."""
    policy = Policy.of(exercise)
    answers = [exercise.stub, exercise.reference, *exercise.bank("right")]
    refused = {path.name: list(map(str, read(ast.parse(path.read_bytes()), policy))) for path in answers}
    assert {name: reasons for name, reasons in refused.items() if reasons} == {}


def test_honest_mistakes_are_marked_and_not_shown() -> None:
    """Of the wrong answers of the course, not one in fifty needs somebody to look at it first."""
    total, refused = 0, []
    for exercise in COURSE.exercises:
        policy = Policy.of(exercise)
        for path in exercise.bank("wrong"):
            try:
                tree = ast.parse(path.read_bytes())
            except SyntaxError:
                continue
            total += 1
            refused += [f"{exercise.id}/{path.name}"] if read(tree, policy) else []
    assert total > 300
    assert len(refused) <= total / 50, refused


@pytest.mark.parametrize("exercise", COURSE.exercises[:3], ids=lambda exercise: exercise.id)
def test_a_policy_can_be_handed_out(exercise: Exercise, tmp_path: Path) -> None:
    """As JSON it is the same; where there is no reference it is read from its file."""
    policy = Policy.of(exercise)
    handed_out = Exercise(exercise.number, exercise.slug, exercise.folder, tmp_path)
    (tmp_path / FILE).write_text(json.dumps(policy.as_message()))
    assert Policy.of(handed_out) == policy
