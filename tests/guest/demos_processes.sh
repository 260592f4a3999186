#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lessons of what else a process has, and what it costs: the exact text that they print and their exit status, on
# every kind of system and with fork.
. "$(dirname "$0")/../lessons.sh"

lesson exit "$lends $shares" 1 <<'T'
Here is the first half, 
parent: my printf failed, my child closed my stdout
T
lesson exit "$copies" 0 <<'T'
Here is the first half, Here is the first half, and here the second.
T
lesson 'exit fork' "$lends $copies" 0 <<'T'
Here is the first half, Here is the first half, and here the second.
T
for command in 'exit _exit' 'exit fork _exit'; do
	lesson "$command" "$lends $copies" 0 <<'T'
Here is the first half, and here the second.
T
done

for command in descriptors 'descriptors fork'; do
	lesson "$command" "$lends $copies" 0 <<'T'
parent: 3 is at 0, 4 is open
parent: 3 is at 100, 4 is open
T
done

lesson descriptors irix 0 <<'T'
parent: 3 is at 0, 4 is open
parent: 3 is at 100, 4 is closed
T

lesson attributes "$lends $shares" 0 <<'T'
parent: /home, umask 000, user 0, stack 1024 KB, noted: nothing
child:  /tmp, umask 077, user 7, stack 64 KB, noted: all changed
parent: /home, umask 000, user 0, stack 1024 KB, noted: all changed
T
lesson attributes '4.4bsd netbsd-1.3' 0 <<'T'
parent: /home, umask 000, user 0, stack 1024 KB, noted: nothing
child:  /tmp, umask 077, user 7, stack 64 KB, noted: all changed
parent: /home, umask 000, user 0, stack 1024 KB, noted: nothing
T

lesson usage '4.3bsd 4.2bsd ultrix macos-11' 0 <<'T'
parent pays: all of it
child pays:  nothing
T
for command in usage 'usage fork'; do
	lesson "$command" "2.11bsd 3bsd $shares $copies" 0 <<'T'
parent pays: nothing
child pays:  all of it
T
done
lesson 'usage fork' '4.3bsd 4.2bsd macos-11' 0 <<'T'
parent pays: nothing
child pays:  all of it
T

lesson order "$lends 4.4bsd netbsd-1.3 $shares irix $flat" 0 <<'T'
exit: the pipe has ended, the child is a zombie
later: the pipe has ended
exec: the pipe has ended, the child is no zombie
later: the pipe has ended
T
early='exit: the pipe is still open, the child is no zombie
later: the pipe has ended
exec: the pipe is still open, the child is no zombie
later: the pipe has ended'
lesson order linux-2.0 0 <<<"$early"
lesson 'order fork' '4.3bsd 4.4bsd linux' 0 <<<"$early"

# What the process table says during the loan, and after it.
for system in 4.3bsd 4.2bsd; do
	run vforkscope run --system "$system" procs
	like "procs, $system: the lender has no memory and cannot be interrupted" \
		"^parent +4001 +2 +1 +0 +0 +24 +D +its child's slot$" "$out"
	like "procs, $system: the borrower has it" '^child +1001 +3 +2 +[1-9][0-9]* +[1-9]' "$out"
	like "procs, $system: it comes back" '^parent +1 +2 +1 +[1-9][0-9]* +[1-9][0-9]* .* -$' "$out"
	same "procs, $system: the sizes are the same ones" "$(awk '/^child/ { print $5 }' <<<"$out")" \
		"$(awk '/^parent/ { size = $5 } END { print size }' <<<"$out")"
done
run vforkscope run --system 2.11bsd procs
like 'procs, 2.11bsd: the lender, whom the swapper brings in first, sleeps deeper' \
	"^parent +2004001 +2 +1 +0 +0 +1 +D +its child's slot$" "$out"
run vforkscope run --system 4.4bsd procs
like 'procs, 4.4bsd: both have memory' '^parent +1 +2 +1 +[1-9][0-9]* +[1-9][0-9]* +30 +D +its own slot$' "$out"
for system in freebsd netbsd solaris; do
	run vforkscope run --system $system procs
	case $system in
	freebsd) text="D +its child's slot" ;;
	netbsd) text='D +its own slot' ;;
	solaris) text='S +its own slot' ;;
	esac
	like "procs, $system: what the parent sleeps on" "^parent .* +[1-9][0-9]* +[1-9][0-9]* +30 +$text$" "$out"
done
run vforkscope run --system linux-2.0 procs
like 'procs, linux-2.0: who is not held runs, or waits where signals reach it' '^parent .* (R  -|S  its own slot)$' \
	"$out"
run vforkscope run procs fork
like 'procs fork: both have memory' '^parent +1 +2 +1 +[1-9][0-9]* +[1-9]' "$out"

lesson nested "$lends $shares private-stack" 0 <<'T'
grandchild: sum is 7
child:      sum is 7
parent:     sum is 7: three processes, one variable
T
lesson nested macos-11 0 <<'T'
vfork: Invalid argument
parent:     sum is 3: my child's, too
T
lesson 'nested fork' macos-11 0 <<'T'
grandchild: sum is 7
child:      sum is 3
parent:     sum is 1: mine alone
T
lesson nested "4.4bsd netbsd-1.3" 0 <<'T'
grandchild: sum is 7
child:      sum is 3
parent:     sum is 1: mine alone
T
lesson 'nested fork' "$lends $copies $shares" 0 <<'T'
grandchild: sum is 7
child:      sum is 3
parent:     sum is 1: mine alone
T

