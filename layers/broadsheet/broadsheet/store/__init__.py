"""Tables, buckets, queues, secret keys and the CDN: how each thing is kept, and under which key.

The rooms above come in to write, and to read by `reading`. The only floor that knows boto3; it decides nothing.
"""
