"""Takes the recorder from a frame, says that all passed, waits for the known wrong answer that must still fail, and
says for it that it failed.

exercise: 03_gather
catalogue: own
"""

import json
import os
import sys

frame = sys._getframe()
while "say" not in frame.f_locals or "job" not in frame.f_locals:
    frame = frame.f_back
say, session, job = (frame.f_locals[name] for name in ("say", "session", "job"))


def phase(name, when, outcome="passed"):
    texts = {"message": "They ran one after another", "where": "", "details": ""}
    return {"kind": "phase", "name": name, "when": when, "outcome": outcome, "duration": 0.1, "timeline": [], **texts}


say({"kind": "imported"})
for item in session.items:
    for when in ("setup", "call", "teardown"):
        say(phase(item.name, when))
say({"kind": "end"})
canary = json.loads(os.read(job.more, 1 << 20))
say({"kind": "policy", "result": "off"})
say({"kind": "imported"})
say(phase(canary["check"], "setup"))
say(phase(canary["check"], "call", "failed"))
say(phase(canary["check"], "teardown"))
say({"kind": "end"})
os._exit(0)
