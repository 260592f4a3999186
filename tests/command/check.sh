#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The checker: a corpus of small programs (tests/check/), half of them with one known hazard, of which none is missed
# and none is invented; and what is told, in all its forms. CHECK_LEVELS="0 1 2 3 s" holds the corpus at these levels;
# without it each program is compiled at -O0 or -O2, in turn.
. "$(dirname "$0")/../lib.sh"
corpus=$PWD/tests/check
program=${VFORKSCOPE_QUICK:-$VFORKSCOPE}
papers=$PWD/docs

if [ -n "${CHECK_LEVELS:-}" ]; then
	for level in $CHECK_LEVELS; do
		same "-O$level: none missed, none invented" "$(ls "$corpus"/*.c | wc -l) programs" \
			"$(python3 "$corpus/hold.py" "$program" "$level")"
	done
	finish
fi
same 'none missed, none invented' "$(ls "$corpus"/*.c | wc -l) programs" "$(python3 "$corpus/hold.py" "$program" 0 2)"
check 'half of at least 120 programs have a hazard' \
	[ "$(cat "$corpus"/*.c | grep -c '^/\* clean')/$(cat "$corpus"/*.c | grep -cE '^/\* [a-z]+, line')" = 63/67 ]

# The report of a return, as a person reads it.
run vforkscope check return
same 'something is found: status 1' 1 "$status"
like 'the function, and the line of the return' \
	'^guest/demos/return\.c:44:[0-9]+: error: the child of vfork returns from spawn\(\), .*\[left\]$' "$out"
like 'the source line' '^   44 \| \}' "$out"
like 'the return address, old and new' \
	'note: the child writes over the return address of spawn\(\): it led to main\(\) .* now it is 33333333$' "$out"
like 'the use' 'note: the parent \(pid 2\) returns from spawn\(\) to 33333333; its caller was at ' "$out"
like 'the crash' 'note: pid 2 dies of SIGSEGV\. It had gone astray to 33333333\.$' "$out"
like 'the rule' '^  rule +A child of vfork must not leave' "$out"
like 'what to write instead' '^  instead +Call vfork in the function that also calls execve' "$out"
like 'on which systems' '^  breaks on +16 of 23: all but 4\.4bsd' "$out"

cd "$SCRATCH" || exit 1
cat >known.c <<'C'
#include <unistd.h>
#include <sys/wait.h>
static int count;
int main(void)
{
	if (vfork() == 0) {
		count = 1;
		_exit(0);
	}
	wait(NULL);
	return count;
}
C
sed 's|count = 1;|count = 1; /* vfork-ok: a test */|' known.c >said.c
cp "$corpus/ok_exit.c" clean.c
run vforkscope check -O0 clean.c
same 'a clean program: status 0' '0 clean.c: clean' "$status $out"
run vforkscope check -O0 said.c
same 'a comment suppresses' '0 said.c: clean; 1 suppressed' "$status $out"
echo 'data known.c:7 # it is known' >known
run vforkscope check -O0 --suppress known known.c
same 'a file suppresses' '0 known.c: clean; 1 suppressed' "$status $out"
echo 'dada known.c' >wrong
refuses 'a wrong name in the file' '^vforkscope: wrong:1: dada: no such detector' \
	vforkscope check --suppress wrong known.c
run vforkscope check -O0 --github known.c
like "GitHub's commands" \
	'^::error file=known\.c,line=7,col=[0-9]+,title=vfork data::the child of vfork changes count \(1, ' "$out"
run vforkscope check -O0 --json --systems 4.3bsd,4.4bsd,irix known.c clean.c
same 'JSON' 'known.c found data 7 0 1 True ["4.3bsd", "irix"]
clean.c clean False' "$(python3 -c '
import json, sys
for p in json.load(sys.stdin)["programs"]:
    print(p["program"], p["status"], *(" ".join(map(str, (f["detector"], f["place"]["line"], f["was"], f["now"])))
          for f in p["findings"]), p["output_differs"], *(json.dumps(f["systems"]) for f in p["findings"]))
' <<<"$out")"
run vforkscope check -O0 --sarif known.c
same 'SARIF' '2.1.0 data error known.c 7' "$(python3 -c '
import json, sys
log = json.load(sys.stdin)
result = log["runs"][0]["results"][0]
place = result["locations"][0]["physicalLocation"]
rules = log["runs"][0]["tool"]["driver"]["rules"]
print(log["version"], rules[result["ruleIndex"]]["id"], result["level"], place["artifactLocation"]["uri"],
      place["region"]["startLine"])
' <<<"$out")"
run vforkscope check -O0 --class . -o page.html
same 'a class: status 1' 1 "$status$out"
same 'a page with a row for each, and links' '3 1' \
	"$(grep -c '<tr><td><a href="#p' page.html) $(grep -c '<td>found</td>' page.html)"
run vforkscope check --record trace.vft -O0 known.c
run vforkscope replay --verify trace.vft
same 'the run is kept' 0 "$status"

# Several files, by the compiler that make calls.
mkdir parts
cat >parts/one.c <<'C'
#include <unistd.h>
pid_t start(void)
{
	return vfork();
}
C
cat >parts/two.c <<'C'
#include <sys/wait.h>
#include <unistd.h>
pid_t start(void);
int main(void)
{
	if (start() == 0)
		_exit(0);
	wait(NULL);
	return 0;
}
C
printf 'prog: one.o two.o\n\t$(CC) -o $@ one.o two.o\n%%.o: %%.c\n\t$(CC) -c -o $@ $<\n' >parts/Makefile
env -u MAKEFLAGS -u MAKELEVEL make -s -C parts CC="'$program' cc" prog
run vforkscope check parts/prog
like 'a program of several files' '^parts/one\.c:[45]:[0-9]+: error: the child of vfork returns from start\(\)' "$out"

echo 'int main(void) { return' >broken.c
run vforkscope check broken.c clean.c
same 'what cannot be compiled does not stop the others' '2 clean.c: clean' "$status $out"
refuses 'no level' '^vforkscope: --level all: takes breaks, systems or undefined$' vforkscope check --level all clean.c
refuses 'no such system' '^vforkscope: --systems vms: takes all, or names' vforkscope check --systems vms clean.c
same 'checker.md has the table of detectors' "$(vforkscope check --markdown)" \
	"$(grep -A 14 '^| detector | level' "$papers/checker.md")"
finish
