"""`massicot key` and `massicot prepare`: a kept key first, then the numbers, once."""

from pathlib import Path

import pytest

from massicot.audit import queries as audit
from massicot.exams.rules.specialty_table import read_specialties
from massicot.exams.services import import_specialties
from massicot.scripts import queries as scripts
from tests import cast, world

PAPER = ("--session", "BTS-2017", "--paper", "CGE")


@pytest.fixture
def key_file(massicot, settings):
    return Path(settings.MASSICOT_ANONYMITY_KEY_FILE)


def numbers_drawn():
    return len(scripts.taken_numbers())


def test_the_key_is_made_once_and_its_fingerprint_shown(english, key_file):
    key_file.unlink()
    made = english("key", "show")
    assert made.code == 0
    assert str(key_file) in made.out
    assert "run “massicot key check”" in made.out
    assert english("key", "show").out == made.out
    assert key_file.read_text(encoding="ascii").strip() not in made.out


def test_no_new_key_is_made_in_the_place_of_one_that_was_lost(refused, key_file):
    world.prepared()
    key_file.unlink()
    assert refused("key", "show") == (
        f"The key {cast.KEY.fingerprint} of this database is not at {key_file}: put its kept copy back there. "
        "No other key could open it.\n"
    )
    assert not key_file.exists()


def test_a_key_that_cannot_be_written_is_told(refused, key_file):
    key_file.unlink()
    key_file.symlink_to(key_file.parent / "no-such-folder" / "key")
    assert refused("key", "show").startswith(f"The file {key_file} cannot be written")


def test_a_kept_copy_is_compared_with_the_key(english, key_file, write):
    copy = write("copy", key_file.read_bytes())
    assert english("key", "check", "--copy", copy).code == 0
    assert "key check" not in english("key", "show").out
    assert [line.act for line in audit.acts_of("key")] == ["KeyKept"]


def test_a_copy_of_another_key_does_not_hold(english, write, everything):
    before = everything()
    answer = english("key", "check", "--copy", write("copy", "ab" * 32))
    assert (answer.code, answer.out.startswith("The copy ")) == (1, True)
    assert everything() == before


@pytest.mark.parametrize("arguments", [["key", "check"], ["prepare", *PAPER]])
def test_without_a_key_nothing_is_done(refused, key_file, arguments):
    world.opened()
    key_file.unlink()
    assert refused(*arguments).startswith(f"The anonymity key is not at {key_file}: put the kept copy back")


def test_prepare_is_refused_until_a_copy_of_the_key_is_confirmed_kept(english, refused):
    world.opened()
    assert refused("prepare", *PAPER).startswith("Keep a copy of the anonymity key")
    assert english("key", "check").code == 0
    assert english("prepare", *PAPER).code == 0


def test_prepare_draws_a_number_for_each_candidate_of_the_on_site_route_and_spares(english):
    world.opened()
    english("key", "check")
    answer = english("prepare", *PAPER, "--by", cast.ODILE.login)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "12 numbers and 6 spare numbers drawn for 2 exam centres.",
        (
            "4 candidates take another route and need no number: scanned, Lycée Jean Perrin, 74 rue Verdillon, "
            "13395 Marseille cedex 10."
        ),
    ]
    assert numbers_drawn() == 18
    assert audit.acts_of("paper:BTS-2017/CGE")[-1].by == cast.ODILE.login


def test_prepare_twice_is_refused(refused):
    world.prepared()
    assert refused("prepare", *PAPER) == "The numbers of CGE were drawn already: later entries take spare numbers.\n"


def test_prepare_is_refused_while_a_specialty_has_no_route_and_names_it(english, refused):
    built = world.opened()
    table = read_specialties("code;libelle;academie_pilote\n90003;Métiers de l'image;Corse\n".encode(), "s.csv")
    import_specialties(session=built.session, table=table, by=cast.ODILE, at=cast.PREPARED)
    english("key", "check")
    told = refused("prepare", *PAPER)
    assert told.startswith("No route for 90003 Métiers de l'image (Corse): give their steering academy a route")
    assert numbers_drawn() == 0


def test_prepare_lists_the_candidates_who_are_alone_in_their_specialty(english, write):
    world.opened()
    line = f"02100000099;ANIS;Zoé;01/03/1997;{cast.CEDRES};{cast.TILLEULS};90002;A1;1"
    header = "numero_candidat;nom_famille;prenoms;date_naissance;uai_origine;uai_centre;specialite;salle;place"
    english("import", "candidates", write("c.csv", f"{header}\n{line}\n"), "--session", "BTS-2017")
    english("key", "check")
    told = english("prepare", *PAPER).out.splitlines()
    assert told[0].startswith(f"Alone in their specialty: one candidate of 90002 at {cast.TILLEULS}")
    assert [line.split()[0] for line in told] == ["Alone", "13", "4"]


def test_another_key_than_the_one_that_sealed_is_refused(refused, key_file, tmp_path):
    world.prepared()
    key_file.write_text("ab" * 32, encoding="ascii")
    for arguments in (["key", "show"], ["key", "check"], ["print", "labels", *PAPER, "--out", tmp_path / "out"]):
        assert "did not seal this database" in refused(*arguments)


def test_an_unknown_paper_is_refused(refused):
    world.opened()
    assert refused("prepare", "--session", "BTS-2018", "--paper", "CGE").startswith("There is no session BTS-2018")
    assert refused("prepare", "--session", "BTS-2017", "--paper", "X").startswith("The session BTS-2017 has no paper X")
