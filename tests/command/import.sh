#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# vforkscope import: logs of strace with many options, counted independently (strace_count.py), logs that are wrong in
# every way, and what is said of them.
. "$(dirname "$0")/../lib.sh"

logs=$PWD/tests/command/strace count=tests/command/strace_count.py script=$SCRATCH/x.vps

import() { run vforkscope import strace "$1" -o "$script"; }

# Every log gives the processes, parents, kinds and ends that somebody else counts in it, nothing of it is not
# understood, and the script is formatted already.
for log in "$logs"/*.log "$logs"/files "$logs"/files-times; do
	name=${log##*/}
	import "$log"
	same "$name: is imported" 0 "$status"
	same "$name: processes, parents, kinds, ends" "$(python3 $count "$log")" "$(python3 $count "$script")"
	same "$name: nothing is not understood" '' "$(grep 'not understood' <<<"$err")"
	cp "$script" "$SCRATCH/before.vps"
	run vforkscope script format "$script"
	same "$name: is in its usual form" "$(<"$SCRATCH/before.vps")" "$out"
	run vforkscope script check "$script"
	same "$name: is sound" 0 "$status"
done
check 'there are eighteen logs' [ "$(printf '%s\n' "$logs"/*.log "$logs"/files* | wc -l)" -ge 18 ]

# The same by another way in, and without -o.
run vforkscope import strace "$logs/plain.log"
plain=$out
check 'a script is printed' [ "${#plain}" -gt 500 ]
import "$logs/plain.log"
same 'the file has the same' "$plain" "$(<"$script")"
vforkscope import strace - <"$logs/plain.log" 2>/dev/null >"$SCRATCH/stdin.vps"
same 'so has what comes from standard input' "$plain" "$(<"$SCRATCH/stdin.vps")"

# What is kept of a process: a pipe, what is executed or not, deaths, waits.
has() { like "$1" "$2" "$plain"; }
has 'a pipe' '^[0-9]+: pipe 3 4 '
has 'its end made standard output' '^[0-9]+: dup 4 1 '
has 'a write to it' '^[0-9]+: write 1 1 '
has 'what is read' '^[0-9]+: read 3 1 '
has 'the end of what is written' '^[0-9]+: read 3 end '
has 'a program' '^[0-9]+: exec \./tree '
has 'a program that is not there' '^[0-9]+: fail /nonexistent/program ENOENT '
has 'who kills' '^[0-9]+: kill [0-9]+ SIGKILL '
has 'who is killed' '^[0-9]+: die SIGKILL '
has 'a megabyte more' '^[0-9]+: grow [0-9]+(K|M)? *$'
run vforkscope import strace "$logs/times.log"
like 'the log tells who works how long' '^[0-9]+: work [0-9]+(us|ms|s)' "$out"

# A vfork's child has executed its program before its parent goes on, although strace tells it later.
same 'exec comes before the lender goes on' '' "$(awk '/: vfork /{ child = $3 ":"; lender = $1; on = 1; next }
	on && $1 == lender { print; on = 0 } on && $1 == child && $2 ~ /^(exec|exit)$/ { on = 0 }' <<<"$plain")"

# Logs that begin in the middle or break off.
tail -n +100 "$logs/plain.log" >"$SCRATCH/late.log"
import "$SCRATCH/late.log"
same 'a log that begins in the middle is imported' 0 "$status"
run vforkscope script check "$script"
same 'and sound' 0 "$status"
head -c 20000 "$logs/plain.log" >"$SCRATCH/early.log"
import "$SCRATCH/early.log"
same 'a log that breaks off is imported' 0 "$status"
like 'where it breaks off is told' 'not understood: 1 times a line that is cut off, first in line [0-9]+' "$err"
like 'who is lost from sight is told' 'left out: [0-9]+ times processes alive at the end of the log' "$err"
like 'and stands in the script' ': lost ' "$(<"$script")"

# One thing wrong at a time.
wrong() # NAME REMARK LOG: the import goes on, and tells it with its line
{
	printf '%s\n' "$3" >"$SCRATCH/wrong.log"
	import "$SCRATCH/wrong.log"
	same "$1: is imported" 0 "$status"
	like "$1: is told" "$2" "$err"
	run vforkscope script check "$script"
	same "$1: the script is sound" 0 "$status"
}
wrong 'an end twice' '1 times the end of a process that has ended already, first in line 3' \
	'1 fork() = 2
