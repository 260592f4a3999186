#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A session at a terminal: plays keys to `vforkscope run` on a pseudo-terminal and waits for what must come.

usage: session.py SCRIPT COMMAND...

The script's lines: "> text" types the text and Enter, "^ C" types a control character, "k text" types the text alone,
"= text" waits until the text has come (\\n for a new line), "! text": it must not have come since the last "=",
"s N": the command ends with this status. The result is told on standard output: "ended as expected",
or what was missing.
"""
import os
import pty
import select
import sys
import time

LIMIT = 30  # seconds that a text may take to come

script = open(sys.argv[1], encoding="utf-8").read().splitlines()
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

got = ""
passed = ""


def fail(what):
    print(what)
    print("what came since: " + repr(got))
    os.close(fd)
    os.waitpid(pid, 0)
    sys.exit(1)


def more(until):
    """What comes next; False at the end."""
    global got
    if not select.select([fd], [], [], max(0, until - time.monotonic()))[0]:
        return False
    try:
        data = os.read(fd, 4096)
    except OSError:
        return False
    got += data.decode().replace("\r\n", "\n")
    return bool(data)


for number, line in enumerate(script, 1):
    key, text = line[:1], line[2:]
    if key == ">":
        os.write(fd, text.encode() + b"\r")
    elif key == "^":
        os.write(fd, bytes([ord(text) & 31]))
    elif key == "k":
        os.write(fd, text.encode().decode("unicode_escape").encode())
    elif key == "=":
        text = text.replace("\\n", "\n").replace("\\x08", "\b")
        until = time.monotonic() + LIMIT
        while text not in got:
            if not more(until):
                fail(f"line {number}: {text!r} did not come")
        at = got.index(text)
        passed, got = got[:at], got[at + len(text):]
    elif key == "!":
        if text in passed:
            fail(f"line {number}: {text!r} came")
    elif key == "s":
        until = time.monotonic() + LIMIT
        while more(until):
            pass
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if status != int(text):
            print(f"line {number}: status {status} and not {text}")
            sys.exit(1)
print("ended as expected")
