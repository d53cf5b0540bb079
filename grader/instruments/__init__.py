"""What the checks measure with: clock, loop, timeline, evidence, leaks, heartbeat.

Each is a small module with tests of its own. They import nothing else of the project, and nothing heavy: they
are on the path of every ``pytest exercises/NN``.
"""
