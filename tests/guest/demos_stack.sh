#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lessons of the stack: who returns where: the exact text that they print and their exit status, on every kind of
# system and with fork.
. "$(dirname "$0")/../lessons.sh"

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

for command in explore 'explore fork'; do
	lesson "$command" '4.3bsd 4.4bsd freebsd' 0 <<'T'
parent: I call spawn(), parent: local 1, global 1, heap 1, signals 0: all as it was
parent: my child was 3
T
done

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
	harmless) same "naive $1, $system: right return" \
		'0 parent: vfork() gave me child 3, all is well' "$status $last" ;;
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

lesson inverted "$lends sunos4 solaris hpux posix 4.4bsd" 0 <<'T'
pid 3 (the child) vfork() gave me 2
pid 3 (the child) I cannot wait for 2: it is not my child
pid 2 (the parent) vfork() gave me 0
echo: I was meant to be a child
T

# The kernel itself returns 0 to the child.
lesson inverted 'linux netbsd freebsd uclinux' 0 <<'T'
pid 3 (the child) vfork() gave me 0
pid 2 (the parent) vfork() gave me 0
echo: I was meant to be a child
echo: I was meant to be a child
T
# A copy: both can run as soon as the child has its new program, and then it is the child's turn, by priority.
lesson inverted netbsd-1.3 0 <<'T'
pid 3 (the child) vfork() gave me 0
echo: I was meant to be a child
pid 2 (the parent) vfork() gave me 0
echo: I was meant to be a child
T

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

# The compiler may give the child's variables its parent's registers: that matters where they come back.
lesson undeclared "$lends $shares linux-2.0 private-stack" 0 <<'T'
parent: my variables are safe
T
lesson undeclared sunos4-sparc 0 <<'T'
parent: my variables are lost
T
lesson 'undeclared declared' '4.3bsd sunos4-sparc' 0 <<'T'
parent: my variables are safe
T

lesson return private-stack 0 <<'T'
parent: I call spawn()
child:  report(0x11111111, 0x22222222, 0x33333333)
parent: spawn() gave me child 3, all is well
T
finish
