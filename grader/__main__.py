"""``python -m grader``."""

import sys

try:
    from grader.cli import main
except ModuleNotFoundError as error:
    # The usual cause is a Python other than the one the course was installed for, so say which one this is.
    install = f"{sys.executable} -m pip install -e ."
    sys.exit(f"grader: {error.name} is not installed for this Python. In the course: {install}")

if __name__ == "__main__":
    sys.exit(main())
