"""Broadsheet, serverless publishing for newsrooms. The functions come in, by `api` and by their file in `wiring`.

Imports run downwards only, as CONTRIBUTING.md charts them.
"""
