"""Every kind of page: what it reads, and what prints it."""
