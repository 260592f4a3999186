#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A good citizen: outputs that cannot be written, signals, temporary files, the environment, and what a terminal gets to
# see.
# Not in make check.
. "$(dirname "$0")/../lib.sh"
sources=$PWD
cd "$SCRATCH" || exit 1

# Output errors
# ----------------------------------------------------------------------------------------------------------
vforkscope run --record run.vft borrow >/dev/null
cp "$sources/tests/command/strace/comm.log" some.log
cp "$sources/traces/pipeline.vps" some.vps

# What to call so that a command prints something; a new command must be added here.
commands=$(vforkscope --help | sed -nE 's/^  vforkscope ([a-z-]+) .*/\1/p')
arguments()
{
	case $1 in
	run | events | state | step) echo "$1 borrow" ;;
	who) echo "$1 borrow d0" ;;
	find) echo "$1 borrow vm.pass" ;;
	what-if) echo "$1 borrow --at main --do getpid()" ;;
	diff) echo "$1 borrow message" ;;
	replay) echo "$1 run.vft" ;;
	cc) echo "$1 --help" ;;
	matrix) echo "$1 borrow" ;;
	demo) echo "$1 borrow --no-window --out pictures" ;;
	explain) echo "$1 left" ;;
	check) echo "$1 -O0 borrow" ;;
	lesson) echo "$1 check borrow" ;;
	html) echo "$1 borrow -o /dev/stdout" ;;
	bench) echo "$1 vfork_pages_copied" ;;
	shot) echo "$1 borrow -o /dev/stdout" ;;
	text) echo "$1 borrow --panel console" ;;
	view | gdb) echo "$1 --help" ;;
	help) echo "$1 view" ;;
	import) echo "$1 strace some.log" ;;
	script) echo "$1 format some.vps" ;;
	cost) echo "$1 --system 4.3bsd some.vps" ;;
	export) echo "$1 perfetto borrow" ;;
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

# Status (negative: the signal) and stderr of a command whose reader is gone; python starts it with SIGPIPE as it is
# usual.
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
	same "$command: a reader that is gone: SIGPIPE, and not a word" '-13 ' \
		"$(python3 gone.py usual "$VFORKSCOPE" $command)"
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

# Signals
# ----------------------------------------------------------------------------------------------------------------
cat >wait.c <<'C'
#include <stdio.h>
#include <unistd.h>
int main(void)
{
	puts("ready");
	for (;;)
		;
}
C
# killed.py WHEN SIGNAL COMMAND...: starts it, sends the signal when it has printed a line (WHEN is "line") or when a
# file whose name begins with WHEN is there, and prints how it ended and what it said.
cat >killed.py <<'P'
import os, signal, subprocess, sys
when, sig = sys.argv[1], getattr(signal, sys.argv[2])
while True:
    child = subprocess.Popen(sys.argv[3:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if when == 'line':
        child.stdout.readline()
        break
    while child.poll() is None and not any(name.startswith(when) for name in os.listdir('.')):
        pass
    if child.poll() is None:
        break
child.send_signal(sig)
said = child.communicate()[1].decode()
if child.returncode >= 0 and when != 'line':
    sys.exit('it ended before the signal came')
print(child.returncode, said, end='')
P
for sig in SIGINT SIGTERM SIGHUP; do
	number=$(kill -l ${sig#SIG})
	same "$sig kills a run" "-$number " "$(python3 killed.py line $sig "$VFORKSCOPE" run wait.c)"
	same "$sig kills a run that is recorded" "-$number " \
		"$(python3 killed.py line $sig "$VFORKSCOPE" run --record killed.vft wait.c)"
	rm -f killed.vft
	same "$sig kills who records" "-$number " \
		"$(python3 killed.py killed.vft $sig "$VFORKSCOPE" run --record killed.vft wait.c)"
	same 'and nothing is left but the trace' killed.vft "$(ls -d killed.vft* 2>/dev/null)"
	check 'which agrees, as far as it goes' vforkscope replay --verify killed.vft
	rm -f killed.vft
done

# Targets
# ---------------------------------------------------------------------------------------------------------------- kept
# NAME FILE COMMAND...: the command writes FILE, which is there already, and to which a link leads.
kept()
{
	local name=$1 file=$2 link
	shift 2
	link=${file/./-link.}
	echo old >"$file"
	chmod 600 "$file"
	ln -s "$file" "$link"
	vforkscope "$@" "$link" >/dev/null
	same "$name: the mode is kept, the link followed" "600 symbolic link" \
		"$(stat -c %a "$file") $(stat -c %F "$link")"
	check "$name: it is written" [ "$(stat -c %s "$file")" -gt 1000 ]
	(umask 027 && vforkscope "$@" "new-$file" >/dev/null)
	same "$name: a new one gets what the umask leaves" 640 "$(stat -c %a "new-$file")"
	check "$name: one that cannot be written is left alone" \
		[ "$(ln -sf /dev/full "full-$file"; vforkscope "$@" "full-$file" 2>&1 >/dev/null | wc -l)" = 1 ]
	same "$name: a device is no file to be removed" 'character special file' "$(stat -L -c %F "full-$file")"
	same "$name: nothing is left" 4 "$(echo *"${file%.*}"* | wc -w)"
}
kept 'a picture' pixels.png shot borrow -o
kept 'a drawing' vector.svg shot borrow -o
kept 'a document' paper.pdf shot borrow -o
check 'a picture goes to a pipe' [ "$(vforkscope shot borrow -o /dev/stdout | head -c 4 | tail -c 3)" = PNG ]
echo old >kept.vft && chmod 600 kept.vft && ln -s kept.vft link.vft
vforkscope run --record link.vft borrow >/dev/null
same 'a trace: the mode is kept, the link followed' '600 symbolic link' "$(stat -c %a kept.vft) $(stat -c %F link.vft)"
check 'a trace: it is written' vforkscope replay --verify link.vft

# Environment
# ------------------------------------------------------------------------------------------------------------
table=$(vforkscope --help | sed -n '/^Environment:/,/^$/p' | sed -nE 's/^  ([A-Z0-9_]+) +(.*)/| `\1` | \2 |/p')
check 'the environment has a table' [ -n "$table" ]
same 'docs/environment.md has it' "$table" "$(grep '^| `' "$sources/docs/environment.md")"
same 'nobody else asks the environment' emu/base/environment.c \
	"$(cd "$sources" && grep -lE 'getenv *\(' emu/*/*.c visualizer/*.c)"
same 'nobody else prints' 'emu/base/output.c' \
	"$(cd "$sources" && grep -lE '(^|[^"[:alnum:]_])(v?printf|puts|putchar|perror) *\(|\bstdout *[,);]' \
		emu/*/*.c visualizer/*.c)"
finish
