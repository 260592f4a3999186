#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a run may take of the host, and that it is told when it may not take more.
# Not in make check.
. "$(dirname "$0")/../lib.sh"
root=$PWD
cd "$SCRATCH" || exit 1

cat >spin.c <<'C'
int main(void) { for (;;) ; }
C
cat >flood.c <<'C'
#include <unistd.h>
static char text[4096];
int main(void) { for (;;) write(1, text, sizeof text); }
C
cat >loans.c <<'C'
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	for (;;) {
		int pid = vfork();

		if (pid == 0)
			_exit(0);
		wait(0);
	}
}
C
# each instruction moves two megabytes
cat >movc.S <<'S'
#include <arch.h>
	.globl main
main:	move.l #2000000, %d0
	lea area, %a0
	lea area + 1, %a1
	.word XFC_BASE + XFC_MOVC3
	bra main
	.comm area, 2000004
S
# memory that cannot be made small, changed all the time
cat >noise.c <<'C'
static unsigned area[1 << 18];
int main(void)
{
	unsigned x = 1;

	for (;;)
		for (unsigned i = 0; i < sizeof area / sizeof *area; i++) {
			x ^= x << 13;
			x ^= x >> 17;
			x ^= x << 5;
			area[i] = x;
		}
}
C

# stops NAME REGEX COMMAND...: ends with status 124 and one line, beside a note that says where the processes are
stops()
{
	local name=$1 regex=$2
	shift 2
	run "$@"
	same "$name: status" 124 "$status"
	like "$name: told" "$regex" "$err"
	same "$name: in one line" 1 "$(grep -vc '^vforkscope: note: ' .err)"
}

for how in run 'run --record t.vft'; do
	stops "$how: instructions" 'after 300000 instructions \(--max-instructions\)' \
		vforkscope $how --max-instructions 300000 spin.c
	stops "$how: long moves are more than an instruction" 'after 20000000 instructions' \
		vforkscope $how --max-instructions 20000000 movc.S
	stops "$how: processor time" 'after 1 s of processor time \(--max-seconds\)' \
		vforkscope $how --max-instructions 900000000000 --max-seconds 1 spin.c
	stops "$how: processor time of long moves" 'after 1 s of processor time' \
		vforkscope $how --max-instructions 900000000000 --max-seconds 1 movc.S
	stops "$how: console" 'after 1 MB of console output \(--max-console\)' vforkscope $how --max-console 1 flood.c
	same "$how: and no byte more" 1048576 "$(wc -c <.out)"
done
stops 'events' 'after 1000 events \(--max-events\)' vforkscope run --record t.vft --max-events 1000 loans.c
same 'as many are kept' 1000 "$(vforkscope events t.vft | grep -cE "^ *[0-9]")"

vforkscope run --record many.vft --max-instructions 160000000 noise.c 2>/dev/null
vforkscope run --record few.vft --max-instructions 160000000 --max-checkpoints 4 noise.c 2>/dev/null
# checkpoints TRACE: how many, and their megabytes
checkpoints()
{
	python3 -c 'import sqlite3, sys
query = "SELECT count(*), sum(length(data)) >> 20 FROM checkpoints"
print(*sqlite3.connect(sys.argv[1]).execute(query).fetchone())' "$1"
}
read -r count size < <(checkpoints many.vft)
check 'without a limit of their own there are many checkpoints' test "$count" -gt 30 -a "$size" -gt 30
read -r fewer size < <(checkpoints few.vft)
check 'with one there are ever fewer' test "$fewer" -gt 3 -a $((2 * fewer)) -lt "$count"
run vforkscope replay --verify few.vft
like 'and the trace agrees' 'events agree' "$out$err"

# Wherever a limit ends a run, the recorded end is an instant that the replay comes to.
agreed=0
for n in 90001 123457 200003 301007 404041 495201 512345 600011; do
	vforkscope run --record end.vft --max-instructions $n loans.c >/dev/null 2>&1
	run vforkscope replay --verify end.vft
	[ "$status" = 0 ] && agreed=$((agreed + 1)) || echo "# $n: $err"
done
same 'runs that ended anywhere agree with their replay' 8 $agreed

rm -f large.vft
run vforkscope run --record large.vft --max-instructions 160000000 --max-trace 20 noise.c
same 'size of a trace: status' 2 "$status"
like 'size of a trace: told' 'large.vft: cannot be written: .* 20 MB \(--max-trace\)' "$err"
run vforkscope replay --verify --max-trace 30 large.vft
same 'size of a trace: what was recorded before stays' 0 "$status"
like 'size of a trace: it says that there is no more' 'large.vft: its recording was cut off at @[0-9]+$' "$err"

if nm "$VFORKSCOPE" 2>/dev/null | grep -q __asan_init; then
	skip 'memory of the host' 'a sanitizer takes memory of its own'
else
	run vforkscope events --max-memory 256 --max-instructions 900000000 \
		--max-events 100000000 loans.c
	same 'memory of the host: status' 71 "$status"
	like 'memory of the host: told' 'out of memory: it may take 256 MB \(--max-memory\)' "$err"
	# Forks until the table of processes is full: the engine's table of pages stays small.
	check 'memory of the host: many processes take little' python3 -c '
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
sys.exit(f"{peak} MB" if peak > 64 else 0)' "$VFORKSCOPE" run --system linux-2.0 maxuprc
fi

# Every limit has its row in the page, with its default.
help=$(vforkscope run --help)
for option in $(grep -oE -- '--max-[a-z]+' <<<"$help" | sort -u); do
	usual=$(tr -s ' \n' ' ' <<<"$help" | grep -oE -- "$option=[^(]*\([0-9]+\)" |
		grep -oE '\([0-9]+\)$' | tr -d '()')
	like "$option is in docs/security.md" "^\| \`$option\` \| $usual \|" "$(cat "$root/docs/security.md")"
	refuses "$option 0" 'takes .* to ' vforkscope run "$option" 0 true
	refuses "$option many" 'numeric|large|takes' vforkscope run "$option" 99999999999999999999 true
done
finish
