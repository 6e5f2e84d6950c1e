"""Refusals: what the program will not do, in one sentence that tells a clerk what to do next."""

import errno
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's own manual gives to a mark without a look-up
    """Mark a sentence for the catalogues without translating it here."""
    return text


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802 - as N_, for words that a number bends
    """Mark words and their plural for the catalogues without translating them here."""
    return singular, plural


@dataclass(frozen=True, slots=True)
class Phrase:
    """A value of a refusal that is words itself: message ids and their values, translated where people read."""

    singular: str
    plural: str = ""
    n: int = 1
    values: Mapping[str, object] = field(default_factory=dict)

    def text_in(self, gettext: Callable[[str], str], ngettext: Callable[[str, str, int], str]) -> str:
        """Write the phrase in the reader's language."""
        text = ngettext(self.singular, self.plural, self.n) if self.plural else gettext(self.singular)
        return text.format(n=self.n, **self.values)

    def __str__(self) -> str:
        return self.text_in(str, lambda singular, plural, n: singular if n == 1 else plural)


class Phrases(tuple[Phrase, ...]):
    """Several phrases, one after the other."""

    __slots__ = ()

    def text_in(self, gettext: Callable[[str], str], ngettext: Callable[[str, str, int], str]) -> str:
        """Write the phrases in the reader's language."""
        return ", ".join(phrase.text_in(gettext, ngettext) for phrase in self)

    def __str__(self) -> str:
        return ", ".join(map(str, self))


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """An act that the rules forbid: a message id and its values, translated where people read."""

    sentence: ClassVar[str]

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.values: Mapping[str, object] = values

    def __str__(self) -> str:
        return self.sentence.format_map(self.values)


_WORDS = {
    errno.ENOENT: N_("there is nothing of that name"),
    errno.EACCES: N_("access is not allowed"),
    errno.EPERM: N_("access is not allowed"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of the path is no folder"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("nothing may be written there"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EADDRINUSE: N_("somebody listens there already"),
    errno.EADDRNOTAVAIL: N_("this machine has no such address"),
}


def words_of(error: OSError) -> Phrase | str:
    """Say what went wrong, in words to be translated; what has none, as the system says it."""
    number = error.errno or 0
    return Phrase(_WORDS[number]) if number in _WORDS else os.strerror(number)
