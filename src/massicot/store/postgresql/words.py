"""How whoever is not Django reaches the same database: the words of a connection that PostgreSQL's library knows."""

from typing import Any

from django.db import connection

_OF_DJANGO = ("cursor_factory", "context", "prepare_threshold")


def connection_words() -> dict[str, Any]:
    """Give the words of a connection to the database of the settings, its password too."""
    return {name: value for name, value in connection.get_connection_params().items() if name not in _OF_DJANGO}
