"""What works beside the people who wait does about trouble: it says so, and tries again later."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError

log = logging.getLogger("massicot.work")


def goes_well(work: Callable[[], None]) -> bool:
    """Do one piece of work; False when the database or the program failed it."""
    try:
        work()
    except (OperationalError, InterfaceError) as trouble:
        log.warning("the database does not answer: %s", trouble)
    except Exception:
        log.exception("a worker met a fault of the program")
    else:
        return True
    return False
