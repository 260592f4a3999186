#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Hazards: sixty-one small programs (hazards.c) at four levels of optimization, none missed and none invented; and what
# is told of them.
# Not in make check.
. "$(dirname "$0")/../lib.sh"
source=$(cd "$(dirname "$0")" && pwd)/hazards.c papers=$(cd "$(dirname "$0")/../../docs" && pwd)
cd "$SCRATCH" || exit 1

# Holds `events` against the marks in the source.
cat >check.py <<'P'
import json
import re
import sys

lines = open(sys.argv[1]).read().split("\n")
border = next(n for n, text in enumerate(lines) if "What is not" in text)
wanted = {}
for number, text in enumerate(lines, 1):
    mark = re.search(r"/\* ((?:LEFT|FRAME\??|STDIO| )+) \*/$", text)
    for word in mark.group(1).split() if mark else []:
        wanted["hazard." + word.strip("?").lower(), number] = "?" not in word
# elsewhere, by the call that is meant
elsewhere = {("hazard.left", "_longjmp", "leaps"), ("hazard.left", "_longjmp", "leaps_below"),
             ("hazard.frame", "copyseg", "kernel_stores")}
guilty = {name for text in lines[border:] for name in re.findall(r"^APART .*?(\w+)\(", text)}
seen, calls = set(), set()
for e in json.load(sys.stdin):
    of = e["text"].split(":")[0]
    if e["name"] in ("hazard.use", "hazard.fate"):
        continue
    if e["file"] == "hazards.c" and (e["name"], e["line"]) in wanted:
        seen.add((e["name"], e["line"]))
    elif (e["name"], e["function"], of) in elsewhere:
        calls.add((e["name"], e["function"], of))
    elif e["name"] != "hazard.frame" or of not in guilty | {"main"}:
        print("invented:", e["name"], of, e["function"], e["file"], e["line"])
for what, number in sorted(key for key, must in wanted.items() if must and key not in seen):
    print("missed:", what, number, lines[number - 1])
for what in sorted(elsewhere - calls):
    print("missed:", *what)
P
for level in -O0 -O1 -O2 -Os; do
	run vforkscope cc $level -o "programs$level" "$source"
	same "compiled with $level" 0 "$status$err"
	run vforkscope events "programs$level" --json --grep hazard
	same "$level: none missed, none invented" '' "$(python3 check.py "$source" <<<"$out")"
done

run vforkscope events return --grep hazard
like 'events: the borrower leaves' '\.1 .* 3  hazard.left +lender=2 .* "spawn" spawn\(\) return\.c:[0-9]+$' "$out"
like 'events: the return address' 'was=0x[0-9a-f]+ now=0x33333333 "spawn: return address" main\(\) return\.c:' "$out"
like 'events: it is used' '2  hazard.use .* "spawn: return address" spawn\(\) return\.c:' "$out"
like 'events: it dies' '2  hazard.fate +lender=2 how=1 status=11$' "$out"
numbers=$(vforkscope events return | awk '$1 ~ /^[0-9]+$/ { print $1 }')
same 'events: those of the machine keep their numbers' "$(seq 0 $(($(wc -l <<<"$numbers") - 1)))" "$numbers"
for system in 4.4bsd linux-2.0 macos; do
	run vforkscope events --system $system return --grep hazard
	same "$system: nothing is lent" 1 "$(wc -l <<<"$out")"
done
run vforkscope events --system private-stack exit --grep hazard
like 'private-stack: data are shared' 'hazard.stdio' "$out"
run vforkscope events --system private-stack return --grep hazard
same 'private-stack: the stack is not' 1 "$(wc -l <<<"$out")"
for lesson in borrow sklower handler nested registers-O2 'stub library' heap message descriptors; do
	run vforkscope events $lesson --grep hazard
	same "$lesson: harmless" 1 "$(wc -l <<<"$out")"
done

