#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The command diff: where two runs part, under two systems, of two programs, of a trace and what became of it.
. "$(dirname "$0")/../lib.sh"
cd "$SCRATCH" || exit 1

run vforkscope diff return@4.3bsd return@4.4bsd
same 'two systems: status' 1 "$status"
check 'it fits on one screen' [ "$(wc -l <<<"$out")" -le 24 ]
like 'the kernels part at the loan' '^  A @[0-9]+ +vfork lends: ' "$out"
like 'where the other copies' '^  B @[0-9]+ +vfork does as fork does: ' "$out"
like 'the parents part in spawn()' '^  both +spawn\(\), return\.c:44 ' "$out"
like 'the one goes on' '^  B @[0-9]+ +main\(\), return\.c:60  if \(pid == 0\)$' "$out"
like 'because of its return address' '^  the return address of spawn\(\) +A 33333333   B main\+0x' "$out"
like 'what is printed' '^  A  pid 2 \(return\): killed by signal 11' "$out"
like 'how they end' '^  pid 2 return: A is killed by SIGSEGV, B exits with status 0$' "$out"
like 'the same for the child' '^  pid 3 return: exits with status 0$' "$out"

run vforkscope diff return return
same 'the same twice' '0 nothing differs' "$status $(tail -n 1 <<<"$out")"
# The kernels differ, and their instants, but not what the program does.
run vforkscope diff --json exit@linux exit@3bsd
same 'two systems that do the same for the program' '1 None None' "$status $(python3 -c '
import json, sys
d = json.load(sys.stdin)
print(d["step"], d["output"])' <<<"$out")"

printf 'int main(void) { return 3; }\n' >'grün es.c'
run vforkscope diff 'grün es.c' 'grün es.c@linux'
same 'a file whose name has spaces is no program with arguments' '0 nothing differs' "$status $(tail -n 1 <<<"$out")"
run vforkscope matrix --systems 4.3bsd 'grün es.c'
like 'nor is it in the matrix' '^grün es\.c +exit 3$' "$out"

cat >one.c <<'END_OF_PROGRAM'
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int triple(int n)
{
	int result = 3 * n;

	return result;
}

int main(void)
{
	for (int i = 0; i < 200; i++)
		if (triple(i) > 450)
			printf("%d ", i);
	if (vfork() == 0)
		_exit(triple(2));
	wait(NULL);
	return 0;
}
END_OF_PROGRAM
# The same, a line lower, and from 140 on something else.
sed -e '5i\\' -e 's/int result = 3 \* n;/int result = 3 * n + (n >= 140);/' one.c >two.c
run vforkscope diff --json one.c two.c
same 'two programs: what they do, with which values, and what they print' \
	'1 one.c:9 two.c:10 result 420 421 1' "$status $(python3 -c '
import json, sys
d = json.load(sys.stdin)
v = d["values"]
print(*(v[s]["file"] + ":" + str(v[s]["line"]) for s in "AB"), *v["values"][0].values(), d["output"]["line"])' \
	<<<"$out")"

vforkscope run --record one.vft one.c >/dev/null
run vforkscope diff one.vft one.c
same 'a trace and its program' '0 nothing differs' "$status $(tail -n 1 <<<"$out")"
vforkscope what-if one.vft --at triple#200+1l --do 'return 1' --record other.vft >/dev/null
run vforkscope diff one.vft other.vft
same 'a trace and what became of it: status' 1 "$status"
like 'where it was left' '^  A @[0-9]+ +triple\(\), one\.c:7 ' "$out"
out=$(printf 'a\nb\n' | vforkscope diff --json cat 'head -1')
same 'both get the input' '2 b ' "$(python3 -c '
import json, sys
d = json.load(sys.stdin)
print(d["output"]["line"], d["output"]["A"], d["output"]["B"])' <<<"$out")"

refuses 'one run' 'usage: vforkscope diff' vforkscope diff return
refuses 'no run' 'no program and no trace' vforkscope diff return ' '
refuses 'a system that is none' 'no such system|4\.5bsd' vforkscope diff return return@4.5bsd
refuses 'a trace has its system' 'is a trace, and has its system' vforkscope diff return one.vft@3bsd
vforkscope what-if one.vft --at triple#200+1l --do 'return 1' --name other >/dev/null
run vforkscope diff one.vft:other other.vft
same 'a branch in a trace, and the same run as a trace' '0 nothing differs' "$status $(tail -n 1 <<<"$out")"
finish
