// The small script.
