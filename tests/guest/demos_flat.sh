#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lessons without memory management: whatever fork would be needed for is not there, all else is as where memory is
# shared.
. "$(dirname "$0")/../lessons.sh"

lesson return "$flat" 139 <<'T'
parent: I call spawn()
child:  report(0x11111111, 0x22222222, 0x33333333)
pid 2 (return): killed by signal 11 (Segmentation fault)
T
lesson longjmp "$flat" 139 <<'T'
parent: I call spawn()
child:  report(0x11111111, 0x22222222, 0x33333333)
pid 2 (longjmp): killed by signal 11 (Segmentation fault)
T
# A lesson that gets no child tells so, and nothing that would have happened with one.
for name in asleep attributes background borrow core descriptors exit handler heap longjmp message nested null \
	pidcache registers return sigtable stop tables tracing unkillable usage; do
	run vforkscope run --system "$flat" "$name" fork
	like "$name fork, $flat: refused" '^fork: Invalid argument$' "$out"
	same "$name fork, $flat: status" 1 "$status$err"
	check "$name fork, $flat: nothing more is told" [ "$(sed '0,/^fork: /d' <<<"$out" |
		grep -v '^Here is the first half, $')" = '' ]
done
lesson 'return fork' "$flat" 1 <<'T'
parent: I call spawn()
fork: Invalid argument
T
lesson registers "$flat" 0 <<'T'
parent: in_reg  1, on_stack  2
child:  in_reg 10, on_stack 20
parent: in_reg  1, on_stack 20
T
lesson registers-O2 "$flat" 0 <<'T'
parent: in_reg  1, on_stack  2
child:  in_reg 10, on_stack 20
parent: in_reg  1, on_stack  2
T
lesson stub "$flat" 1 <<'T'
parent: I am pid 2
child:  I leave
pid 2:  I came back from child_leaves(), which I never called
T
lesson exit "$flat" 1 <<'T'
Here is the first half, 
parent: my printf failed, my child closed my stdout
T
lesson message "$flat" 0 <<'T'
parent: my child's exec failed: No such file or directory
T
lesson descriptors "$flat" 0 <<'T'
parent: 3 is at 0, 4 is open
parent: 3 is at 100, 4 is open
T
lesson attributes "$flat" 0 <<'T'
parent: /home, umask 000, user 0, stack 128 KB, noted: nothing
child:  /tmp, umask 077, user 7, stack 64 KB, noted: all changed
parent: /home, umask 000, user 0, stack 128 KB, noted: all changed
T
lesson usage "$flat" 0 <<'T'
parent pays: nothing
child pays:  all of it
T
lesson heap "$flat" 0 <<'T'
parent: my heap grew by 44 KB, and says: I was here
T
lesson unkillable "$flat" 0 <<'T'
 5 s: kill -9 3
10 s: it is gone, by signal 9
T
lesson handler "$flat" 0 <<'T'
child:  my handler got signal 30, just below main()'s frame
parent: handled is 1: the child's handler wrote into my memory
parent: my handler got signal 30
T
lesson deadlock "$flat" 126 <<'T'
child:  I stop
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 is stopped
T
lesson nested "$flat" 0 <<'T'
grandchild: sum is 7
child:      sum is 7
parent:     sum is 7: three processes, one variable
T
lesson neighbour "$lends $shares $copies" 0 <<'T'
other:  I store 42; my own treasure is 42
parent: my treasure is 1
T
lesson neighbour "$flat" 0 <<'T'
other:  I store 42; my own treasure is 1
parent: my treasure is 42
T
lesson overflow "$lends $shares $copies" 0 <<'T'
stack: in the last call it is above the heap
stack: 200 calls deep and back
heap:  the last page is what it was
T
lesson overflow "$flat" 0 <<'T'
stack: in the last call it is inside the heap
stack: 200 calls deep and back
heap:  the last page is the stack's
T
# A lesson that is about a system runs under it unless another one is named.
own()
{
	run vforkscope run "$1"
	like "$1: by itself under $2" "$3" "$out"
	same "$1: says so" "vforkscope: note: $1 is about $2 and runs under it; --system NAME takes another" "$err"
}
own neighbour uclinux '^parent: my treasure is 42$'
own overflow uclinux "^heap:  the last page is the stack's$"
own clone linux '^parent: it ran on its own stack'
own sigtable sunos4 "^parent: my child's handler has run$"
run vforkscope run ./guest/demos/neighbour.c
like 'neighbour.c: a source is about a system, too' 'neighbour.c is about uclinux' "$err"
run vforkscope run borrow
same 'borrow: no note about systems' '' "$err"

# Where a program lies depends on what else there is; the two must agree.
run vforkscope run --system "$flat" borrow
same "borrow, $flat: text" 'parent: shared is 1 at ADDRESS
child:  shared is 42 at ADDRESS
parent: shared is 42: the child wrote into my memory' \
	"$(sed "s/$(sed -nE 's/.* at (0x[0-9a-f]{5,})$/\1/p' <<<"$out" | head -1)/ADDRESS/" <<<"$out")"
run vforkscope run --system "$flat" procs
like "procs, $flat: lender and borrower have the same memory" \
	'^parent .* 2 +1 +([0-9]+) +\1 +30 +D +its own slot$' "$out"
like "procs, $flat: the child has it, too" '^child .* 3 +2 +([0-9]+) +\1 ' "$out"
# Neither a block from the disk nor a tick of the clock falls into a row: the same wherever the program's blocks lie,
# and whenever it starts.
cp -rs "$VFORKSCOPE_GUEST" "$SCRATCH/guest"
for size in 0 1 5000 70000; do
	head -c $size /dev/zero >"$SCRATCH/guest/bin/before"
	run env VFORKSCOPE_DATA="$SCRATCH/guest" "$VFORKSCOPE" run --system "$flat" cost \
		"$(head -c $((size % 4001)) /dev/zero | tr '\0' x)x"
	same "cost, $flat, $size: no fork, and a vfork that costs the same whatever there is" \
		'0 none 16 none 64 none 256 none 1' "$(awk '
			NR > 1 { printf "%s %s ", $1, $2; low = low == "" || $3 < low ? $3 : low
				high = $3 > high ? $3 : high }
			END { print high - low < low / 50 }' <<<"$out")"
	vforks="${vforks-} $(awk 'NR == 2 { print $3 }' <<<"$out")"
done
check "cost, $flat: the same each time:$vforks" [ "$(tr ' ' '\n' <<<"$vforks" | awk '
	NF { low = low == "" || $1 < low ? $1 : low; high = $1 > high ? $1 : high }
	END { print high - low < low / 50 }')" = 1 ]
finish
