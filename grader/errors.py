"""The two ways in which the grader itself can stop: you asked for something impossible, or we failed.

Neither is ever a verdict on an answer.
"""


class Misuse(Exception):
    """What was asked cannot be done. The text is one line that names the thing and the fix. Exit status 2."""


class GraderFault(Exception):
    """The grader could not do its work (a worker that does not start, a check that does not collect).

    It blames nobody's answer. Exit status 3.
    """
