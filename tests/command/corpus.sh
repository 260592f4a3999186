#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The checker's corpus of small programs (tests/check/), half of them with one known hazard, of which none is missed and
# none is invented. Here each program is compiled at -O0 or -O2, in turn; at all levels tests/fuzz/levels.sh does.
# Not in make check.
. "$(dirname "$0")/../lib.sh"
corpus=$PWD/tests/check

same 'none missed, none invented' "$(ls "$corpus"/*.c | wc -l) programs" \
	"$(python3 "$corpus/hold.py" "$VFORKSCOPE" 0 2)"
check 'half of at least 120 programs have a hazard' \
	[ "$(cat "$corpus"/*.c | grep -c '^/\* clean')/$(cat "$corpus"/*.c | grep -cE '^/\* [a-z]+, line')" = 70/80 ]
finish
