"""What keeps a batch from being merged or split, as far as its marks are concerned."""

from massicot.core.refused import N_, Refused


class BatchWasSigned(Refused):
    """A batch merged or split that was locked once, and opened again."""

    sentence = N_(
        "The batch {code} was locked once and the exam office opened it again: what was signed stays with it, and its "
        "scripts too. Hand it out again, its marker corrects and locks it."
    )


class LinesAtTheOffice(Refused):
    """A batch merged or split while a line of it waits for the office."""

    sentence = N_(
        "Lines of {code} wait for the exam office: {numbers}. Ask it to answer them, or let the marker take them back; "
        "then merge or split the batch."
    )
