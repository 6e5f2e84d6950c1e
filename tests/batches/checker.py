"""Somebody who checks an envelope, as a process of its own that can be killed: `checker.py DATABASE BATCH NUMBER…`.

Each script that is answered is told on a line.
"""

import sys
from uuid import UUID

import django
from django.conf import settings


def main(database: str, code: str, numbers: list[str]) -> None:
    """Scan scripts one after the other."""
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    # Django reads the name of its database once: what scans is read afterwards.
    from massicot.batches import services  # noqa: PLC0415
    from massicot.core.actor import Actor  # noqa: PLC0415

    for rank, number in enumerate(numbers, 1):
        services.check_script(code=code, number=number, scan_id=UUID(int=rank), by=Actor("marc@perrin.invalid"))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
