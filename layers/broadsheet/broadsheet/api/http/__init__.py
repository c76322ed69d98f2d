"""What every route needs of HTTP: who asks, what body and headers say, how a refusal reads.

The functions of the API make their handlers here, of `resolver`; the routes come in for all else.
"""
