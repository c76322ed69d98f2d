"""What editors do: write, publish and take down articles, list them, open uploads, set up the site.

The routes of the API come in, and the schedule for what is due. A change of an article is committed together with what
must be printed for it.
"""
