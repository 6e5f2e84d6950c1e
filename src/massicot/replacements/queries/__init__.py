"""Reads of replacements: who may come in whose stead, who comes, who is not replaced yet."""

from massicot.replacements.queries.choices import StandInChoices, choices_for
from massicot.replacements.queries.standing import (
    ReplacedHalf,
    Replacement,
    name_of,
    replaced_persons,
    standing_halves,
    words_of,
)
