"""Missions: a pool of teachers becomes people who are called, told, and known to have been told.

A mission is one thing to be done at one place: to mark a paper, to sit on its board, to hold an oral. It has one or
more activities, each with its hours: the agreement meeting of the first morning is an activity of the marking
mission, the board one for those who are named (the notice, "REMISE DES COPIES AUX CORRECTEURS"). So many persons are
called as the scripts ask for, about fifty each, with a reserve. A convocation is the order to come; taking part is a
duty of service (charte nationale des examens of 15 January 2007), from which the rector alone exempts.

Numbers of scripts come from whoever may know them: nothing here knows of batches, specialties or marks.
"""

from enum import StrEnum


class MissionKind(StrEnum):
    """What people are called for."""

    MARKING = "marking"
    BOARD = "board"
    MARKING_STAFF = "marking-staff"
    EXAM_STAFF = "exam-staff"
    INTERROGATION = "interrogation"


class AssignmentState(StrEnum):
    """How a person stands in a mission: on its list, convened, taken out."""

    PROPOSED = "proposed"
    CONVENED = "convened"
    WITHDRAWN = "withdrawn"


class ConvocationState(StrEnum):
    """What the page behind the code of a letter says."""

    VALID = "valid"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


class RunKind(StrEnum):
    """A run of convocations: letters to be checked, or letters that count."""

    CONTROL = "control"
    OFFICIAL = "official"


class ConvocationAct(StrEnum):
    """What became of a letter."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    TOLD_BY_HEAD = "told-by-head"
    CAME_BACK = "came-back"
    CANNOT_COME = "cannot-come"
    SENT_AGAIN = "sent-again"
    NOT_REACHED = "not-reached"
    HOLDS = "holds"
    NOT_TOLD = "not-told"
