"""Graded katas for asyncio and async SQLAlchemy: the instruments, the worker and the commands."""
