#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lessons of the stack do what is written of them; and the naive stub does what the table of its document says.
. "$(dirname "$0")/../lessons.sh"
outcomes 'One stack'

# The naive stub of the VAX. naive "N M" SYSTEM PSW END: what the parent's RET takes for register mask and PSW, AP and
# FP being those of the stub's caller; and how the parent ends: "lost", "harmless", or "SIGNAL PLACE", where RET is the
# instruction itself (a reserved operand fault).
naive()
{
	local psw=$3 system=$2 last
	# shellcheck disable=SC2086 # two or three arguments
	run vforkscope run --system "$system" naive $1
	case $psw in
	AP | FP) psw=$(sed -nE "s/^child: .* $psw ([0-9a-f]{8}).*/\1/p" <<<"$out") ;;
	esac
	like "naive $1, $system: the child's RET finds its frame" '^child: .* mask/PSW 20000000 ' "$out"
	like "naive $1, $system: the parent's RET finds $3" "^parent: .* mask/PSW $psw " "$out"
	last=$(tail -n 1 <<<"$out")
	case $4 in
	lost) same "naive $1, $system: wrong return" \
		'1 pid 2:  I came back from a call that I never made' "$status $last" ;;
	harmless) like "naive $1, $system: right return" \
		'^0 parent: vfork\(\) gave me child [0-9]+, all is well$' "$status $last" ;;
	*)
		same "naive $1, $system: status" $((128 + ${4% *})) "$status"
		like "naive $1, $system: dies at ${4#* }" \
			"^parent: signal ${4% *} at PC $(sed 's/RET/[0-9a-f]{8}, my RET$/' <<<"${4#* }")" "$out"
		;;
	esac
}

# The rows are those of the table in docs/stubs.md: | N M | call | mask and PSW | what it was | outcome |
rows=0
while IFS='|' read -r _ row _ psw was outcome _; do
	read -r row <<<"$row"
	read -r psw <<<"$psw"
	read -r was <<<"$was"
	case $outcome in
	*'SIGILL, RET'*)
		end='4 RET'
		psw='0000([1-9a-f].|.[1-9a-f])..' # an address: it does not pass RET's check
		[[ $was != [AF]P ]] || psw=$was
		;;
	*SIGTRAP*) end='5 0000....' ;;
	*SIGBUS*) end='10 0000....' ;;
	*SIGILL*) end='4 00000001' ;;
	*) end=lost ;;
	esac
	naive "$row" 4.3bsd "$psw" "$end"
	naive "$row" linux "$psw" "$end"
	rows=$((rows + 1))
done < <(grep -E '^\| [0-9] [0-9] ' docs/stubs.md)
same 'naive: rows in docs/stubs.md' 15 $rows
for system in $(where harmless naive); do
	for row in '1 0' '2 0' '3 0' '4 0' '5 0' '0 4'; do
		naive "$row" "$system" 20000000 harmless
	done
done
finish
