"""The command line: exit codes, languages, accounts, sessions (contract.md §2)."""

import re

import pytest

from massicot.accounts import queries as accounts
from massicot.audit import queries as audit
from massicot.core.actor import Role
from massicot.exams import queries as exams
from tests import cast, world
from tests.programs import Home

LINK = re.compile(r"http://127\.0\.0\.1:8000(/bienvenue/\S+/)\n")
PASSWORD = "longue phrase de passe"


def test_a_command_speaks_french_unless_told_otherwise(massicot):
    french = massicot("where", "00000000B").err
    assert french.startswith("00000000B n’est pas un numéro d’anonymat")
    assert massicot("where", "00000000B", "--lang", "en").err == massicot("--lang=en", "where", "00000000B").err
    assert massicot("--lang", "en", "where", "00000000B").err != french


def test_a_database_that_does_not_answer_is_a_refusal(tmp_path):
    nowhere = Home(tmp_path, f"postgresql:///massicot?host={tmp_path}")
    answer = nowhere.run("--lang", "en", "session", "example")
    assert (answer.returncode, answer.stdout) == (3, "")
    assert answer.stderr.startswith("The database does not answer (")
    assert answer.stderr.endswith("then run the command again.\n")


def test_an_unknown_verb_or_word_is_a_fault_of_usage(massicot):
    assert massicot().code == 2
    assert massicot("explode").code == 2
    assert massicot("where").code == 2
    assert massicot("where", "00000000A", "--loud").code == 2


def test_the_start_of_an_option_is_not_the_option(massicot):
    assert massicot("--lan", "en", "where", "00000000B").code == 2
    assert massicot("account", "create", "a@b.fr", "--rol", "office").code == 2


@pytest.mark.parametrize("verb", ["serve", "account", "key", "session", "import", "prepare", "print", "ladder"])
def test_every_verb_tells_what_it_is_for(massicot, verb):
    answer = massicot(verb, "--help")
    assert answer.code == 0
    assert f"massicot {verb}" in answer.out


def test_the_example_is_ready_to_be_created(massicot, write):
    example = massicot("session", "example")
    assert example.code == 0
    created = massicot("session", "create", write("s.toml", example.out))
    assert (created.code, created.err) == (0, "")
    assert exams.paper_by_code("BTS-2017", "CGE").site_code == "A02"


def test_a_place_that_is_not_imported_is_kept_by_its_name_and_told(english, write):
    text = english("session", "example").out.replace("0130053M", "0130055P", 1)
    created = english("session", "create", write("s.toml", text))
    assert (created.code, created.err.count("\n")) == (0, 1)
    assert created.err.startswith("0130055P (Lycée Jean Perrin, 74 rue Verdillon, 13395 Marseille cedex 10) is no")


def test_a_session_is_not_created_twice(massicot, refused, write):
    file = write("s.toml", massicot("session", "example").out)
    massicot("session", "create", file)
    assert refused("session", "create", file) == "The session BTS-2017 exists already: nothing was changed.\n"


def test_a_session_file_with_closing_before_opening_is_refused_with_its_lines(massicot, refused, write):
    text = massicot("session", "example").out.replace("2017-06-07T17", "2017-05-07T17").replace("48  ", "0   ")
    faults = refused("session", "create", write("s.toml", text), code=2).splitlines()
    assert [re.sub(r"toml:\d+:", "toml:N:", fault) for fault in faults] == [
        "s.toml:N: papers.despatch_hours: 0: is not within 1 and 1000",
        "s.toml:N: papers.entry_closes_at: 2017-05-07 17:00:00: comes before entry_opens_at: put them in order",
    ]


def test_a_session_without_a_file_is_refused_with_what_to_type(refused, tmp_path):
    assert refused("session", "create").startswith("Name the session file")
    assert "no.toml cannot be read (there is nothing of that name)" in refused(
        "session", "create", tmp_path / "no.toml"
    )
    assert "cannot be read (it is a folder)" in refused("session", "create", tmp_path)


def test_a_new_account_gets_a_one_time_link_that_works_once(english, client):
    answer = english("account", "create", " Odile@Bureau.invalid", "--role", "office")
    assert answer.code == 0
    assert "while “massicot serve” serves http://127.0.0.1:8000" in answer.out
    path = LINK.search(answer.out)[1]
    assert client.get(path).status_code == 200
    chosen = client.post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert (chosen.status_code, chosen["Location"]) == (302, "/")
    assert accounts.holds_role("odile@bureau.invalid", Role.OFFICE)
    assert client.get(path).status_code == 422


def test_a_lost_link_is_replaced_by_another(english, client):
    first = english("account", "create", "odile@bureau.invalid", "--role", "office")
    second = english("account", "link", "ODILE@bureau.invalid")
    paths = [LINK.search(answer.out)[1] for answer in (first, second)]
    assert [client.get(path).status_code for path in paths] == [422, 200]


def test_an_account_names_who_opened_it(english):
    english("account", "create", "odile@bureau.invalid", "--role", "office")
    english(
        "account", "create", "claire@cedres.invalid", "--role", "exam-centre", "--scope", "9900001w",
        "--by", "Odile@bureau.invalid",
    )  # fmt: skip
    assert accounts.holds_role("claire@cedres.invalid", Role.EXAM_CENTRE, cast.CEDRES)
    assert [line.by for line in audit.acts_of("account:odile@bureau.invalid")] == ["command-line"] * 2
    assert {line.by for line in audit.acts_of("account:claire@cedres.invalid")} == {"odile@bureau.invalid"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["create", "odile", "--role", "office"], "“odile” is not an e-mail address: type it as name@domain."),
        (["create", "o@b.fr", "--role", "boss"], "“boss” is not a role: choose one of office, exam-centre,"),
        (["create", "o@b.fr"], "“” is not a role: choose one of office, exam-centre,"),
        (["create", "o@b.fr", "--role", "school"], "The role school needs a scope: give the UAI"),
        (["create", "o@b.fr", "--role", "school", "--scope", "0130"], "“0130” is not a UAI: seven digits"),
        (["create", "o@b.fr", "--role", "marker", "--scope", "BTS 2017"], "“BTS 2017” is not the code of a session"),
        (["create", "o@b.fr", "--role", "office", "--scope", "X"], "The role office covers the whole installation"),
        (["create", "o@b.fr", "--role", "office", "--by", "nobody@b.fr"], "nobody@b.fr has no account: create it with"),
        (["link", "nobody@b.fr"], "nobody@b.fr has no account: create it with"),
    ],
)
def test_a_refused_account_is_told_what_to_do(refused, arguments, told):
    assert refused("account", *arguments).startswith(told)


def test_the_same_role_twice_and_the_two_sides_of_the_wall_are_refused(massicot, refused):
    world.prepared()
    assert "already has the role office" in refused("account", "create", cast.ODILE.login, "--role", "office")
    told = refused("account", "create", cast.MARC.login, "--role", "office")
    assert told.startswith("marc@perrin.invalid already works as marking-centre: nobody may hold both names and")
