"""The newsroom's API: which operations there are, who may ask for them, and how all of that is described.

`edit_articles`, `moderate_comments` and `record_comments` come in. Knows HTTP, never a table.
"""
