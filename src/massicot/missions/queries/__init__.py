"""Reads of missions, of their lists, and of what speaks against calling somebody."""

from massicot.missions.models import Mission
from massicot.missions.queries.lists import ProposedPerson, assignment_of, list_rows, named_on, proposals_for
from massicot.missions.queries.missions import (
    activities_of,
    activity_values,
    count_listed,
    hold_mission,
    mission_by_id,
    mission_rows,
    places_of_sessions,
    subject_of,
    values_of,
)
from massicot.missions.queries.obstacles import titles_of
