#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lessons of memory do what is written of them; and what they print of page tables is so.
. "$(dirname "$0")/../lessons.sh"
outcomes 'One memory'

# The program's first longword, which a null pointer leads to.
first=$(m68k-linux-gnu-objdump -s -j .text --stop-address=4 "$VFORKSCOPE_GUEST/demos/null" |
	awk '$1 == "0000" { print $2 }')
run vforkscope run null
like 'null: what is at address 0' "^child:  I read 0x$first at address 0; " "$out"
like 'null: and what the parent reads of it' "at address 0 had been 0x$first\$" "$out"

# look SYSTEM [ARG]: the four rows of tables, "who P0BR P0LR P1BR P1LR table pfn", without the words for when: before,
# child, parent, after.
look()
{
	run vforkscope run --system "$1" tables ${2:+"$2"}
	mapfile -t rows < <(sed -nE 's/^(before|meanwhile|after)? *(parent|child) /\2 /p' <<<"$out" | tr -s ' ')
	same "tables ${2:-}, $1: four looks" 4 "${#rows[@]}"
	same "tables ${2:-}, $1: afterwards as before" "${rows[0]}" "${rows[3]}"
}
# word N ROW
word() { cut -d' ' -f"$1" <<<"$2"; }

for system in 4.3bsd 4.2bsd 2.11bsd 3bsd; do
	look $system
	same "tables, $system: the child has what the parent had" "${rows[0]#parent}" "${rows[1]#child}"
	same "tables, $system: the parent has an empty table or none" "0 40000 0" \
		"$(word 3 "${rows[2]}") $(word 5 "${rows[2]}") $(word 7 "${rows[2]}")"
	same "tables, $system: of so many pages" "$([[ $system != 4.?bsd ]]; echo $?)" "$(word 6 "${rows[2]}")"
	like "tables, $system: forkstat" '^parent:   the kernel counts 1 vforks more, of [1-9][0-9]* pages$' "$out"
done
for system in $shares; do
	look "$system"
	same "tables, $system: both have the same" "${rows[1]#child}" "${rows[2]#parent}"
done
for system in $lends $copies; do
	look "$system" fork
	like "tables fork, $system: verdict" '^child:    the table was copied, [1-9][0-9]* page frames' "$out"
done
same 'tables fork: another page frame under the same address' 1 \
	"$([ "$(word 7 "${rows[1]}")" != "$(word 7 "${rows[2]}")" ] && echo 1)"
like 'tables fork: no vfork is counted' '^parent:   the kernel counts 0 vforks more, of 0 pages$' "$out"
finish
