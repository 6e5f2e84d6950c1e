"""A letter of the outbox, sent over a line of its own."""

from contextlib import closing

from massicot.post import queries, services


def send(server, *, at, sender="massicot@bureau.invalid", act=services.send_next, **about):
    """Send one letter over a line of its own; give it as it is afterwards, or None."""
    with closing(services.Line(server)) as line:
        letter = act(line=line, sender=sender, at=at, **about)
    return letter and queries.letter_by_id(letter.pk)
