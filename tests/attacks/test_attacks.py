"""Every known attack on a grader, among honest neighbours: none pays, none harms, and the class goes on.

The class is graded once with the policy and once without. What no attack of the bank achieves is no proof; it is what
has been tried.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from attacks.catalogue import BOM_AND_CRLF, CLASSES, attacks
from attacks.submissions import hand_ins
from attacks.table import FILE, table, written
from attacks.trial import AT_ONCE, Trial, hold

from grader.course import Course
from grader.worker import CAN_FORK

ATTACKS = attacks()
POLICIES = ("on", "off")

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="without a sandbox these are not run: it needs Linux")


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Trial]:
    """The class, graded with the policy and without it."""
    return {policy: hold(ATTACKS, tmp_path_factory.mktemp(f"policy_{policy}"), policy) for policy in POLICIES}


@pytest.fixture(params=POLICIES)
def trial(request: pytest.FixtureRequest, trials: dict[str, Trial]) -> Iterator[Trial]:
    """The class with the policy, or without."""
    return trials[request.param]


def test_the_bank_has_every_known_kind() -> None:
    """The bank has each number of the catalogue, and at least fifteen attacks of our own."""
    numbers = {number for attack in ATTACKS for number in attack.numbers} | {one.number for one in hand_ins()}
    own = [attack for attack in ATTACKS if not attack.numbers]

    assert set(range(1, 89)) - numbers == set()
    assert {attack.kind for attack in ATTACKS} == set(CLASSES)
    assert len(ATTACKS) >= 80
    assert len(own) >= 15


def test_the_bank_names_real_checks() -> None:
    """What a header says an attack may honestly pass are checks of its exercise."""
    course = Course(Path(__file__).parents[2])

    for attack in ATTACKS:
        checks = {check.name for check in course.get(attack.exercise).checks}
        assert attack.honest <= checks, attack.name


def test_no_attack_earns_a_point_that_it_did_not_earn(trials: dict[str, Trial]) -> None:
    """With the policy, no attack passes a check but those it can honestly pass."""
    earned = {name: tried.unearned for name, tried in trials["on"].tried.items() if tried.unearned}

    assert earned == {}


def test_a_right_answer_from_another_system_passes(trial: Trial) -> None:
    """A byte order mark and other line ends are no mistake."""
    assert trial.tried[BOM_AND_CRLF].verdict.passed


def test_every_attack_has_a_verdict_in_time(trial: Trial) -> None:
    """Every attack has a verdict on every check, no later than a second after the limit of its run."""
    late = {name: tried.seconds for name, tried in trial.tried.items() if tried.seconds > trial.latest}

    assert trial.faults == {}
    assert late == {}
    assert len(trial.tried) + len(trial.spared) == len(ATTACKS)


def test_no_attack_changes_a_neighbours_verdict(trial: Trial) -> None:
    """A right and a wrong answer beside an attack get the verdict that they get alone."""
    differences = {neighbour.name: neighbour.differences for neighbour in trial.neighbours if neighbour.differences}

    assert len(trial.neighbours) == len(trial.tried)
    assert differences == {}


def test_no_attack_leaves_anything_behind(trial: Trial) -> None:
    """No process, no file, no descriptor is left, and the course is as it was."""
    assert trial.left.processes == []
    assert trial.left.files == []
    # Of runs that overlap, the last one may still hold its pipes for a moment.
    assert trial.left.descriptors <= 0
    assert trial.left.changed == []


def test_harm_is_only_let_loose_in_a_sandbox(trial: Trial) -> None:
    """Where no namespaces hold a run, the attacks that harm a machine are left out, and the others are run."""
    harmful = {attack.name for attack in ATTACKS if attack.harm}

    assert set(trial.spared) in (set(), harmful)
    assert AT_ONCE > 1


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the table is of one version of Python")
def test_the_table_tells_what_each_layer_stops(trials: dict[str, Trial]) -> None:
    """CONTRIBUTING.md has the table that this bank gives: ``python tests/attacks/table.py --write`` makes it."""
    if any(trial.spared for trial in trials.values()):
        pytest.skip("the table needs a sandbox")

    assert written() == table(trials["on"], trials["off"]), f"run: python tests/attacks/table.py --write ({FILE.name})"
