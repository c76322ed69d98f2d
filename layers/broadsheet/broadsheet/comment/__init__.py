"""A comment: what a reader writes, what becomes of it event by event, and which seat it has in its discussion.

`discussion` comes in to decide; pages and the store know the values. Pure: the clock and the ids are arguments.
"""
