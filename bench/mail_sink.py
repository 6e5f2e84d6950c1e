"""A mail server that takes everything and keeps nothing: what is measured is whoever sends. `mail_sink.py` tells its port.

Each line that it writes is the recipient of a mail that it was given, once it has the whole of it.
"""

import asyncio
import sys


class Sink(asyncio.Protocol):
    """One conversation (RFC 5321), in as few words as it takes."""

    def connection_made(self, transport):
        """Greet whoever comes."""
        self.transport, self.buffer, self.to, self.is_in_data = transport, b"", "", False
        self._say("220 sink")

    def data_received(self, data):
        """Answer each line, or the end of a message."""
        self.buffer += data
        if self.is_in_data:
            self._end_of_data()
            return
        *lines, self.buffer = self.buffer.split(b"\r\n")
        for line in lines:
            self._answer(line)

    def _end_of_data(self):
        if self.buffer.endswith(b"\r\n.\r\n"):
            self.buffer, self.is_in_data = b"", False
            print(self.to, flush=True)
            self._say("250 taken")

    def _answer(self, line):
        word = line[:4].upper()
        if word == b"DATA":
            self.is_in_data = True
            self._say("354 go on")
        elif word == b"QUIT":
            self._say("221 bye")
            self.transport.close()
        else:
            if word == b"RCPT":
                self.to = line.partition(b"<")[2].partition(b">")[0].decode()
            self._say("250 fine")

    def _say(self, words):
        self.transport.write(f"{words}\r\n".encode())


async def listen():
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    asyncio.run(listen())
