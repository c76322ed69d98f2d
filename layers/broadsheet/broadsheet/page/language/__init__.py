"""How the site's own words, dates and plurals read in its language."""