# Instants.
run vforkscope find return hazard.frame
like 'find: the call of report()' ' main +return\.c:[0-9]+ +report\(' "$out"
run vforkscope find return 'hazard.frame and pid 3' --all
same 'find: all of them' 3 "$(wc -l <<<"$out")"
run vforkscope find return hazard.use --back
like 'find: back' '^@[0-9]+ +[0-9]+\.2 ' "$out"
run vforkscope state return --at hazard.frame#2
like 'state: its number' '^event [0-9]+\.3 of [0-9]+: hazard.frame, pid 3$' "$out"
like 'state: what happened' "^The saved fp of spawn\(\) was [0-9a-f]+, pid 3 made it 22222222 in main\(\)" "$out"
like 'state: what it will do' "^When pid 2 wakes, it will come back to the caller of spawn\(\) with fp 22222222" "$out"
number=$(sed -nE 's/^event ([0-9.]+) of .*/\1/p' <<<"$out")
same 'state: by its number' "$out" "$(vforkscope state return --at "$number")"
event=${number%.*}
use=$(vforkscope state return --at hazard.use | sed -nE 's/^event ([0-9.]+) of .*/\1/p')
run vforkscope step return --at main +2h +1h +1h -3h +1n
same 'step: there and back' "$event.1 $event.2 $event.3 $use $event.3 $event.2 $event.1 $event.2" \
	"$(awk 'NR > 2 { print $2 }' <<<"$out" | paste -sd' ')"
refuses 'no such one' 'the run has 2 of these' vforkscope state return --at hazard.frame#3
refuses 'none behind that event' 'the run has 0 hazards behind event 3' vforkscope state return --at 3.1
refuses 'no lender, no hazard' 'the run has 0 of these' vforkscope state true --at hazard.left
refuses 'mistyped' 'did you mean hazard.left' vforkscope state return --at hazrd.left
run vforkscope what-if return --at hazard.left --do '_exit(0)'
like 'what-if: the lender lives' 'pid 2 exits with status 0' "$out"
like 'what-if: and is well' 'all is well' "$out"
run vforkscope demo return vfork --text
like 'the story tells it' 'pid 3 is about to return from spawn\(\)' "$out"
returned='hazard: the child returned from spawn(), return.c:44; see vforkscope explain left'
vforkscope run --record return.vft return >/dev/null 2>told
same 'recorded: the last line' "$returned" "$(<told)"
same 'recorded: quiet' '' "$(vforkscope run -q --record quiet.vft return 2>&1 >/dev/null)"
same 'a trace has them, too' "$(vforkscope events return --grep hazard)" "$(vforkscope events return.vft --grep hazard)"

# A variable is used by whoever reads it, by whatever pointer.
cat >pointer.c <<'C'
#include <unistd.h>
int global;
__attribute__((noinline)) int total(const int *v, int n)
{
	int t = 0;

	while (n-- > 0)
		t += *v++;
	return t;
}
__attribute__((noinline)) int launch(int *all)
{
	int a[16], p;

	for (int i = 0; i < 16; i++)
		a[i] = i;
	*all = 0;
	p = vfork();
	if (p)
		*all = total(a, 16); /* reads what the child's calls have left there */
	return p;
}
int main(void)
{
	int all;

	if (launch(&all) == 0)
		_exit(total((const int[]){1, 2, 3, 4, 5, 6, 7, 8, 9}, 9));
	return all & 1;
}
C
run vforkscope cc -O2 -o pointer pointer.c
run vforkscope events pointer --grep hazard.use
like 'another function reads it' '2  hazard.use .* "launch: a" total\(\) pointer\.c:8$' "$out"
same 'and an argument, once' 1 "$(grep -c '"launch: all" launch() pointer.c:20' <<<"$out")"

# The last line of run.
told() { same "run $1" "$2" "$(vforkscope run $1 2>&1 >/dev/null)"; }
told return "$returned"
told longjmp 'hazard: the child left spawn() by longjmp(); see vforkscope explain left'
told exit 'hazard: the child called exit() in main(), exit.c:60; see vforkscope explain stdio'
told stub 'hazard: the child returned from naive_vfork(); see vforkscope explain left'
told borrow ''
told '--system 4.4bsd return' ''
told '--system private-stack return' ''
told '--quiet return' ''
same 'run: with input' "$returned" "$(echo '/bin/return' | vforkscope run sh 2>&1 >/dev/null)"

