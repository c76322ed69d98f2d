"""Every kind of page, in a file for each family: what a page reads, and which change prints it.

Printers come in at `composing`, which finds a page's family; `touched` asks the families what a change prints.
"""
