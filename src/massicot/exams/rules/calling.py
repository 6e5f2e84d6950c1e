"""What a session says to those who are called: its meetings, the hours of its marking days, how large its reserve is.

The notice calls the markers of a paper to an agreement meeting on the first morning and to a harmonisation board the
day after. The hours of a marking day stand on every convocation, and the person who signs is named by a function:
people change, and letters are kept.
"""

from datetime import time

RESERVE_PERCENT = 10
"""How many more are called than the scripts ask for, when the session does not say."""

RESERVES = (0, 100)
"""Bounds of the reserve, in percent."""

MARKING_STARTS = time(9)
MARKING_ENDS = time(17)
"""The hours of a marking day, on the clock of the session, when the paper does not say."""