2 +++ exited with 0 +++
2 +++ exited with 0 +++'
wrong 'a child of nobody' '1 times a process that nobody has made: it comes from nowhere, first in line 2' \
	'1 getpid() = 1
2 getpid() = 2'
wrong 'a cycle' '1 times a process that is made by itself or by one that it has made, first in line 2' \
	'1 fork() = 2
2 fork() = 1'
wrong 'its own child' 'a process that is made by itself' '1 fork() = 1'
wrong 'a thread that makes itself' 'a process that is made by itself' '1 clone(flags=CLONE_VM|CLONE_THREAD) = 2
2 clone(flags=CLONE_VM|CLONE_THREAD) = 2'
wrong 'a second half alone' '1 times the end of a call whose beginning is not there, first in line 2' \
	'1 getpid() = 1
1 <... read resumed>"x", 1) = 1'
wrong 'a half in a half' '1 times the beginning of a call in one that has not ended, first in line 2' \
	'1 read(0,  <unfinished ...>
1 getpid() = 1'
wrong 'an absurd size' '1 times a size that cannot be, first in line 1' \
	'1 mmap(NULL, 999999999999999, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f0000000000'
wrong 'time that goes back' '1 times the time goes back by more than a second, first in line 2' \
	'1 1700000009.000000 getpid() = 1
1 1700000001.000000 getpid() = 1'
wrong 'text of something else' '2 times no line of strace.s, first in line 1' \
	'make: Entering directory
1 getpid() = 1
make: Leaving directory'
wrong 'somebody made while he is alive' '1 times a process that is made while one of its number is alive' \
	'1 fork() = 2
1 fork() = 2'
wrong 'a stranger waited for' '1 times a wait that collects somebody who is not its child, first in line 1' \
	'1 wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 77'

# A number that is given again is another process.
printf '%s\n' '1 fork() = 2' '2 +++ exited with 3 +++' '1 wait4(-1, [{WIFEXITED(s)}], 0, NULL) = 2' '1 fork() = 2' \
	'2 +++ exited with 4 +++' >"$SCRATCH/again.log"
import "$SCRATCH/again.log"
same 'a number given again' '1 - start lost
2 1 fork exit 3
2.2 1 fork exit 4' "$(python3 $count "$script")"

# Whose line it is that comes before its maker's: only the line that tells decides.
printf '%s\n' '1 fork() = 2' '1 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>' \
	'2 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>' '4 getpid() = 4' '3 getpid() = 3' \
	'2 <... clone resumed>) = 3' '1 <... clone resumed>) = 4' >"$SCRATCH/two.log"
import "$SCRATCH/two.log"
same 'two makers at once' '1 - start lost
2 1 fork lost
3 2 fork lost
4 1 fork lost' "$(python3 $count "$script")"
printf '%s\n' '1 clone( <unfinished ...>' '2 getpid() = 2' \
	'1 <... clone resumed>child_stack=0x7f00, flags=CLONE_VM|CLONE_VFORK|SIGCHLD) = 2' >"$SCRATCH/late.log"
import "$SCRATCH/late.log"
like 'flags that only the second half has' '^1: spawn 2 ' "$(<"$script")"

# With -z a call is told when it is over, so the child's first line may come first; but who has done something else
# meanwhile has not made somebody then.
printf '%s\n' '1 pipe2([3, 4], 0) = 0' '2 set_robust_list(0x7f10, 24) = 0' \
	'1 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD) = 2' '2 +++ exited with 3 +++' \
	'1 fork() = 3' '3 +++ exited with 0 +++' '1 +++ exited with 0 +++' >"$SCRATCH/successes.log"
import "$SCRATCH/successes.log"
same 'a child before the whole call that makes it' '1 - start exit 0
2 1 fork exit 3
3 1 fork exit 0' "$(python3 $count "$script")"
printf '%s\n' '1 getpid() = 1' '2 getpid() = 2' '1 getppid() = 0' '2 +++ exited with 0 +++' '1 fork() = 2' \
	'2 +++ exited with 1 +++' >"$SCRATCH/stranger.log"
import "$SCRATCH/stranger.log"
same 'a stranger, and later a child of the same number' '1 - start lost
2 - start exit 0
2.2 1 fork exit 1' "$(python3 $count "$script")"

# With -z strace tears lines of calls that nobody interrupts, and goes on without a pid.
printf '%s\n' '1 fork() = 2' '2 +++ exited with 3 +++' '1 wait4(-1,  <unfinished ...>' \
	'[{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL) = 2' '1 close(3 <unfinished ...>' ')      = 0' \
	'1 +++ exited with 0 +++' >"$SCRATCH/torn.log"
