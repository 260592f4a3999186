#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The command who: the last write, the one before and the next, of variables, memory, registers.
. "$(dirname "$0")/../lib.sh"
cd "$SCRATCH" || exit 1

cat >mine.c <<'END'
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int shared = 1;

int main(void)
{
	char buffer[4] = "abc";
	int fds[2];
	pid_t pid;

	pipe(fds);
	write(fds[1], "xyz", 3);
	read(fds[0], buffer, 3);
	pid = vfork();
	if (pid == 0) {
		shared = 2;
		_exit(0);
	}
	wait(NULL);
	shared++;
	printf("%d %s\n", shared, buffer);
	return 0;
}
END
vforkscope run --record mine.vft mine.c >/dev/null

run vforkscope who mine.vft --at mine.c:22 shared
same 'a variable: status' 0 "$status"
like 'its value and type' '^shared \(int\) of pid 2 at @[0-9]+ is 00000002, at ' "$out"
like 'the borrower wrote it' '^last .* 00000001 -> 00000002  by pid 3 mine, the borrower$' "$out"
like 'where' 'in main\(\), mine\.c:18: ' "$out"
like 'the line' '^ +shared = 2;$' "$out"
like 'exec wrote it before' '^before .* by the kernel for pid 2.*, in execve, moving a block$' "$out"
like 'the lender writes it next' '^next .* 00000002 -> 00000003  by pid 2 mine$' "$out"

run vforkscope who mine.vft --at mine.c:16 buffer
like 'the kernel wrote for read' '^last .*616263.* -> 78797a.*  by the kernel for pid 2, in read' "$out"
run vforkscope who mine.vft --at 'mine.c:21' d0
like 'a register: the result of a system call' '^last .* by the kernel for pid 2 mine, in vfork$' "$out"
like 'its system call' 'in vfork\(\).*: trap' "$out"
run vforkscope who mine.vft --at mine.c:22 --all shared
same 'all writes, the last one first' 'last before before' "$(grep -oE '^(last|before)' <<<"$out" | head -3 | xargs)"
run vforkscope who mine.vft --at mine.c:22 --json shared
same 'JSON' 'last borrower 00000001 00000002 main 18' "$(python3 -c '
import json, sys
w = json.load(sys.stdin)[0]
print(w["which"], w["role"], w["was"], w["now"], w["function"], w["line"])' <<<"$out")"
run vforkscope who mine.vft kernel:curproc
like 'of the kernel' '^curproc \(struct proc \*\) at ' "$out"
run vforkscope who mine.vft 0xffffffc --at mine.c:22
like 'no page' 'has no page' "$err"
run vforkscope who mine.vft --at mine.c:22 shard
same 'a name that is none: status' 2 "$status"
like 'a name that is none' 'no such variable' "$err"
run vforkscope who mine.vft
same 'nothing to ask for' 2 "$status"
run vforkscope who mine.vft --pid 77 d0 --at mine.c:22
like 'no such process' 'pid 77 has no memory' "$err"

finish
