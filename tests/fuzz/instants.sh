#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Random programs, instants and schedules, one program for each 50 of FUZZ: what is true of every run.
. "$(dirname "$0")/../lib.sh"

fuzzer=$(dirname "$VFORKSCOPE")/tests/fuzz/fuzz_instants workers=$(nproc)
each=$((((${FUZZ:-200} + 49) / 50 + workers - 1) / workers))
for ((i = 0; i < workers; i++)); do
	VFORKSCOPE_DATA=$VFORKSCOPE_GUEST "$fuzzer" $((i * each)) $each "$SCRATCH" >"$SCRATCH/told.$i" 2>&1 &
	pids[i]=$!
done
for ((i = 0; i < workers; i++)); do
	wait "${pids[i]}"
	status=$?
	cat "$SCRATCH/told.$i"
	same "$each random programs from $((i * each)) on" 0 $status
done
finish
