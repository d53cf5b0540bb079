"""Computes in C, where no signal is looked at.

exercise: 03_gather
catalogue: 47
"""

import re


async def collect(first, second, third):
    return re.match(r"(a|a|b?)*(a|aa)+$", "a" * 60 + "c")
