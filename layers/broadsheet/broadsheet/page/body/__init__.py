"""An article's body as HTML that is safe to print: Markdown, embedded frames, pictures."""
