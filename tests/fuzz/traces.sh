#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Damaged traces, FUZZ of them: each is refused in one line, or shown as far as it goes; nothing crashes, hangs or
# grows.
. "$(dirname "$0")/../lib.sh"

fuzzer=$(dirname "$VFORKSCOPE")/tests/fuzz/fuzz_traces
VFORKSCOPE_DATA=$VFORKSCOPE_GUEST "$fuzzer" 0 "${FUZZ:-200}" "$(nproc)" >"$SCRATCH/told"
status=$?
cat "$SCRATCH/told"
same "${FUZZ:-200} damaged traces" 0 $status
finish
