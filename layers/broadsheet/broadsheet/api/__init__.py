"""The HTTP API's floor: routes, authentication, problems and replies. Knows HTTP, never a table."""
