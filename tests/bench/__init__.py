"""Measures of speed, size and memory, run by `make bench`. No test: nothing here fails because a machine is slow."""
