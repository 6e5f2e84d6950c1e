"""The database of the settings, whichever it is, copied into a file and put back from one."""

from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from massicot.core.refused import N_, Refused
from massicot.store.backups import archive, embedded, server
from massicot.store.backups.archive import BackupNewer, Manifest
from massicot.store.backups.tables import Facts


class BackupOfOtherKind(Refused):
    sentence = N_(
        "This backup is of a database of the kind {theirs}, and MASSICOT_DATABASE_URL names one of the kind {ours}: "
        "name an empty one of the same kind, then restore."
    )


class NothingToBackUp(Refused):
    sentence = N_(
        "There is no database of Massicot at {place}: check MASSICOT_HOME and MASSICOT_DATABASE_URL, then run the "
        "command again."
    )


def kind() -> str:
    return connection.vendor


def check_there() -> None:
    """Refuse to copy what is not there, without making it; raise NothingToBackUp."""
    if kind() != "postgresql" and not _file().exists():
        raise NothingToBackUp(place=_file())
    if "django_migrations" not in connection.introspection.table_names():
        raise NothingToBackUp(place=connection.settings_dict["NAME"])


def copy_into(draft: Path) -> Facts:
    """Copy the database as it is at this instant, who is signed in left out."""
    return server.copy_into(draft) if kind() == "postgresql" else embedded.copy_into(_file(), draft)


def check_fits(manifest: Manifest, program: str) -> None:
    """Refuse a backup of another kind of database, or of a newer program; raise BackupOfOtherKind or BackupNewer."""
    if manifest.database != kind():
        raise BackupOfOtherKind(theirs=manifest.database, ours=kind())
    migrations = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if not migrations.issuperset(manifest.migrations):
        raise BackupNewer(theirs=manifest.program, ours=program)


def check_empty(manifest: Manifest) -> None:
    """Refuse a place into which a backup cannot be put; raise PlaceTaken, PlaceInUse, ToolMissing or ToolTooOld."""
    if kind() == "postgresql":
        server.check_empty(manifest.tool_version)
    else:
        embedded.check_empty(_file())


def put_back(path: Path, manifest: Manifest) -> None:
    """Put the database of a backup into an empty place, whole or not at all."""
    with archive.content_of(path) as content:
        if kind() == "postgresql":
            server.put_back(content, manifest.tool_version)
        else:
            connection.close()
            embedded.put_back(_file(), content)


def facts() -> Facts:
    """Tell what the database says of itself now."""
    return server.facts() if kind() == "postgresql" else embedded.facts(_file())


def _file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))
