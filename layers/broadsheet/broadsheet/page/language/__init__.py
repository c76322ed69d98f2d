"""How the site's own words, dates and plurals read in its language, by the theme's tables. Pages come in."""
