"""A small real course, made anew for each test: two exercises and a boss, about tea, toast and a feast."""

from __future__ import annotations

from pathlib import Path
from string import Template

LESSON = Template("""\
# $number $slug$boss: wait for the $slug

## The idea

Good $slug needs its minutes.

## See it go wrong

```python
import asyncio


async def serve():
    await asyncio.sleep(2)
    print("$slug, after", 2, "minutes")
    raise ValueError("no cup")


asyncio.run(serve())
```

```text
$slug, after 2 minutes
ValueError: no cup
```

## Tasks

1. **Serve the $slug.** Return the word.
2. **Let it take its time.** A minute is a second.

## Further reading

The documentation of asyncio.
""")

HINTS = """\
## Task 1: serve

### Hint 1

What does the guest ask for?

### Hint 2

A function gives something back.

### Hint 3

`return` and a word.

## Task 2: wait

### Hint 1

How long do you wait?

### Hint 2

asyncio can sleep.

### Hint 3

Await a sleep.
"""

STUB = Template('''\
"""Prepare $slug."""


async def make_$slug(minutes: float) -> str:
    """Wait that many minutes of one second each, then return the word."""
    raise NotImplementedError
''')

CHECKS = Template('''\
"""The checks."""

from $slug import make_$slug

from grader.checks import task


@task(1)
async def test_${slug}_is_served():
    """You get $slug."""
    assert await make_$slug(1) == "$slug", "This is not $slug: return the word."


@task(2, points=2)
async def test_${slug}_takes_its_time(clock):
    """The $slug takes its minutes."""
    await make_$slug(3)
    assert clock.elapsed >= 3, "Served too early: wait for it."
''')


def answer(slug: str, *body: str, about: str = "The answer.") -> str:
    """A whole answer with this body."""
    lines = "".join(f"    {line}\n" for line in body)
    return f'"""{about}"""\n\nimport asyncio\n\n\nasync def make_{slug}(minutes):\n{lines}'


def wrong(misconception: str, caught_by: str, says: str) -> str:
    """The header of a wrong answer."""
    return f"{misconception}\n\ncaught by: {caught_by}\nsays: {says}\n"


def right_answer(slug: str) -> str:
    """The reference answer."""
    return answer(slug, "await asyncio.sleep(minutes)", f'return "{slug}"')


def write_course(root: Path) -> None:
    """Write the course into an empty folder."""
    write(root / "exercises/README.md", "# Course map\n\n## 01-02 Breakfast\n\nSmall.\n\n## 03-09 Dinner\n\nBig.\n")
    for number, slug in (("01", "tea"), ("02", "toast"), ("03", "feast")):
        _write_exercise(root, number, slug)


def _write_exercise(root: Path, number: str, slug: str) -> None:
    boss = " (boss)" if slug == "feast" else ""
    words = {"number": number, "slug": slug, "boss": boss}
    folder, solution = root / f"exercises/{number}_{slug}", root / f"solutions/{number}_{slug}"
    serve = f'return "{slug}"'
    early = wrong("Nobody waits.", f"test_{slug}_takes_its_time", "too early")
    missing = wrong("Nothing comes.", f"test_{slug}_is_served", f"not {slug}")
    for path, text in {
        folder / "README.md": LESSON.substitute(words),
        folder / "hints.md": HINTS,
        folder / f"{slug}.py": STUB.substitute(words),
        folder / f"test_{slug}.py": CHECKS.substitute(words),
        solution / "README.md": f"# Why {slug} works\n\nIt waits.\n",
        solution / "stub.py": STUB.substitute(words),
        solution / f"{slug}.py": right_answer(slug),
        solution / "right/halves.py": answer(
            slug, "await asyncio.sleep(minutes / 2)", "await asyncio.sleep(minutes / 2)", serve, about="Two naps."
        ),
        solution / "right/task.py": answer(
            slug, "await asyncio.create_task(asyncio.sleep(minutes))", serve, about="A task."
        ),
        solution / "wrong/early.py": answer(slug, serve, about=early),
        solution / "wrong/half.py": answer(slug, "await asyncio.sleep(minutes / 2)", serve, about=early),
        solution / "wrong/nothing.py": answer(slug, "await asyncio.sleep(minutes)", about=missing),
        solution / "wrong/no_async.py": f"# {'# '.join(wrong('Plain def.', 'import', 'await').splitlines(True))}"
        f"import asyncio\n\n\ndef make_{slug}(minutes):\n    await asyncio.sleep(minutes)\n",
    }.items():
        write(path, text)


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
