"""Lists of articles: cards, their order and places, and the leaves that show them. Pure; knows no store and no HTML."""
