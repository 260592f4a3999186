#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lessons of memory and registers: the exact text that they print and their exit status, on every kind of system and
# with fork.
. "$(dirname "$0")/../lessons.sh"

lesson borrow "$lends $shares ultrix 2.11bsd macos-11" 0 <<'T'
parent: shared is 1 at 0x4000
child:  shared is 42 at 0x4000
parent: shared is 42: the child wrote into my memory
T
lesson borrow "$copies openbsd macos aix" 0 <<'T'
parent: shared is 1 at 0x4000
child:  shared is 42 at 0x4000
parent: shared is 1: mine alone
T
lesson 'borrow fork' "$lends $copies" 0 <<'T'
parent: shared is 1 at 0x4000
child:  shared is 42 at 0x4000
parent: shared is 1: mine alone
T

lesson registers "$lends $shares" 0 <<'T'
parent: in_reg  1, on_stack  2
child:  in_reg 10, on_stack 20
parent: in_reg  1, on_stack 20
T
for command in 'registers fork' registers-O2 'registers-O2 fork'; do
	lesson "$command" "$lends $copies" 0 <<'T'
parent: in_reg  1, on_stack  2
child:  in_reg 10, on_stack 20
parent: in_reg  1, on_stack  2
T
done
lesson registers "$copies" 0 <<'T'
parent: in_reg  1, on_stack  2
child:  in_reg 10, on_stack 20
parent: in_reg  1, on_stack  2
T

lesson message "$lends $shares" 0 <<'T'
parent: my child's exec failed: No such file or directory
T
lesson message "$copies" 0 <<'T'
parent: no message
T
lesson 'message fork' "$lends $copies" 0 <<'T'
parent: no message
T

lesson heap "$lends $shares" 0 <<'T'
parent: my heap grew by 44 KB, and says: I was here
T
lesson heap "$copies" 0 <<'T'
parent: nothing new
T
lesson 'heap fork' "$lends $copies" 0 <<'T'
parent: nothing new
T

lesson registers sunos4-sparc 0 <<'T'
parent: in_reg  1, on_stack  2
child:  in_reg 10, on_stack 20
parent: in_reg 10, on_stack 20
T
lesson borrow private-stack 0 <<'T'
parent: shared is 1 at 0x4000
child:  shared is 42 at 0x4000
parent: shared is 42: the child wrote into my memory
T
lesson registers private-stack 0 <<'T'
parent: in_reg  1, on_stack  2
child:  in_reg 10, on_stack 20
parent: in_reg  1, on_stack  2
T

lesson core "$lends $shares $flat" 0 <<'T'
parent: my child died of signal 3 and left a core file
parent: there `secret` is 42, here 42: a picture of my own memory
T
for command in core 'core fork'; do
	lesson "$command" "$copies" 0 <<'T'
parent: my child died of signal 3 and left a core file
parent: there `secret` is 42, here 1: a picture of another memory
T
done

# The program's first longword, which a null pointer leads to.
first=$(m68k-linux-gnu-objdump -s -j .text --stop-address=4 "$VFORKSCOPE_GUEST/demos/null" |
	awk '$1 == "0000" { print $2 }')
lesson null "$flat" 0 <<'T'
parent: my child died of signal 11 (Segmentation fault)
parent: it left me no note
T
# Where a store into text is SIGSEGV.
refuse=' linux-2.0 linux solaris irix hpux aix posix '
for died in '10 (Bus error)' '11 (Segmentation fault)'; do
	lent='' copied=''
	for system in $lends $shares $copies; do
		case $refuse in
		*" $system "*) signal=11 ;;
		*) signal=10 ;;
		esac
		[ "$signal" = "${died%% *}" ] || continue
		case " $copies " in
		*" $system "*) copied+=" $system" ;;
		*) lent+=" $system" ;;
		esac
	done
	lesson null "$lent" 0 <<T
child:  I read 0x$first at address 0; now I write there
parent: my child died of signal $died
parent: it left me a note: at address 0 had been 0x$first
T
	for command in null 'null fork'; do
		lesson "$command" "$copied" 0 <<T
child:  I read 0x$first at address 0; now I write there
parent: my child died of signal $died
parent: it left me no note
T
	done
done

lesson pidcache "$lends $shares private-stack $flat" 0 <<'T'
parent: I am 2, my parent is 1
child:  I am 3, my parent is 2
parent: I am 3, my parent is 2. That is wrong: the kernel says 2 and 1
T
for command in pidcache 'pidcache fork'; do
	lesson "$command" "$copies" 0 <<'T'
parent: I am 2, my parent is 1
child:  I am 3, my parent is 2
parent: I am 2, my parent is 1. That is right: the kernel says 2 and 1
T
done

# tables VERDICT FRAMES "SYSTEM..." [ARG]: the lines are: before, child, parent, verdict, after, count.
tables()
{
	local verdict=$1 taken=$2 system
	for system in $3; do
		run vforkscope run --system "$system" tables ${4:+"$4"}
		like "tables ${4:-}, $system: verdict" \
			"^child:    the (tables?|addresses) (is|was|were) $verdict, $taken page frames" "$out"
		# who P0BR P0LR P1BR P1LR table pfn, without the words for when
		mapfile -t rows < <(sed -nE 's/^(before|meanwhile|after)? *(parent|child) /\2 /p' <<<"$out" | tr -s ' ')
		same "tables ${4:-}, $system: four looks" 4 "${#rows[@]}"
		same "tables ${4:-}, $system: afterwards as before" "${rows[0]}" "${rows[3]}"
	done
}
# word N ROW
word() { cut -d' ' -f"$1" <<<"$2"; }

for system in 4.3bsd 4.2bsd 2.11bsd 3bsd; do
	case $system in
	2.11bsd) tables passed 2 $system ;;
	3bsd) tables moved 2 $system ;;
	*) tables exchanged 3 $system ;;
	esac
	same "tables, $system: the child has what the parent had" "${rows[0]#parent}" "${rows[1]#child}"
	same "tables, $system: the parent has an empty table or none" "0 40000 0" \
		"$(word 3 "${rows[2]}") $(word 5 "${rows[2]}") $(word 7 "${rows[2]}")"
	same "tables, $system: of so many pages" "$([[ $system != 4.?bsd ]]; echo $?)" "$(word 6 "${rows[2]}")"
	like "tables, $system: forkstat" '^parent:   the kernel counts 1 vforks more, of [1-9][0-9]* pages$' "$out"
done
for system in $shares; do
	tables shared 2 "$system"
	same "tables, $system: both have the same" "${rows[1]#child}" "${rows[2]#parent}"
done
tables copied '[1-9][0-9]*' "$copies"
tables copied '[1-9][0-9]*' "$lends $copies" fork
same 'tables fork: another page frame under the same address' 1 \
	"$([ "$(word 7 "${rows[1]}")" != "$(word 7 "${rows[2]}")" ] && echo 1)"
like 'tables fork: no vfork is counted' '^parent:   the kernel counts 0 vforks more, of 0 pages$' "$out"
finish
