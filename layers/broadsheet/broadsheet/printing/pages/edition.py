"""What every page of one printing shares, and what a family of pages says of itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ...page.address import Page
from ...page.frame import Frame
from ...page.printed import Printed
from ...reading.waves import Reading


@dataclass(frozen=True, slots=True)
class Edition:
    """The address that pages are printed for, and the time."""

    site_url: str
    now: datetime


Composition = Callable[[Page, Frame, Edition], Reading[Printed]]
