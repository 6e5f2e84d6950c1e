"""The chain of the journal: without a database."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.audit import rules
from massicot.audit.rules import START, ChainHead, ChainLink
from massicot.documents import french

AT = datetime(2017, 5, 11, 8, tzinfo=UTC)
DIGEST = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Done:
    what: str
    count: int
    at: datetime


def chain(subject, count):
    """Write a chain as the program does: lines and their digests."""
    lines, previous = [], START
    for sequence in range(1, count + 1):
        link = ChainLink(
            subject=subject,
            sequence=sequence,
            at=AT,
            by="odile@bureau.invalid",
            act="Done",
            facts=f'{{"n":{sequence}}}',
            previous=previous,
        )
        previous = rules.digest_of(link)
        lines.append((link, previous))
    return lines


NUMBER, CANDIDATE = "00000042W", "02100000001"


@pytest.mark.parametrize("what", [f"{NUMBER}: {CANDIDATE}", f"{CANDIDATE[:5]} {CANDIDATE[5:]} a écrit {NUMBER}"])
def test_a_line_with_the_number_of_a_script_and_that_of_a_candidate_is_refused(what):
    with pytest.raises(rules.LineNamesBoth, match="Name the seat"):
        rules.facts_of("paper:BTS-2017/CGE", Done(what, 1, AT))


def test_the_subject_of_a_line_counts_with_its_facts():
    with pytest.raises(rules.LineNamesBoth):
        rules.facts_of(f"script:{NUMBER}", Done(f"vu avec {CANDIDATE}", 1, AT))


@pytest.mark.parametrize("what", [NUMBER, CANDIDATE, f"{NUMBER} {'02100000001a' * 6}", f"{NUMBER} +33 4 65 71 00 00"])
def test_a_line_with_one_of_them_a_digest_or_a_telephone_is_kept(what):
    fact = Done(what, 1, AT)
    assert rules.facts_of("paper:BTS-2017/CGE", fact) == rules.canonical(fact)


def test_a_seal_lists_the_heads_of_whatever_moved():
    seal = rules.JournalSealed((f"script:{NUMBER}:1:{DIGEST}", f"person:{CANDIDATE}:1:{DIGEST}"))
    assert NUMBER in rules.facts_of(rules.SEAL_SUBJECT, seal)


def heads_of(lines):
    return {link.subject: ChainHead(link.subject, link.sequence, digest) for link, digest in lines}


JOURNAL = [*chain("batch:B-1", 3), *chain("paper:BTS-2017/CGE", 2)]
HEADS = heads_of(JOURNAL)


def test_chains_as_they_were_written_hold():
    assert rules.first_break(JOURNAL, HEADS) is None
    assert rules.first_break([], {}) is None


CHANGES = {
    "subject": "batch:B-2",
    "sequence": 7,
    "at": AT + timedelta(microseconds=1),
    "by": "omar@bureau.invalid",
    "act": "Undone",
    "facts": '{"n":9}',
    "previous": "f" * 64,
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_line_altered_anywhere_breaks_its_chain(field):
    lines = list(JOURNAL)
    lines[1] = (replace(lines[1][0], **{field: CHANGES[field]}), lines[1][1])
    assert rules.first_break(lines, HEADS) is not None


@pytest.mark.parametrize("field", CHANGES)
def test_a_digest_covers_everything_that_a_line_says(field):
    link = JOURNAL[1][0]
    assert rules.digest_of(link) != rules.digest_of(replace(link, **{field: CHANGES[field]}))


def test_an_altered_line_whose_digest_was_made_anew_breaks_the_next():
    lines = list(JOURNAL)
    forged = replace(lines[0][0], facts='{"n":9}')
    lines[0] = (forged, rules.digest_of(forged))
    assert rules.first_break(lines, HEADS) == "batch:B-1:2"


@pytest.mark.parametrize(("place", "broken"), [(0, "batch:B-1:1"), (1, "batch:B-1:2"), (2, "batch:B-1:3")])
def test_a_removed_line_is_the_first_broken_link(place, broken):
    assert rules.first_break(JOURNAL[:place] + JOURNAL[place + 1 :], HEADS) == broken


def test_a_removed_head_is_seen():
    assert rules.first_break(JOURNAL, {"batch:B-1": HEADS["batch:B-1"]}) == "paper:BTS-2017/CGE:3"


def test_a_head_without_a_line_is_seen():
    assert rules.first_break(JOURNAL[:3], HEADS) == "paper:BTS-2017/CGE:1"


def test_a_whole_chain_made_anew_is_seen_by_a_printed_head_only():
    forged = [(replace(link, by="nobody"), digest) for link, digest in chain("batch:B-1", 1)]
    link = forged[0][0]
    lines = [(link, rules.digest_of(link)), *chain("paper:BTS-2017/CGE", 2)]
    assert rules.first_break(lines, heads_of(lines)) is None
    assert not lines[0][1].startswith(HEADS["batch:B-1"].digest[: rules.PRINTED_DIGEST])


def test_the_same_instant_has_the_same_digest_in_any_time_zone():
    link = JOURNAL[0][0]
    paris = link.at.astimezone(timezone(timedelta(hours=2)))
    assert rules.digest_of(replace(link, at=paris)) == rules.digest_of(link)


def test_facts_are_written_the_same_way_each_time():
    written = '{"at":"2017-05-11 08:00:00+00:00","count":2,"what":"œuvre"}'
    assert rules.canonical(Done("œuvre", 2, AT)) == written
    assert rules.canonical({"what": "œuvre", "at": AT, "count": 2}) == written


@given(st.text(), st.text())
def test_facts_cannot_run_out_of_their_place(what, other):
    assert "\x1f" not in rules.canonical(Done(what, 1, AT))
    assert (rules.canonical(Done(what, 1, AT)) == rules.canonical(Done(other, 1, AT))) == (what == other)


def test_a_printed_head_is_read_back_up_to_what_is_printed():
    head = HEADS["batch:B-1"]
    assert rules.parse_head(f" {head} ") == replace(head, digest=head.digest[: rules.PRINTED_DIGEST])


def test_a_printed_head_holds_128_bits_of_its_digest():
    head = HEADS["batch:B-1"]
    assert str(head).rpartition(":")[2] == head.digest[: 128 // 4]


def test_a_head_is_read_as_a_receipt_in_french_prints_it():
    head = HEADS["batch:B-1"]
    printed = french.journal_head(str(head))
    assert printed.startswith("lot:B-1:")
    assert rules.parse_head(printed) == rules.parse_head(str(head))


def test_a_subject_may_hold_colons():
    assert rules.parse_head(f"paper:BTS/CGE:12:{DIGEST}") == ChainHead("paper:BTS/CGE", 12, DIGEST)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "batch:B-1",
        "batch:B-1:3",
        f"batch:B-1:three:{DIGEST}",
        f"batch:B-1:3:{DIGEST[:-1]}",
        f":3:{DIGEST}",
        f"batch:B-1:-3:{DIGEST}",
        f"batch:B-1:٣:{DIGEST}",
        f"batch:B-1:{'9' * 30}:{DIGEST}",
        f"batch:B-1:3:{'x' * len(DIGEST)}",
    ],
)
def test_a_head_that_nobody_printed_is_refused(text):
    with pytest.raises(rules.HeadMalformed):
        rules.parse_head(text)


def test_seals_list_their_heads_in_order():
    assert rules.sealed_heads(['{"heads":["a:1:0","b:1:0"]}', '{"heads":[]}', '{"heads":["a:2:0"]}']) == [
        "a:1:0",
        "b:1:0",
        "a:2:0",
    ]
