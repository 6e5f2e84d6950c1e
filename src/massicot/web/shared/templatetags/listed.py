"""What the cells of a list say of their column, and its foot of its pages."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.template.base import Parser, Token

from massicot.web.shared import paging

register = template.Library()


class TitleOf(template.Node):
    """Writes the title of one column: narrow screens show it beside each cell, fifty times on a page."""

    def __init__(self, key: str) -> None:
        self._key = key

    def render(self, context: template.Context) -> Any:
        """Write the title as the head of the list does."""
        return context["listing"].titles[self._key]


@register.tag
def title_of(_parser: Parser, token: Token) -> TitleOf:
    """Title a cell of `listing` as the head of its column is: data-title="{% title_of 'code' %}"."""
    _, key = token.split_contents()
    return TitleOf(key.strip("'\""))


@register.filter
def cut_after(page: Page[Any]) -> int:
    """Tell after how many lines a list has no more pages, on the last of them; 0 elsewhere."""
    return paging.cut_after(page)
