# SPDX-License-Identifier: GPL-2.0-or-later
"""Holds what `vforkscope check` finds in the programs here against their first comments.

	hold.py [--share N] PROGRAM LEVEL [LEVEL2]

PROGRAM is vforkscope, LEVEL one of gcc's (0, 2, s). With a second one each program is compiled at one of the two, in
turn. With --share only every N-th. Prints a line for each that was missed, and for each that was invented.
"""
import glob
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
MARK = re.compile(r"/\* (?:(clean)|(\w+), lines? (\d+)(?:-(\d+))?)(?:, level (\w+))?(?:, system ([\w.-]+))?\. ")


def groups(optimize, share):
    """Programs that can be checked by one command, with what is wanted of each."""
    found = {}
    for number, name in enumerate(sorted(glob.glob(HERE + "/*.c"))[share - 1::share]):
        with open(name, encoding="ascii") as source:
            source.readline()
            clean, detector, first, last, level, system = MARK.match(source.readline()).groups()
        wanted = None if clean else (detector, range(int(first), int(last or first) + 1))
        key = optimize[number % len(optimize)], level or "breaks", system or "4.3bsd"
        found.setdefault(key, []).append((name, wanted))
    return found


def main():
    words = sys.argv[1:]
    share = int(words[1]) if words[0] == "--share" else 1
    program, *optimize = words[2 if words[0] == "--share" else 0:]
    count = 0
    for (flag, level, system), members in groups(optimize, share).items():
        command = [program, "check", "--json", "--max-instructions", "1000000", "--optimize", flag, "--level", level,
                   "--system", system, *(name for name, _ in members)]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        if done.stderr:
            print(done.stderr)
        for (name, wanted), told in zip(members, json.loads(done.stdout)["programs"]):
            name = os.path.basename(name)
            got = [(f["detector"], f["place"]["line"] if f["place"] else 0) for f in told["findings"]]
            count += 1
            hits = [what for what in got if wanted and what[0] == wanted[0] and what[1] in wanted[1]]
            if wanted and not hits:
                print(f"{name} -O{flag}: missed {wanted[0]} on line {wanted[1][0]}", told["error"])
            for what in got:
                if what not in hits:
                    print(f"{name} -O{flag}: invented {what[0]} on line {what[1]}")
    print(count, "programs")


main()
