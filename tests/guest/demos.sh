#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every lesson on every kind of system, and with fork: the exact text that it prints and its exit status.
. "$(dirname "$0")/../lib.sh"

# lesson "PROGRAM [ARG...]" "SYSTEM..." STATUS, and the text as stdin
lesson()
{
	local command=$1 systems=$2 expected=$3 text system
	text=$(cat)
	for system in $systems; do
		# shellcheck disable=SC2086 # a program and its arguments
		run vforkscope run --system "$system" $command
		same "$command, $system: text" "$text" "$out"
		same "$command, $system: status" "$expected" "$status$err"
	done
}

lends='4.3bsd 4.2bsd 3bsd' shares='netbsd freebsd linux sunos4 solaris hpux posix' copies='4.4bsd netbsd-1.3 linux-2.0' flat=uclinux

lesson borrow "$lends $shares" 0 <<'T'
parent: shared is 1 at 0x3000
child:  shared is 42 at 0x3000
parent: shared is 42: the child wrote into my memory
T
lesson borrow "$copies" 0 <<'T'
parent: shared is 1 at 0x3000
child:  shared is 42 at 0x3000
parent: shared is 1: mine alone
T
lesson 'borrow fork' "$lends $copies" 0 <<'T'
parent: shared is 1 at 0x3000
child:  shared is 42 at 0x3000
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

lesson return "$lends $shares" 139 <<'T'
parent: I call spawn()
child:  report(0x11111111, 0x22222222, 0x33333333)
pid 2 (return): killed by signal 11 (Segmentation fault)
T
lesson return "$copies" 0 <<'T'
parent: I call spawn()
child:  report(0x11111111, 0x22222222, 0x33333333)
parent: spawn() gave me child 3, all is well
T
lesson 'return fork' "$lends $copies" 0 <<'T'
parent: I call spawn()
child:  report(0x11111111, 0x22222222, 0x33333333)
parent: spawn() gave me child 3, all is well
T

lesson stub "$lends $shares" 1 <<'T'
parent: I am pid 2
child:  I leave
pid 2:  I came back from child_leaves(), which I never called
T
lesson stub "$copies" 0 <<'T'
parent: I am pid 2
child:  I leave
parent: vfork() gave me child 3, all is well
T
lesson 'stub library' "$lends $copies" 0 <<'T'
parent: I am pid 2
child:  I leave
parent: vfork() gave me child 3, all is well
T

# The naive stub of the VAX. naive "N M" SYSTEM PSW END: what the parent's RET takes for register mask and PSW, AP and FP being those of
# the stub's caller; and how the parent ends: "lost", "harmless", or "SIGNAL PLACE", where RET is the instruction itself
# (a reserved operand fault).
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
	lost) same "naive $1, $system: wrong return" '1 pid 2:  I came back from a call that I never made' "$status $last" ;;
	harmless) same "naive $1, $system: right return" '0 parent: vfork() gave me child 3, all is well' "$status $last" ;;
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
for system in $lends $shares; do
	naive '0 0' "$system" 20000000 lost
done
for system in $copies private-stack; do
	for row in '0 0' '1 0' '2 0' '3 0' '4 0' '5 0' '0 4'; do
		naive "$row" "$system" 20000000 harmless
	done
done

lesson sklower "$lends $shares $copies private-stack sunos4-sparc $flat" 0 <<'T'
caller, before vfork              SP   0  FP   0  R2 is unused
stub, entered by CALLS            SP -24  FP -24  R2 is unused
stub, after RET, before the trap  SP   0  FP   0  R2 leads back
child, back in the caller         SP   0  FP   0  R2 leads back
child, in its next call           SP -24  FP -24  R2 leads back
parent, back in the caller        SP   0  FP   0  R2 leads back
parent: vfork() gave me child 3, all is well
T

lesson inverted "$lends $shares $flat ${copies/linux-2.0/}" 0 <<'T'
pid 3 (the child) vfork() gave me 2
pid 3 (the child) I cannot wait for 2: it is not my child
pid 2 (the parent) vfork() gave me 0
echo: I was meant to be a child
T

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

