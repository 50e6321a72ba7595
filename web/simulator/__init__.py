"""A stand-in carrier: a program of its own that imports nothing of ours."""
