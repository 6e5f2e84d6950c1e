"""The name of a second person, typed where two look at something or do it and one of them is signed in."""

from massicot.core.actor import Actor
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text

LETTERS_AT_LEAST = 2


class SecondNameTooShort(Refused):
    sentence = N_("“{name}” is no name: type the name of the second person as it is written.")


class SecondPersonIsFirst(Refused):
    sentence = N_("{login} is who acts here already: type the name of the other person who looked with you.")


NO_SECOND_PERSON = SecondNameTooShort | SecondPersonIsFirst


def check_second_person(name: str, by: Actor) -> None:
    """Refuse a second person who is the first, or what is no name; raise SecondPersonIsFirst or SecondNameTooShort."""
    tidy = visible_text(name)
    if tidy.casefold() == by.login.casefold():
        raise SecondPersonIsFirst(login=by.login)
    if sum(sign.isalpha() for sign in tidy) < LETTERS_AT_LEAST:
        raise SecondNameTooShort(name=tidy)
