"""Runs one snippet on simulated time: ``python -m grader.verify.run_snippet FILE``.

If the snippet raises, the last line of the traceback is part of what it prints.
"""

import runpy
import sys
import traceback

from grader.instruments.loop import simulate


def main(path: str) -> None:
    """Run the file as ``__main__``."""
    try:
        with simulate():
            runpy.run_path(path, run_name="__main__")
    except BaseException as error:
        print(traceback.format_exception_only(error)[-1].rstrip())


if __name__ == "__main__":
    main(sys.argv[1])
