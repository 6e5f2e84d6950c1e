"""Refusals: what the program will not do, in one sentence that tells a clerk what to do next."""

from collections.abc import Mapping
from typing import ClassVar


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's own manual gives to a mark without a look-up
    """Mark a sentence for the catalogues without translating it here."""
    return text


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """An act that the rules forbid: a message id and its values, translated where people read."""

    sentence: ClassVar[str]

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.values: Mapping[str, object] = values

    def __str__(self) -> str:
        return self.sentence.format_map(self.values)
