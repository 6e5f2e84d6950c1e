"""The papers that did not come with a parcel, in words, at every desk that is told of them."""

from massicot.consignments import queries
from massicot.consignments.queries import Parcel
from massicot.consignments.rules.papers import lacks_in_words
from massicot.web.shared.refusals import translate


def lacking_of(parcel: Parcel) -> str:
    """Say which papers of a parcel did not come and are waited for; empty when none is."""
    return translate(lacks_in_words(queries.papers_of(parcel).lacking))
