"""Lists of published articles: what a card shows, where it stands, and which leaf it is on.

Editing comes in to commit a change, printing to find the pages that show it. Pure; knows no store and no HTML.
"""
