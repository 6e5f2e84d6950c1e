"""Which activity is which when the hours of a mission are written anew: an event in somebody's calendar is moved then.

An activity is the one of before that has its title and begins when it does; else the first one left of its title, in
their order; else the one that began when it does, under another title. What is left of before has fallen away.
"""

from collections.abc import Callable, Hashable, Sequence

from massicot.missions.rules.making import ActivityValues

Likeness = Callable[[ActivityValues], Hashable]

LIKENESSES: Sequence[Likeness] = (
    lambda row: (row.title.strip(), row.day, row.starts),
    lambda row: row.title.strip(),
    lambda row: (row.day, row.starts),
)
"""What makes two activities one, the closest first."""


def same_activities(before: Sequence[ActivityValues], after: Sequence[ActivityValues]) -> list[int | None]:
    """Say of each activity which one of before it is, by its place there; None where it is new."""
    found: list[int | None] = [None] * len(after)
    left = list(range(len(before)))
    for likeness in LIKENESSES:
        for place, row in enumerate(after):
            if found[place] is None:
                same = next((old for old in left if likeness(before[old]) == likeness(row)), None)
                found[place] = same
                left = [old for old in left if old != same]
    return found
