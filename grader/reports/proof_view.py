"""The result of ``grader verify``: one line an exercise, and below it what does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.text import Text

from grader.reports.terminal import Screen
from grader.reports.words import name_of, shown
from grader.verify import Finding, Proof
from grader.verify.rounds import flakes


def show_rounds(screen: Screen, prove: Callable[[], Iterable[Proof]], rounds: int, load: int) -> bool:
    """Prove as often as asked and print what does not hold; True when all of it held in every round."""
    found = []
    for number in range(1, rounds + 1):
        misses = show_proofs(screen, prove(), misses_only=rounds > 1)
        found.append(misses)
        if rounds > 1:
            screen.line(f"round {number} of {rounds}: {_count(len(misses), 'miss', 'misses')}")
    if rounds > 1:
        under = f" under {_count(load, 'busy loop', 'busy loops')}" if load else ""
        screen.line(f"{rounds} rounds{under}: {_count(len(flakes(found)), 'flake', 'flakes')}", "bold")
    return not any(found)


def show_proofs(screen: Screen, proofs: Iterable[Proof], misses_only: bool = False) -> list[Finding]:
    """Print each proof as it comes, and return all that does not hold."""
    found: list[Finding] = []
    for proof in proofs:
        if proof.findings or not misses_only:
            _show_proof(screen, proof)
        found += proof.findings
    return found


def show_findings(screen: Screen, findings: Sequence[Finding]) -> None:
    """Print what does not hold: where, what was expected, what happened, and the fix."""
    for finding in findings:
        screen.line(f"  {shown(finding.file)}", "bold")
        screen.hang(Text("    expected  "), finding.expected)
        screen.hang(Text("    happened  "), finding.happened)
        screen.hang(Text("    fix       "), finding.fix)


def _show_proof(screen: Screen, proof: Proof) -> None:
    name = f"{name_of(proof.exercise):22}"
    if proof.findings:
        misses = _count(len(proof.findings), "miss", "misses")
        screen.hang(Text.assemble(("miss", "bold red"), f"  {name}  "), f"{misses}; {proof.summary()}")
    else:
        screen.hang(Text.assemble(("ok", "green"), f"    {name}  "), proof.summary())
    show_findings(screen, proof.findings)


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
