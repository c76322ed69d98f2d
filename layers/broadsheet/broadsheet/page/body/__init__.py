"""An article's body as HTML that is safe to print: bounded, sanitised, its frames and pictures written anew.

The pages of articles, the feeds and the site's own texts come in, and editing to refuse what cannot be printed.
"""
