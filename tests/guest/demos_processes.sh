#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lessons of what else a process has, and what it costs, do what is written of them.
. "$(dirname "$0")/../lessons.sh"
outcomes 'What is not lent' 'Costs and accounts'

# What the process table says of sizes: who has lent has none, and has afterwards what the child had.
for system in $lends $shares $copies 2.11bsd $flat; do
	run vforkscope run --system "$system" procs
	mapfile -t sizes < <(awk '/^(parent|child) / { print $5, $6 }' <<<"$out")
	case " $(where lent procs | paste -sd' ') " in
	*" $system "*) same "procs, $system: the lender has no memory" '0 0' "${sizes[0]}" ;;
	*) like "procs, $system: the parent has memory" '^[1-9][0-9]* [1-9][0-9]*$' "${sizes[0]}" ;;
	esac
	like "procs, $system: the child has it" '^[1-9][0-9]* [1-9][0-9]*$' "${sizes[1]}"
	same "procs, $system: it comes back" "${sizes[1]}" "${sizes[2]}"
done
run vforkscope run procs fork
like 'procs fork: both have memory' '^parent +1 +2 +1 +[1-9][0-9]* +[1-9]' "$out"

run vforkscope run --swap 8192 limits
like 'limits, half the swap area: no child at all' '^fork:  0 children .*: Not enough memory$' "$out"
like 'limits, half the swap area: vfork all the same' '^vfork: one more' "$out"
run vforkscope run --swap 256 limits
same 'limits, next to no swap area: what was not tried has not happened' \
	'user:  not tried, there is no child to be the user: Not enough memory
slot:  not tried, the table does not get full: Not enough memory
fork:  not tried, I cannot get so large: Not enough memory' "$out"

# cost SYSTEM CONDITION: its table has four rows, and the condition (of awk) holds for the first and the last.
cost()
{
	run vforkscope run --system "$1" cost
	same "cost, $1: status" 0 "$status"
	same "cost, $1: sizes" '0 16 64 256' "$(awk 'NR > 1 { print $1 }' <<<"$out" | paste -sd' ')"
	check "cost, $1: $2" awk "NR == 2 { fork0 = \$2; vfork0 = \$3 } NR == 5 { fork = \$2; vfork = \$3 }
		END { exit !($2) }" <<<"$out"
}

for system in $lends; do
	cost "$system" 'fork > 5 * fork0'
	cost "$system" 'vfork - vfork0 < vfork0 / 50 && vfork0 - vfork < vfork0 / 50'
	cost "$system" 'fork > 10 * vfork'
done
for system in $copies; do
	cost "$system" 'fork - vfork < fork / 10 && vfork - fork < fork / 10'
	cost "$system" 'fork < 3 * fork0'
done
for system in $shares; do
	cost "$system" 'vfork - vfork0 < vfork0 / 50 && vfork0 - vfork < vfork0 / 50'
done
finish
