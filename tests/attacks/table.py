"""What each layer stops, as the table in CONTRIBUTING.md.

Usage: python tests/attacks/table.py [--write]

It grades the class of attacks twice, with the policy and without, and prints the table; ``--write`` puts it into
CONTRIBUTING.md. The tests compare the two. It takes a minute or two, and needs a machine with a sandbox.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

if __name__ == "__main__":
    # As under pytest, whose configuration puts it there.
    sys.path.insert(0, str(Path(__file__).parents[1]))

from attacks.catalogue import CLASSES, attacks
from attacks.trial import ROOT, Trial, Tried, hold

FILE = ROOT / "CONTRIBUTING.md"
BEGIN, END = "<!-- attacks: python tests/attacks/table.py --write -->", "<!-- end of attacks -->"
_HEAD = ("class", "attacks", "refused", "held", "canary", "fooled without it", "fooled")


def table(on: Trial, off: Trial) -> str:
    """The table for two trials, with the policy and without."""
    rows = [_row(f"{letter}: {title}", on, off, letter) for letter, title in CLASSES.items()]
    rows.append(_row("all", on, off, ""))
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in [_HEAD, ["---"] * len(_HEAD), *rows]]
    return "\n".join(lines)


def _row(title: str, on: Trial, off: Trial, letter: str) -> list[object]:
    with_policy = [tried for name, tried in on.tried.items() if name.startswith(letter)]
    without = [tried for name, tried in off.tried.items() if name.startswith(letter)]
    refused = sum(tried.verdict.status == "review" for tried in with_policy)
    canary = sum(tried.verdict.status == "review" for tried in without)
    fooled = _fooled(without)
    held = len(without) - canary - fooled
    return [title, len(with_policy), refused, held, canary, fooled, _fooled(with_policy)]


def _fooled(tried: Sequence[Tried]) -> int:
    return sum(bool(one.unearned) for one in tried)


def written() -> str:
    """The table that CONTRIBUTING.md has, or an empty text."""
    text = FILE.read_text("utf-8")
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def write(made: str) -> None:
    """Put a table into CONTRIBUTING.md, between its two marks."""
    before, _, rest = FILE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    FILE.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{after}", "utf-8")


def main() -> int:
    """Print the table, and write it if asked to."""
    trials = []
    for policy in ("on", "off"):
        with tempfile.TemporaryDirectory() as folder:
            trials.append(hold(attacks(), Path(folder), policy))
    made = table(*trials)
    print(made)
    if "--write" in sys.argv[1:]:
        write(made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
