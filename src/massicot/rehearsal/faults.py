"""How much goes wrong in a rehearsal: every planted fault is told once, and nothing else with it."""

from enum import StrEnum


class Faults(StrEnum):
    """What is planted: nothing, what every session has, or what an office dreads as well.

    Usual: absent candidates, blank scripts, late parcels, a script found later, one never found, marks corrected.
    Heavy, besides: a candidate off the list, one of another centre's list, one who sits in another room of their
    centre, one who keeps a mark and sits; each kind of incident in a room; a header strip not there when its box is
    closed, a script not there when its parcel is made, one signed as not there that lies in its parcel, two scripts
    packed in each other's parcel, a parcel that leaves without anybody recording it, one that never arrives, one whose
    seal is broken, one without a copy of a report; a script set aside of each kind, and one that comes back; a batch
    not given back one evening, an envelope closed and a batch given back without a script, a batch split and merged;
    somebody convened who says that they cannot come, one whose head declares that they are not available, a letter that
    comes back, somebody who marks without being called; a marker who does not come and says nothing, each of those who
    said that they cannot come exempted and replaced, where anybody is left. A session of one centre is too small for
    some of them.
    """

    NONE = "none"
    USUAL = "usual"
    HEAVY = "heavy"
