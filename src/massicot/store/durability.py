"""What every connection must promise before a write is acknowledged."""

from massicot.core.refused import N_, Refused


class ConnectionNotDurable(Refused):
    """A database set up so that a power cut could lose an acknowledged mark."""

    sentence = N_(
        "The database does not wait for the disk ({setting} is {value}): put the setting back before starting Massicot."
    )
