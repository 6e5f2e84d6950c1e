"""The pages of a list: as many as somebody may turn one by one, however long the list is.

A page far down costs the database all the lines before it: of a journal of 227,381 lines page 900 took seventeen times
a page that does nothing. Whoever looks for a line there narrows the list, sorts it the other way, or takes it away.
"""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

PAGE_LENGTH = 50
MOST_PAGES = 100


class ShortPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of which the last that is shown is not always the last that there is."""

    def __init__(self, found: Any) -> None:
        super().__init__(found, PAGE_LENGTH)

    @cached_property
    def num_pages(self) -> int:
        """Count the pages that are shown."""
        return min(super().num_pages, MOST_PAGES)

    @property
    def shown(self) -> int:
        """Count the lines on them."""
        return int(min(self.count, self.num_pages * self.per_page))

    @property
    def is_cut(self) -> bool:
        """Say whether lines are left out."""
        return bool(self.shown < self.count)
