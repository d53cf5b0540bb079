"""The policy: an answer that uses more than its exercise needs is shown to a person before it is run.

Theory of operation. A check runs in the same process as the answer, so an answer that reaches the checks' own
instruments can make them say anything. The policy reads the answer's syntax tree and lets it use: the names that any
answer may use (``table``, looked up in what is installed by ``public``), those that this exercise needs (``Policy``,
made from its stub, reference, right answers and support), and those that it defines itself (``own``, ``scopes``).
``read`` compares, and ``private`` renames what begins with an underscore, so that the answer's private names are its
own and nobody else's are in its reach.

What it is for: that a verdict can be believed. It keeps nobody from using time, memory or files: that is containment,
and not here. What is refused is not wrong. It is not run until somebody has looked at it.

What was rejected: a list of forbidden names (each new one is found by somebody else first); an allow-list of modules
alone (an attribute walks from any of them to all others); watching at run time (whoever gets that far can stop it).
"""

from grader.worker.policy.policy import FILE, Policy
from grader.worker.policy.reading import Refusal, read

__all__ = ["FILE", "Policy", "Refusal", "read"]
