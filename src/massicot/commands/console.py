"""What every verb needs: the actor, the clock, the key, a place to write, and sentences."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from tqdm import tqdm

from massicot.accounts import queries as accounts
from massicot.accounts import rules as account_rules
from massicot.core.actor import SHELL, Actor
from massicot.core.refused import N_, Phrase, Phrases, Refused, words_of
from massicot.core.tables.faults import Unlisted
from massicot.exams import queries as exams
from massicot.exams.queries import Paper

T = TypeVar("T")


class FileUnreadable(Refused):
    sentence = N_("The file {path} cannot be read ({why}): check its name and try again.")


class FileUnwritable(Refused):
    sentence = N_("The file {path} cannot be written ({why}): choose another place and run the command again.")


class PaperNotNamed(Refused):
    sentence = N_("The session {session} has several papers: choose one with --paper: {papers}.")


def now() -> datetime:
    """Read the clock."""
    return timezone.now()


def sentence_of(refusal: Refused) -> str:
    """Translate a refusal."""
    values = {
        name: value.text_in(gettext, ngettext) if isinstance(value, Phrase | Phrases) else value
        for name, value in refusal.values.items()
    }
    return gettext(refusal.sentence).format_map(values)


def say_refusal(refusal: Refused) -> None:
    """Print a refusal where faults go."""
    print(sentence_of(refusal), file=sys.stderr)


def say_unlisted(unlisted: Unlisted) -> None:
    """Print what was found in a table and is not listed, where faults go."""
    for reason in unlisted.reasons():
        print(reason.text_in(gettext), file=sys.stderr)


def say(text: str, **values: object) -> None:
    """Print one translated sentence."""
    print(gettext(text).format_map(values))


def warn(text: str, **values: object) -> None:
    """Print one translated sentence where faults go: the command goes on."""
    print(gettext(text).format_map(values), file=sys.stderr)


def add_by(parser: argparse.ArgumentParser) -> None:
    """Let a verb that writes say who acts."""
    parser.add_argument("--by", metavar="EMAIL", help=gettext("who acts (recorded in the journal)"))


def add_paper(parser: argparse.ArgumentParser) -> None:
    """Let a verb say which paper of which session."""
    parser.add_argument("--session", required=True, metavar="CODE", help=gettext("code of the session"))
    parser.add_argument("--paper", required=True, metavar="CODE", help=gettext("code of the paper"))


def add_papers(parser: argparse.ArgumentParser) -> None:
    """Let a verb say which session, and one of its papers."""
    parser.add_argument("--session", required=True, metavar="CODE", help=gettext("code of the session"))
    parser.add_argument("--paper", metavar="CODE", help=gettext("code of the paper; every paper without it"))


def papers_named(options: argparse.Namespace) -> list[Paper]:
    """Find the paper that was named, or every paper of the session."""
    if options.paper is not None:
        return [exams.paper_by_code(options.session, options.paper)]
    return exams.papers_of(exams.session_by_code(options.session))


def one_paper(options: argparse.Namespace) -> Paper:
    """Find the paper that was named, or the only one of the session; raise PaperNotNamed."""
    papers = papers_named(options)
    if len(papers) != 1:
        raise PaperNotNamed(session=options.session, papers=", ".join(paper.code for paper in papers))
    return papers[0]


def actor_of(email: str | None) -> Actor:
    """Find who acts; raise AccountUnknown."""
    if email is None:
        return SHELL
    actor = accounts.actor_of(email)
    if actor is None:
        raise account_rules.AccountUnknown(email=email)
    return actor


def read_file(path: str) -> bytes:
    """Read a file that a person named; raise FileUnreadable."""
    with reading(path):
        return Path(path).read_bytes()


@contextmanager
def reading(path: str) -> Iterator[None]:
    """Turn what the system says of a file that cannot be read into FileUnreadable."""
    try:
        yield
    except OSError as error:
        raise FileUnreadable(path=path, why=words_of(error)) from None


def program_version() -> str:
    return metadata.version("massicot")


def write_json(path: str | None, content: Any) -> None:
    """Write a result for programs, if a file was asked for; the same result gives the same bytes."""
    if path is not None:
        write_file(path, (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode())


def write_json_lists(path: str | None, content: Mapping[str, Any]) -> None:
    """Write a result for programs, its lists item by item as they are given: the same bytes, and few in memory."""
    if path is not None:
        with writing_in(path), Path(path).open("w", encoding="utf-8", newline="") as file:
            file.writelines(_json_pieces(content))


def _json_pieces(content: Mapping[str, Any]) -> Iterator[str]:
    between = "{"
    for name, value in sorted(content.items()):
        yield f"{between}\n  {json.dumps(name)}: "
        yield from _json_list(value) if isinstance(value, Iterator) else [_json_within(value, 1)]
        between = ","
    yield "\n}\n"


def _json_list(items: Iterator[Any]) -> Iterator[str]:
    between = "["
    for item in items:
        yield f"{between}\n    {_json_within(item, 2)}"
        between = ","
    yield "[]" if between == "[" else "\n  ]"


def _json_within(value: Any, depth: int) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
    return text.replace("\n", "\n" + "  " * depth)


def write_file(path: str, content: bytes) -> None:
    """Write a file where a person wants it; raise FileUnwritable."""
    with writing_in(path):
        Path(path).write_bytes(content)


@contextmanager
def writing_in(path: str) -> Iterator[None]:
    """Turn what the system says of a place where nothing can be written into FileUnwritable."""
    try:
        yield
    except OSError as error:
        raise FileUnwritable(path=error.filename or path, why=words_of(error)) from None


def progress(items: Iterable[T], label: str, total: int | None = None) -> Iterable[T]:
    """Show a bar on standard error while a long work goes on; silent when nobody watches."""
    return tqdm(items, desc=gettext(label), total=total, file=sys.stderr, disable=None, unit="")
