"""What is done at each request, in a file for each thing that requests are about: parse, ask a room, reply.

The functions of the API come in, and hand the routes to their handlers.
"""