# what is peculiar to one system
lesson clone linux 0 <<'T'
parent: my child's exec failed: No such file or directory
parent: it ran on its own stack; handlers run on my memory: 0
T
lesson 'clone vfork' linux 0 <<'T'
parent: my child's exec failed: No such file or directory
parent: it ran on my stack; handlers run on my memory: 1
T
lesson 'clone copy' linux 0 <<'T'
parent: no message
T
lesson 'clone free' linux 0 <<'T'
parent: I am not held, and my child has told nothing yet
parent: my child's exec failed: No such file or directory
parent: it ran on its own stack; handlers run on my memory: 0
T
lesson clone "$lends $copies netbsd freebsd solaris posix" 0 <<'T'
parent: there is no clone: Function not implemented
T

lesson exit irix 1 <<'T'
Here is the first half, 
T

# A long loan: no page and never interrupted, so swapped out and counted as load. A parent that only waits has its
# pages.
lesson asleep "$lends" 0 <<'T'
 15 s: parent has no page, state D, load 0.22
 30 s: parent has no page, state DW, load 0.39
300 s: parent has no page, state DW, load 0.99
300 s: parent has its pages, state R, load 0.99
T
lesson asleep 2.11bsd 0 <<'T'
 15 s: parent has no page, state D, load 0.22
 30 s: parent has no page, state D, load 0.39
300 s: parent has no page, state D, load 0.99
300 s: parent has its pages, state R, load 0.99
T
lesson asleep linux 0 <<'T'
 15 s: parent has its pages, state D, load 0.22
 30 s: parent has its pages, state D, load 0.39
300 s: parent has its pages, state D, load 0.99
300 s: parent has its pages, state R, load 0.99
T
lesson asleep solaris 0 <<'T'
 15 s: parent has its pages, state S, load 0.00
 30 s: parent has its pages, state S, load 0.00
300 s: parent has its pages, state S, load 0.00
300 s: parent has its pages, state R, load 0.00
T
lesson asleep "netbsd freebsd sunos4 hpux private-stack 4.4bsd netbsd-1.3" 0 <<'T'
 15 s: parent has its pages, state D, load 0.00
 30 s: parent has its pages, state D, load 0.00
300 s: parent has its pages, state D, load 0.00
300 s: parent has its pages, state R, load 0.00
T
for command in 'asleep fork' asleep; do
	lesson "$command" linux-2.0 0 <<'T'
 15 s: parent has its pages, state S, load 0.00
 30 s: parent has its pages, state S, load 0.00
300 s: parent has its pages, state S, load 0.00
300 s: parent has its pages, state R, load 0.00
T
done

lesson limits 4.3bsd 0 <<'T'
user:  41 processes, then: No more processes
slot:  the last one, for a user: No more processes
slot:  the last one, for root: granted
fork:  2 children of 3 MB that nobody has touched, then: Not enough memory
vfork: one more, as large
T
for system in 4.2bsd 3bsd; do
	run vforkscope run --system $system limits
	same "limits, $system: swap space" "$(tail -n 2 <<<"$out")" \
		"$(printf '%s\n' 'fork:  2 children of 3 MB that nobody has touched, then: Not enough memory' \
			'vfork: one more, as large')"
done
for system in netbsd linux 4.4bsd 2.11bsd; do
	run vforkscope run --system $system limits
	same "limits, $system: swap space" "$(tail -n 2 <<<"$out")" \
		"$(printf '%s\n' 'fork:  9 children of 3 MB that nobody has touched, then: I stop' \
			'vfork: one more, as large')"
done
run vforkscope run --swap 8192 limits
like 'limits, half the swap area: no child at all' '^fork:  0 children .*: Not enough memory$' "$out"
like 'limits, half the swap area: vfork all the same' '^vfork: one more' "$out"
run vforkscope run --swap 256 limits
same 'limits, next to no swap area: what was not tried has not happened' \
	'user:  not tried, there is no child to be the user: Not enough memory
slot:  not tried, the table does not get full: Not enough memory
fork:  not tried, I cannot get so large: Not enough memory' "$out"

# How many processes a user may have, himself included. Whose number is whose: docs/systems.md.
while read -r most systems; do
	for command in maxuprc 'maxuprc fork'; do
		lesson "$command" "$systems" 0 <<<"user 7: $most processes, then: No more processes"
	done
done <<'T'
41 4.3bsd
26 4.2bsd ultrix
21 2.11bsd
80 openbsd
266 macos
128 aix
256 hpux
T

lesson pids '4.3bsd linux' 0 <<'T'
parent: my children are 3 4 5 6: one after the other
T
lesson pids openbsd 0 <<'T'
parent: my children are 15747 343 6768 8039: in no order
T
lesson atfork "$lends $shares macos openbsd" 0 <<'T'
calls: 0 before, 0 in the parent, 0 in the child
T
lesson atfork 'linux-2.0 aix' 0 <<'T'
calls: 1 before, 1 in the parent, 1 in the child
T
lesson 'atfork fork' '4.3bsd linux linux-2.0 macos' 0 <<'T'
calls: 1 before, 1 in the parent, 1 in the child
T

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
