"""Ignores and blocks every signal that can be, stops the alarm, and then never ends.

exercise: 03_gather
catalogue: 41
"""

import signal


async def collect(first, second, third):
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    signal.setitimer(signal.ITIMER_REAL, 0)
    while True:
        pass
