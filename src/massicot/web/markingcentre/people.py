"""Markers as pages of this desk call them."""

from collections.abc import Mapping

from massicot.markers import queries as markers
from massicot.markers.queries import Marker

People = Mapping[str, Marker]


def name_of(people: People, identifier: str) -> str:
    """Write the name of a marker, or the identifier of one who is no longer in the table."""
    return markers.name_of(people[identifier]) if identifier in people else identifier


def name_with_identifier(people: People, identifier: str) -> str:
    """Write a marker with the identifier that tells them from another of the same name."""
    return f"{name_of(people, identifier)} ({identifier})"
