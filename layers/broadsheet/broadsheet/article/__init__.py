"""The rules of an article's life. Plain values in, plain values out: no clock, no ids, no AWS."""
