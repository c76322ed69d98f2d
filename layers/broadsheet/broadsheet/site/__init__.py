"""The site as its admins set it: who it is, and how it looks. Pure; the store keeps it."""
