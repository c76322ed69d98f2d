"""From an order to what readers get: which pages it means, printing them a slice at a time, clearing the edge.

`render_pages` comes in at `pressroom`. Editing, the schedule and a deploy ask for re-prints at `reprint`; `discussion`
borrows the printer for the pages of comments.
"""
