#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Machine time beside history: the ratios that the machine has to keep, the fitted rows, and the manual's price list.
. "$(dirname "$0")/../lib.sh"

run vforkscope bench history --json
same 'bench history: every ratio is in its bounds' '0 ' "$status $err"
same 'bench history: it fits its schema' fits "$(python3 tests/check/schema.py docs/schema/bench.json <<<"$out")"
# each LIST EXPRESSION: a line for every x of a list in the output
each() { python3 -c "import json, sys; [print($2) for x in json.load(sys.stdin)['$1']]" <<<"$out"; }
rows=$(each tests 'x["test"], x["fitted"], x["here"] / x["published"][2]')
same 'bench history: tests' 17 "$(wc -l <<<"$rows")"
check 'bench history: the fitted rows fit' \
	awk '$2 == "True" { n++; if ($3 < 0.95 || $3 > 1.05) exit 1 } END { exit n != 2 }' <<<"$rows"
check 'bench history: exec of the null job within 20 %' \
	awk '$1 ~ /execs.*null/ { n++; if ($3 < 0.8 || $3 > 1.2) exit 1 } END { exit n != 4 }' <<<"$rows"
while read -r line; do
	check "the manual has the price: $line" grep -qF "$line" docs/machine.md
done < <(each prices '"| %s | %g |" % (x["what"], x["usec"])')

finish
