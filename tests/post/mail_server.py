"""Real mail servers on this machine, polite or not, and what they were given."""

import socket
import threading
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from massicot.post.rules.letters import Server


class Postmaster:
    """Answers as it is told to, and keeps what it accepts."""

    def __init__(self, to_rcpt="250 OK", to_data="250 Message accepted"):
        self.to_rcpt, self.to_data = to_rcpt, to_data
        self.accepted, self.lines = [], set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library's name
        if self.to_rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.to_rcpt

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        self.lines.add(session.peer)
        if self.to_data.startswith("2"):
            self.accepted.append(message_from_bytes(envelope.content, policy=default))
        return self.to_data


@contextmanager
def listening(postmaster, *, port=None, **options):
    """Let a postmaster listen on a port, or on a free one; give the server as the program knows it."""
    controller = Controller(postmaster, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    try:
        yield Server(host="127.0.0.1", port=controller.port)
    finally:
        controller.stop()


@contextmanager
def hangs_up_after_the_message():
    """Listen for one letter, take all of it, and hang up without a word."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=_take_and_hang_up, args=(door,))
        thread.start()
        yield Server(host="127.0.0.1", port=door.getsockname()[1])
        thread.join(10)
        assert not thread.is_alive()


def dead():
    """Give a server where nobody listens."""
    return Server(host="127.0.0.1", port=free_port())


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def accepts_only(user, password):
    """Make what a server asks of who signs in."""

    def check(server, session, envelope, mechanism, given):
        is_known = (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=is_known, handled=False)

    return check


def _take_and_hang_up(door):
    line, _ = door.accept()
    with line, line.makefile("rb") as lines:
        line.sendall(b"220 here\r\n")
        for words in lines:
            if words == b".\r\n":
                return
            if words.upper().startswith(b"DATA"):
                line.sendall(b"354 go on\r\n")
            elif words.upper().startswith((b"EHLO", b"HELO", b"MAIL", b"RCPT")):
                line.sendall(b"250 OK\r\n")
