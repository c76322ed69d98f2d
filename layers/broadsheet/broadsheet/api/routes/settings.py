"""The routes of the site's settings and of full re-prints."""

from collections.abc import Callable, Mapping

from aws_lambda_powertools.event_handler import Request, Response

from ...editing.settings import Part, SiteDesk
from ...site.settings import Site
from ..http.authentication import editor_of
from ..http.body import json_object
from ..http.replies import reply
from ..http.resolver import Route
from ..http.validation import value_of
from .rebuild_answers import rebuild_answer


class SettingsRoutes:
    """The site's operations on its desk. `desk` is called at a request, never at import."""

    def __init__(self, desk: Callable[[], SiteDesk]) -> None:
        self._desk = desk

    def routes(self) -> Mapping[str, Route]:
        """Return the routes by the ids of their operations."""
        return {
            "get_site": self.get,
            "replace_site": self.replace,
            "rebuild_site": self.rebuild,
            "get_rebuild": self.rebuilding,
        }

    def get(self) -> Response[str]:
        """Answer with the settings."""
        return reply(200, self._desk().site())

    def replace(self, request: Request) -> Response[str]:
        """Replace the settings; what shows the change is printed again."""
        site = value_of(Site, json_object(request))
        return reply(200, self._desk().replace(site, editor_of(request)))

    def rebuild(self, request: Request) -> Response[str]:
        """Ask for a re-print, of everything or of one part."""
        self._desk().rebuild(value_of(Part, json_object(request, required=False)))
        return reply(202, {"detail": "it is being printed again; GET /api/rebuild tells how far that is"})

    def rebuilding(self) -> Response[str]:
        """Answer with how far the re-print has come."""
        return reply(200, rebuild_answer(self._desk().rebuilding()))
