"""What a box for batches or scripts was given: a batch is also named by the address that its mark sheet bears."""

from massicot.marks import queries as marks

LONGEST_SCAN = 200
"""Signs that a box takes: an address is longer than a code."""


def read_scanned(typed: str) -> str:
    """Give the code of the batch whose mark sheet bears what was scanned; anything else stays as it was typed."""
    return marks.batch_of_address(typed) or typed.strip()
