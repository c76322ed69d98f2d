"""What `live` and `Prefer: wait` say of the pages."""

import threading
import time

from tests.newsroom import Newsroom

from .editor import ARTICLE


def test_an_article_is_live_when_its_pages_are_printed(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    answer = editor.post("/api/articles", ARTICLE | {"state": "published"})
    path = answer.headers["location"]
    assert answer.json["live"] is False
    newsroom.settle()
    article = editor.get(path)
    assert article.json["live"] is True
    assert editor.get(path, if_none_match=article.headers["etag"]).status == 304


def test_an_article_taken_down_is_live_until_its_page_is_gone(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    path = editor.create(state="published")
    newsroom.settle()
    assert editor.post(path + "/unpublish", if_match='"1"').json["live"] is True
    newsroom.settle()
    assert editor.get(path).json["live"] is False


def test_a_caller_who_waits_is_answered_when_the_pages_are_printed(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    printed = threading.Event()

    def print_pages() -> None:
        while not printed.is_set():
            if newsroom.pump():
                printed.set()
            time.sleep(0.01)

    printer = threading.Thread(target=print_pages)
    printer.start()
    try:
        answer = editor.post("/api/articles", ARTICLE | {"state": "published"}, prefer="wait=10")
    finally:
        printed.set()
        printer.join()
    assert (answer.status, answer.json["live"]) == (201, True)
    assert answer.headers["preference-applied"] == "wait=10"


def test_a_caller_who_waits_in_vain_learns_that_it_is_not_live(newsroom: Newsroom) -> None:
    answer = newsroom.editor().post("/api/articles", ARTICLE | {"state": "published"}, prefer="wait=1")
    assert (answer.status, answer.json["live"], answer.headers["preference-applied"]) == (201, False, "wait=1")
