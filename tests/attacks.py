"""Strings that attack pages: as others published them, and written here against what our printing does to a text.

Whatever runs because of one, runs in a browser; what a browser calls here is only ever `alert` and its like.
"""

import functools
from typing import Final

from brs_kb.payloads import FULL_PAYLOAD_DATABASE

# Where our printing works on what the sanitiser let through, or puts a text where markup has a meaning of its own.
OURS: Final = (
    # Pictures and frames are written anew, by patterns.
    "<img alt='<img src=media:01 onerror=alert(1)>' src=x>",
    "<img src='media:\" onerror=alert(1) x=\"' alt='x'>",
    "<img src='media:01' alt='\" onerror=\"alert(1)'>",
    "<img src=\"https://x.example/' onerror='alert(1)\" alt=x>",
    '![" onerror=alert(1) x="](media:01)',
    '![x](media:01"onerror=alert(1))',
    '![x](<https://x.example/" onerror=alert(1) ">)',
    "<a title='<img src=\"media:01\" onerror=alert(1)>' href=/x>x</a>",
    "<iframe src='https://player.example.com/' title='\"><script>alert(1)</script>'></iframe>",
    "<iframe src='https://player.example.com/' srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src='https://player.example.com/' title='</iframe><img src=x onerror=alert(1)>'>",
    "<iframe src='https://player.example.com@evil.example/'></iframe>",
    "<iframe src='https://player.example.com\\@evil.example/'></iframe>",
    "<iframe src='javascript:alert(1)//https://player.example.com/'></iframe>",
    "<iframe src='https://player.example.com/' width='1 onload=alert(1)' onload=alert(1)></iframe>",
    "<ifr<iframe>ame src='javascript:alert(1)'></iframe>",
    '<p title=\'<iframe src="https://player.example.com/" onload="alert(1)"></iframe>\'>x',
    # Headings and tables are rearranged before the sanitiser.
    "<img alt='<h1 onmouseover=alert(1)>' src=/x>",
    "<img alt='<table onmouseover=alert(1)></table>' src=/x>",
    '<td align="center" onclick="alert(1)">x',
    "<h1<h1 onclick=alert(1)>>x</h1>",
    "|a|\n|-|\n|<img src=x onerror=alert(1)>|",
    # Data for scripts, in a script element.
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "</SCRIPT\x0c><img src=x onerror=alert(1)>",
    "\u2028alert(1)\u2029",
    # Feeds.
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    # What printing puts in last.
    "{picture-origins}",
    "<!-- print 00 --><script>alert(1)</script>",
    "{% raw %}{{ ''.__class__ }}{% endraw %}",
    "\\1\\g<0>{0}{names}{count}",
    "</style><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    # Letters that fold into others, and signs that parsers drop.
    "<ſcript>alert(1)</ſcript>",
    "<\u212amg src=x onerror=alert(1)>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<a href='java\x01script:alert(1)'>x</a>",
    "[x](java&Tab;script&colon;alert(1))",
    "[x](\u00a0javascript:alert(1))",
    "<https://x.example/'onclick=alert(1)//>",
    "<javascript:alert(1)>",
)


@functools.cache
def published() -> tuple[str, ...]:
    """Return what the knowledge base BRS-KB collected: OWASP, SecLists, PortSwigger, sanitisers' own failures."""
    return tuple(sorted({each.payload for each in FULL_PAYLOAD_DATABASE.values()}))


def attacks() -> tuple[str, ...]:
    """Return every string."""
    return (*OURS, *published())
