"""The walls around a run, on Linux: what an answer does to the machine, or to its neighbours, ends at them.

Theory of operation. There are three layers, each deepening the one before::

    parent --Popen--> [bubblewrap] --> namespaces of the servers --> view of one exercise --> cell of one run

The warm server goes into **namespaces** of its own (``namespaces``: user, pid, network, ipc, uts, mount), and with it
all that it forks. An exercise server, once its checks are collected, builds the **view** (``view``): a root in which
there are Python's libraries, that one exercise and its stub, read-only, no /proc and no program. For each run it makes
a **cell** (``cell``): again a pid, network, ipc, uts and mount namespace, and a folder in memory of limited size. The
run in it gives up its rights, capabilities and user, is held by rlimits (``rlimits``) and a filter of system calls
(``calls``), and only then hears of its job.

Nothing is assumed: before the warm server goes inside, it makes the whole of it in child processes and looks around
(``probe``), and its words are the ones in ``Verdict.isolation``. ``means`` is the parent's side of that.

An exercise that starts processes says so with ``STARTS_PROCESSES = True`` at the top of its checks: then the view has
the interpreter too, the cell a /dev/shm of its own, and programs may be started.
"""
