"""What readers and moderators do: comments are taken in, decided on, and given their seats and printed.

`record_comments` comes in at `intake`, `moderate_comments` at `moderation`, `render_comments` at `seating`.
"""
