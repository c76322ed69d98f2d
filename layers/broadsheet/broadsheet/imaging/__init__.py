"""The imaging: opens what editors sent, whatever it is, and makes pictures of it. The only room that knows Pillow.

Only the darkroom comes in. Knows no store.
"""
