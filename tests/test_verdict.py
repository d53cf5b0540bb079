"""The verdict as data: what is written down comes back the same."""

from __future__ import annotations

import json

from grader.verdict import Check, Span, Verdict


def test_record_of_a_verdict_brings_it_back():
    """Also through JSON, and with what schema 1 leaves out."""
    spans = (Span("first", 0.0, 1.5, "ok", "gather.py:3"), Span("second", 1.5, 2.0, "cancelled"))
    check = Check("test_it", 1, "It works.", "failed", 2, "It did not.", "gather.py:3", 0.25, 2.0, "a picture", spans)
    verdict = Verdict("03_gather", "failed", (check,), ("a note",), "none")

    assert Verdict.of_record(json.loads(json.dumps(verdict.as_record()))) == verdict