import "$SCRATCH/torn.log"
same 'lines torn by -z: nothing is not understood' '' "$(grep 'not understood' <<<"$err")"
like 'and are calls' '^7 lines, 3 calls: ' "$err"
like 'which have done something' '^1: wait 2 ' "$(<"$script")"
# What a program prints between is none of it.
printf '%s\n' '[pid 1] close(3 <unfinished ...>' 'Hello (world)' '[pid 2] getpid() = 2' \
	'[pid 1] <... close resumed>) = 0' >"$SCRATCH/between.log"
import "$SCRATCH/between.log"
like 'a line of the program: is told' 'not understood: 1 times no line of strace.s, first in line 2' "$err"
same 'and hides nothing' '' "$(grep 'whose beginning is not there' <<<"$err")"

# strace says several times that there is another process, within one line.
printf '%s\n' '[pid 1] vfork(strace: Process 2 attached' 'strace: Process 3 attached' 'strace: Process 4 attached' \
	' <unfinished ...>' '[pid 2] execve("/bin/true", ["true"], 0x7ffc /* 1 var */) = 0' \
	'[pid 1] <... vfork resumed>) = 2' '[pid 2] +++ exited with 0 +++' >"$SCRATCH/attached.log"
import "$SCRATCH/attached.log"
same 'remarks in a line: nothing is not understood' '' "$(grep 'not understood' <<<"$err")"
like 'and it is a vfork' '^1: vfork 2 ' "$(<"$script")"

# A wait in a file of -ff has the time when it began, and its place behind the end of the child; a thread whose own time
# goes back is another thing.
mkdir -p "$SCRATCH/long"
printf '%s\n' '10:00:00.000000 fork() = 2' \
	'10:00:00.100000 wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 2' \
	'10:00:09.100000 +++ exited with 0 +++' >"$SCRATCH/long/x.1"
printf '%s\n' '10:00:00.050000 getpid() = 2' '10:00:09.000000 +++ exited with 0 +++' >"$SCRATCH/long/x.2"
import "$SCRATCH/long"
same 'a long wait: nothing is not understood' '' "$(grep 'not understood' <<<"$err")"

# strace 4.6 and before tells no ends, says itself whom it attaches to and lets go, and suspends who waits.
cat >"$SCRATCH/old.log" <<'S'
execve("/bin/sh", ["sh", "-c", "true; exit 3"], [/* 30 vars */]) = 0
brk(0)                                  = 0x1f3a000
clone(Process 1235 attached
child_stack=0, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f0a1c0559d0) = 1235
[pid  1234] wait4(-1, Process 1234 suspended
 <unfinished ...>
[pid  1235] execve("/bin/true", ["true"], [/* 30 vars */]) = 0
[pid  1235] exit_group(4)               = ?
Process 1234 resumed
Process 1235 detached
<... wait4 resumed> [{WIFEXITED(s) && WEXITSTATUS(s) == 4}], 0, NULL) = 1235
--- SIGCHLD (Child exited) @ 0 (0) ---
exit_group(3)                           = ?
S
import "$SCRATCH/old.log"
same 'a log of strace 4.6: processes, parents, kinds, ends' '1235 main fork exit 4
main - start exit 3' "$(python3 $count "$script")"
like 'a log of strace 4.6: who waits for whom' '^main: wait 1235 ' "$(<"$script")"
same 'a log of strace 4.6: nothing is not understood' '' "$(grep 'not understood' <<<"$err")"

# The table of -C behind the log.
{
	cat "$logs/plain.log"
	printf '%s\n' '% time     seconds  usecs/call     calls    errors syscall' \
		'------ ----------- ----------- --------- --------- ------------------' \
		' 73.24    0.003257         361         9         3 wait4' \
		'  0.00    0.000000           0         1           brk' \
		'------ ----------- ----------- --------- --------- ------------------' \
		'100.00    0.003257         325        10         3 total'
} >"$SCRATCH/table.log"
import "$SCRATCH/table.log"
same 'the table of -C: nothing is not understood' '' "$(grep 'not understood' <<<"$err")"
like 'the table of -C: it is what strace says of itself' 'left out: 6 times what strace said of itself' "$err"

