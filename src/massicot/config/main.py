"""The `massicot` command.

Django must be set up before any table is imported, and a rehearsal chooses its own database before that; hence the
order of this module.
"""

import os
import sys

import django

from massicot.config import environment, starting

starting.begin()
environment.enter(sys.argv[1:], os.environ)
django.setup()

from massicot.commands import line  # noqa: E402 - see above

starting.settle()


def main() -> int:
    """Run the command line and return its exit code."""
    return line.run(sys.argv[1:])


if __name__ == "__main__":  # a server starts its worker so
    sys.exit(main())
