#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The command what-if: runs that leave another one, and their traces.
. "$(dirname "$0")/../lib.sh"
cd "$SCRATCH" || exit 1

vforkscope run --record return.vft return >/dev/null 2>&1

run vforkscope what-if return.vft --at spawn.return-1l --do '_exit(0)' --record lives.vft
same 'the lender lives: status' 0 "$status"
like 'the lender lives' '^  parent: spawn\(\) gave me child 3, all is well$' "$out"
like 'how processes end' '^pid 2 exits with status 0$' "$out"
run vforkscope replay --verify lives.vft
same 'the branch verifies' 0 "$status"
like 'with its events' 'checkpoints and [0-9]+ events agree' "$out"
run vforkscope state lives.vft --at 'spawn.return#1'
like 'and can be looked at' '^return on 4.3bsd' "$out"
run vforkscope what-if lives.vft --at 'spawn.return#1' --do 'return 99'
like 'and left again' 'child 99|child 3' "$out"
same 'tables tell of what was done' 'register memory' "$(python3 -c '
import sqlite3
db = sqlite3.connect("lives.vft")
print(*sorted({k for k, in db.execute("SELECT kind FROM interventions")}, reverse=True))')"

run vforkscope what-if return.vft --at spawn.return --do '_exit(0)'
like 'too late: the call destroys the frame' '^pid 2 is killed by signal' "$out"
run vforkscope what-if return.vft --at main+2l --do 'set use_fork = 1' --do 'printf("first %d\n", 1)'
like 'several, in order' '^  first 1$' "$out"
like 'and both' 'all is well' "$out"

cat >reads.c <<'END'
#include <stdio.h>

int main(void)
{
	char line[32];
	int n = 0;

	while (fgets(line, sizeof line, stdin) != NULL)
		printf("%d: %s", ++n, line);
	return 0;
}
END
printf 'one\ntwo\n' | vforkscope run --record reads.vft reads.c >/dev/null
run vforkscope what-if reads.vft --at 'reads.c:9#1' --do 'set n = 10'
like 'what was typed is typed again' '^  12: two$' "$out"
run vforkscope what-if reads.vft --at main+2l --do 'input "zero\n"'
like 'something else is typed first' '^  1: zero$' "$out"

# The choices of a child, and what comes of one.
run vforkscope what-if explore --choices
like 'choices: whose' '^What does the child do next\? pid 3, in spawn\(\), at @[0-9]+$' "$out"
like 'with the names of the program' '^  S  store into a local of spawn\(\) +local = 7  was 1 ' "$out"
run vforkscope what-if return.vft --choices
like 'and why one is not possible' '^  -  longjmp out +not here: no jmp_buf is in scope$' "$out"
run vforkscope what-if explore --choose R --record landed.vft
like 'a choice: the end' '^child returns: the parent dies of SIGSEGV$' "$out"
like 'the hazard' '^  hazard.frame: the child has written over the return address of spawn\(\)' "$out"
run vforkscope replay --verify landed.vft
like 'it is a run like any other' 'events agree' "$out"
run vforkscope what-if explore --choose 'K#2' --json
same 'as JSON' 'dies null' "$(python3 -c '
import json, sys
made = json.load(sys.stdin)
print(made["outcome"], json.dumps(made["hazard"]))' <<<"$out")"
# Names are told whole, as long as C tells them apart.
cat >names.c <<'END'
#include <unistd.h>

static int a_variable_whose_name_has_as_many_letters_as_c_tells_apart_0123;

static void a_function_whose_name_has_as_many_letters_as_c_tells_apart_0123(void)
{
	int a_local_variable_whose_name_has_as_many_letters_as_c_tells__012 = 1;

	if (vfork() == 0)
		_exit(a_variable_whose_name_has_as_many_letters_as_c_tells_apart_0123);
	a_local_variable_whose_name_has_as_many_letters_as_c_tells__012++;
}

int main(void)
{
	a_function_whose_name_has_as_many_letters_as_c_tells_apart_0123();
	return 0;
}
END
run vforkscope what-if names.c --choices
like 'long names: of the function' ', in a_function_whose_name_has_as_many_letters_as_c_tells_apart_0123\(\), at' "$out"
like 'long names: where it returns from' \
	'return from a_function_whose_name_has_as_many_letters_as_c_tells_apart_0123\(\) ' "$out"
