"""What a change touches, and the printing of it. Knows stores and pages, never HTTP."""
