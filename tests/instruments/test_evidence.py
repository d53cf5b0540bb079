"""Comparisons are written down in words, the same words for every seed."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future

import pytest

from grader.instruments import evidence
from grader.instruments.evidence import Count, Seconds, describe, plain, same


@pytest.fixture
def written():
    """What is written down during the test."""
    with evidence.collect() as found:
        yield found


def test_a_count_writes_down_what_it_was_compared_with(written):
    """Every relation in words."""
    three = Count(3, "at once")
    _ = [three == 4, three != 3, three < 2, three <= 1, three > 5, three >= 6]
    assert [miss.expected for miss in written.misses] == [
        "4 at once",
        "not 3 at once",
        "fewer than 2 at once",
        "at most 1 at once",
        "more than 5 at once",
        "at least 6 at once",
    ]
    assert {miss.got for miss in written.misses} == {"3 at once"}


def test_seconds_write_down_the_side_of_a_chain_that_failed(written):
    """``0.9 < elapsed < 1.2`` compares twice, and what held is not worth a word."""
    assert 0.9 < Seconds(1.0) < 1.2
    assert not 0.9 < Seconds(3.0) < 1.2
    assert not 3.5 < Seconds(3.0) < 4
    assert [(miss.expected, miss.got) for miss in written.misses] == [
        ("under 1.20 s", "3.00 s"),
        ("over 3.50 s", "3.00 s"),
    ]


def test_equal_seconds_are_equal_to_the_microsecond(written):
    """A float's last digits are no difference."""
    assert Seconds(0.1 + 0.2) == 0.3
    assert Seconds(1.001) != 1
    assert Seconds(1.001, tolerance=0.3) == 1


def test_seconds_that_differ_do_not_look_the_same(written):
    """More digits, where two would hide the difference."""
    assert Seconds(2.0001) != 2
    assert (written.misses[0].expected, written.misses[0].got) == ("2.000000 s", "2.000100 s")


@pytest.mark.parametrize(
    ("got", "expected"),
    [(1, True), (1, 1.0), ((1,), [1]), ([1, 2], [1]), ({"a": 1}, {"a": 2}), ({"a": 1}, {"b": 1}), ("a", b"a")],
)
def test_same_wants_exact_types_and_values(written, got, expected):
    """Near is not same."""
    assert not same(got, expected)


def test_same_cannot_be_fooled_by_an_object_that_equals_everything(written):
    """The type comes first."""

    class Anything:
        def __eq__(self, other):
            return True

        __hash__ = None

    assert not same(Anything(), "report")
    assert written.misses[0].got == "a Anything object"


def test_a_dict_is_the_same_in_any_order(written):
    """Only its items count."""
    assert same({"a": [1], "b": (2,)}, {"b": (2,), "a": [1]})


def test_a_token_is_told_by_how_it_begins_or_by_its_words(written):
    """Never by its value, which differs in every run."""
    evidence.seed("1")
    first = evidence.new_token("first")
    evidence.seed("1")
    assert evidence.new_token("first") == first
    assert describe([first]) == "['first-...']"
    assert describe([evidence.new_token("second", "the result of second")]) == "[the result of second]"


def test_a_promise_in_place_of_a_result_is_named(written):
    """A coroutine, a task, or a list with one in it."""

    async def work():
        return 1

    coroutine = work()
    assert not same([coroutine], [1])
    coroutine.close()
    assert "That is a coroutine" in written.advice[0]

    async def main():
        task = asyncio.create_task(work())
        same(task, 1)
        await task

    asyncio.run(main())
    assert "That is a Task or Future" in written.advice[1]


def test_a_single_thing_is_told_in_the_singular(written):
    """One call, two calls."""
    assert Count(1, "calls of get", "call of get") == 1
    same_count = Count(2, "calls of get", "call of get") == 1
    assert not same_count
    assert (written.misses[-1].expected, written.misses[-1].got) == ("1 call of get", "2 calls of get")


def test_a_promise_of_a_thread_is_named(written):
    """In the same words whether it is kept already or not."""
    waiting, done = Future(), Future()
    done.set_result(1)

    assert not same([waiting, done], [1, 1])

    assert written.misses[-1].got == "[a Future of an executor, a Future of an executor]"
    assert written.advice == [
        "That is the Future of an executor: a promise, not the result. Its result() waits for it."
    ]


def test_texts_with_a_token_or_an_address_are_the_same_in_every_run(written):
    """Also inside of another text."""
    token = evidence.new_token("first")
    assert describe(f"<{token}> <x object at 0x7f00deadbeef>") == "'<first-...> <x object>'"
    assert plain("[parameters: [{'%(140088798467024 param)s': 1}]]") == "[parameters: [{'%(param)s': 1}]]"


def test_words_have_no_addresses(written):
    """Whatever comes back."""

    async def generator():
        yield 1

    values = [object(), generator(), (n for n in "a"), describe, len, ValueError("x"), "y" * 500]
    texts = [describe(value) for value in values]
    assert not any(" at 0x" in text for text in texts)
    assert texts[-1].endswith("(302 more characters)")


def test_the_numbers_of_sessions_are_left_out():
    """How many there have been is another number in every run."""
    assert plain("is already attached to session '44' (this is '45')") == "is already attached to another session"


def test_the_two_loops_of_an_error_are_left_and_the_rest_is_not():
    """The real error of this Python, without the number of the task, the paths and the callbacks."""

    async def make():
        return asyncio.get_running_loop().create_future()

    async def wait(future):
        await future

    with pytest.raises(RuntimeError) as caught:
        asyncio.run(wait(asyncio.run(make())))

    assert plain(str(caught.value)) == "Task got Future attached to a different loop"
