"""The pages of a list: as many as somebody may turn one by one, however long the list is.

A page far down costs the database all the lines before it: of a journal of 227,381 lines page 900 took seventeen times
a page that does nothing. Whoever looks for a line there narrows the list, sorts it the other way, or takes it away.
"""

from typing import Any

from django.core.paginator import Page, Paginator

PAGE_LENGTH = 50
MOST_PAGES = 100


def page_of(rows: Any, total: int | None, asked: str | None) -> Page[Any]:
    """Cut a page out of what was found, the last one for a number too high; `total` counts all, where it is known."""
    paginator = Paginator(rows, PAGE_LENGTH)
    if total is not None:
        paginator.count = total
    paginator.num_pages = min(paginator.num_pages, MOST_PAGES)
    return paginator.get_page(asked)


def cut_after(page: Page[Any]) -> int:
    """Tell after how many lines a list has no more pages, on the last of them; 0 elsewhere."""
    last_line = page.paginator.num_pages * PAGE_LENGTH
    return 0 if page.has_next() or last_line >= page.paginator.count else last_line
