#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# vforkscope cost: its figures are those of the runs' events, and its lists name what stands in the script.
. "$(dirname "$0")/../lib.sh"

V=$VFORKSCOPE script=$SCRATCH/x.vps
cat >"$script" <<'S'
vps 1
big: start
big: exec /bin/big 32K
big: grow 1M
big: touch 1M
big: pipe 3 4
big: fork spare
spare: close 3
spare: exec /bin/true 16K
spare: exit 0
big: wait spare
big: fork busy
busy: grow 8K
busy: exec /bin/true 16K
busy: exit 0
big: wait busy
big: vfork careful
careful: exec /bin/true 16K
careful: exit 0
big: wait careful
big: vfork careless                         @77
careless: close 4                           @78
careless: dup 3 0                           @79
careless: grow 8K                           @80
careless: exec /bin/true 16K
careless: exit 0
big: wait careless
big: fork small
small: exit 1
big: wait small
big: exit 0
S
run "$V" cost --system 4.3bsd "$script"
same 'cost: ends with 0' 0 "$status"
text=$out
like 'cost: the forks have a heading of their own' '^Forks whose child executes a program' "$text"
check 'cost: nothing is escaped' [ "${text//\\/}" = "$text" ]
run "$V" events "$script" --json
counted=$(python3 -c '
import json
import sys

began, copied, tables = None, 0, 0
for e in json.load(sys.stdin):
    a = e["args"]
    if e["name"] == "proc.create" and a["parent"] == 1:
        began = e["usec"]
    elif began is not None and e["name"] == "fork.copy":
        copied += a["copied"]
    elif began is not None and e["name"] == "cow.copy":
        copied += 1
    elif began is not None and e["name"] == "page.alloc" and a["type"] == 6:
        tables += 1
    elif e["name"] == "halt":
        print(copied, tables, "%.3f" % ((e["usec"] - began) / 1e6))
' <<<"$out")
same 'as recorded: pages, tables, time are those of the events' "$counted" \
	"$(awk '$1 == "4.3bsd" && $2 == "as" { print $4, $5, $6 }' <<<"$text")"
copied() { awk -v made="$1" '$1 == "4.3bsd" && $3 == made { print $4 }' <<<"$text"; }
check 'all fork copies more' [ "$(copied fork)" -gt "${counted%% *}" ]
check 'all vfork copies less' [ "$(copied vfork)" -lt "${counted%% *}" ]
like 'a fork that could be a vfork' \
	'^  script line 7: big \(/bin/big\) forks spare for /bin/true: copies 1[0-9]{3} KB under 4.3bsd$' "$text"
same 'and no other one' 1 "$(grep -c ' forks ' <<<"$text")"
like 'descriptors of a borrower' \
	'^  log line 78: careless changes descriptors \(close, 2 times\): .*; does harm on irix$' "$text"
like 'memory of a borrower' '^  log line 80: careless grows or stores into memory .* harm on 4.3bsd .* linux ' "$text"
same 'and nobody else' 2 "$(grep -c ' line .* careless \| line .* careful ' <<<"$text")"

run "$V" cost --json --system 4.3bsd "$script"
same 'as JSON: the same' "3 1 2 78 as recorded" "$(python3 -c '
import json
import sys

c = json.load(sys.stdin)
print(len(c["costs"]), len(c["spare_forks"]), len(c["rule_breaks"]), c["rule_breaks"][0]["at"]["log_line"],
      c["costs"][0]["made"])' <<<"$out")"

# The log of a real make: the shell's forks for cat.
run "$V" cost --system linux traces/make.vps
same 'make: two forks of the shell could be vforks' 2 \
	"$(grep -cE 'log line [0-9]+: [0-9]+ \(/bin/sh\) forks [0-9]+ for /usr/bin/cat' <<<"$out")"

# A log is taken, too; what is none is refused.
run "$V" cost --system linux tests/command/strace/plain.log
same 'a log' '0 3' "$status $(grep -c '^linux ' <<<"$out")"
refuses 'a system that is not' 'no such system' "$V" cost --system vms "$script"
refuses 'what is no log' 'is no line of strace' "$V" cost README.md
finish
