"""Where things are, and that a rehearsal never plays in the real database."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from massicot.commands import session
from massicot.config import environment
from massicot.config.environment import rehearsal_database, rehearsal_environment
from massicot.core import web_secret

ASK = "from django.conf import settings as s; d = s.DATABASES['default']; "


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MASSICOT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MASSICOT_SECRET_KEY", raising=False)
    return tmp_path / "home"


def ask(question, **environ):
    """Ask the settings of a process of its own, in a bare environment."""
    bare = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "massicot.config.settings", **environ}
    answer = subprocess.run(
        [sys.executable, "-c", f"{ASK}print({question})"], env=bare, capture_output=True, text=True, check=True
    )
    return answer.stdout.strip()


def test_the_data_folder_is_where_the_environment_says_and_is_not_made_by_looking(home):
    assert environment.home() == home
    assert not home.exists()


def test_a_process_that_serves_renews_what_it_shows_beside_its_pages(home):
    served = "__import__('massicot.config.wsgi') and [one.name for one in __import__('threading').enumerate()]"
    assert ask(served, MASSICOT_HOME=str(home)) == "['MainThread', 'renewing']"


@pytest.mark.parametrize("start", ["massicot.config.main", "massicot.config.wsgi"])
def test_what_the_solver_alone_needs_is_read_by_no_other_process(home, start):
    read = f"__import__('{start}') and [one for one in ('numpy', 'highspy') if one in __import__('sys').modules]"
    assert ask(read, MASSICOT_HOME=str(home)) == "[]"


def test_the_data_folder_has_a_place_of_its_own_without_a_word(tmp_path):
    assert ask("s.HOME", HOME=str(tmp_path)) == str(tmp_path / ".massicot")


def test_the_web_secret_is_made_once_for_its_owner_only(home):
    secret = environment.secret_key(environment.home())
    assert len(secret) >= 50
    assert environment.secret_key(home) == secret
    assert stat.S_IMODE((home / "secret-key").stat().st_mode) == 0o600
    assert [file.name for file in home.iterdir()] == ["secret-key"]


def test_a_first_start_that_comes_second_keeps_the_secret_of_the_first(home, monkeypatch):
    real_link = os.link

    def come_first(draft, file):
        monkeypatch.setattr(os, "link", real_link)
        web_secret.read_or_draw(home)
        os.link(draft, file)

    monkeypatch.setattr(os, "link", come_first)
    second = web_secret.read_or_draw(home)
    assert web_secret.read_or_draw(home) == second == (home / "secret-key").read_text(encoding="ascii")
    assert [one.name for one in home.iterdir()] == ["secret-key"]


def fail_with_another_secret(home):
    with web_secret.replaced(home, "another"):
        assert web_secret.read_or_draw(home) == "another"
        raise ZeroDivisionError


@pytest.mark.parametrize("before", [[], ["of before"]])
def test_a_secret_replaced_comes_back_when_what_follows_fails(home, before):
    for text in before:
        environment.home().mkdir()
        (home / "secret-key").write_text(text, encoding="ascii")
    with pytest.raises(ZeroDivisionError):
        fail_with_another_secret(home)
    assert [file.read_text() for file in home.iterdir()] == before


def test_a_secret_replaced_stays_when_what_follows_is_done(home):
    drawn = web_secret.read_or_draw(home)
    with web_secret.replaced(home, "another"):
        pass
    assert web_secret.read_or_draw(home) == "another" != drawn


def test_the_web_secret_of_the_environment_comes_first(home, monkeypatch):
    monkeypatch.setenv("MASSICOT_SECRET_KEY", "from outside")
    assert environment.secret_key(environment.home()) == "from outside"
    assert not (home / "secret-key").exists()


def test_everything_works_without_a_setting(tmp_path):
    question = "d['ENGINE'], d['NAME'], s.MASSICOT_ANONYMITY_KEY_FILE, s.MASSICOT_BASE_URL, s.DEBUG"
    home = str(tmp_path)
    assert ask(question, MASSICOT_HOME=home) == (
        f"massicot.store.sqlite {home}/massicot.sqlite3 {home}/anonymity.key http://127.0.0.1:8000 False"
    )


@pytest.mark.parametrize(
    ("environ", "question", "answer"),
    [
        ({"MASSICOT_ALLOWED_HOSTS": "a.fr,b.fr"}, "s.ALLOWED_HOSTS", "['a.fr', 'b.fr']"),
        ({"MASSICOT_BASE_URL": "https://a.fr/"}, "s.MASSICOT_BASE_URL", "https://a.fr"),
        ({"MASSICOT_BASE_URL": "https://a.fr/"}, "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE", "True True"),
        ({"MASSICOT_BASE_URL": "http://a.fr"}, "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE", "False False"),
        ({"MASSICOT_ANONYMITY_KEY_FILE": "/k/key"}, "s.MASSICOT_ANONYMITY_KEY_FILE", "/k/key"),
        ({"MASSICOT_SAVES_PER_S": "2.5"}, "s.MASSICOT_SAVES_PER_S", "2.5"),
        ({"MASSICOT_SECRET_KEY": "s3cret"}, "s.SECRET_KEY", "s3cret"),
        ({"MASSICOT_DATABASE_URL": "sqlite:////d/m.db"}, "d['ENGINE'], d['NAME']", "massicot.store.sqlite /d/m.db"),
        (
            {"MASSICOT_DATABASE_URL": "postgresql://massicot@db.fr/exams"},
            "d['ENGINE'], d['NAME'], d['HOST'], d['CONN_MAX_AGE']",
            "massicot.store.postgresql exams db.fr None",
        ),
    ],
)  # fmt: skip
def test_each_setting_comes_from_the_environment(tmp_path, environ, question, answer):
    assert ask(question, MASSICOT_HOME=str(tmp_path), **environ) == answer


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("", "sqlite:////h/rehearsal/massicot.sqlite3"),
        ("sqlite:////d/real.sqlite3", "sqlite:////h/rehearsal/massicot.sqlite3"),
        ("postgresql://massicot:pw@db.fr:5433/exams", "postgresql://massicot:pw@db.fr:5433/exams_rehearsal"),
        ("postgres://db.fr/exams/", "postgres://db.fr/exams_rehearsal"),
        ("postgresql://m@/exams?host=/run/pg&port=5433", "postgresql://m@/exams_rehearsal?host=/run/pg&port=5433"),
        ("postgresql:///exams?host=/run/pg", "postgresql:///exams_rehearsal?host=/run/pg"),
        ("mysql://db.fr/exams", "mysql://db.fr/exams"),
    ],
)
def test_a_rehearsal_has_a_database_of_its_own_beside_the_real_one(url, own):
    assert rehearsal_database(url, Path("/h/rehearsal")) == own


def test_a_rehearsal_has_a_folder_and_a_key_of_its_own():
    own = rehearsal_environment(Path("/h"), {"MASSICOT_ANONYMITY_KEY_FILE": "/real/key"})
    assert own["MASSICOT_HOME"] == "/h/rehearsal"
    assert own["MASSICOT_ANONYMITY_KEY_FILE"] == "/h/rehearsal/anonymity.key"


@pytest.mark.parametrize(
    "arguments", [["rehearse"], ["--lang", "en", "rehearse"], ["--lang=en", "rehearse", "--seed", "2"]]
)
def test_a_rehearsal_is_seen_whatever_stands_before_it(home, arguments):
    environ = {"MASSICOT_DATABASE_URL": "postgresql://db.fr/exams"}
    environment.enter(arguments, environ)
    assert environ["MASSICOT_DATABASE_URL"] == "postgresql://db.fr/exams_rehearsal"
    assert environ["MASSICOT_HOME"] == str(home / "rehearsal")


@pytest.mark.parametrize(
    "arguments",
    [[], ["--lang"], ["--lang", "rehearse"], ["session", "create", "rehearse"], ["where", "rehearse"], ["--help"]],
)
def test_any_other_verb_keeps_the_real_database(home, arguments):
    environ = {"MASSICOT_DATABASE_URL": "postgresql://db.fr/exams"}
    environment.enter(arguments, environ)
    assert environ == {
        "MASSICOT_DATABASE_URL": "postgresql://db.fr/exams",
        "DJANGO_SETTINGS_MODULE": "massicot.config.settings",
    }


@pytest.mark.parametrize("verb", ["where", "rehearse"])
@pytest.mark.parametrize("url", ["nonsense", "mysql://a/b", "postgresql://", "postgresql://h:x/y"])
def test_an_address_that_is_no_database_is_a_fault_that_the_command_line_tells(home, monkeypatch, verb, url):
    assert isinstance(fault_of(verb, url, monkeypatch), environment.DatabaseUnreadable)
    assert not home.exists()


def test_a_database_in_memory_is_a_fault_and_a_rehearsal_has_a_file_all_the_same(home, monkeypatch):
    assert isinstance(fault_of("where", "sqlite://", monkeypatch), environment.DatabaseUnreadable)
    assert fault_of("rehearse", "sqlite://", monkeypatch) is None


def fault_of(verb, url, monkeypatch):
    """Enter a command as the program does, and give the fault that its settings find."""
    environ = {"MASSICOT_DATABASE_URL": url}
    environment.enter([verb], environ)
    monkeypatch.setenv("MASSICOT_DATABASE_URL", environ["MASSICOT_DATABASE_URL"])
    return environment.places()[2]


def test_a_folder_of_somebody_unknown_is_a_fault_too(monkeypatch):
    monkeypatch.setenv("MASSICOT_HOME", "~nobody.of.that.name/exams")
    assert isinstance(environment.places()[2], environment.HomeUnreadable)


def test_a_rehearsal_asked_in_english_leaves_the_real_session_alone(tmp_path):
    environ = {"PATH": os.environ["PATH"], "MASSICOT_HOME": str(tmp_path)}
    (tmp_path / "s.toml").write_text(session.example(), encoding="utf-8")
    assert massicot(environ, "session", "create", str(tmp_path / "s.toml")).returncode == 0
    # Half of the three files of an offer: the rehearsal empties its database, then refuses.
    refused = massicot(environ, "--lang", "en", "rehearse", "--offer", str(tmp_path / "s.toml"))
    assert b"Name all three files" in refused.stderr
    assert massicot(environ, "session", "create", str(tmp_path / "s.toml")).returncode == 3


def massicot(environ, *arguments):
    """Run the installed command in a process of its own."""
    return subprocess.run(
        [Path(sys.executable).with_name("massicot"), *arguments], env=environ, capture_output=True, check=False
    )


def test_front_servers_are_named_one_after_the_other(monkeypatch):
    monkeypatch.setenv("MASSICOT_TRUSTED_PROXIES", "127.0.0.1, 10.20.0.0/24")
    assert environment.proxies() == (["10.20.0.0/24", "127.0.0.1/32"], None)


@pytest.mark.parametrize("named", ["nginx", "0.0.0.0/0", "127.0.0.1;x"])
def test_a_front_server_that_is_misnamed_is_refused_and_nobody_is_believed(monkeypatch, named):
    monkeypatch.setenv("MASSICOT_TRUSTED_PROXIES", named)
    believed, fault = environment.proxies()
    assert believed == []
    assert isinstance(fault, environment.ProxyUnreadable)


def test_the_settings_keep_the_fault_of_a_misnamed_front_server_until_it_can_be_told(home):
    said = ask("s.MASSICOT_FAULT", MASSICOT_HOME=str(home), MASSICOT_TRUSTED_PROXIES="nginx")
    assert "MASSICOT_TRUSTED_PROXIES" in said
