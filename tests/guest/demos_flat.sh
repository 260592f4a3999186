#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lessons without memory management do what is written of them; and whatever fork would be needed for is not there.
. "$(dirname "$0")/../lessons.sh"
outcomes 'No memory management'

# A lesson that gets no child tells so, and nothing that would have happened with one.
for name in asleep attributes background borrow core descriptors exit handler heap longjmp message nested null \
	pidcache registers return sigtable stop tables tracing unkillable usage; do
	run vforkscope run --system "$flat" "$name" fork
	like "$name fork, $flat: refused" '^fork: Invalid argument$' "$out"
	same "$name fork, $flat: status" 1 "$status$err"
	check "$name fork, $flat: nothing more is told" [ "$(sed '0,/^fork: /d' <<<"$out" |
		grep -v '^Here is the first half, $')" = '' ]
done
# A lesson that is about a system runs under it unless another one is named.
own()
{
	local written
	written=$(vforkscope run --system "$2" "$1")
	run vforkscope run "$1"
	same "$1: by itself under $2" "$written" "$out"
	same "$1: says so" "vforkscope: note: $1 is about $2 and runs under it; --system NAME takes another" "$err"
}
own neighbour uclinux
own overflow uclinux
own clone linux
own sigtable sunos4
run vforkscope run ./guest/demos/neighbour.c
like 'neighbour.c: a source is about a system, too' 'neighbour.c is about uclinux' "$err"
run vforkscope run borrow
same 'borrow: no note about systems' '' "$err"

# Where a program lies depends on what else there is; the two must agree.
run vforkscope run --system "$flat" borrow
same "borrow, $flat: one address" 1 "$(sed -nE 's/.* at (0x[0-9a-f]{5,})$/\1/p' <<<"$out" | sort -u | wc -l)"
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
