# SPDX-License-Identifier: GPL-2.0-or-later
"""GDB's side of the connection, without GDB: gdb_client.py VFORKSCOPE.

Starts `vforkscope gdb` and says what GDB would; prints a line for each thing that went as it should, and ends with 1
at the first that did not.
"""
import re
import socket
import subprocess
import sys


class Server:
    def __init__(self, *words):
        self.process = subprocess.Popen([sys.argv[1], "gdb", *words], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.told = ""
        while not (found := re.search(r"target remote (\S+):(\d+)'", self.told)):
            line = self.process.stdout.readline()
            if not line:
                sys.exit(f"it ends: {self.told}{self.process.stderr.read()}")
            self.told += line
        self.address, self.port = found[1].strip("[]"), int(found[2])

    def connect(self):
        return Connection(socket.create_connection((self.address, self.port), timeout=60))

    def ends(self):
        return self.process.wait(timeout=60)


class Connection:
    def __init__(self, link):
        self.link = link
        self.bytes = b""

    def send(self, data):
        self.link.sendall(data)

    def read(self, n):
        while len(self.bytes) < n:
            more = self.link.recv(65536)
            if not more:
                raise EOFError
            self.bytes += more
        part, self.bytes = self.bytes[:n], self.bytes[n:]
        return part

    def packet(self):
        """The next packet's data, its runs written out."""
        while self.read(1) != b"$":
            pass
        raw = b""
        while (byte := self.read(1)) != b"#":
            raw += byte
        assert int(self.read(2), 16) == sum(raw) % 256
        self.send(b"+")
        data, at = b"", 0
        while at < len(raw):
            if raw[at:at + 1] == b"*":
                data += data[-1:] * (raw[at + 1] - 29)
                at += 2
            else:
                data += raw[at:at + 1]
                at += 1
        return data.decode("latin-1")

    def ask(self, question, behind=b""):
        self.send(b"$%s#%02x%s" % (question.encode(), sum(question.encode()) % 256, behind))
        return self.answer()

    def answer(self):
        """The next packet that is no console output."""
        while (answer := self.packet()).startswith("O") and answer != "OK":
            pass
        return answer


def expect(what, wanted, got):
    if got != wanted:
        sys.exit(f"{what}: {got!r}, not {wanted!r}")
    print(what)


server = Server("return")
expect("only this host can reach it", "127.0.0.1", server.address)
gdb = server.connect()
expect("one GDB", "QC2", gdb.ask("qC"))
other = server.connect()
expect("another one is told why", "E.another GDB is at this run, and one at a time can be", other.ask("qSupported"))
try:
    other.read(1)
    sys.exit("two are served at a time")
except EOFError:
    print("and turned away")
expect("it moves", "T05thread:2;", gdb.ask("s"))
there = gdb.ask("g")
gdb.link.close()
gdb = server.connect()
expect("a new one finds it where it was", there, gdb.ask("g"))
gdb.send(b"$m0,4")  # and goes away in the middle of a packet
gdb.link.close()
gdb = server.connect()
expect("and so does the next", there, gdb.ask("g"))
expect("detach", "OK", gdb.ask("D"))
expect("ends it", 0, server.ends())

server = Server("--port", "0", "--address", "::1" if socket.has_ipv6 else "127.0.0.1", "return")
gdb = server.connect()
gdb.send(b"$k#6b")
expect("kill ends it", 0, server.ends())
expect("of which there is nothing to warn", "", server.process.stderr.read())

# Nobody executes that, so all of the run is searched; but the user has had enough, before and while it is.
server = Server(sys.argv[2])
gdb = server.connect()
expect("a place that nobody comes to", "OK", gdb.ask("Z0,801fff00,2"))
expect("^C ends a search", "T02", gdb.ask("c", b"\x03")[:3])
for turn in range(50):
    gdb.send(b"$c#63")
    gdb.read(1)  # it has begun; if it is done before the ^C comes, once more from the beginning
    gdb.send(b"\x03")
    answer = gdb.answer()
    if answer.startswith("T02"):
        break
    gdb.ask("bc")
expect("and another one", "T02", answer[:3])
gdb.send(b"$c#63")  # who waits for the answer goes away
gdb.link.close()
gdb = server.connect()
expect("who goes away ends it, too", "T05", gdb.ask("?")[:3])
gdb.send(b"$k#6b")
expect("kill ends that", 0, server.ends())

server = Server("--address", "0.0.0.0", "return")
gdb = server.connect()
gdb.send(b"$k#6b")
expect("every address, when it is named", 0, server.ends())
expect("... with a warning", True, "whoever reaches this address can look at the run" in server.process.stderr.read())
