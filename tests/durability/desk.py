"""Where the typists and whoever kills their server meet: nobody sleeps, everybody waits for a count."""

import threading

PATIENCE_S = 60
"""After which a wait is a failure."""


class Desk:
    """Counts acknowledged saves; says whether the server is there and whether the day is over."""

    def __init__(self) -> None:
        self.is_closed = False
        self.acknowledged = 0
        self.is_served = False
        self.changed = threading.Condition()

    def count(self) -> None:
        """Count one acknowledged save."""
        with self.changed:
            self.acknowledged += 1
            self.changed.notify_all()

    def wait_for(self, more: int) -> None:
        """Wait for so many more acknowledged saves."""
        with self.changed:
            goal = self.acknowledged + more
            assert self.changed.wait_for(lambda: self.acknowledged >= goal, PATIENCE_S), "nothing is acknowledged"

    def wait_for_server(self) -> None:
        """Wait until the server is there."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.is_served, PATIENCE_S), "the server does not come back"

    def say_served(self) -> None:
        """Tell the typists that the server is there."""
        with self.changed:
            self.is_served = True
            self.changed.notify_all()

    def say_gone(self) -> None:
        """Tell those who get no answer to wait for the server."""
        with self.changed:
            self.is_served = False

    def close(self) -> None:
        """Tell the typists to stop once the save that they are at is answered."""
        self.is_closed = True
        self.say_served()
