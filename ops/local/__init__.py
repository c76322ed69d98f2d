"""The local stack: the production template, deployed by SAM into an emulator, behind an edge of its own."""
