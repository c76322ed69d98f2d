"""Broadsheet: serverless publishing for newsrooms."""
