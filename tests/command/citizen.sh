#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A good citizen: outputs that cannot be written, signals, temporary files, the environment, and what a terminal gets to see.
. "$(dirname "$0")/../lib.sh"
sources=$PWD
cd "$SCRATCH" || exit 1

# Output errors ----------------------------------------------------------------------------------------------------------
vforkscope run --record run.vft borrow >/dev/null

# What to call so that a command prints something; a new command must be added here.
commands=$(vforkscope --help | sed -nE 's/^  vforkscope ([a-z]+) .*/\1/p')
arguments()
{
	case $1 in
	run | events | state) echo "$1 borrow" ;;
	replay) echo "$1 run.vft" ;;
	cc) echo "$1 --help" ;;
	matrix) echo "$1 borrow" ;;
	demo) echo "$1 borrow --no-window --out pictures" ;;
	bench) echo "$1 vfork_pages_copied" ;;
	shot) echo "$1 borrow -o /dev/stdout" ;;
	view) echo "$1 --help" ;;
	esac
}

# unwritable NAME COMMAND...: to a full disk, and to nothing: status 2 and one line.
unwritable()
{
	local name=$1 status where
	shift
	for where in '>/dev/full' '>&-'; do
		eval 'vforkscope "$@" 2>.err '"$where"
		status=$?
		if [ $status = 2 ] && [ "$(wc -l <.err)" = 1 ] && grep -qE 'No space left|is closed|Bad file' .err; then
			ok "$name $where"
		else
			not_ok "$name $where: status $status, $(cat .err)"
		fi
	done
}
for command in $commands; do
	words=$(arguments "$command")
	check "$command is tested" [ -n "$words" ]
	unwritable "$command" $words
	unwritable "$command --help" "$command" --help
done
unwritable '--help' --help
unwritable 'help' help run
unwritable 'the list of lessons' demo
unwritable 'replay --verify' replay --verify run.vft
unwritable 'events --json' events --json borrow
unwritable 'state --json' state --json borrow
unwritable 'matrix --json' matrix --json borrow
unwritable 'bench --json' bench --json vfork_pages_copied
same 'a run whose output is lost leaves no trace' 'No such file' \
	"$(vforkscope run --record lost.vft borrow >/dev/full 2>&1; ls lost.vft* 2>&1 | grep -o 'No such file')"

# Status (negative: the signal) and stderr of a command whose reader is gone; python starts it with SIGPIPE as it is usual.
cat >gone.py <<'P'
import os, signal, subprocess, sys
ignore = sys.argv[1] == 'ignored'
reader, writer = os.pipe()
os.close(reader)
done = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE,
                      restore_signals=not ignore)
print(done.returncode, done.stderr.decode().strip())
P
for command in 'events borrow' 'run borrow' '--help'; do
	same "$command: a reader that is gone: SIGPIPE, and not a word" '-13 ' "$(python3 gone.py usual "$VFORKSCOPE" $command)"
	same "$command: the same where SIGPIPE is ignored" '2 vforkscope: the output cannot be written: Broken pipe' \
		"$(python3 gone.py ignored "$VFORKSCOPE" $command)"
done
vforkscope run nothere 2>/dev/full
same 'a full disk for errors changes no status' 2 $?
vforkscope run nothere 2>&-
same 'nor does a closed descriptor' 2 $?
vforkscope run --record closed.vft borrow <&- >&- 2>&-
run vforkscope run --record closed.vft borrow
vforkscope run --record closed2.vft borrow <&- 2>&- >out
check 'a trace recorded with closed descriptors is like another' cmp closed.vft closed2.vft
vforkscope run exit <&- >&- 2>&-
run vforkscope replay --verify closed2.vft
same 'and verifies' 0 "$status"

# Environment ------------------------------------------------------------------------------------------------------------
table=$(vforkscope --help | sed -n '/^Environment:/,/^$/p' | sed -nE 's/^  ([A-Z0-9_]+) +(.*)/| `\1` | \2 |/p')
check 'the environment has a table' [ -n "$table" ]
same 'docs/environment.md has it' "$table" "$(grep '^| `' "$sources/docs/environment.md")"
asked=$(cd "$sources" && grep -ohE 'getenv *\("[A-Z_0-9]+"' emu/*.c visualizer/*.c | sed -E 's/.*"(.*)"/\1/' | sort -u)
for name in $asked; do
	like "$name is in it" "^. .$name. " "$table"
done
same 'nobody else prints' 'emu/output.c' \
	"$(cd "$sources" && grep -lE '\b(v?printf|puts|putchar|perror) *\(|\bstdout\b' emu/*.c visualizer/*.c)"
finish
