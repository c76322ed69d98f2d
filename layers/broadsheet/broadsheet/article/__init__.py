"""An article: its fields and their faults, its life from draft to deletion, its slug, its pictures and uploads.

Editing comes in to decide; lists, pages and the store know the values. Pure: the clock and the ids are arguments.
"""
