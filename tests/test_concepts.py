"""What the course promises to teach, and the check that nobody passes without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import Course

COURSE = Course(Path(__file__).parents[1])

CONCEPTS = {
    # Coroutines and the loop
    "calling a coroutine function runs nothing": "01 a_call_takes_no_order",
    "async def alone makes a coroutine, whatever is inside": "01 a_new_order_has_not_started",
    "asyncio.run is the way in": "01 the_shop_opens_after_another_loop",
    "await gives the value": "02 the_price_is_what_the_feed_answered",
    "a program that does not await does not wait": "02 the_feed_sets_the_time",
    "while one waits, others run": "02 waiting_leaves_the_loop_free",
    "one await after the other takes the sum": "03 the_slowest_sets_the_time",
    "three waits of a second take one second": "03 the_promise_holds_in_real_time",
    "results in order, whoever is first": "03 reports_keep_the_order_of_the_stations",
    "a task is a promise that is already being kept": "04 tea_comes_before_toast",
    "at the same time, on one thread": "04 the_loop_stays_free",
    "what blocks stops everybody": "05 the_loop_stays_alive_during_one_picture",
    "blocking work goes to a thread": "05 pictures_shrink_side_by_side",
    "an event loop is a loop": "06 jobs_take_turns",
    "a coroutine is driven with send, as a generator is": "06 jobs_may_await_coroutines_of_their_own",
    # Tasks
    "the first failure stops the others": "07 a_failure_stops_the_other_sources",
    "or it does not, and nothing good is lost": "08 no_good_price_is_lost",
    "results as they come": "09 each_file_is_reported_when_it_arrives",
    "a time limit is a cancellation": "10 a_late_call_has_ended",
    "a cancellation is passed on": "11 cancellation_goes_on_to_the_caller",
    "a cancellation is no failure to try again": "12 a_cancellation_is_no_failure",
    "somebody has to hold a task": "13 a_job_that_nobody_holds_is_not_lost",
    # Sharing
    "so many at once": "15 as_many_at_once_as_the_limit_allows",
    "a race needs an await in the middle": "16 one_fetch_in_any_order",
    "a queue that pushes back": "17 a_slow_archive_holds_everybody_back",
    "stopping in good order, at a signal as well": "18 a_signal_stops_the_process_well",
    "so many a second": "19 no_more_than_the_rate_in_any_second",
    # Streams, processes, threads, sockets
    "an async generator that is closed": "20 a_caller_may_stop_early",
    "what is borrowed comes back": "21 an_error_gives_the_printer_back",
    "concurrency is not parallelism": "22 two_processes_count_at_once",
    "threads and the loop": "23 a_reading_wakes_the_sleeping_loop",
    "a future of a thread, a result for a thread": "23 a_thread_gets_the_result_or_the_error",
    "sockets and slow readers": "24 a_client_that_does_not_read_holds_up_nobody",
    # SQLAlchemy
    "an engine, its settings, and its pool": "25 old_connections_are_not_used",
    "one engine for all calls, and connections that come back": "25 one_connection_serves_all_calls",
    "text() and parameters": "25 whatever_was_typed_is_only_a_value",
    "models, a session, limit and count": "25 the_first_three_come_in_order",
    "the database counts": "25 the_database_counts",
    "create_async_engine, begin, execute": "26 rows_are_saved_with_one_insert",
    "run_sync(create_all)": "26 the_table_is_made",
    "dispose": "26 main_closes_up_after_an_error",
    "async_sessionmaker and AsyncSession": "27 what_is_added_is_saved",
    "a transaction is all or nothing": "28 an_error_between_the_halves",
    "the Inspector behind run_sync": "29 the_columns_of_a_table",
    "reflection": "29 the_reflected_tables",
    "AsyncSession.run_sync": "29 a_legacy_function_runs_unchanged",
    "rows as a stream": "30 the_export_is_a_stream",
    # No implicit I/O
    "eager loading": "31 five_authors_take_two_statements",
    "expire_on_commit=False": "32 objects_outlive_a_commit",
    "what the database makes up": "32 a_new_user_can_be_shown",
    "lazy='raise'": "33 no_member_is_loaded_by_accident",
    "refresh with names": "33 refresh_loads_the_members",
    "awaitable attributes": "33 awaitable_loads_the_coaches",
    "write-only collections": "34 the_collection_is_write_only",
    "querying what is in them": "34 only_the_latest_are_read",
    "no I/O outside of an await": "35 nothing_is_loaded_by_accident",
    # Many tasks, one database
    "a session for each task": "36 no_two_tasks_share_a_session",
    "a pool is a budget": "37 so_many_connections_and_no_more",
    "nothing is held while waiting elsewhere": "37 nothing_is_taken_while_the_agency_is_asked",
    "two transactions, one row": "38 somebody_comes_between",
    "deadlocks": "38 two_meet_head_on",
    "Core events on an async engine": "39 every_new_connection",
    "ORM events on a session class and a maker": "39 the_class_behind_the_sessions",
    "coroutines of the driver in a hook": "39 numbers_are_exact",
    "several loops, and engines that are disposed of": "40 one_run_after_another",
    "a loop in another thread": "40 several_threads_at_once",
    "a registry of sessions": "41 a_session_for_each_task",
    "a registry forgets nothing by itself": "41 nothing_is_left_of_a_request",
    "greenlets between ordinary and async code": "42 ordinary_code_waits",
    "an ORM in ordinary code on an async driver": "42 a_guide_for_each_visitor",
    # Capstones
    "LISTEN and NOTIFY": "43 each_change_is_an_event",
    "triggers": "43 each_change_rings_once",
    "a connection that waits for its descriptor": "43 a_feed_is_silent",
    "a copy of a table, fed by triggers and JSON": "44 the_copy_follows",
    "connections that break": "44 killed_at_random_moments",
}
"""Each names the exercise, and the check that fails for whoever has not understood."""

IN_LESSONS = {
    "what asynchrony is, and who waits for what": ("01", "wait"),
    "what `dir` shows of a coroutine": ("01", "dir("),
    "one thing at a time: the GIL": ("22", "GIL"),
    "generators, where coroutines come from": ("06", "generator"),
    "URLs of other databases, and pool_recycle": ("25", "pool_recycle"),
    "what changed since 1.4": ("26", "1.4"),
    "events are ordinary functions in the middle of a greenlet": ("39", "greenlet"),
    "sessions by thread and by task": ("41", "thread"),
    "the flow through the bridge": ("42", "greenlet_spawn ---"),
    "psycopg, and the descriptor of its connection": ("43", "psycopg"),
}
"""What is told and not asked: words of the lesson or of its notes."""


@pytest.mark.parametrize("concept", CONCEPTS)
def test_a_concept_has_its_check(concept: str) -> None:
    """The exercise is there, and so is the check."""
    number, name = CONCEPTS[concept].split()
    assert f"test_{name}" in [check.name for check in COURSE.get(number).checks]


@pytest.mark.parametrize("concept", IN_LESSONS)
def test_what_is_only_told_is_told(concept: str) -> None:
    """The lesson, or what is shown after passing, has the words."""
    number, words = IN_LESSONS[concept]
    exercise = COURSE.get(number)
    notes = exercise.reference.parent / "README.md"
    assert words in (exercise.folder / "README.md").read_text("utf-8") + notes.read_text("utf-8")


def test_every_exercise_teaches_something() -> None:
    """Each is named, but for the boss of chapter 2, which puts together what others teach."""
    named = {place.split()[0] for place in CONCEPTS.values()}
    assert {exercise.short for exercise in COURSE.exercises} - named == {"14"}
