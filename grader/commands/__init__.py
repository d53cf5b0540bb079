"""The commands, as plain functions: parameters are what is typed, the result is the exit status."""
