"""One answer in, one verdict out, whatever the answer does.

Theory of operation. Four actors, all of our own making::

    parent --Popen--> warm server --fork--> exercise server --fork--> run

The **parent** (``parent``, ``watch``) reads the answer's bytes and never parses them. It holds the expected checks,
the limits and the verdict. The **warm server** has everything imported. An **exercise server** is a pytest session
whose checks are collected against the stub; where pytest would run them, it forks instead. A **run** imports the
answer, binds the names that the checks use to it, and lets pytest run the checks. That no process of it survives is
for the kernel to see to in a sandbox, and elsewhere for a **supervisor** between server and run. Where fork is not to
be had, a run is a fresh interpreter that does all of this once (``cold``, ``single``): slower, the same lines, the
same verdict.

Between the parent and a run there are three pipes: its stdin brings the job, its stdout the report, its stderr what
the answer prints, which is counted and dropped. The report is signed line by line with a key of that run
(``lines``); ``record`` knows which line can come next, and ``judge`` makes the verdict. Servers and supervisors hang
on sockets: when the parent closes them, or dies, they end. So nothing is believed but a signed line, and the limits
are the parent's: silence since the last line, wall clock, bytes printed.

What was rejected, and why: exit codes and stdout as evidence (an answer writes both); pickles (they run code); a
judge outside of the answer's process (safer, but every exercise would be written twice, and it sees no leak, no
deadlock and no query); forking from the parent (it has threads); waiting for pipes to close as the sign that all is
dead (a daemon closes them and lives on: the end of the cell says so, or the supervisor).

An answer shares its process with the checks. That it cannot bend them is for the **policy** to see to, which reads it
before it runs (``policy``), and for the **canary**, a known wrong answer that must still be caught after full marks
(``canary``). What an answer can reach outside of its process is the sandbox's matter: ``Verdict.isolation`` says what
held each run.
"""

from grader.worker.limits import Limits
from grader.worker.parent import CAN_FORK, PolicyMode, Workers

__all__ = ["CAN_FORK", "Limits", "PolicyMode", "Workers"]
