"""The routes, a file for each thing that they are about. Thin: parse, ask a room, reply."""
