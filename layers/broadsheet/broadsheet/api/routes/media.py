"""The routes of pictures' uploads. A picture's bytes never pass through here: they are sent to where they stay."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from aws_lambda_powertools.event_handler import Request, Response

from ...article.picture import SOCIAL_HEIGHT, SOCIAL_WIDTH, Format, height_at
from ...article.upload import Upload
from ...editing.uploads import UploadDesk
from ..http.authentication import editor_of
from ..http.body import json_object
from ..http.replies import reply
from ..http.resolver import Route, about
from ..http.validation import value_of
from .article_bodies import MediaAnswer, SignedUpload, UploadAnswer, UploadBody, Variant


class MediaRoutes:
    """The uploads' operations on their desk. The arguments are called at a request, never at import."""

    def __init__(self, desk: Callable[[], UploadDesk], site_url: Callable[[], str]) -> None:
        self._desk = desk
        self._site_url = site_url

    def routes(self) -> Mapping[str, Route]:
        """Return the routes by the ids of their operations."""
        return {"create_media": self.create, "get_media": self.get}

    def create(self, request: Request) -> Response[str]:
        """Open an upload and answer with the request that sends its file."""
        body = value_of(UploadBody, json_object(request))
        opening = self._desk().announce(body.size, body.content_type, editor_of(request))
        about(request, media=opening.upload.id)
        signed = SignedUpload(
            method="PUT", url=opening.put.url, headers=opening.put.headers, expires_at=opening.expires_at
        )
        answer = UploadAnswer(id=opening.upload.id, state=opening.upload.state, upload=signed)
        return reply(201, answer, {"Location": f"/api/media/{opening.upload.id}"})

    def get(self, media_id: str) -> Response[str]:
        """Answer with what became of an upload."""
        return reply(200, _answer(self._desk().upload(media_id), self._site_url()))


def _answer(upload: Upload, site_url: str) -> MediaAnswer:
    answer = MediaAnswer(
        id=upload.id, state=upload.state, size=upload.size, created_at=upload.created_at, reason=upload.reason
    )
    picture = upload.picture
    if picture is None:
        return answer

    def variant(path: str, width: int, height: int, form: Format) -> Variant:
        return Variant(url=site_url + path, width=width, height=height, content_type=form.content_type)

    return replace(
        answer,
        width=picture.width,
        height=picture.height,
        colour=picture.colour,
        variants=tuple(
            variant(picture.path(width, form), width, height_at(width, picture.width, picture.height), form)
            for form in Format
            for width in picture.widths
        ),
        social=variant(picture.social, SOCIAL_WIDTH, SOCIAL_HEIGHT, Format.JPEG),
    )
