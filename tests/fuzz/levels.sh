#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The checker's corpus at every level of optimisation: none missed, none invented. Every 27th program, in long runs
# (FUZZ=1000 and more) all.
. "$(dirname "$0")/../lib.sh"
corpus=$PWD/tests/check
share=27
[ "${FUZZ:-0}" -lt 1000 ] || share=1

for level in 0 1 2 3 s; do
	same "-O$level: none missed, none invented" "$(($(ls "$corpus"/*.c | wc -l) / $share)) programs" \
		"$(python3 "$corpus/hold.py" --share "$share" "$VFORKSCOPE" "$level")"
done
finish
