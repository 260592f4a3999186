#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Process scripts on the machine: processes, tree, ends and their order are as recorded, and what cannot be is told.
# Not in make check.
. "$(dirname "$0")/../lib.sh"

V=$VFORKSCOPE script=$SCRATCH/x.vps
play() { run "$V" run "$@"; }

# as_recorded NAME SCRIPT SYSTEM: the program says so, and its events do when they are counted by themselves.
as_recorded()
{
	play --system "$3" "$2"
	same "$1, $3: as recorded" 0 "$status"
	like "$1, $3: is told" "tree, ends and their order are as recorded" "$err"
}

# The examples of the paper.
awk -v to="$SCRATCH/example" '/^```vps$/ { on = 1; n++; next } /^```$/ { on = 0 } on { print >(to n ".vps") }' \
	docs/process-script.md
examples=$(ls "$SCRATCH"/example*.vps | wc -l)
check 'the paper has five examples and more' [ "$examples" -ge 6 ]
for n in $(seq "$examples"); do
	for system in 4.3bsd linux 4.4bsd; do
		as_recorded "example $n" "$SCRATCH/example$n.vps" $system
	done
	run vforkscope script format "$SCRATCH/example$n.vps"
	same "example $n: is in its usual form" "$(<"$SCRATCH/example$n.vps")" "$out"
done

# A log, from the import to the events of the run, which are counted by somebody else.
vforkscope import strace tests/command/strace/plain.log -o "$script" 2>/dev/null
for system in 4.3bsd 3bsd linux 4.4bsd solaris private-stack; do
	as_recorded 'the log' "$script" $system
done
run vforkscope events "$script" --json
same 'the log: forks, vforks and ends in the events' '7 3 11' "$(python3 -c '
import json
import sys

events = json.load(sys.stdin)
made = [e["args"]["how"] for e in events if e["name"] == "proc.create" and e["args"]["parent"] > 1]
ends = [e for e in events if e["name"] == "exit.end" and e["pid"] > 1]
print(made.count(1), made.count(2), len(ends))
' <<<"$out")"
like 'a program has its name' 'exec.done.*/bin/tree' "$("$V" events "$script" 2>/dev/null)"

# What ships: scripts of real programs.
check 'six scripts ship' [ "$(ls traces/*.vps | wc -l)" -ge 6 ]
for real in traces/*.vps; do
	for system in 4.3bsd linux 4.4bsd; do
		as_recorded "${real##*/}" "$real" $system
	done
	run vforkscope script format "$real"
	same "${real##*/}: is in its usual form" "$(<"$real")" "$out"
	check "${real##*/}: traces/README.md tells of it" grep -q "^| \`${real##*/}\` |" traces/README.md
done

# Brothers that end in another order than they were made in, many at once, some killed.
{
	echo 'vps 1'
	echo 'p: start'
	for i in $(seq 40); do
		echo "p: fork c$i"
	done
	for i in $(seq 40); do
		n=$(((i * 7) % 41))
		[ $((n % 5)) = 0 ] && echo "p: kill c$n SIGTERM"
		[ $((n % 5)) = 0 ] && echo "c$n: die SIGTERM" || echo "c$n: exit $n"
	done
	for i in $(seq 40); do
		echo "p: wait c$i"
	done
	echo 'p: exit 0'
} >"$script"
as_recorded 'forty brothers' "$script" 4.3bsd
run vforkscope events "$script"
same 'forty brothers: the order of their ends' "$(for i in $(seq 40); do echo $(((i * 7) % 41)); done | paste -sd' ')" \
	"$(awk '$5 == "proc.create" && !first && $7 !~ /parent=[01]$/ { split($6, child, "="); first = child[2] }
		$5 == "exit.end" && first && $4 >= first { printf "%s%d", n++ ? " " : "", $4 - first + 1 }' <<<"$out")"

# Each does what is his as soon as he can: memory that the script gives them one after the other they have together.
{
	echo 'vps 1'
	echo 'p: start'
	for i in $(seq 40); do
		echo "p: vfork c$i"
		echo "c$i: exec /bin/c 16K"
	done
	for i in $(seq 40); do
		printf 'c%d: grow 2M\nc%d: exit 0\n' $i $i
	done
	for i in $(seq 40); do
		echo "p: wait c$i"
	done
	echo 'p: exit 0'
} >"$script"
as_recorded 'memory all at once' "$script" 4.3bsd
like 'memory all at once: does not fit as it is' 'all memory is divided by 2' "$err"

