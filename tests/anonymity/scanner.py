"""Somebody who scans a pile, as a process of its own that can be killed: `scanner.py DATABASE PARCEL WAY NUMBER…`.

Each script that is answered is told on a line. WAY `at-once` writes each tick to the ledger before the next scan, which
is what the tally of a parcel is there to avoid.
"""

import sys
from uuid import UUID

import django
from django.conf import settings
from django.utils import timezone


def main(database: str, code: str, way: str, numbers: list[str]) -> None:
    """Scan scripts one after the other."""
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    # Django reads the name of its database once: what scans is read afterwards.
    from massicot.consignments import services as consignments  # noqa: PLC0415
    from massicot.consignments.queries import parcel_by_code  # noqa: PLC0415
    from massicot.core.actor import Actor  # noqa: PLC0415

    parcel = parcel_by_code(code)
    said = {"by": Actor("marc@perrin.invalid"), "at": timezone.now()}
    for rank, number in enumerate(numbers, 1):
        consignments.scan_script(code=code, number=number, scan_id=UUID(int=rank), **said)
        if way == "at-once":
            to = {"paper_id": parcel.paper_id, "centre_uai": parcel.destination_uai}
            consignments.write_ticks_towards(**to, **said)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:4], sys.argv[4:])
