#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The checker's corpus at every level of optimisation: none missed, none invented. Every 27th program, with FUZZ all.
. "$(dirname "$0")/../lib.sh"
corpus=$PWD/tests/check
share=${FUZZ:+1}

for level in 0 1 2 3 s; do
	same "-O$level: none missed, none invented" "$(($(ls "$corpus"/*.c | wc -l) / ${share:-27})) programs" \
		"$(python3 "$corpus/hold.py" --share "${share:-27}" "${VFORKSCOPE_QUICK:-$VFORKSCOPE}" "$level")"
done
finish
