"""What the clock does: the round of every minute, and the refill of the index that an operator asks for."""