# Names of errors and signals that are none do not make a script that is none.
printf '%s\n' '1 execve("/x", [], 0) = -1 EN:NT (no such thing)' '1 fork() = 2' '1 fork() = 3' \
	'2 +++ killed by SIGRTmin +++' '1 kill(3, SIGRT:) = 0' '3 +++ killed by SIGRT_1 +++' >"$SCRATCH/odd.log"
import "$SCRATCH/odd.log"
run vforkscope script check "$script"
same 'odd names of errors and signals: a sound script' 0 "$status"

# A log of which the calls that make processes were left out: looking ahead for them costs no more than the log is long.
awk 'BEGIN {
	print "1 vfork( <unfinished ...>\n2 fork( <unfinished ...>"
	for (i = 3; i < 20000; i++)
		printf "%d getpid() = %d\n%d write(1, \"%0150d\", 150) = 150\n%d +++ exited with 0 +++\n", i, i, i, i, i
	print "20000 getpid() = 20000\n1 <... vfork resumed>) = 20000\n2 <... fork resumed>) = 20001"
}' >"$SCRATCH/makers.log"
(ulimit -t 4 && vforkscope import strace "$SCRATCH/makers.log" -o "$script" 2>"$SCRATCH/.err")
same 'twenty thousand whom nobody makes: in a few seconds' 0 $?
same 'who is made behind them all is found' '20000 1 vfork lost' \
	"$(python3 $count "$script" | grep '^20000 ')"

# Lines that are longer than any of strace, behind a half that waits for its other half; read in pieces or at once.
for size in 1048000 1300000 3000000; do
	{
		printf '1 vfork(\n1 '
		head -c $size /dev/zero | tr '\0' z
		printf '\n1 getpid() = 1\n1 +++ exited with 0 +++\n'
	} >"$SCRATCH/long.log"
	import "$SCRATCH/long.log"
	same "a line of $size letters: the rest is imported" 0 "$status"
	mkdir -p "$SCRATCH/long" && sed 's/^1 //' "$SCRATCH/long.log" >"$SCRATCH/long/x.1"
	import "$SCRATCH/long"
	same "a line of $size letters in a file of its own: likewise" 0 "$status"
done
mkdir -p "$SCRATCH/gone" && echo 'getpid() = 1' >"$SCRATCH/gone/x.1" && ln -s "$SCRATCH/nowhere" "$SCRATCH/gone/x.2"
import "$SCRATCH/gone"
same 'a link to nothing is no log' 0 "$status"

# Nothing sound is left: one line, status 2, no file.
nothing() # NAME REGEX FILE
{
	rm -f "$script"
	refuses "$1" "$2" vforkscope import strace "$3" -o "$script"
	check "$1: no file" [ ! -e "$script" ]
}
: >"$SCRATCH/empty"
nothing 'an empty log' 'empty: is empty' "$SCRATCH/empty"
head -c 5000 "$VFORKSCOPE" >"$SCRATCH/binary"
nothing 'a program' 'is an ELF program' "$SCRATCH/binary"
head -c 100 /dev/zero >"$SCRATCH/zeros"
nothing 'zeros' 'is binary \(a NUL byte at 0\)' "$SCRATCH/zeros"
gzip -c "$logs/plain.log" >"$SCRATCH/packed"
nothing 'a log in gzip' 'is compressed with gzip: gzip -dc LOG \| vforkscope import strace - -o X.vps' "$SCRATCH/packed"
mkdir "$SCRATCH/none"
nothing 'a directory without logs' 'no file NAME.PID is there' "$SCRATCH/none"
nothing 'nothing there' 'No such file' "$SCRATCH/missing"
looks() # NAME LINE
{
	printf '%s\n' "$2" >"$SCRATCH/other"
	nothing "output of $1" "line 1 looks like output of $1" "$SCRATCH/other"
}
looks ktrace '  1234 sh       CALL  execve(0x1234,0x5678,0x9abc)'
looks truss '1234:	execve("/bin/sh", 0xFFBEF, 0xFFBF0)	argc = 1'
looks dtruss 'PID/THRD  SYSCALL(args) 		 = return'
looks 'perf trace' '     0.000 ( 0.003 ms): sh/1234 execve(filename: 0x1234) = 0'
looks ltrace '__libc_start_main(0x401136, 1, 0x7ffd)'
printf 'hello\nworld\n' >"$SCRATCH/prose"
nothing 'prose' 'line 1: is no line of strace.s, and no other is' "$SCRATCH/prose"
nothing 'a script' 'process script already' "$SCRATCH/before.vps"
refuses 'a log of another kind' 'only logs of strace' vforkscope import ktrace x
finish
