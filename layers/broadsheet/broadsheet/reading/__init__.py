"""What is read of each thing, as values, and how many readings share few calls.

Every room that decides or prints comes in: editing, discussion, schedule, printing, installation and darkroom.
"""