lesson message "$lends $shares" 0 <<'T'
parent: my child's exec failed: No such file or directory
T
lesson message "$copies" 0 <<'T'
parent: no message
T
lesson 'message fork' "$lends $copies" 0 <<'T'
parent: no message
T

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
parent: /, umask 000, user 0, stack 1024 KB, noted: nothing
child:  /tmp, umask 077, user 7, stack 64 KB, noted: all changed
parent: /, umask 000, user 0, stack 1024 KB, noted: all changed
T
lesson attributes '4.4bsd netbsd-1.3' 0 <<'T'
parent: /, umask 000, user 0, stack 1024 KB, noted: nothing
child:  /tmp, umask 077, user 7, stack 64 KB, noted: all changed
parent: /, umask 000, user 0, stack 1024 KB, noted: nothing
T

lesson usage '4.3bsd 4.2bsd' 0 <<'T'
parent pays: all of it
child pays:  nothing
T
for command in usage 'usage fork'; do
	lesson "$command" "3bsd $shares $copies" 0 <<'T'
parent pays: nothing
child pays:  all of it
T
done
lesson 'usage fork' '4.3bsd 4.2bsd' 0 <<'T'
parent pays: nothing
child pays:  all of it
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

lesson order "$lends" 0 <<'T'
exit: the pipe is still open, the child is no zombie
later: the pipe has ended
exec: the pipe is still open, the child is no zombie
later: the pipe has ended
T
lesson order "4.4bsd netbsd-1.3 $shares irix $flat" 0 <<'T'
exit: the pipe has ended, the child is a zombie
later: the pipe has ended
exec: the pipe has ended, the child is no zombie
later: the pipe has ended
T

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
run vforkscope run --system 4.4bsd procs
like 'procs, 4.4bsd: both have memory' '^parent +1 +2 +1 +[1-9][0-9]* +[1-9][0-9]* +[0-9]+ +. +another address$' "$out"
run vforkscope run --system linux-2.0 procs
like 'procs, linux-2.0: who is not held runs, or waits where signals reach it' '^parent .* (R  -|S  another address)$' "$out"
run vforkscope run procs fork
like 'procs fork: both have memory' '^parent +1 +2 +1 +[1-9][0-9]* +[1-9]' "$out"

lesson longjmp "$lends $shares" 139 <<'T'
parent: I call spawn()
child:  report(0x11111111, 0x22222222, 0x33333333)
pid 2 (longjmp): killed by signal 11 (Segmentation fault)
T
for command in longjmp 'longjmp fork'; do
	lesson "$command" "$copies" 0 <<'T'
parent: I call spawn()
child:  report(0x11111111, 0x22222222, 0x33333333)
parent: spawn() gave me child 3, all is well
T
done

# What belongs to waiting, not to memory: these also hold where vfork only waits.
waits="$lends 4.4bsd netbsd-1.3 netbsd solaris"

lesson unkillable "$waits" 0 <<'T'
 5 s: kill -9 3
10 s: it is still there
60 s: it is gone, by signal 9
T
for command in 'unkillable fork' unkillable; do
	lesson "$command" linux-2.0 0 <<'T'
 5 s: kill -9 3
10 s: it is gone, by signal 9
T
done

# Stop signals and the terminal: most let them wait, Linux has no such rule, Solaris one for the keyboard, 3BSD no stops.
careful='4.3bsd 4.2bsd 4.4bsd netbsd-1.3 netbsd freebsd sunos4 sunos4-sparc irix hpux private-stack posix'
stops='4.3bsd 4.2bsd 4.4bsd netbsd freebsd linux linux-2.0 solaris'

lesson stop "$careful solaris" 0 <<'T'
child:  I have sent myself SIGTSTP and go on to exec
parent: my child stopped by signal 18; I continue it
child:  I am another program now
parent: my child ended with status 0
T
lesson stop "linux $flat" 126 <<'T'
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 is stopped
T
for command in stop 'stop fork'; do
	lesson "$command" 3bsd 0 <<'T'
child:  there is no such signal
child:  I am another program now
parent: my child ended with status 0
T
done
lesson 'stop fork' "$stops" 0 <<'T'
parent: my child stopped by signal 18; I continue it
child:  I have sent myself SIGTSTP and go on to exec
child:  I am another program now
parent: my child ended with status 0
T
lesson stop linux-2.0 0 <<'T'
parent: my child stopped by signal 18; I continue it
child:  I have sent myself SIGTSTP and go on to exec
child:  I am another program now
parent: my child ended with status 0
T

