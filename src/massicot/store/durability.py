"""What every connection must promise before a write is acknowledged."""

from collections.abc import Mapping

from massicot.core.refused import N_, Refused


class ConnectionNotDurable(Refused):
    sentence = N_(
        "The database does not wait for the disk ({setting} is {value}): put the setting back before starting Massicot."
    )


_ENOUGH = {
    "fsync": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
    "synchronous": ("2", "3"),
    "journal_mode": ("wal",),
}
"""What waits for the disk: a server's two settings, then an embedded database's (2 is FULL, 3 is EXTRA)."""


def check_durable(settings: Mapping[str, object]) -> None:
    """Refuse a connection with a setting under which a power cut could take an acknowledged write back."""
    for setting, value in settings.items():
        if str(value) not in _ENOUGH[setting]:
            raise ConnectionNotDurable(setting=setting, value=value)
