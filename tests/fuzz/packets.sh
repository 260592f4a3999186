#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Damaged conversations with the stub of GDB's protocol, FUZZ of them: each gets answers, and leaves the run as it was.
. "$(dirname "$0")/../lib.sh"

VFORKSCOPE_DATA=$VFORKSCOPE_GUEST "$(dirname "$VFORKSCOPE")/tests/fuzz/fuzz_packets" 0 "${FUZZ:-200}" >"$SCRATCH/told"
status=$?
cat "$SCRATCH/told"
same "${FUZZ:-200} damaged conversations" 0 $status
finish
