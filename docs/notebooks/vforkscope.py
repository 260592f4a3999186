# SPDX-License-Identifier: GPL-2.0-or-later
"""vforkscope for notebooks: run a program on a machine with historic vfork, and ask about the run.

    import vforkscope
    run = vforkscope.run("return")
    run.status                                  # 139: killed by signal 11
    run.find("hazard.frame")                    # where the parent's stack frame is ruined
    run.picture("hazard.frame")                 # and how that looks, in a notebook

It starts the command vforkscope, which PATH finds or the environment variable VFORKSCOPE names, once for each question,
and needs nothing but Python 3.9. What it answers is what the command prints with --json: docs/scripting.md names the
schemas.

Instants (at) are what the command calls WHERE: "vm.pass", "return.c:44", "spawn.return#2", "end"; or the number of an
event; or a row that an answer has, such as an event or a place.
"""
import json
import os
import shutil
import subprocess
import tempfile
import weakref

__all__ = ["Error", "Picture", "Run", "bench", "check", "cost", "diff", "matrix", "run"]


class Error(Exception):
    """vforkscope refuses: the message is its line. command is what was called, status how it ended."""

    def __init__(self, message, command, status):
        super().__init__(message)
        self.command, self.status = command, status


def _call(name, words, options=(), fine=(0,), text=None):
    """vforkscope NAME, when it has ended. options are pairs; one without a value is left out, or has True.

    No shell has a part in it, and an option has its value in the same word, so that none is taken for another.
    """
    command = [os.environ.get("VFORKSCOPE") or "vforkscope", name]
    for option, value in options:
        if value is True:
            command.append(f"--{option}")
        elif value is not None and value is not False:
            command.append(f"--{option}={value}")
    command += ["--", *map(str, words)]
    given = {"stdin": subprocess.DEVNULL} if text is None else {"input": text.encode()}
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **given)
    except OSError as error:
        raise Error(f"{command[0]}: {error.strerror}; is it installed? VFORKSCOPE may name it", command, None) from None
    if fine is not None and done.returncode not in fine:
        raise _error(done, command)
    return done


def _error(done, command):
    told = done.stderr.decode(errors="replace").strip()
    return Error(told or f"{' '.join(command[:2])}: ended with status {done.returncode}", command, done.returncode)


def _json(name, words, options=(), fine=(0,)):
    return json.loads(_call(name, words, [*options, ("json", True)], fine).stdout)


def _where(at):
    """An instant as WHERE."""
    if not isinstance(at, dict):
        return at if at is None else str(at)
    number = at.get("seq", at.get("event"))
    if at.get("hazard"):
        return f"{number}.{at['hazard']}"
    return str(number) if "seq" in at else f"@{at['icount']}"


def _named(prog):
    """PROG or TRACE of an answer: a run stands for its trace."""
    return prog.path if isinstance(prog, Run) else os.fspath(prog)


def run(prog, *args, system=None, input=None, **options):
    """Runs a program to its end and keeps the run.

    prog is what the command takes as PROG: a shipped program ("return"), a C file, a process script; or a trace (.vft),
    which is only opened. system is one of `vforkscope --help`, input what the program reads as its standard input.
    Further options are those of `vforkscope run`: ram=16, optimize=2, max_seconds=10.
    """
    prog = os.fspath(prog)
    if prog.endswith(".vft"):
        if args or options or input is not None or system:
            raise TypeError(f"{prog}: is a trace, whose program has run already")
        return Run(prog)
    return Run._made("run", [prog, *args], [("quiet", True), ("system", system), *_options(options)], text=input)


def _options(options):
    return [(name.replace("_", "-"), value) for name, value in options.items()]


