# SPDX-License-Identifier: GPL-2.0-or-later
# What a log of strace (a file, or the directory of -ff) or a process script says of its processes: a line for each,
# with who made it, how, and how it ended. Written without a look at the importer, for logs that are in order.
#
# usage: strace_count.py LOG|DIR|X.vps
import os
import re
import sys

PREFIX = re.compile(r"(?:\[pid +(\d+)(?:<[^>]*>)?\] |(\d+)(?:<[^>]*>)? +)?")
TIMES = re.compile(r"(?:\[[ 0-9a-f?]+\] |\d+:\d+:\d+(?:\.\d+)? |\d+\.\d+ | *\(\+ +[\d.]+\) | +\d+\.\d+ )*")
MAKES = re.compile(r"(vfork|fork|clone3?)\((.*)\) += (\d+)")


def lines(path):
    if os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            for line in open(os.path.join(path, name)):
                yield name.split(".")[-1], line.rstrip("\n")
        return
    # strace's own remark tears a line in two
    text = re.sub(r"strace: Process \d+ attached\n(?=[^\[])", "", open(path).read())
    for line in text.split("\n"):
        found = PREFIX.match(line)
        yield found[1] or found[2], line[found.end():]


def of_log(path):
    made, ends, halves, first = {}, {}, {}, None
    seen, executing = set(), {}
    for pid, line in lines(path):
        line = line[TIMES.match(line).end():]
        if not line or line.startswith(" >"):
            continue
        pid = pid or "main"
        if first is None:
            first = pid
        seen.add(pid)
        if line.endswith("<unfinished ...>"):
            halves[pid] = line[: -len("<unfinished ...>")]
            continue
        found = re.match(r"<\.\.\. \w+ resumed>(.*)", line)
        if found:
            line = halves.pop(pid, "") + found[1]
        found = re.match(r"\+\+\+ superseded by execve in pid (\d+)", line)
        if found:
            halves[pid] = halves.pop(found[1], "")
        found = MAKES.match(line)
        if found:
            call, args, child = found.groups()
            if "CLONE_THREAD" in args:
                made[child] = None
            elif call == "vfork" or ("CLONE_VFORK" in args and "stack=0x" not in args):
                made[child] = (pid, "vfork")
            elif "CLONE_VFORK" in args:
                made[child] = (pid, "spawn")
            else:
                made[child] = (pid, "fork")
        found = re.match(r"\+\+\+ exited with (\d+)", line)
        if found:
            ends[pid] = "exit " + found[1]
        found = re.match(r"\+\+\+ killed by (\w+)( \(core dumped\))?", line)
        if found:
            ends[pid] = "die " + found[1] + (" core" if found[2] else "")
        found = re.match(r"wait4\(.*WEXITSTATUS\(s\) == (\d+).*= (\d+)", line)
        if found:
            ends.setdefault(found[2], "exit " + found[1])
        found = re.match(r"wait4\(.*WTERMSIG\(s\) == (\w+).*= (\d+)", line)
        if found:
            ends.setdefault(found[2], "die " + found[1])
        found = re.match(r"exit_group\((\d+)", line)
        if found and pid == first:
            ends.setdefault("left", "exit " + found[1])
    if os.path.isdir(path):
        first = next(pid for pid in seen if pid not in made)
    ends.setdefault(first, ends.get("left", ""))
    pids = [pid for pid in made if made[pid]] + [first]
    # the first one's number may be learned later on
    number = next((p for p in seen if p != "main" and p not in made), None) if first == "main" else None
    name = lambda pid: "main" if pid == number else pid
    ended = lambda pid: ends.get(pid) or ends.get(number, "")
    return {name(pid): (name(made[pid][0]) if made.get(pid) else "-", made[pid][1] if made.get(pid) else "start",
                        ended(pid) if pid == first else ends[pid]) for pid in pids}


def of_script(path):
    made, ends = {}, {}
    for line in open(path):
        words = line.split("@")[0].split()
        if len(words) < 2 or not words[0].endswith(":"):
            continue
        who, verb = words[0][:-1], words[1]
        if verb == "start":
            made[who] = ("-", "start")
        elif verb in ("fork", "vfork", "spawn"):
            made[words[2]] = (who, verb)
        elif verb in ("exit", "die", "lost"):
            ends[who] = " ".join(words[1:])
    return {who: made[who] + (ends[who],) for who in made}


what = of_script(sys.argv[1]) if sys.argv[1].endswith(".vps") else of_log(sys.argv[1])
for who in sorted(what):
    print(who, *what[who])
