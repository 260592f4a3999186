#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A lender that is swapped out, seen from outside: the events, the state in between, ps, traces and checkpoints. And
# swap areas of other sizes.
. "$(dirname "$0")/../lib.sh"
here=$PWD/tests/guest
cd "$SCRATCH" || exit 1

# swaps PROGRAM...: the events of swapping, "out" and "in", in one line
swaps()
{
	vforkscope events "$@" --json | python3 -c '
import json, sys
print(*[e["name"][7:] for e in json.load(sys.stdin) if e["name"].startswith("vm.swap")])'
}

for system in 4.3bsd 4.2bsd 3bsd; do
	same "asleep, $system: out once and in once" 'out in' "$(swaps asleep --system $system)"
done
for system in 4.4bsd netbsd linux private-stack; do
	same "asleep, $system: nobody is swapped" '' "$(swaps asleep --system $system)"
done
same 'a short loan: nobody is swapped' '' "$(swaps borrow)"

# The state at the two events and before: the host finds the u area wherever it is.
vforkscope run --record asleep.vft asleep >/dev/null
run vforkscope replay --verify asleep.vft
same 'a trace with a swapped-out u area verifies' 0 "$status"
registers=() lender=()
for at in vfork.begin vm.swapout vm.swapin; do
	run vforkscope state asleep.vft --at $at
	registers+=("$(sed -nE 's/^ +([adfsp][0-7pc]) +([0-9a-f]{8}) .*/\1 \2/p' <<<"$out")")
	lender+=("$(grep ' lender ' <<<"$out")")
done
check 'there are registers to compare' test "$(wc -l <<<"${registers[0]}")" -gt 15
same 'its registers are seen while it is out' "${registers[0]}" "${registers[1]}"
same 'and when it is back' "${registers[0]}" "${registers[2]}"
like 'it is told to be on swap' '^ +2 +1 asleep +lender +asleep on proc 3, on swap .* SNOVM$' "${lender[1]}"
like 'and back in core' '^ +2 +1 asleep +lender +runnable .* SLOAD SNOVM$' "${lender[2]}"
run vforkscope state asleep.vft --at vm.swapout
like 'the caption tells why' 'no page and slept for more than 20 seconds' "$out"

same 'the trace holds the size of the swap area' '16777216' "$(python3 - <<'P'
import sqlite3
db = sqlite3.connect("asleep.vft")
print(db.execute("SELECT value FROM meta WHERE key = 'swap'").fetchone()[0])
P
)"

# The guest's own view.
run vforkscope run sh -c 'asleep >/dev/null & sleep 60; ps l; uptime; vmstat'
like 'ps reads its name from the swap area, and shows W' \
	'^ +4000 +0 +4 +2 +0 +-1 +0 +[0-9a-f]+ +0 +0 +8[0-9a-f]{7} DW +co +0:00\.[0-9]+ \(asleep\)$' "$out"
like 'ps shows nobody else so' '^1$' "$(grep -c ' [A-Z]W ' <<<"$out")"
like 'I: asleep for more than 20 seconds' ' I +co +0:00\.[0-9]+ init$' "$out"
like 'uptime: one minute of a load of one' '^up 0:01:0[01], load average: 0\.6[0-9], 0\.1[0-9], 0\.0[0-9]$' "$out"
like 'vmstat: the swap area' '^4096 blocks of swap area, [0-9]+ free$' "$out"
like 'no program can write to /dev/drum' 'denied|error' "$(vforkscope run sh -c 'echo x >/dev/drum' 2>&1)"

cat >load.c <<'C'
#include <kvm.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	unsigned load[5];
	int n;
	if (vfork() == 0) {
		sleep(60);
		_exit(0);
	}
	wait(NULL);
	n = kvm_loadavg(load, 5);
	printf("%d averages: %u %u %u\n", n, load[0] * 100 / FSCALE, load[1] * 100 / FSCALE, load[2] * 100 / FSCALE);
	return 0;
}
C
run vforkscope run load.c
same 'load averages: a minute of a loan' '3 averages: 63 17 6' "$out"
run vforkscope run --system netbsd load.c
same 'load averages: a minute of waiting' '3 averages: 0 0 0' "$out"

# Other sizes
for system in 4.3bsd 3bsd; do
	# All reservations are multiples of 4 blocks, and most of 8: one of the two areas is full to the last block.
	for kb in 9236 9252; do
		run vforkscope run --swap $kb --system $system "$here/deadwood.c" tight
		[ "$status" != 0 ] || break
	done
	same "neither page frames nor swap space, $system: status" 0 "$status"
	sed -nE 's/^((not )?ok) - /\1 - tight, '$system': /p' <<<"$out"
done
run vforkscope run --swap 256 borrow
same 'the smallest swap area is enough for a lesson' 0 "$status"
run vforkscope run --ram 64 --swap 131072 borrow
same 'the largest one, too' 0 "$status"
vforkscope run --swap 1024 --record small.vft borrow >/dev/null
run vforkscope replay --verify small.vft
same 'a trace is replayed with its own swap area' 0 "$status"
# Without memory for a child: 4.3BSD and its elders wait for it, u areas of sleepers go; the others fail.
for system in 4.3bsd 4.2bsd 3bsd; do
	run vforkscope run --ram 2 --swap 16384 --system "$system" "$here/memwait.c" waits
	same "memwait, $system: vfork waits for memory" '0 0' "$(grep -c '^not ok' <<<"$out") $status$err"
done
for system in 4.4bsd linux; do
	run vforkscope run --ram 2 --swap 16384 --system "$system" "$here/memwait.c" fails
	same "memwait, $system: vfork fails" '0 0' "$(grep -c '^not ok' <<<"$out") $status$err"
done
run vforkscope run --ram 2 --swap 16384 "$here/memwait.c" never
same 'memwait, nobody gives memory back' \
	'126 deadlock: every process waits for another
deadlock: pid 2 waits for memory, and nobody gives any back' "$status $out"
finish
