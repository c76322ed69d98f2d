"""Pages of comments: an article's discussion, the counts for lists, and the answers to readers without scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..article.fields import Article
from ..codec import to_json
from ..comment.event import CommentState
from ..comment.fields import Record
from ..comment.seat import Counter, page_of
from ..comment.text import Paragraph, paragraphs_of
from ..errors import FieldError
from .frame import Frame
from .linked_data import breadcrumbs, linked_data
from .printed import JSON, Freshness, Printed
from .templates import render


@dataclass(frozen=True, slots=True)
class Seated:
    """A comment at its seat; `record` is None where it was erased."""

    seat: int
    record: Record | None

    @property
    def stands(self) -> bool:
        """Whether readers see what it says."""
        return self.record is not None and self.record.state is CommentState.APPROVED

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The text as paragraphs of lines of pieces; none where it does not stand."""
        return paragraphs_of(self.record.text) if self.record is not None and self.stands else ()

    @property
    def page(self) -> int:
        """The number of the page it stands on."""
        return page_of(self.seat)


def newest_page(frame: Frame, article: Article, counter: Counter, newest: Sequence[Seated]) -> Printed:
    """Return the head of an article's discussion: how many comments, the newest first, the form, and the way to all."""
    return _discussion(
        frame,
        article,
        counter,
        [seated for seated in newest if seated.stands],
        path=f"comments/{article.id}",
        number=None,
    )


def numbered_page(frame: Frame, article: Article, counter: Counter, number: int, shown: Sequence[Seated]) -> Printed:
    """Return one page of an article's discussion, in the order of the seats.

    What was removed or erased leaves a line where it stood, so that answers to it are understood.
    """
    return _discussion(frame, article, counter, shown, path=f"comments/{article.id}/{number}", number=number)


def counts(standing: Mapping[str, int]) -> Printed:
    """Return how many comments stand under each article, for lists to fetch."""
    return Printed(
        body=to_json({"counts": dict(standing)}),
        content_type=JSON,
        freshness=Freshness.FRONT,
    )


def received_page(frame: Frame) -> Printed:
    """Return where the plain form leads when a comment was received."""
    return Printed(body=render("comments-received.html", frame=frame, index=False))


def refused_text(
    frame: Frame, article_id: str, article: Article | None, sent: Mapping[str, str], errors: Sequence[FieldError]
) -> str:
    """Return what a reader without scripts is answered when a comment has faults: the form, with all that was typed.

    Each error stands at its field; those of no field stand above. It is an answer, never a printed page.
    """
    by_field: dict[str, str] = {}
    others = []
    for error in errors:
        field = error.pointer.lstrip("/")
        if field in ("name", "text"):
            by_field.setdefault(field, frame.say(error.detail))
        else:
            others.append(frame.say(error.detail))
    return render(
        "comments-refused.html",
        frame=frame,
        index=False,
        article=article,
        article_id=article_id,
        typed=sent,
        errors=by_field,
        others=others,
        form_level=2,
    )


def stopped_text(frame: Frame, heading: str, words: str, text: str = "") -> str:
    """Return what a reader without scripts is answered when a comment cannot be taken, with the text, to copy."""
    return render(
        "comments-stopped.html", frame=frame, index=False, heading=frame.say(heading), words=frame.say(words), text=text
    )


def _discussion(
    frame: Frame, article: Article, counter: Counter, shown: Sequence[Seated], *, path: str, number: int | None
) -> Printed:
    fields = article.fields
    heading = frame.say("Comments: {headline}", headline=fields.headline)
    itself = (fields.headline, f"/{article.path}")
    return Printed(
        body=render(
            "comments.html",
            frame=frame,
            heading=frame.say("{heading}, page {number}", heading=heading, number=number) if number else heading,
            description=frame.say("What readers say of “{headline}”", headline=fields.headline),
            linked_data=linked_data(
                breadcrumbs(
                    frame,
                    (frame.section_name(fields.section), f"/{fields.section}"),
                    itself,
                    (frame.say("Comments"), f"/{path}"),
                )
            ),
            article=article,
            article_id=article.id,
            counter=counter,
            shown=shown,
            number=number,
            path=path,
            section=fields.section,
            typed={},
            errors={},
            form_level=2,
        ),
        freshness=Freshness.DISCUSSION,
        article_ids=(article.id,),
    )
