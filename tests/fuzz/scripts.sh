#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Damaged logs of strace and process scripts, FUZZ of them: each becomes a sound script, or is refused in one line.
. "$(dirname "$0")/../lib.sh"

"$(dirname "$VFORKSCOPE")/tests/fuzz/fuzz_scripts" 0 "${FUZZ:-400}" >"$SCRATCH/told"
status=$?
cat "$SCRATCH/told"
same "${FUZZ:-400} damaged logs and scripts" 0 $status
finish
