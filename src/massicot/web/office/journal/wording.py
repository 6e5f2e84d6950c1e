"""How each act of the journal is called where the office reads who has done what."""

from collections.abc import Mapping

from django.utils.translation import gettext

from massicot.audit import rules

TOLD_NO_MORE: Mapping[str, str] = {}
"""The words, marked, of acts that the program does no more and that journals still tell, by the name of their fact."""


def words_of_acts() -> Mapping[str, str]:
    """Map each act of a list of acts to how it is called, in the reader's language."""
    return {act: gettext(word) for act, word in {**TOLD_NO_MORE, **rules.words_of_acts()}.items()}
