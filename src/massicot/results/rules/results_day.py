"""The day of the results beside the days on which papers were lifted: told where they do not agree, never refused.

Candidates see their scripts after the day of the results. Where that day has come and a paper is not lifted, nobody
sees one; where it was lifted after that day, candidates could not have read a result before: a day was mistyped, or the
results of this paper were late.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from massicot.core.refused import N_, Phrase

_NOT_LIFTED = N_(
    "The results are out since {day}, and the anonymity of {paper} is not lifted: nobody sees a script before it is."
)
_LIFTED_AFTER = N_(
    "The results were out on {day}, and the anonymity of {paper} was lifted on {lifted}: check the day of the results."
)


def doubts_of_lifting(results_on: date, lifted: Mapping[str, date | None], today: date) -> Iterator[Phrase]:
    """Tell of each paper that was lifted after the results were out, or is not lifted although they are."""
    day = f"{results_on:%d/%m/%Y}"
    for paper, lifted_on in lifted.items():
        if lifted_on is None and results_on < today:
            yield Phrase(_NOT_LIFTED, values={"day": day, "paper": paper})
        elif lifted_on is not None and results_on < lifted_on:
            yield Phrase(_LIFTED_AFTER, values={"day": day, "paper": paper, "lifted": f"{lifted_on:%d/%m/%Y}"})