lesson background "$careful" 0 <<'T'
child:  my read fails: I/O error
T
lesson background "linux $flat" 126 <<'T'
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 is stopped
T
lesson background solaris 126 <<'T'
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 waits
T
for command in background 'background fork'; do
	lesson "$command" 3bsd 0 <<'T'
child:  I read 0 bytes
T
done
lesson 'background eof' "$careful linux solaris" 0 <<'T'
child:  I read 0 bytes
T
lesson 'background fork' "$stops" 0 <<'T'
parent: my child is stopped by signal 21 (Stopped (tty input))
T
lesson background linux-2.0 0 <<'T'
parent: my child is stopped by signal 21 (Stopped (tty input))
T

lesson handler solaris 0 <<'T'
parent: my child had no handler and died of signal 30
parent: handled is 0: mine alone
parent: my handler got signal 30
T
for system in sunos4 sunos4-sparc hpux; do
	lesson handler $system 0 <<'T'
child:  my handler got signal 30, just below main()'s frame
parent: handled is 1: the child's handler wrote into my memory
child:  my handler got signal 30, just below main()'s frame
T
done
lesson handler "$lends netbsd freebsd linux irix posix" 0 <<'T'
child:  my handler got signal 30, just below main()'s frame
parent: handled is 1: the child's handler wrote into my memory
parent: my handler got signal 30
T
for command in handler 'handler fork'; do
	lesson "$command" "$copies" 0 <<'T'
child:  my handler got signal 30, just below main()'s frame
parent: handled is 0: mine alone
parent: my handler got signal 30
T
done

lesson sigtable "$lends netbsd freebsd linux solaris irix posix private-stack $copies" 0 <<'T'
parent: my own handler has run
T
lesson sigtable 'sunos4 sunos4-sparc hpux' 0 <<'T'
parent: my child's handler has run
T
lesson 'sigtable sigaction' 'sunos4 sunos4-sparc' 0 <<'T'
parent: my child's handler has run
T
lesson 'sigtable sigaction' '4.3bsd hpux' 0 <<'T'
parent: my own handler has run
T
for command in 'sigtable restore' 'sigtable fork'; do
	lesson "$command" '4.3bsd sunos4 hpux' 0 <<'T'
parent: my own handler has run
T
done

lesson deadlock "$careful linux solaris" 126 <<'T'
child:  I stop
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 is stopped
T
lesson 'deadlock rule' 'linux solaris' 126 <<'T'
child:  I stop
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 is stopped
T
lesson 'deadlock rule' "$careful" 0 <<'T'
child:  I stop
child:  I go on
parent: all is well
T
for command in deadlock 'deadlock rule'; do
	lesson "$command" 3bsd 0 <<'T'
child:  I stop
child:  there is no such signal
child:  I go on
parent: all is well
T
	lesson "$command" linux-2.0 0 <<'T'
child:  I stop
parent: my child has stopped; I continue it
child:  I go on
parent: all is well
T
done

lesson 'deadlock pipe' "$waits linux freebsd" 126 <<'T'
child:  I wait for a byte from my parent
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 waits
T
lesson 'deadlock pipe' linux-2.0 0 <<'T'
child:  I wait for a byte from my parent
child:  I go on
parent: all is well
T

lesson nested "$lends $shares private-stack" 0 <<'T'
grandchild: sum is 7
child:      sum is 7
parent:     sum is 7: three processes, one variable
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
lesson registers sunos4-sparc 0 <<'T'
parent: in_reg  1, on_stack  2
child:  in_reg 10, on_stack 20
parent: in_reg 10, on_stack 20
T
lesson borrow private-stack 0 <<'T'
parent: shared is 1 at 0x3000
child:  shared is 42 at 0x3000
parent: shared is 42: the child wrote into my memory
T
lesson registers private-stack 0 <<'T'
parent: in_reg  1, on_stack  2
child:  in_reg 10, on_stack 20
parent: in_reg  1, on_stack  2
T
lesson return private-stack 0 <<'T'
parent: I call spawn()
child:  report(0x11111111, 0x22222222, 0x33333333)
parent: spawn() gave me child 3, all is well
T
lesson unkillable linux 0 <<'T'
 5 s: kill -9 3
10 s: it is gone, by signal 9
T
lesson exit irix 1 <<'T'
Here is the first half, 
T

