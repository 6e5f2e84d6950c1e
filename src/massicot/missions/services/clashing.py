"""What no act on missions may leave behind: somebody at two places on one half-day, or twice at one hour."""

from massicot.missions import queries
from massicot.missions.models import Mission
from massicot.missions.queries.obstacles import A_DAY
from massicot.missions.rules.hours import Clash, clashes
from massicot.missions.rules.making import ConvenedCannotKeep
from massicot.persons import queries as persons

NAMED_AT_MOST = 5
"""How many people a refusal names: the first ones say where to look."""


def check_list_still_holds(mission: Mission) -> None:
    """Refuse new hours that somebody on the list, convened or not, could not keep; raise ConvenedCannotKeep.

    Each of them is held, so that nobody puts them on another list meanwhile.
    """
    people = {row.person_id: row.person for row in queries.list_rows(mission.pk)}
    persons.hold_persons(people)
    if barred := list(clashes_of(mission, list(people))):
        names = ", ".join(name_of(people[person_id]) for person_id in barred[:NAMED_AT_MOST])
        raise ConvenedCannotKeep(persons=names)


def clashes_of(mission: Mission, person_ids: list[int]) -> dict[int, list[Clash]]:
    """Map those of some persons on the list of a mission who cannot keep all that is asked of them to what clashes."""
    hours = queries.activities_of(mission.pk)
    first = min(row.starts_at for row in hours) - A_DAY
    last = max(row.ends_at for row in hours) + A_DAY
    found = {}
    for person_id, kept in queries.slots_between(first, last, person_ids).items():
        own = [slot for slot in kept if slot.mission == mission.pk]
        if clashing := clashes([slot for slot in kept if slot.mission != mission.pk], own):
            found[person_id] = clashing
    return found


def name_of(person: persons.Person) -> str:
    """Write how a person is called in a refusal."""
    return " ".join(filter(None, (person.civility, person.first_name, person.surname)))
