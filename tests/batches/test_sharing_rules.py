"""Who takes which batches: evenly, of few specialties each, as it was proposed, around what was refused."""

import math
from collections import Counter
from itertools import product

import pytest

from massicot.batches.rules.shares import BatchTaker, WaitingBatch, share_out


def waiting(specialties, **more):
    """Make batches, one for each letter: its specialty."""
    return [WaitingBatch(f"B-{rank:04d}", specialty, **more) for rank, specialty in enumerate(specialties, 1)]


def takers(*names, **had):
    return [BatchTaker(name, had.get(name, 0)) for name in names]


def specialties_of(batches, shares):
    by_code = {one.code: one.specialty for one in batches}
    return {marker: sorted({by_code[code] for code in codes}) for marker, codes in shares.items()}


def test_each_has_as_many_and_of_one_specialty_where_that_can_be():
    batches = waiting("AAABBB")
    shares = share_out(batches, takers("ANNE", "BENOIT"))
    assert sorted(map(len, shares.values())) == [3, 3]
    assert sorted(specialties_of(batches, shares).values()) == [["A"], ["B"]]


def test_whoever_has_had_more_gets_fewer():
    shares = share_out(waiting("AAAA"), takers("ANNE", "BENOIT", ANNE=2))
    assert {marker: len(codes) for marker, codes in shares.items()} == {"ANNE": 1, "BENOIT": 3}


def test_a_specialty_that_somebody_has_had_goes_to_them():
    had = [BatchTaker("ANNE", 1, frozenset("B")), BatchTaker("BENOIT", 1, frozenset("A"))]
    batches = waiting("AABB")
    assert specialties_of(batches, share_out(batches, had)) == {"ANNE": ["B"], "BENOIT": ["A"]}


def test_shared_out_again_it_stays_as_it_was():
    first = share_out(waiting("AAABBBCC"), takers("ANNE", "BENOIT", "CLEO"))
    by_code = {code: marker for marker, codes in first.items() for code in codes}
    again = [WaitingBatch(one.code, one.specialty, by_code[one.code]) for one in waiting("AAABBBCC")]
    assert share_out(again, takers("ANNE", "BENOIT", "CLEO")) == first


def test_a_batch_that_was_refused_goes_to_another_and_little_else_moves():
    first = share_out(waiting("AAABBB"), takers("ANNE", "BENOIT"))
    by_code = {code: marker for marker, codes in first.items() for code in codes}
    refused = first["ANNE"][0]
    again = [
        WaitingBatch(one.code, one.specialty, by_code[one.code], frozenset({"ANNE"} if one.code == refused else ()))
        for one in waiting("AAABBB")
    ]
    shares = share_out(again, takers("ANNE", "BENOIT"))
    assert refused in shares["BENOIT"]
    assert sorted(map(len, shares.values())) == [3, 3]
    moved = [code for marker, codes in shares.items() for code in codes if by_code[code] != marker]
    assert len(moved) == 2


def test_a_batch_that_nobody_here_may_take_is_proposed_to_nobody():
    batches = [*waiting("A", refused_to=frozenset({"ANNE"})), WaitingBatch("B-0002", "A")]
    assert share_out(batches, takers("ANNE")) == {"ANNE": ["B-0002"]}


def pairs_of(batches, chosen, people):
    pairs = {(person, one.specialty) for one, person in zip(batches, chosen, strict=True)}
    assert {person for person, _ in pairs} <= set(people)
    return len(pairs)


@pytest.mark.parametrize("specialties", ["AAB", "ABC", "AABBB", "AAABB", "ABABC", "AABBCC"])
def test_nothing_is_more_even_nor_of_fewer_specialties(specialties):
    batches, people = waiting(specialties), ["ANNE", "BENOIT"]
    shares = share_out(batches, takers(*people))
    even = [
        chosen
        for chosen in product(people, repeat=len(batches))
        if max(Counter(chosen).values()) <= math.ceil(len(batches) / 2)
    ]
    fewest = min(pairs_of(batches, chosen, people) for chosen in even)
    assert max(map(len, shares.values())) <= math.ceil(len(batches) / 2)
    assert sum(map(len, specialties_of(batches, shares).values())) == fewest


def test_a_large_centre_is_shared_out_evenly():
    batches = waiting("".join(letter * count for letter, count in zip("ABCDEFGHIJ", range(5, 15), strict=True)))
    people = takers(*(f"M{rank:02d}" for rank in range(20)))
    shares = share_out(batches, people)
    assert {len(codes) for codes in shares.values()} <= {4, 5}
    assert sorted(code for codes in shares.values() for code in codes) == [one.code for one in batches]
    # Nineteen cuts at most between twenty markers, and each specialty begins once.
    assert sum(map(len, specialties_of(batches, shares).values())) <= 20 + 10 - 1
