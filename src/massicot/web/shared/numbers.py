"""Numbers in sentences."""

from django.utils.formats import localize


class Grouped(int):
    """A number that a sentence writes in groups of three, as the pages do: 6 082; it still chooses the plural."""

    def __format__(self, _spec: str) -> str:
        """Write it."""
        return str(localize(int(self)))
