"""What the system answers when a file or an address cannot be had, in the words of a clerk and in their language."""

import errno
import os

from massicot.core.refused import N_, Phrase

_WORDS = {
    errno.ENOENT: N_("there is nothing of that name"),
    errno.EACCES: N_("access is not allowed"),
    errno.EPERM: N_("access is not allowed"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of the path is no folder"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("nothing may be written there"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EADDRINUSE: N_("somebody listens there already"),
    errno.EADDRNOTAVAIL: N_("this machine has no such address"),
}


def words_of(error: OSError) -> Phrase | str:
    """Say what went wrong, in words to be translated; what has none, as the system says it."""
    number = error.errno or 0
    return Phrase(_WORDS[number]) if number in _WORDS else os.strerror(number)
