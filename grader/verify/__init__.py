"""The proof that an exercise does what it promises: ``grader verify``. ``tests/test_course.py`` proves its texts.

Each room proves one thing: ``answers`` that wrong ones are refused and right ones pass, ``snippets`` that lessons
print what they say, ``texts`` that lesson, hints and checks agree, ``folders`` that names and files are in order.
``proof`` puts them together for one exercise, ``rounds`` repeats it all under load.
"""

from grader.verify.answers import Court
from grader.verify.finding import Finding
from grader.verify.folders import prove_whole
from grader.verify.proof import Proof, prove_texts, verify_exercises

__all__ = ["Court", "Finding", "Proof", "prove_texts", "prove_whole", "verify_exercises"]
