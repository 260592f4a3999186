#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A terminal with a shell's job control, to see what a command does to it.

usage: terminal.py show COMMAND...       runs the command on a pseudo-terminal and prints what the terminal gets
       terminal.py interrupt FILE COMMAND...
                                         the same, and types ^C as soon as there is the file; ends as the command does
       terminal.py jobs TEST COMMAND...  COMMAND takes the terminal and waits for keys; TEST is done with it as a shell
                                         would. Prints "as expected", or what was not
"""
import os
import pty
import select
import signal
import sys
import termios
import time

LIMIT = 30  # seconds that something may take to happen


def show(command, file=None):
    """How it ended: a status as a shell has it."""
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    got = b""
    while True:
        if file and os.path.exists(file):
            os.write(fd, b"\x03")
            file = None
        if file and not select.select([fd], [], [], 0.01)[0]:
            continue
        try:
            data = os.read(fd, 4096)
        except OSError:
            break
        if not data:
            break
        got += data
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    sys.stdout.buffer.write(got.replace(b"\r\n", b"\n"))
    return status if status >= 0 else 128 - status


class Wrong(Exception):
    pass


def expect(what, happens):
    """Waits until it happens."""
    until = time.monotonic() + LIMIT
    while not happens():
        if time.monotonic() > until:
            raise Wrong(f"{what}: did not happen")
        time.sleep(0.002)


class Job:
    """A command in a process group of its own, in the foreground; we are its shell, on the same terminal."""

    def __init__(self, command, ignored=()):
        self.terminal = os.open("/dev/tty", os.O_RDWR)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        self.usual = termios.tcgetattr(self.terminal)
        ready, go = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.setpgid(0, 0)
            os.read(ready, 1)
            for sig in (signal.SIGTTOU, signal.SIGPIPE):  # which python ignores
                signal.signal(sig, signal.SIG_DFL)
            for sig in ignored:
                signal.signal(sig, signal.SIG_IGN)
            os.execvp(command[0], command)
        os.setpgid(self.pid, self.pid)
        self.foreground()
        os.write(go, b"x")
        expect("it takes the terminal", self.is_raw)

    def foreground(self):
        os.tcsetpgrp(self.terminal, self.pid)

    def shell(self):
        """The shell has the terminal and sets it as usual."""
        os.tcsetpgrp(self.terminal, os.getpgrp())
        termios.tcsetattr(self.terminal, termios.TCSANOW, self.usual)

    def kill(self, sig):
        os.kill(self.pid, sig)

    def is_raw(self):
        return not termios.tcgetattr(self.terminal)[3] & termios.ICANON

    def is_usual(self):
        return termios.tcgetattr(self.terminal) == self.usual

    def wait(self):
        """How it stops or ends: the signal's name, or the status."""
        status = []

        def changed():
            pid, how = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
            status.append(how)
            return pid

        expect("it stops or ends", changed)
        how = status[-1]
        if os.WIFSTOPPED(how):
            return "stopped by " + signal.Signals(os.WSTOPSIG(how)).name
        if os.WIFSIGNALED(how):
            return "killed by " + signal.Signals(os.WTERMSIG(how)).name
        return f"status {os.WEXITSTATUS(how)}"

    def comes_to(self, how):
        came = self.wait()
        if came != how:
            raise Wrong(f"{came}, not {how}")


def check(what, is_so):
    if not is_so:
        raise Wrong("not so: " + what)


def test_deaths(command):
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGPIPE", "SIGABRT"):
        job = Job(command)
        job.kill(getattr(signal, name))
        job.comes_to("killed by " + name)
        check(f"after {name} the terminal is as before", job.is_usual())
        job.shell()


def test_stop(command):
    job = Job(command)
    for _ in range(3):
        job.kill(signal.SIGTSTP)
        job.comes_to("stopped by SIGTSTP")
        check("stopped, it gives the terminal back", job.is_usual())
        job.shell()
        job.usual[3] ^= termios.ECHOCTL  # the user sets something
        job.shell()
        job.foreground()
        job.kill(signal.SIGCONT)
        expect("continued, it takes the terminal again", job.is_raw)
    job.kill(signal.SIGTERM)
    job.comes_to("killed by SIGTERM")
    check("the terminal is as the user has set it", job.is_usual())


def test_sigstop(command):
    """What nobody can catch: the shell sets the terminal, and it is taken again."""
    job = Job(command)
    job.kill(signal.SIGSTOP)
    job.comes_to("stopped by SIGSTOP")
    job.shell()
    job.foreground()
    job.kill(signal.SIGCONT)
    expect("continued, it takes the terminal again", job.is_raw)
    job.kill(signal.SIGTERM)
    job.comes_to("killed by SIGTERM")
    check("the terminal is as before", job.is_usual())


def test_background(command):
    job = Job(command)
    job.kill(signal.SIGTSTP)
    job.comes_to("stopped by SIGTSTP")
    job.shell()
    job.kill(signal.SIGCONT)
    job.comes_to("stopped by SIGTTIN")  # it asks for keys
    check("in the background it leaves the terminal alone", job.is_usual())
    job.foreground()
    job.kill(signal.SIGCONT)
    expect("in the foreground it takes the terminal again", job.is_raw)
    os.tcsetpgrp(job.terminal, os.getpgrp())  # another job has it, and sets it
    other = termios.tcgetattr(job.terminal)
    other[3] ^= termios.ECHOE
    termios.tcsetattr(job.terminal, termios.TCSANOW, other)
    job.kill(signal.SIGTERM)
    job.comes_to("killed by SIGTERM")
    check("dying in the background it leaves the terminal alone", termios.tcgetattr(job.terminal) == other)
    job.shell()


def test_ignored(command):
    job = Job(command, (signal.SIGHUP, signal.SIGINT, signal.SIGTSTP))
    for sig in (signal.SIGHUP, signal.SIGINT, signal.SIGTSTP):
        job.kill(sig)
    job.kill(signal.SIGTERM)
    job.comes_to("killed by SIGTERM")
    check("the terminal is as before", job.is_usual())


def jobs(test, command):
    """The test runs as the leader of a session of its own, whose terminal we drain."""
    told, tell = os.pipe()
    pid, fd = pty.fork()
    if pid == 0:
        try:
            globals()["test_" + test](command)
            os.write(tell, b"as expected\n")
        except Wrong as wrong:
            os.write(tell, str(wrong).encode() + b"\n")
        os._exit(0)
    os.close(tell)
    result = b""
    while not result.endswith(b"\n"):
        for ready in select.select([fd, told], [], [])[0]:
            try:
                data = os.read(ready, 4096)
            except OSError:
                data = b""
            if ready == told:
                result += data or b"it did not end\n"
    os.waitpid(pid, 0)
    print(result.decode(), end="")


if sys.argv[1] == "show":
    show(sys.argv[2:])
elif sys.argv[1] == "interrupt":
    sys.exit(show(sys.argv[3:], sys.argv[2]))
else:
    jobs(sys.argv[2], sys.argv[3:])
