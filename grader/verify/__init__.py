"""The proof that an exercise does what it promises: ``grader verify``, and ``tests/test_course.py``.

Each room proves one thing: ``answers`` that wrong ones are refused and right ones pass, ``snippets`` that lessons
print what they say, ``texts`` that lesson, hints and checks agree, ``folders`` that names and files are in order.
``proof`` puts them together for one exercise, ``rounds`` repeats it all under load.
"""

from grader.verify.answers import Court
from grader.verify.finding import Finding
from grader.verify.folders import prove_whole
from grader.verify.proof import Proof, verify_exercise, verify_exercises

__all__ = ["Court", "Finding", "Proof", "prove_whole", "verify_exercise", "verify_exercises"]
