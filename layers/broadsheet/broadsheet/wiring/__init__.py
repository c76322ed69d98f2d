"""Puts the rooms together, a file for each function, by its name. Only a function's own file loads its rooms."""