class Run:
    """A run that is kept in a trace, at path."""

    def __init__(self, path):
        self.path = os.fspath(path)
        self._output = None
        self._halt = None
        if not os.path.exists(self.path):
            raise Error(f"{self.path}: no such file", [], None)

    @classmethod
    def _made(cls, name, words, options, text=None):
        """The run that a command records. Its trace is deleted when nobody needs it any more."""
        directory = tempfile.mkdtemp(prefix="vforkscope-")
        path = os.path.join(directory, "run.vft")
        try:
            done = _call(name, words, [*options, ("record", path)], fine=None, text=text)
            if not os.path.exists(path):
                raise _error(done, done.args)
            made = cls(path)
        except BaseException:
            shutil.rmtree(directory)
            raise
        made._end = weakref.finalize(made, shutil.rmtree, directory, ignore_errors=True)
        return made

    def close(self):
        """Deletes the trace of a run that was made here; else does nothing."""
        if hasattr(self, "_end"):
            self._end()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def __repr__(self):
        return f"<vforkscope.Run {self.path}: status {self.status}>"

    def _ask(self, name, *words, **options):
        options = {key: _where(value) if key in ("at", "from") else value for key, value in options.items()}
        return _json(name, [self.path, *words], options.items(), (0, 1) if name == "find" else (0,)) # 1: it never does

    @property
    def status(self):
        """The program's exit status, 128 and the signal's number if one killed it; None: a limit ended the run."""
        if self._halt is None:
            self._halt = self.events("halt")
        return self._halt[-1]["args"]["status"] & 0xff if self._halt else None

    @property
    def output(self):
        """What stands on the machine's console, as text."""
        if self._output is None:
            self._output = _call("replay", [self.path], [("raw", True)]).stdout.decode(errors="replace")
        return self._output

    def events(self, grep=None):
        """What happened, a dict for each event. grep: names, families before the dot, patterns: "vm,hazard.*"."""
        return self._ask("events", grep=grep)

    def state(self, at="end"):
        """One instant in full."""
        return self._ask("state", at=at)

    def step(self, *steps, at=None):
        """The places to which steps lead, from the beginning of the program or from at: step("+3l", "-1i")."""
        return self._ask("step", *steps, at=at)

    def who(self, datum, at="end", pid=None, all=False):
        """The writes of a variable, a word of memory or a register: the last before the instant, the one before, and
        the next one. all: all before, the last one first.
        """
        return self._ask("who", datum, at=at, pid=pid, all=all)

    def find(self, condition, all=False, back=False, start=None):
        """The places at which something happens: the first from start on, or all; back: the last before start. An empty
        list: it never does.
        """
        return self._ask("find", condition, **{"from": start, "back": back, "all": all})

    def what_if(self, at, do, pid=None):
        """The run that becomes of it when the process does something else at an instant: an action ("_exit(0)"), or
        several, in order.
        """
        actions = [do] if isinstance(do, str) else do
        options = [("at", _where(at)), ("pid", pid), *(("do", action) for action in actions)]
        return Run._made("what-if", [self.path], options)

    def choices(self, at=None):
        """What the child could do next, at the first instant at which there is a choice, or at another one."""
        return self._ask("what-if", at=at, choices=True)

    def choose(self, key, at=None):
        """What comes of one of these, named by its key: "R", "K#2"."""
        return self._ask("what-if", at=at, choose=key)

    def picture(self, at="end", size=None, theme=None, panel=None, beside=None, form="png"):
        """The instant as the window shows it; a notebook shows that inline. size: "1280x720"; form: png or svg."""
        if form not in ("png", "svg"):
            raise ValueError(f"form {form!r}: there are png and svg")
        with tempfile.TemporaryDirectory(prefix="vforkscope-") as directory:
            path = os.path.join(directory, f"picture.{form}")
            beside = beside if beside is None else _named(beside)
            _call("shot", [self.path], [("at", _where(at)), ("size", size), ("theme", theme), ("panel", panel),
                                        ("beside", beside), ("output", path)])
            with open(path, "rb") as file:
                return Picture(file.read(), form)

    def text(self, at="end", panel=None):
        """The same in words."""
        done = _call("text", [self.path], [("at", _where(at)), ("panel", panel)])
        return done.stdout.decode(errors="replace")


class Picture:
    """A picture: bytes of a form, png or svg."""

    def __init__(self, data, form):
        self.data, self.form = data, form

    def _repr_png_(self):
        return self.data if self.form == "png" else None

    def _repr_svg_(self):
        return self.data.decode() if self.form == "svg" else None

    def save(self, path):
        """Writes it into a file."""
        with open(path, "wb") as file:
            file.write(self.data)


def diff(a, b):
    """Where two runs part: each a Run, or PROG, PROG@SYSTEM, "PROG ARG"."""
    return _json("diff", [_named(a), _named(b)], fine=(0, 1))


def matrix(*progs, systems=None):
    """What each program does on each historic system, a word each: matrix("return")["4.3bsd"]["return"]."""
    return _json("matrix", progs, [("systems", ",".join(systems) if systems else None)])


def cost(script, system=None):
    """What a process script (.vps) or a log of strace costs on the systems, or on one, as recorded, with vfork for each
    fork, and with fork for each vfork.
    """
    return _json("cost", [os.fspath(script)], [("system", system)])


def check(*progs, **options):
    """What is wrong with the use of vfork in programs and C files: options as of `vforkscope check`."""
    return _json("check", progs, _options(options), fine=(0, 1))


def bench(*measures):
    """How fast the machine is: measures by name; None: cannot be measured here."""
    return _json("bench", measures)