# Each caption's second sentence says why it matters.
why()
{
	like "$1, $2: why" "$3" "$(vforkscope state "$1" --at "$2" | sed -n 3,4p)"
}
why return hazard.left 'pid 2 sleeps inside and needs that frame'
why return hazard.frame 'it will return from spawn\(\) to 33333333'
why exit hazard.stdio "runs pid 2's atexit functions, and flushes and closes its stdio"
why return hazard.fate 'gone astray|where there is nothing'

# Pages.
run vforkscope explain left hazard.left
same 'explain: with and without its family' "$(head -$(($(wc -l <<<"$out") / 2)) <<<"$out")" \
	"$(tail -$(($(wc -l <<<"$out") / 2)) <<<"$out")"
like 'explain: what to write' '_exit\(127\)' "$out"
like 'explain: who says it' '4\.3BSD vfork\(2\)' "$out"
run vforkscope explain EAGAIN
same 'explain: an error by its number' "$out" "$(vforkscope explain 11)"
# A word of data: told only where the lender dies by it, with who stored it and who read it.
cat >data.c <<'P'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static int twice(int n)
{
	return 2 * n;
}

static int (*operation)(int) = twice;
static int *number, place = 5;

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int **kept = malloc(sizeof *kept);

	*kept = number = &place;
	if (vfork() == 0) {
		if (!strcmp(what, "call"))
			operation = (int (*)(int))0x22222222;
		if (!strcmp(what, "read"))
			number = (int *)0x11111111;
		if (!strcmp(what, "heap"))
			*kept = (int *)0x11111111;
		if (!strcmp(what, "same"))
			operation = twice;
		if (!strcmp(what, "lucky"))
			place = 6;
		if (!strcmp(what, "kill")) {
			number = (int *)0x11111111;
			kill(getppid(), SIGSEGV);
		}
		_exit(0);
	}
	wait(0);
	printf("%d, %d\n", *number, **kept);
	return operation(21) != 42;
}
P
deed() { vforkscope events "$@" --grep hazard | awk '$5 ~ /^hazard/ { print $4, $5, $NF }' | paste -sd' '; }
line() { grep -n "$1" data.c | cut -d: -f1; }
same 'data: a pointer to a function' \
	"3 hazard.data data.c:$(line 22222222) 2 hazard.use data.c:$(line 'return operation') 2 hazard.fate status=11" \
	"$(deed data.c call)"
read="2 hazard.use data.c:$(line printf) 2 hazard.fate status=11"
same 'data: a pointer to data' \
	"3 hazard.data data.c:$(line 'number = (int \*)0x11111111' | head -1) $read" \
	"$(deed data.c read)"
same 'data: a pointer in the heap' \
	"3 hazard.data data.c:$(line 'kept = (int') $read" "$(deed data.c heap)"
for what in same lucky kill; do
	same "data: no harm comes of it: $what" '' "$(deed data.c "$what")"
done
same 'data: nothing is lent' '' "$(deed data.c call --system 4.4bsd)"
run vforkscope state data.c call --at hazard.data --json
like 'data: in words' 'operation was [0-9a-f]{8}, pid 3 made it 22222222 in main\(\), data.c:' "$out"
like 'data: why' 'pid 2 will go by that, and die of it' "$out"
run vforkscope check data.c call
like 'data: check has its own finding' 'the child of vfork changes operation .*\[data\]' "$out"
like 'data: and no second one' '^data.c: 1 finding$' "$out"
run vforkscope explain linux
like 'explain: a system' 'attaches the child' "$out"
same 'docs/events.md is what explain makes' "$(sed -n '/^## Hazards/,$p' "$papers/events.md")" \
	"$(vforkscope explain --markdown)"
refuses 'explain: nothing of the kind' 'did you mean left' vforkscope explain lft
finish
