"""Answers that are given once: what follows when somebody has taken one whole, and not before."""

from collections.abc import Callable, Iterable

from django.http import StreamingHttpResponse


class GivenOnce(StreamingHttpResponse):
    """An answer that leaves piece by piece, and whoever sends it says when its reader has all of it (decision 0012)."""

    def __init__(self, pieces: Iterable[bytes], *, content_type: str, when_taken: Callable[[], object]) -> None:
        super().__init__(pieces, content_type=content_type)
        self.when_taken = when_taken