like 'long names: of a local' ' a_local_variable_whose_name_has_as_many_letters_as_c_tells__012 = 7  was 1 ' "$out"
like 'long names: of a global' ' a_variable_whose_name_has_as_many_letters_as_c_tells_apart_0123 = 7  was 0 ' "$out"
run vforkscope state names.c --at vfork.begin --json
like 'long names: in the snapshot' \
	'"function": ?"a_function_whose_name_has_as_many_letters_as_c_tells_apart_0123"' "$out"
like 'long names: among the data' \
	'"name": ?"a_variable_whose_name_has_as_many_letters_as_c_tells_apart_0123"' "$out"

run vforkscope what-if explore --at main --choices
like 'where there are none' 'no child runs at @[0-9]+; a child has choices at @[0-9]+$' "$err"
# What a call needs is put on the stack for the child, as its program would have put it there: with the stub it lies
# where the parent's return address was.
run vforkscope what-if stub --choose X
like 'the word that the parent needs was written' 'written over the return address of naive_vfork' "$out"
like 'the parent comes back elsewhere' '^child leaves by _exit: the parent lives, exit 0, but astray$' "$out"
run vforkscope what-if return.vft --choose L
like 'what is not possible is not done' 'longjmp out: no jmp_buf is in scope' "$err"
run vforkscope what-if return.vft --choose P
like 'what the trace does not hold is not called a deadlock' \
	'^vforkscope: child execs: .*block [0-9]+ of the disk .* a file that the recorded run did not read' "$err"
same 'and nothing is told' '2 ' "$status $out"
run vforkscope what-if return.vft --choose Z
like 'no such key' '^vforkscope: --choose Z: there are R X Q P C' "$err"
run vforkscope what-if return.vft --choose 'R#9'
like 'no such variant' 'there are 1 of them' "$err"

# refuses NAME REGEX WORD...
refuses()
{
	local name=$1 regex=$2
	shift 2
	run vforkscope what-if return.vft "$@"
	same "$name: status" 2 "$status"
	same "$name: one line, and perhaps the place" 1 "$(grep -c '^vforkscope: ' <<<"$err")"
	like "$name" "$regex" "$err"
}
refuses 'no instant' 'when\? --at' --do return
refuses 'no action' 'what is to be done' --at main
refuses 'an action that is none' 'no action; there are return' --at main --do 'jump'
refuses 'in the kernel' 'runs in user mode again at @[0-9]+' --at vfork.begin --do return
refuses 'another process' 'pid 2 is asleep, its memory is lent' --at report --pid 2 --do return
refuses 'a process that never was' 'pid 77 is not there at @[0-9]+, nor later: alive are pid 1, 2, 3' \
	--at report --pid 77 --do return
refuses 'a signal to nobody' '^vforkscope: 77: there is no such process now: alive are pid 1, 2, 3' \
	--at report --do 'signal 77 9'
refuses 'a function that is none' 'did you mean report' --at report --do 'reprot(1)'
# What is wrong, and the column where the caret stands.
while IFS='|' read -r column word action; do
	run vforkscope what-if return.vft --at report+2l --do "$action"
	same "$action: the caret stands below $word" \
		"$(printf '  %s\n  %*s^' "$action" "$column" '')" "$(tail -n 2 <<<"$err")"
	check "$action: the line begins with it" grep -qF "vforkscope: $word: " <<<"$err"
done <<'T'
7|x|return x
9|6|return 5 6
12|3|report(1, 2 3)
12|2|report(1, 2 2)
10|2|report(1, 2
14|4|report(1,2,3) 4
7|-|report(-)
4|frist|set frist = 3
12|x|set first = x
7|x|signal x
9|99|signal 3 99
7|77|signal 77 9
6|hallo|input hallo
0|jump|jump
T
refuses 'a trace that cannot be written' 'No such file' --at main --do return --record none/x.vft
python3 -c '
import sqlite3
db = sqlite3.connect("lives.vft")
db.execute("UPDATE interventions SET place = 1 << 31 WHERE kind = \"memory\"")
db.commit()'
run vforkscope replay lives.vft
same 'an intervention beyond memory: status' 2 "$status"
like 'an intervention beyond memory' 'beyond memory' "$err"

finish
