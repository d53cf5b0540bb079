"""Seeds for what happens by chance, and pictures that a check draws itself."""

from __future__ import annotations

import pytest
from courses import make_exercise, run_pytest

from grader.instruments.chances import Chances


def test_each_round_has_a_seed_of_its_own():
    """The same ones in every run."""
    draws = [[chance.random() for chance in Chances()(4)] for _ in range(2)]
    assert draws[0] == draws[1]
    assert len(set(draws[0])) == 4


def test_a_seed_replays_its_round():
    """Alone, as in the run that named it."""
    (alone,) = [chance.random() for chance in Chances(only=3)(4)]
    assert alone == [chance.random() for chance in Chances()(4)][2]


def test_afterwards_no_seed_is_in_force():
    """What fails later did not fail because of it."""
    chances = Chances()
    assert [chances.seed for _ in chances(2)] == [1, 2]
    assert chances.seed is None


CHECKS = '''
from {slug} import work

from grader.checks import picture, task


@task(1)
async def test_it_counts(chances):
    """However the dice fall."""
    for chance in chances(20):
        picture(["drawn for seed " + str(chances.seed)])
        assert await work() != chance.randrange(5), "the dice were against it"
'''


@pytest.fixture
def unlucky(tmp_path):
    """A course whose answer fails with some seeds only."""
    make_exercise(tmp_path, answer="async def work():\n    return 1\n", checks=CHECKS)
    return tmp_path


def test_a_failure_names_the_seed_that_replays_it(unlucky):
    """And with that seed alone it fails again, under the check's own picture."""
    failed = run_pytest(unlucky, "exercises/1")
    assert "It failed with the seed" in failed.stdout
    seed = failed.stdout.partition("pytest exercises/01 --seed ")[2].split()[0]
    again = run_pytest(unlucky, "exercises/1", "--seed", seed).stdout
    assert "1 failed" in again
    assert f"drawn for seed {seed}" in again
