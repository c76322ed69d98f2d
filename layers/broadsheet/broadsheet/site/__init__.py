"""The site as its admins set it: its name, sections, time zone and language, and how it looks.

Editing comes in to check a change and to tell how far it reaches; most other rooms know the values. Pure.
"""
