"""Reads of the tables as values, gathered into few calls. Everything that decides or prints asks here."""
