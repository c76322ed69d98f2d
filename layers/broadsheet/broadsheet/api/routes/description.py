"""The route of the API's own description."""

import json
from collections.abc import Mapping

from aws_lambda_powertools.event_handler import Response

from ..http.body import JSON
from ..http.resolver import Route


class DescriptionRoutes:
    """The route of the description itself."""

    def routes(self) -> Mapping[str, Route]:
        """Return the route by the id of its operation."""
        return {"get_description": self.get}

    def get(self) -> Response[str]:
        """Answer with the description."""
        # It takes long to load, and hardly any request asks for it.
        from ..openapi import description

        headers = {"Cache-Control": "public, max-age=300"}
        return Response(status_code=200, content_type=JSON, body=json.dumps(description()), headers=headers)
