"""The rooms of readers' comments: they come in, moderators judge them, and each gets its seat and is printed."""
