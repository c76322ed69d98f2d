"""What the clock does each minute: what is late is ordered again, what is due is done, re-prints are brought on.

`keep_schedule` comes in at `round`. An operator who has lost RecentPostsTable comes in at `refill`, by `ops.refill`.
"""
