"""How much goes wrong in a rehearsal: every planted fault is told once, and nothing else with it."""

from enum import StrEnum


class Faults(StrEnum):
    """What is planted: nothing, what every session has, or what an office dreads as well.

    Usual: absent candidates, blank scripts, late parcels, a script found later, one never found, marks corrected.
    Heavy, besides: a candidate off the list, one of another centre's list, a header strip not there when its box is
    closed, a script not there when its parcel is made, two scripts packed in each other's parcel, a parcel that leaves
    without anybody recording it, one that never arrives, a batch not given back one evening, an envelope closed and a
    batch given back without a script, a script set aside. A session of one centre is too small for some of them.
    """

    NONE = "none"
    USUAL = "usual"
    HEAVY = "heavy"
