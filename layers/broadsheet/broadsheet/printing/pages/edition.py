"""The edition that a page is composed for, and the type of what composes one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ...page.address import Page
from ...page.frame import Frame
from ...page.printed import Printed
from ...reading.waves import Reading


@dataclass(frozen=True, slots=True)
class Edition:
    """The address that pages are printed for, and the time at which they are composed."""

    site_url: str
    now: datetime


Composition = Callable[[Page, Frame, Edition], Reading[Printed]]
