#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Streams of instructions, FUZZ of them, half in kernel mode: none crashes the host or hangs it, and each ends the same
# however it is run. With FUZZ, all first words once more with many operands.
. "$(dirname "$0")/../lib.sh"

tests=$(dirname "$VFORKSCOPE")/tests
"$tests/fuzz/fuzz_streams" 0 "${FUZZ:-60}" "$(nproc)" >"$SCRATCH/told" 2>&1
status=$?
cat "$SCRATCH/told"
same "${FUZZ:-60} streams" 0 $status
# Those that found something: code that ran stale, a block too long to decode, condition codes that a refused store
# pushed, a page that was gone when a block was to be counted.
for stream in 9149 9394 10636 12671 13844 14767 16983 18978; do
	run "$tests/fuzz/fuzz_streams" $stream 1 1
	same "stream $stream" 0 "$status"
done
if [ -n "${FUZZ:-}" ]; then
	OPCODE_ROUNDS=$((FUZZ / 1000 + 1)) "$tests/unit/test_opcodes" >"$SCRATCH/told" 2>&1
	same "all first words, $((FUZZ / 1000 + 1)) times" 0 $?
fi
finish
