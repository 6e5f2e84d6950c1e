"""Batches of so few scripts that nobody is told whose pupils they hold: what slipped, in counts."""

from collections import defaultdict

from massicot.batches import rules
from massicot.batches.models import BatchScript, HandOut
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.scripts import queries as scripts


def own_pupils_marked(paper: Paper, pupil_key: bytes) -> int:
    """Count the scripts of a paper's small batches that a marker of their candidate's institution had in hand."""
    holders: dict[int, set[str]] = defaultdict(set)
    stays = HandOut.objects.filter(batch__paper_id=paper.pk, batch__size__lt=rules.FEWEST_TOLD)
    for batch_id, identifier in stays.values_list("batch_id", "marker").distinct():
        holders[batch_id].add(identifier)
    people = markers.markers_by_identifier(paper.session_id, set().union(*holders.values()))
    contents = dict(BatchScript.objects.filter(batch_id__in=list(holders)).values_list("number", "batch_id"))
    tokens: dict[int, dict[str, bytes]] = defaultdict(dict)
    for number, token in scripts.tokens_of(list(contents)).items():
        tokens[contents[number]][number] = token
    return sum(
        len(rules.own_pupils(tokens[batch_id], _schools(people, identifiers), pupil_key))
        for batch_id, identifiers in holders.items()
    )


def _schools(people: dict[str, markers.Marker], identifiers: set[str]) -> set[str]:
    return {people[identifier].institution_uai for identifier in identifiers if identifier in people}