# What cannot be: a lender that goes on too early, and a pipe between it and its borrower.
cat >"$script" <<'S'
vps 1
p: start
p: pipe 3 4
p: vfork c
p: write 4 10
c: read 3 10
c: exit 0
p: wait c
p: exit 0
S
as_recorded 'a lender that nobody holds' "$script" linux-2.0
play --system 4.3bsd "$script"
same 'where it is held: not as recorded' 1 "$status"
like 'the deadlock is told' 'not as recorded: deadlock: p sleeps until c gives its memory back' "$err"
like 'who goes on too early is told' '1 times a lender goes on before its borrower .* first in line 5' "$err"

# More than the machine's table holds; a signal to a stranger; arguments; a script that is wrong.
{
	printf 'vps 1\np: start\n'
	printf 'p: fork c%d\n' $(seq 600)
	printf 'c%d: exit 0\n' $(seq 600)
	echo 'p: exit 0'
} >"$script"
refuses 'too many at once' 'x.vps:[0-9]+: 601 processes at once; the machine.s table holds 509' "$V" run "$script"
printf 'vps 1\na: start\nb: start\na: kill b SIGTERM\nb: die SIGTERM\na: exit 0\n' >"$script"
play "$script"
same 'a signal to a stranger: as recorded' 0 "$status"
like 'who sends it himself is told' 'played otherwise: 1 times signals to somebody who is neither' "$err"
like 'so is who starts two families' 'begin with start, more than one' "$err"
refuses 'arguments' 'takes no arguments: x' "$V" run "$script" x
refuses 'a file to put' 'put is for programs' "$V" run --put Makefile "$script"
printf 'vps 1\na: start\na: stop\n' >"$script"
refuses 'a script that is wrong' 'x.vps:3:4: there is no such verb' "$V" run "$script"

# Every signal that a script can let somebody die of ends him, by himself and by his parent's kill; of the others he
# would neither die nor go on.
mortal='' other=''
for signal in HUP INT QUIT ILL TRAP ABRT IOT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP \
	CONT CHLD TTIN \
	TTOU IO XCPU XFSZ VTALRM PROF WINCH INFO USR1 USR2 STKFLT PWR POLL RTMIN; do
	printf 'vps 1\np: start\np: die SIG%s\n' $signal >"$script"
	if vforkscope script check "$script" >"$SCRATCH/.out" 2>&1; then mortal+=" $signal"; else other+=" $signal"; fi
done
same 'signals of which nobody dies' ' URG STOP TSTP CONT CHLD TTIN TTOU WINCH INFO' "$other"
{
	printf 'vps 1\np: start\n'
	for signal in $mortal; do
		printf 'p: fork %s\n%s: die SIG%s\np: wait %s\n' $signal $signal $signal $signal
		printf 'p: fork k%s\np: kill k%s SIG%s\nk%s: die SIG%s\np: wait k%s\n' $signal $signal $signal $signal \
			$signal $signal
	done
	echo 'p: exit 0'
} >"$script"
as_recorded 'all signals that end somebody' "$script" 4.3bsd
as_recorded 'all signals that end somebody' "$script" linux
like 'those of which nobody dies there are told' 'times signals that the machine has not, or of which' "$err"

# A recording of it is a trace like others.
run "$V" run --record "$SCRATCH/x.vft" "$SCRATCH/example3.vps"
same 'a recording: as recorded' 0 "$status"
run vforkscope replay "$SCRATCH/x.vft" --verify
same 'and it is replayed' 0 "$status"
run "$VFORKSCOPE" shot "$SCRATCH/example3.vps" --at exec.done -o "$SCRATCH/x.svg"
same 'a picture of it' 0 "$status"
for played in example3.vps x.vft; do
	like "$played: captions name the recorded programs" '^Until .*, cc \(pid [0-9]+\) owns no memory and sleeps' \
		"$(vforkscope state "$SCRATCH/$played" --at vm.pass)"
done
finish
