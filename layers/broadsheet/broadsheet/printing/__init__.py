"""The printers' rooms: what is ordered, which pages that means, and how each is put where readers find it."""
