"""Puts the rooms together, in a file for each function, by its name. The functions come in, and no room.

A file loads the rooms of its function alone, so that none waits at its start for what only others use.
"""
