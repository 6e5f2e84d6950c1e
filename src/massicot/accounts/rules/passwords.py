"""Passwords that whoever guesses tries first: rows, repetitions, common words with figures behind, one's own address.

Length alone (twelve signs) lets them all through; Django's list of the commonest knows English ones. Four words that
have nothing to do with one another pass.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from massicot.core.refused import N_, Refused
from massicot.core.spelling import folded

FEWEST_DIFFERENT = 5
"""Different signs of a password of twelve: fewer are typed without a thought."""

_ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl")
_RUN = 4
"""Signs that stand together on average in a row, so that two rows joined, or one with a figure behind, is one too."""

_LOOKALIKES = str.maketrans("014357@$!", "oiaest" + "asi")
_FREQUENT = frozenset(
    """
    motdepasse motdepass mdp passe password passwort secret code acces admin administrateur bonjour bonsoir salut merci
    soleil chocolat doudou loulou chouchou coucou jetaime amour coeur princesse licorne papillon chaton vacances
    toulouse marseille paris lyon lille nantes bordeaux france football pompier maison famille maman papa
    azerty qwerty azertyuiop qwertyuiop bienvenue welcome letmein iloveyou dragon superman starwars pokemon naruto
    nicolas thomas camille julien alexandre sophie caroline isabelle jerome olivier vincent sebastien marine pauline
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi
    vendredi samedi dimanche printemps automne hiver
    massicot academie rectorat examen examens concours bureau dec correction correcteur correcteurs copie copies note
    notes epreuve epreuves session brevet bts bac baccalaureat lycee college ecole education nationale
    de des du la le les et mon ma mes un une
    """.split()
)
_AT_MOST = 3
"""Common words in a row that a guesser tries: motdepasse, monlycee, academie de paris."""


class PasswordGuessed(Refused):
    sentence = N_(
        "Whoever guesses tries this password first: a row, one sign repeated, or common words. Take four words that "
        "have nothing to do with one another."
    )


class PasswordHoldsAddress(Refused):
    sentence = N_("This password holds what stands in your address: take words that nobody connects with you.")


def check_password(password: str, login: str) -> None:
    """Refuse a password that is tried first, for the account of this address.

    Raise PasswordGuessed or PasswordHoldsAddress.
    """
    text = password.casefold()
    if len(set(text)) < FEWEST_DIFFERENT or _is_repeated(text) or _is_of_rows(text) or _is_of_frequent_words(text):
        raise PasswordGuessed
    if any(part in folded(password) for part in _parts_of(login)):
        raise PasswordHoldsAddress


def _parts_of(login: str) -> list[str]:
    """Read the words of an address, before its sign, that are long enough to be no part of others."""
    own = login.partition("@")[0]
    return [part for part in map(folded, {own, *re.split(r"[\W\d_]+", own)}) if len(part) >= _RUN]


def _is_repeated(text: str) -> bool:
    """Say whether a text is its beginning over and over, three times at least: abcdabcdabcd."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 3 + 1))


def _is_of_rows(text: str) -> bool:
    """Say whether neighbours of the keyboard or of the alphabet follow one another nearly all along."""
    runs = 1 + sum(not _are_neighbours(one, next_one) for one, next_one in pairwise(text))
    return runs * _RUN <= len(text)


def _are_neighbours(one: str, other: str) -> bool:
    return one == other or any(
        one in row and other in row and (row.index(one) - row.index(other)) % len(row) in (1, len(row) - 1)
        for row in _ROWS
    )


def _is_of_frequent_words(text: str) -> bool:
    """Say whether few common words are all of a text, but for figures, and signs that stand for letters."""
    letters = folded(re.sub(r"\d", "", text)).lower()
    within = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    alike = folded(within.translate(_LOOKALIKES)).lower()
    return _is_covered(letters, _AT_MOST) or _is_covered(alike, _AT_MOST)


def _is_covered(text: str, words: int) -> bool:
    """Say whether a text is so many common words or fewer, one behind the other; nothing at all is."""
    if not text:
        return True
    if not words:
        return False
    return any(_is_covered(text[len(word) :], words - 1) for word in _words_beginning(text))


def _words_beginning(text: str) -> Sequence[str]:
    return [word for word in _FREQUENT if text.startswith(word)]