# Without memory management: whatever fork would be needed for is not there, all else is as where memory is shared.
lesson return "$flat" 139 <<'T'
parent: I call spawn()
child:  report(0x11111111, 0x22222222, 0x33333333)
pid 2 (return): killed by signal 11 (Segmentation fault)
T
lesson longjmp "$flat" 139 <<'T'
parent: I call spawn()
child:  report(0x11111111, 0x22222222, 0x33333333)
pid 2 (longjmp): killed by signal 11 (Segmentation fault)
T
lesson 'return fork' "$flat" 0 <<'T'
parent: I call spawn()
parent: spawn() gave me child -1, all is well
T
lesson registers "$flat" 0 <<'T'
parent: in_reg  1, on_stack  2
child:  in_reg 10, on_stack 20
parent: in_reg  1, on_stack 20
T
lesson registers-O2 "$flat" 0 <<'T'
parent: in_reg  1, on_stack  2
child:  in_reg 10, on_stack 20
parent: in_reg  1, on_stack  2
T
lesson stub "$flat" 1 <<'T'
parent: I am pid 2
child:  I leave
pid 2:  I came back from child_leaves(), which I never called
T
lesson exit "$flat" 1 <<'T'
Here is the first half, 
parent: my printf failed, my child closed my stdout
T
lesson message "$flat" 0 <<'T'
parent: my child's exec failed: No such file or directory
T
lesson descriptors "$flat" 0 <<'T'
parent: 3 is at 0, 4 is open
parent: 3 is at 100, 4 is open
T
lesson attributes "$flat" 0 <<'T'
parent: /, umask 000, user 0, stack 128 KB, noted: nothing
child:  /tmp, umask 077, user 7, stack 64 KB, noted: all changed
parent: /, umask 000, user 0, stack 128 KB, noted: all changed
T
lesson usage "$flat" 0 <<'T'
parent pays: nothing
child pays:  all of it
T
lesson heap "$flat" 0 <<'T'
parent: my heap grew by 44 KB, and says: I was here
T
lesson unkillable "$flat" 0 <<'T'
 5 s: kill -9 3
10 s: it is gone, by signal 9
T
lesson handler "$flat" 0 <<'T'
child:  my handler got signal 30, just below main()'s frame
parent: handled is 1: the child's handler wrote into my memory
parent: my handler got signal 30
T
lesson deadlock "$flat" 126 <<'T'
child:  I stop
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 is stopped
T
lesson nested "$flat" 0 <<'T'
grandchild: sum is 7
child:      sum is 7
parent:     sum is 7: three processes, one variable
T
lesson neighbour "$lends $shares $copies" 0 <<'T'
other:  I store 42; my own treasure is 42
parent: my treasure is 1
T
lesson neighbour "$flat" 0 <<'T'
other:  I store 42; my own treasure is 1
parent: my treasure is 42
T
lesson overflow "$lends $shares $copies" 0 <<'T'
stack: 200 calls deep and back
heap:  the last page is what it was
T
lesson overflow "$flat" 0 <<'T'
stack: 200 calls deep and back
heap:  the last page is the stack's
T
# Where a program lies depends on what else there is; the two must agree.
run vforkscope run --system "$flat" borrow
same "borrow, $flat: text" 'parent: shared is 1 at ADDRESS
child:  shared is 42 at ADDRESS
parent: shared is 42: the child wrote into my memory' \
	"$(sed "s/$(sed -nE 's/.* at (0x[0-9a-f]{5,})$/\1/p' <<<"$out" | head -1)/ADDRESS/" <<<"$out")"
run vforkscope run --system "$flat" procs
like "procs, $flat: lender and borrower have the same memory" \
	'^parent .* 2 +1 +([0-9]+) +\1 +30 +D +another address$' "$out"
like "procs, $flat: the child has it, too" '^child .* 3 +2 +([0-9]+) +\1 ' "$out"
run vforkscope run --system "$flat" cost
same "cost, $flat: no fork, and a vfork that costs the same whatever there is" '0 none 16 none 64 none 256 none 1' \
	"$(awk 'NR > 1 { printf "%s %s ", $1, $2; low = low == "" || $3 < low ? $3 : low; high = $3 > high ? $3 : high }
		END { print high - low < low / 50 }' <<<"$out")"

# A long loan: no page and never interrupted, so swapped out and counted as load. A parent that only waits has its pages.
lesson asleep "$lends" 0 <<'T'
 15 s: parent has no page, state D, load 0.22
 30 s: parent has no page, state DW, load 0.39
