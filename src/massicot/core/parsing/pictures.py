"""A picture that somebody hands in, without what it says beside the picture. Runs in the process that reads the file.

It is not drawn: what draws it is checked for its form and its size and stays as it came, to the bit, so that what a
paper shows is what was handed in, and no drawing library is needed.
"""

from collections.abc import Iterable

from massicot.core.parsing import jpeg_parts, png_parts, told_papers
from massicot.core.parsing.confinement import Told, Unreadable

JPEG, PNG = "jpeg", "png"


def tell(content: bytes, _questions: Iterable[int]) -> Told:
    """Tell a picture written anew."""
    yield from told_papers.tell(*rewrite(content), pages=1)


def rewrite(content: bytes) -> tuple[str, bytes]:
    """Write a picture anew, and name its kind; raise Unreadable."""
    if content.startswith(png_parts.START):
        return PNG, png_parts.clean(content)
    picture, is_whole = jpeg_parts.clean(content)
    if not is_whole:
        raise Unreadable("cut_short")
    return JPEG, picture
