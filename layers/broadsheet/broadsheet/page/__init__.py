"""Makes the text of pages, HTML, XML and JSON, of values. The only floor that knows templates; never AWS.

`printing/pages` comes in with what it has read, the API with what it answers to a form, and editing to see that a body
can be printed.
"""
