# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs clang's unix.Vfork and gcc's -fanalyzer over the programs here and prints the table of docs/checker.md.

	compare.py VFORKSCOPE

What is not installed has no row. clang and gcc read the source for the host, so a program may be nothing for them.
"""
import glob
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOOLS = [
    ("clang `unix.Vfork`", ["clang", "--analyze", "--analyzer-no-default-checks", "-Xclang",
                            "-analyzer-checker=unix.Vfork", "-w", "-D_GNU_SOURCE", "-o", "/dev/null"],
     r"\[unix\.Vfork\]"),
    ("gcc `-fanalyzer`", ["gcc", "-O2", "-fanalyzer", "-D_GNU_SOURCE", "-c", "-o", "/dev/null"],
     r"\[-Wanalyzer"),
    ("`vforkscope check`", None, r": (?:error|warning|note): .*\[\w+\]$"),
]


def says(command, mark, name):
    """True: it warns; False: it does not; None: it cannot read the program."""
    done = subprocess.run(command + [name], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if re.search(mark, done.stdout + done.stderr, re.M):
        return True
    return None if re.search(r"\berror:", done.stderr) else False


def level(name):
    with open(name, encoding="ascii") as source:
        head = source.read(400)
    found = re.search(r", level (\w+)", head)
    system = re.search(r", system ([\w.-]*\w)", head)
    return ["--level", found.group(1) if found else "breaks", "--system", system.group(1) if system else "4.3bsd"]


def main():
    names = sorted(glob.glob(HERE + "/*.c"))
    clean = [name for name in names if "/* clean" in open(name, encoding="ascii").read(200)]
    print(f"| | {len(names) - len(clean)} with a hazard: told | {len(clean)} clean: false alarms | not to be read |")
    print("|---|---|---|---|")
    for title, command, mark in TOOLS:
        if command and not shutil.which(command[0]):
            continue
        told = alarms = unread = 0
        for name in names:
            own = command or [sys.argv[1], "check", "-O2", "--max-instructions", "1000000", *level(name)]
            answer = says(own, mark, name)
            unread += answer is None
            told += bool(answer) and name not in clean
            alarms += bool(answer) and name in clean
        print(f"| {title} | {told} | {alarms} | {unread} |")


main()
