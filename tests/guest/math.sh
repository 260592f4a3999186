#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# <math.h>, and the arithmetic beneath it: math.c is compiled for the machine and for the host, and says the same on
# both, but for the last place where the host rounds otherwise.
. "$(dirname "$0")/../lib.sh"

check 'it compiles for the host' "${CC:-cc}" -std=c17 -D_GNU_SOURCE -O1 -fno-builtin -ffp-contract=off \
	tests/guest/math.c \
	-o "$SCRATCH/math" -lm
"$SCRATCH/math" >"$SCRATCH/expected"
run vforkscope run --max-instructions 4000000000 tests/guest/math.c
same 'it runs' '0 ' "$status $err"
check 'there are many results' [ "$(wc -l <"$SCRATCH/.out")" -gt 10000 ]

# The bits of a double in the order of their values, as whole numbers. A failure tells the first few.
names=$(sed 's/(.*//' "$SCRATCH/expected" | LC_ALL=C sort -u)
python3 - "$SCRATCH/expected" "$SCRATCH/.out" >"$SCRATCH/wrong" <<'P'
import sys

def value(bits):
	n = int(bits, 16)
	return n if n < 1 << 63 else (1 << 63) - n - 1

wanted, got = ([line.rsplit(" ", 2) for line in open(name)] for name in sys.argv[1:])
for (call, units, expected), (other, _, result) in zip(wanted, got):
	expected, result = expected.strip(), result.strip()
	if call != other:
		print(call, "is", other, "on the machine")
		break
	if expected == result:
		continue
	try:
		off = abs(value(expected) - value(result))
	except ValueError:
		off = None
	if off is None or off > int(units):
		print(call, expected, result)
P
same 'both have the same lines' "$(wc -l <"$SCRATCH/expected")" "$(wc -l <"$SCRATCH/.out")"
while read -r name; do
	same "$name" '' "$(awk -v name="$name" 'index($0, name "(") == 1' "$SCRATCH/wrong" | head -5)"
done <<<"$names"
finish
