"""What is sealed opens with its key, for what it is about, unaltered; and not otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core import keys
from massicot.core.keys import Key

KEY = Key(b"k" * 32).sub_key("test")


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_is_sealed_is_given_back_as_it_was(content, about):
    assert keys.unseal(KEY, keys.seal(KEY, content, about), about) == content


@given(st.lists(st.binary(max_size=50), max_size=9), st.text(max_size=20))
def test_what_is_sealed_piece_by_piece_is_sealed_as_a_whole(pieces, about):
    sealed = b"".join(keys.seal_pieces(KEY, pieces, about))
    assert keys.unseal(KEY, sealed, about) == b"".join(pieces)
    assert len(sealed) == len(keys.seal(KEY, b"".join(pieces), about))


@pytest.mark.parametrize(
    ("key", "about", "cut", "flip"),
    [
        pytest.param(Key(b"x" * 32).sub_key("test"), "letter", None, 0, id="another key"),
        pytest.param(KEY, "another", None, 0, id="another subject"),
        pytest.param(KEY, "letter", None, 1, id="a changed bit"),
        pytest.param(KEY, "letter", 5, 0, id="the rest is cut off"),
    ],
)
def test_another_key_another_subject_or_a_changed_bit_opens_nothing(key, about, cut, flip):
    sealed = bytearray(keys.seal(KEY, b"secret", "letter"))
    sealed[-1] ^= flip
    with pytest.raises(keys.SealBroken):
        keys.unseal(key, bytes(sealed[:cut]), about)


def test_the_same_content_is_never_sealed_the_same_way_twice():
    assert keys.seal(KEY, b"secret", "letter") != keys.seal(KEY, b"secret", "letter")
