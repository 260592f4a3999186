#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The command find: places, writes, events and texts, forward and back.
. "$(dirname "$0")/../lib.sh"
cd "$SCRATCH" || exit 1

cat >mine.c <<'END'
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int shared = 1; static char text[] = "done\n";

static void add(int n)
{
	shared += n;
}

int main(void)
{
	int status;
	pid_t pid;

	for (int i = 0; i < 3; i++)
		add(10);
	pid = vfork();
	if (pid == 0) {
		add(100);
		_exit(7);
	}
	wait(&status);
	add(1000);
	printf("shared is %d\n", shared);
	write(1, text, 5);
	return 0;
}
END
vforkscope run --record mine.vft mine.c >/dev/null

# found NAME REGEX LINES WORD...: the places are so many, and each like that.
found()
{
	local name=$1 regex=$2 lines=$3
	shift 3
	run vforkscope find mine.vft "$@"
	same "$name: status" 0 "$status"
	same "$name: how many" "$lines" "$(tail -n +2 <<<"$out" | grep -cE -- "$regex")"
	same "$name: no others" "$lines" "$(tail -n +2 <<<"$out" | wc -l)"
}
found 'a line' ' pid 3 mine +main +mine\.c:20 ' 1 mine.c:20
found 'a function, each time' ' add +mine\.c:8 +\{' 5 add --all
found 'a call' ' add +mine\.c:8 ' 1 'call add'
found 'returns' ' pid [23] mine +add +mine\.c:10 ' 5 'return add' --all
found 'by one process' ' pid 3 ' 1 'return add and pid 3' --all
found 'the last time' ' pid 2 mine +add ' 1 add --back
found 'writes in every process' ' add +mine\.c:9 +shared \+= n;' 5 'write shared and mode user' --all
found 'the kernel fills the page in exec' '\(kernel\)' 1 'write shared and mode kernel' --back
found 'a write of a value' ' pid 3 mine +add ' 1 'write shared = 131' --all
found 'a value in hexadecimal' ' pid 3 ' 1 'write shared = 0x83'
found 'what the kernel writes' '\(kernel\) +[a-z]+' 1 'write status and mode kernel' --from mine.c:24
found 'a register' ' pid 3 ' 1 'write d0 = 131 and pid 3' --from mine.c:20
found 'a register of a process that is not there yet' ' pid 3 ' 1 'write d0 = 131 and pid 3'
found 'reads in every process' ' mine\.c:(9|26) ' 6 'read shared and mode user' --all
found 'reads while it has a value' ' pid 3 mine +add +mine\.c:9 ' 1 'read shared = 31'
found 'reads of one line' ' pid 2 mine +main +mine\.c:26 ' 1 'read shared and in mine.c:26' --all
found 'what the kernel reads to print' '\(kernel\)' 1 'read text' --back
found 'a register that is read' ' pid 2 mine +main +mine\.c:17 ' 1 'read d0 and in main' --from mine.c:17
found 'a change of value' ' add +mine\.c:9 ' 4 'change shared and mode user and pid 2' --all
found 'to a value' ' pid 3 mine +add ' 1 'change shared = 131' --all
found 'writes in a function' ' add ' 5 'write shared and in add' --all
found 'a line while a variable has a value' ' pid 3 mine +add +mine\.c:9 ' 1 'mine.c:9 and n = 100' --all
found 'and another one has not' ' pid 3 mine +add +mine\.c:9 ' 1 'mine.c:9 and n != 10 and shared != 131' --all
found 'an event' '\(kernel\)' 1 'event vm.pass'
found 'an event with arguments' ' pid 2 ' 1 'wait.reap child=3 status=1792'
found 'a text on the console' '\(kernel\)' 1 'console shared is 1131'
found 'of the kernel' '\(kernel\)' 1 'write kernel:curproc and pid 3' --from vm.pass

# Long stretches between writes, in which only the index of writes looks; and one of a value among others.
cat >apart.c <<'END'
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 3; i++) {
		for (volatile int n = 0; n < 400000; n++)
			continue;
		if (vfork() == 0)
			_exit(0);
		wait(0);
	}
	return 0;
}
END
vforkscope run --record apart.vft apart.c
same 'every fork and vfork is counted, far apart' 'cntfork cntfork cntvfork cntvfork cntvfork' "$(
	vforkscope find apart.vft 'write kernel:forkstat' --all | grep -oE 'cntv?fork' | paste -sd ' ')"
