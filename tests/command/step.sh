#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Instants by name, and the command step.
. "$(dirname "$0")/../lib.sh"
cd "$SCRATCH" || exit 1

cat >mine.c <<'END'
#include <stdio.h>
#include <unistd.h>

static int twice(int n)
{
	return 2 * n;
}

int main(void)
{
	int sum = 0;

	for (int i = 0; i < 3; i++)
		sum += twice(i);
	printf("%d\n", sum);
	return 0;
}
END
vforkscope run --record mine.vft mine.c >/dev/null

run vforkscope step mine.c --at 'twice#2' +1l -1l
same 'lines forward and back: status' 0 "$status"
like 'where it begins' '^@[0-9]+ .*pid 2 mine +twice +mine\.c:5 +\{' "$out"
like 'the next line' 'mine\.c:6 +return 2 \* n;' "$out"
same 'back to where it began' "$(sed -n 2p <<<"$out")" "$(sed -n 4p <<<"$out")"
from_program=$out
run vforkscope step mine.vft --at 'twice#2' +1l -1l
same 'a trace steps as its program does' "$from_program" "$out"

run vforkscope step mine.vft --at 'mine.c:14#3' +3i
like 'instructions as text' 'mine\.c:14 +[a-z]+\.?[bwl]? ' "$out"
same 'three instructions, after where it begins' 5 "$(wc -l <<<"$out")"
run vforkscope step mine.vft --at 'mine.c:14#4'
like 'a line that is not come to so often' 'comes there 3 times' "$err"

run vforkscope step mine.vft --at 'exec.done#2' +event -2event +notable -switch
same 'events: status' 0 "$status"
same 'events: one line each' 7 "$(wc -l <<<"$out")"
run vforkscope step mine.vft --at end
like 'the end' 'the end' "$out"

run vforkscope step mine.vft --at twice.return +1i --json
same 'JSON' 'twice main True' "$(python3 -c '
import json, sys
steps = json.load(sys.stdin)
print(*(s["function"] for s in steps), steps[1]["icount"] == steps[0]["icount"] + 1)' <<<"$out")"
run vforkscope state mine.vft --at twice+1l
like 'other commands take the same' '^mine.* on 4.3bsd, @[0-9]+' "$out"
run vforkscope step mine.vft --at kernel:swtch +2a
like 'through the kernel' '\(kernel\) +swtch +kern_synch\.c' "$out"

# Over calls and out of them.
run vforkscope step mine.vft --at 'mine.c:14' +1o +1o -1o
same 'over a call, and back' '13 14 13' "$(awk 'NR > 2 { sub(".*:", "", $7); print $7 }' <<<"$out" | paste -sd' ')"
run vforkscope step mine.vft --at 'twice#2+1l' +1u -1u
same 'out of a call, and back to it' 'main main' "$(awk 'NR > 2 { print $6 }' <<<"$out" | paste -sd' ')"
like 'in its line' '^@[0-9]+ .* mine\.c:14 ' "$(tail -1 <<<"$out")"
run vforkscope step mine.vft --at 'twice#2+1l' -over
like 'the line before lies in the same call' ' twice +mine\.c:5 ' "$(tail -1 <<<"$out")"

cat >deep.c <<'END'
#include <sys/wait.h>
#include <unistd.h>

static int fact(int n)
{
	int below;

	if (n < 2)
		return 1;
	below = fact(n - 1);
	return below * n;
}

int main(void)
{
	if (vfork() == 0)
		_exit(fact(4));
	wait(0);
	return fact(5) != 120;
}
END
vforkscope cc -O2 -fno-inline -fno-optimize-sibling-calls -o deep deep.c
for program in deep.c deep; do
	run vforkscope step $program --at 'fact#9' +5u
	same "$program: out of one call after the other" 'fact fact fact fact main' \
		"$(awk 'NR > 2 { print $6 }' <<<"$out" | paste -sd' ')"
	run vforkscope step $program --at 'fact#9' -5u
	same "$program: back through the calls" 'fact fact fact fact main' \
		"$(awk 'NR > 2 { print $6 }' <<<"$out" | paste -sd' ')"
	run vforkscope step $program --at main +2o
	same "$program: over the loan" 'pid pid' "$(awk 'NR > 2 { print $3 }' <<<"$out" | paste -sd' ')"
	same "$program: nothing of the child's" '' "$(grep 'pid 3' <<<"$out")"
done
run vforkscope step deep.c --at vfork +1u -1u
like 'out of a stub whose return address is in a register' 'pid 2 deep +main +deep\.c:16 ' \
	"$(tail -2 <<<"$out" | head -1)"
like 'and back to its call' 'pid 2 deep +main +deep\.c:16 ' "$(tail -1 <<<"$out")"

# refuses NAME REGEX WORD...
refuses()
{
	local name=$1 regex=$2
	shift 2
	run vforkscope step "$@"
	same "$name: status" 2 "$status"
	same "$name: one line, and perhaps the place" 1 "$(grep -c '^vforkscope: ' <<<"$err")"
	like "$name" "$regex" "$err"
}
refuses 'a unit that is none' 'no step; .*as \+3i' mine.vft +3x
refuses 'no number' 'no step' mine.vft +0i
refuses 'a number too large' 'no step' mine.vft +10000000i
refuses 'beyond the end' 'step 1 of \+1insn: .*the run ends 0' mine.vft --at end +1i
refuses 'before the beginning' 'step 2 of -2event' mine.vft --at 0+1e -2e
refuses 'no such function' 'did you mean twice\?' mine.vft --at twcie
refuses 'a line without code' 'the next with code is 5' mine.vft --at mine.c:4
refuses 'a run that is not searched for ever' 'max-seconds|comes there' mine.vft --max-seconds 1 \
	--at 'kernel:swtch#1000000'

finish
