"""Fakes that several exercises share: small, typed, standard library only.

A check reads without them: each is used under a name that says what it plays.
"""
