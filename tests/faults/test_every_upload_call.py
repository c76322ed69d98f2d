"""Every AWS call of process_images fails before and after its effect; Lambda calls it again, and the picture is made.

Until then nobody is told of a variant. The points are taken from the recorded calls of a run without faults.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.calls import intercepted
from tests.emulated import Snapshot
from tests.functions.editor import Editor
from tests.newsroom import Newsroom
from tests.photographs import photograph

from .accidents import FAILURES, Crash, Fault


class Scene:
    """An upload whose file has arrived, developed again and again from there."""

    def __init__(self, newsroom: Newsroom, data: bytes) -> None:
        self.newsroom = newsroom
        self.editor: Editor = newsroom.editor()
        self.path = self.editor.post("/api/media", {"size": len(data)}).headers["location"]
        self.media = self.path.rpartition("/")[2]
        newsroom.send(self.media, data)
        self.start = Snapshot()

    def play(self, fault: Fault) -> None:
        """Deliver the notification until it is taken, and once more: S3 says things twice."""
        self.start.restore()
        with intercepted(fault):
            for _ in range(2):
                while not self.taken():
                    state = self.newsroom.items("ContentTable", f"media#{self.media}")[0]
                    # Named by nobody before all of it is there.
                    assert "expires_at_seconds" in state or self.outcome()[0] == "ready"

    def taken(self) -> bool:
        try:
            self.newsroom.arrived(self.media)
        except (Crash, ClientError):
            return False
        return True

    def outcome(self) -> tuple[str, Any, dict[str, bytes]]:
        """Return what the API says and what the site bucket holds."""
        told = self.editor.get(self.path).json
        return told["state"], told, self.newsroom.variants()


@pytest.mark.parametrize("data", [photograph(400, 300), b"no picture"], ids=["a picture", "no picture"])
def test_no_failure_of_any_call_loses_a_picture_or_tells_of_half_of_one(newsroom: Newsroom, data: bytes) -> None:
    scene = Scene(newsroom, data)
    flawless = Fault()
    scene.play(flawless)
    expected = scene.outcome()
    assert expected[0] == ("ready" if data != b"no picture" else "refused")
    assert bool(expected[2]) is (expected[0] == "ready")
    for point in flawless.points:
        for accident in FAILURES:
            fault = Fault(point, accident)
            scene.play(fault)
            assert fault.struck, fault
            assert scene.outcome() == expected, fault
