"""When what is late is asked for again: often at first, then ever more seldom. Pure."""

from zlib import crc32

STEP_MAX_MINUTES = 32


def is_its_turn(name: str, age_seconds: float) -> bool:
    """Tell whether something of that age is asked for again in this minute.

    Once after a minute, once in minutes 2 and 3, 4 to 7, 8 to 15 and 16 to 31, and then every 32 minutes; which
    minute of such a span follows from its name, so that many of one age do not come together.
    """
    minutes = int(age_seconds // 60)
    step = min(STEP_MAX_MINUTES, 1 << max(0, minutes.bit_length() - 1))
    return minutes > 0 and minutes % step == crc32(name.encode()) % step
