"""Fails with words that would break a terminal, a web page, XML, JSON or a spreadsheet that took them as they are.

exercise: 03_gather
catalogue: 76
"""

WORDS = (
    "\x1b[2J\x1b]0;title\x07\x00\x08\x9b31m ]]> </script><script>alert(1)</script> <img src=x onerror=alert(1)> "
    "&amp; ' \" \ud800 \udfff \ufffe \u202e =cmd|' /C calc'!A0 {{7*7}} ${7*7} %s %n \u2028 \r\n=1+1\n@SUM(A1)"
)


async def collect(first, second, third):
    raise ValueError(WORDS)
