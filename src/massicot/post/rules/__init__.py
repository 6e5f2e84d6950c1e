"""Rules of post: one file a subject; what stands here is asked by other areas."""

from massicot.post.rules.letters import (
    MOVES,
    NOT_LEFT,
    SEALING,
    STATES,
    STUCK,
    AddressMalformed,
    LetterMovedOn,
    LetterState,
    check_address,
    is_servers_word,
)