same 'backward, too' "$(vforkscope find apart.vft 'write kernel:forkstat' --all | sed 1d | tac)" \
	"$(vforkscope find apart.vft 'write kernel:forkstat' --all --back | sed 1d)"
same 'a value among others' "$(vforkscope find apart.vft 'write kernel:forkstat' --all | sed -n 5p)" \
	"$(vforkscope find apart.vft 'write kernel:forkstat = 0x200000002' | sed 1d)"
run vforkscope find apart.vft 'write kernel:forkstat = 0x200000009'
same 'a value that never comes: status' 1 "$status"

run vforkscope find mine.vft add --from mine.c:20
same 'from an instant on' "$(vforkscope find mine.vft add --all | sed -n 5p)" "$(sed -n 2p <<<"$out")"
run vforkscope find mine.vft --json 'return add' --all
same 'JSON' '5 add' "$(python3 -c '
import json, sys
found = json.load(sys.stdin)
print(len(found), *{f["function"] for f in found})' <<<"$out")"
run vforkscope find mine.vft 'event vm.pass child=3'
like 'an argument that an event has not' 'vm.pass has no such argument' "$err"
run vforkscope find mine.vft 'vm.pass from=99'
same 'nowhere: status' 1 "$status"
like 'nowhere' 'happens nowhere' "$err"

# refuses NAME REGEX WORD...
refuses()
{
	local name=$1 regex=$2
	shift 2
	run vforkscope find mine.vft "$@"
	same "$name: status" 2 "$status"
	same "$name: one line, and perhaps the place" 1 "$(grep -c '^vforkscope: ' <<<"$err")"
	like "$name" "$regex" "$err"
}
refuses 'no such function' 'did you mean add\?' ad
refuses 'a filter that is none' 'pid N, mode user, mode kernel, in FUNCTION' 'add and x'
refuses 'an event in a function' 'in no function' 'vm.pass and in add'
refuses 'a variable that is nowhere there' 'nn: pid 2 has no such variable' 'mine.c:9 and nn = 10'
refuses 'a comparison without a value' 'NAME = VALUE' 'add and n ='
refuses 'a pid that is none' 'pid N' 'add and pid x'
refuses 'a value that is none' 'comes a number' 'write shared = x'
refuses 'an argument without value' 'NAME=VALUE' 'vm.pass from'
refuses 'a variable that is none' 'no such variable' 'write shard'
refuses 'no condition'  'needs|which|usage|DATUM|CONDITION'
refuses 'an empty one' 'no such function' ''

run vforkscope find mine.vft 'mine.c:9 and mode usr'
same 'a caret under what is wrong' '  mine.c:9 and mode usr|               ^' "$(tail -n 2 <<<"$err" | paste -sd'|')"
run vforkscope step mine.vft --at main+3x
same 'a caret under a step' '  main+3x|      ^' "$(tail -n 2 <<<"$err" | paste -sd'|')"
run vforkscope who mine.vft --pid 9 --at vm.pass d0
like 'who is alive' '^vforkscope: pid 9 has no memory .* alive are pid 1, 2, 3$' "$err"
run vforkscope what-if mine.vft --at mine.c:20 --pid 2 --do return
like 'a lender asleep, and when it runs again' 'pid 2 is asleep, its memory is lent.*again at @[0-9]+$' "$err"

# Two things that one instruction does.
cat >two.c <<'C'
int n = 1, m = 2;
__attribute__((noinline)) void step(void)
{
	n += 5;
}
__attribute__((noinline)) void copy(void)
{
	m = n;
}
int main(void)
{
	step();
	copy();
	return 0;
}
C
vforkscope cc -O1 -o two two.c
both() { vforkscope find two "$1" --all 2>/dev/null | awk 'NR > 1 { print $7 }' | paste -sd' '; }
same 'reads, and reads and writes' 'two.c:4 two.c:8' "$(both 'read n')"
same 'reads and writes the same' 'two.c:4' "$(both 'write n and read n')"
same 'reads one and writes another' 'two.c:8' "$(both 'write m and read n')"
same 'in a process that is not there' '' "$(both 'write m and read n and pid 7')"
run vforkscope find two 'write n and read nosuch'
like 'the other is wrong' '^vforkscope: nosuch: .* no such variable' "$err"
run vforkscope find two 'vm.pass and read n'
like 'of an event' 'no instruction does what an event' "$err"

finish
