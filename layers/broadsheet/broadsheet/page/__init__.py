"""Turns values into HTML, XML and JSON. Knows templates, never AWS, and is the only floor with Jinja2."""
