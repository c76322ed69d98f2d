"""Lists of articles: cards, their order and their places. Pure; knows no store and no HTML."""
