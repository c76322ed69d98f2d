"""The editors' rooms: what they do to articles, uploads and the site's settings. The API and the schedule come in."""
