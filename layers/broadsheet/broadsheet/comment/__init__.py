"""Comments: what readers write, what becomes of it, and where it stands. Pure: the clock and the ids are arguments."""
