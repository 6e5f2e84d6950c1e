"""What a worker does about trouble: it says so, and tries again later."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, close_old_connections

log = logging.getLogger("massicot.work")


def goes_well(work: Callable[[], None]) -> bool:
    """Do one round of work on a connection that is alive; False when the database or the program failed it."""
    try:
        close_old_connections()
        work()
    except (OperationalError, InterfaceError) as trouble:
        log.warning("the database does not answer: %s", trouble)
    except Exception:
        log.exception("a worker met a fault of the program")
    else:
        return True
    return False
