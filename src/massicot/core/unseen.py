"""Signs that nobody sees, left out of what people type: pasted along, they turn a line of a printed list round."""


def without_unseen(text: str) -> str:
    """Write every blank as a space, and leave out the other signs that nobody sees."""
    spaced = "".join(" " if sign.isspace() else sign for sign in text)
    return "".join(sign for sign in spaced if sign.isprintable())
