"""The pool on the pages of the office: found, read, and every act of a person asked for on their page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.persons.models import Person
from massicot.persons.rules.persons import PersonName
from tests import world
from tests.cast import CEDRES, ODILE, TILLEULS
from tests.keeping import kept
from tests.persons.calling import BOB, enter, give_access, homonym, person
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(world.handed_out)
ENTERED = {
    "session": "BTS-2017",
    "identifier": "ADA",
    "civility": "Mme",
    "surname": "D’ARTAGNAN-ROITELET",
    "first_name": "Ada",
    "email": "Ada@Tilleuls.invalid",
    "institution_uai": TILLEULS.lower(),
    "employer_kind": "academy",
    "is_state_agent": "oui",
    "home_insee_code": "13208",
    "discipline": "Lettres",
    "skills": "latin grec",
}


@pytest.fixture
def odile(built):
    return signed_in(ODILE.login)


def text_of(answer):
    return answer.content.decode()


def file_of(identifier="BOB"):
    return reverse("office:person_file", args=[person(identifier).pk])


def send(client, act, typed=None, *more):
    return client.post(reverse(f"office:{act}", args=[person().pk, *more]), typed or {})


@pytest.mark.both("the database searches and sorts here")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"cherche": "bob bad"}, ["BOB"]),
        ({"cherche": "BADIANE Bob"}, ["BOB"]),
        ({"cherche": "tilleuls.invalid"}, ["BOB", "CHARLIE"]),
        ({"vivier": "BTS-2017"}, ["ALICE", "BOB", "CHARLIE"]),
        ({"ecartes": "oui"}, []),
    ],
)
def test_a_person_is_found_by_name_address_or_pool(odile, asked, found):
    page = text_of(odile.get(reverse("office:all_persons"), asked))
    assert [one for one in ("ALICE", "BOB", "CHARLIE") if f">{one}</td>" in page] == found


def test_a_person_is_entered_by_hand(odile):
    address = reverse("office:enter_person")
    assert odile.post(address, ENTERED).status_code == 303
    page = text_of(odile.get(file_of("ADA")))
    assert all(word in page for word in ("D’ARTAGNAN-ROITELET", "13208", "grec", "latin", "cette académie"))
    assert person("ADA").email == "ada@tilleuls.invalid"
    refused = odile.post(address, ENTERED)
    assert (refused.status_code, "ADA est déjà" in text_of(refused)) == (422, True)
    assert odile.post(address, ENTERED | {"identifier": "X", "home_insee_code": "1320"}).status_code == 422


def test_a_name_typed_by_hand_holds_no_sign_that_nobody_sees(odile):
    surname, first_name = "D’AR\N{ZERO WIDTH SPACE}TAGNAN", "\N{RIGHT-TO-LEFT OVERRIDE}Ada\N{NO-BREAK SPACE}Lise\a"
    typed = ENTERED | {"surname": surname, "first_name": first_name}
    assert odile.post(reverse("office:enter_person"), typed).status_code == 303
    assert (person("ADA").surname, person("ADA").first_name) == ("D’ARTAGNAN", "Ada Lise")


def test_nobody_without_an_address_is_given_access_by_mail(odile):
    assert "Donner un accès par courriel" in text_of(odile.get(file_of()))
    Person.objects.update(email="")
    page = text_of(odile.get(file_of()))
    assert "Donner un accès par courriel" not in page
    assert "reçoit ses convocations sur papier" in page


def test_the_list_says_who_asks_for_another_address(odile):
    Person.objects.filter(identifier="BOB").update(asked_email="bob@ailleurs.invalid", asked_email_at=timezone.now())
    assert text_of(odile.get(reverse("office:all_persons"))).count(">demande une autre adresse</td>") == 1


def test_a_name_is_corrected_beside_the_one_that_stands(odile):
    seen = {"seen_civility": "", "seen_surname": "BADIANE", "seen_first_name": "Bob"}
    typed = seen | {"civility": "M.", "surname": "ROITELET", "first_name": "Bob", "reason": "Mariage"}
    assert send(odile, "correct_name", typed | {"reason": ""}).status_code == 422
    assert send(odile, "correct_name", typed).status_code == 303
    refused = send(odile, "correct_name", typed)
    assert (refused.status_code, "entre-temps" in text_of(refused)) == (422, True)


def test_an_address_moves_and_two_persons_of_one_are_told_with_their_pages(built, odile):
    enter(built, homonym(email=BOB))
    page = text_of(odile.get(file_of()))
    assert f'href="{file_of("ADA")}"' in page
    refused = send(odile, "give_access", {"session": "BTS-2017"})
    assert (refused.status_code, "Ada ROITELET (ADA)" in text_of(refused)) == (422, True)
    assert send(odile, "move_address", {"seen": BOB, "email": "b@tilleuls.invalid"}).status_code == 303
    assert send(odile, "give_access", {"session": "BTS-2017"}).status_code == 303
    assert person().account.email == "b@tilleuls.invalid"


def test_a_situation_is_told_and_kept_while_its_teacher_holds_a_batch(odile):
    typed = {"since": "2017-06-01", "institution_uai": CEDRES}
    refused = send(odile, "change_situation", typed)
    assert (refused.status_code, "détient les lots" in text_of(refused)) == (422, True)
    home = typed | {"institution_uai": TILLEULS, "home_insee_code": "13208"}
    assert send(odile, "change_situation", home).status_code == 303
    assert send(odile, "take_back_situation", {"since": "2017-06-01", "reason": ""}).status_code == 422
    assert send(odile, "take_back_situation", {"since": "2017-06-01", "reason": "Erreur"}).status_code == 303


def test_days_telephone_and_setting_aside_are_acts_of_the_page(odile):
    days = {"starts_on": "2017-05-31", "ends_on": "2017-06-02", "kind": "other"}
    assert send(odile, "declare_absence", days).status_code == 303
    row = person().unavailabilities.get().pk
    assert "du 31 mai 2017 au 2 juin 2017" in text_of(odile.get(file_of()))
    assert send(odile, "take_back_absence", None, row).status_code == 303
    assert send(odile, "change_telephone", {"seen": "", "telephone": "0491000000"}).status_code == 303
    assert send(odile, "set_aside_person", {"reason": "Congé"}).status_code == 303
    assert "Écarté le" in text_of(odile.get(file_of()))
    assert send(odile, "bring_back_person").status_code == 303


def test_an_account_is_tied_and_untied_on_the_page(built, odile):
    give_access(built)
    assert reverse("office:person", args=[BOB]) in text_of(odile.get(file_of()))
    assert send(odile, "untie_account", {"reason": "Erreur"}).status_code == 303
    assert send(odile, "tie_access", {"session": "BTS-2017"}).status_code == 303
    assert person().account.email == BOB


def test_skills_are_added_and_ended_on_the_page(odile):
    assert send(odile, "add_skills", {"skills": " "}).status_code == 422
    assert send(odile, "add_skills", {"skills": "latin grec"}).status_code == 303
    refused = send(odile, "add_skills", {"skills": "grec"})
    assert (refused.status_code, "a déjà ces compétences" in text_of(refused)) == (422, True)
    assert send(odile, "end_skill", {"skill": "latin"}).status_code == 303
    assert "Retirer\N{NO-BREAK SPACE}: grec" in text_of(odile.get(file_of()))
    assert send(odile, "end_skill", {"skill": "latin"}).status_code == 422
    assert odile.post(reverse("office:enter_person"), ENTERED | {"skills": "x" * 61}).status_code == 422


def test_somebody_leaves_a_pool_unless_they_held_its_batches(built, odile):
    refused = send(odile, "take_out_of_pool", {"session": "BTS-2017"})
    assert (refused.status_code, "a détenu des lots" in text_of(refused)) == (422, True)
    enter(built)
    leave = reverse("office:take_out_of_pool", args=[person("ADA").pk])
    assert f'action="{leave}"' in text_of(odile.get(file_of("ADA")))
    assert odile.post(leave, {"session": "BTS-2017"}).status_code == 303
    assert "n’est dans aucun vivier" in text_of(odile.get(file_of("ADA")))


def test_two_identifiers_of_one_human_are_named_and_one_is_set_aside(built, odile):
    enter(built, homonym(name=PersonName("", "Bâdiane", "BOB")))
    assert f'href="{file_of("ADA")}"' in text_of(odile.get(file_of()))
    act = reverse("office:say_double", args=[person("ADA").pk])
    refused = odile.post(act, {"kept": "NOBODY", "reason": "Muté"})
    assert (refused.status_code, "NOBODY" in text_of(refused)) == (422, True)
    assert odile.post(act, {"kept": "bob", "reason": "Muté"}).status_code == 303
    assert "Doublon de" in text_of(odile.get(file_of("ADA")))
    assert "écarté comme doublon de cette personne" in text_of(odile.get(file_of()))


def test_the_list_asks_as_much_for_fifty_as_for_one(odile, django_assert_max_num_queries):
    Person.objects.bulk_create(
        Person(identifier=f"P{rank}", surname=f"NOM{rank:03}", first_name="A") for rank in range(60)
    )
    with django_assert_max_num_queries(12):
        odile.get(reverse("office:all_persons"))