300 s: parent has no page, state DW, load 0.99
300 s: parent has its pages, state R, load 0.99
T
lesson asleep linux 0 <<'T'
 15 s: parent has its pages, state D, load 0.22
 30 s: parent has its pages, state D, load 0.39
300 s: parent has its pages, state D, load 0.99
300 s: parent has its pages, state R, load 0.99
T
lesson asleep "netbsd freebsd sunos4 hpux private-stack 4.4bsd netbsd-1.3" 0 <<'T'
 15 s: parent has its pages, state D, load 0.00
 30 s: parent has its pages, state D, load 0.00
300 s: parent has its pages, state D, load 0.00
300 s: parent has its pages, state R, load 0.00
T
lesson asleep solaris 0 <<'T'
 15 s: child died of signal 14: it must not have a handler, and sleep needs one
 15 s: parent has its pages, state R, load 0.00
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
		"$(printf '%s\n' 'fork:  2 children of 3 MB that nobody has touched, then: Not enough memory' 'vfork: one more, as large')"
done
for system in netbsd linux 4.4bsd; do
	run vforkscope run --system $system limits
	same "limits, $system: swap space" "$(tail -n 2 <<<"$out")" \
		"$(printf '%s\n' 'fork:  9 children of 3 MB that nobody has touched, then: I stop' 'vfork: one more, as large')"
done
run vforkscope run --swap 8192 limits
like 'limits, half the swap area: no child at all' '^fork:  0 children .*: Not enough memory$' "$out"
like 'limits, half the swap area: vfork all the same' '^vfork: one more' "$out"

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
first=$(m68k-linux-gnu-objdump -s -j .text --stop-address=4 "$VFORKSCOPE_GUEST/demos/null" | awk '$1 == "0000" { print $2 }')
lesson null "$flat" 0 <<'T'
parent: my child died of signal 11 (Segmentation fault)
parent: it left me no note
T
lesson null "$lends $shares" 0 <<T
child:  I read 0x$first at address 0; now I write there
parent: my child died of signal 10 (Bus error)
parent: it left me a note: at address 0 had been 0x$first
T
for command in null 'null fork'; do
	lesson "$command" "$copies" 0 <<T
child:  I read 0x$first at address 0; now I write there
parent: my child died of signal 10 (Bus error)
parent: it left me no note
T
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

lesson tracing "$waits freebsd linux" 0 <<'T'
child:  I have sent myself SIGURG and go on to exec
parent: signal 5 has stopped my child in echo; I let it go on
child:  I am another program now
parent: my child ended with status 0
T
for command in tracing 'tracing fork'; do
	lesson "$command" linux-2.0 0 <<'T'
parent: signal 16 has stopped my child in tracing; I let it go on
child:  I have sent myself SIGURG and go on to exec
parent: signal 5 has stopped my child in echo; I let it go on
child:  I am another program now
parent: my child ended with status 0
T
done

# tables VERDICT FRAMES "SYSTEM..." [ARG]: the lines are: before, child, parent, verdict, after, count.
tables()
{
	local verdict=$1 taken=$2 system
	for system in $3; do
		run vforkscope run --system "$system" tables ${4:+"$4"}
		like "tables ${4:-}, $system: verdict" "^child:    the tables? (is|was|were) $verdict, $taken page frames" "$out"
		# who P0BR P0LR P1BR P1LR table pfn, without the words for when
		mapfile -t rows < <(sed -nE 's/^(before|meanwhile|after)? *(parent|child) /\2 /p' <<<"$out" | tr -s ' ')
		same "tables ${4:-}, $system: four looks" 4 "${#rows[@]}"
		same "tables ${4:-}, $system: afterwards as before" "${rows[0]}" "${rows[3]}"
	done
}
# word N ROW
word() { cut -d' ' -f"$1" <<<"$2"; }

for system in 4.3bsd 4.2bsd 3bsd; do
	case $system in
	3bsd) tables moved 2 $system ;;
	*) tables exchanged 3 $system ;;
	esac
	same "tables, $system: the child has what the parent had" "${rows[0]#parent}" "${rows[1]#child}"
	same "tables, $system: the parent has an empty table or none" "0 40000 0" \
		"$(word 3 "${rows[2]}") $(word 5 "${rows[2]}") $(word 7 "${rows[2]}")"
	same "tables, $system: of so many pages" "$([ $system = 3bsd ]; echo $?)" "$(word 6 "${rows[2]}")"
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
