#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A user's mistake gives one clear line on stderr, status 2, and leaves nothing behind.
. "$(dirname "$0")/../lib.sh"

borrow=$VFORKSCOPE_GUEST/demos/borrow
cd "$SCRATCH" || exit 1
mkdir work && cd work || exit 1
head -c 200 "$borrow" >truncated
head -c 3000 "$borrow" >short
head -c 40 "$borrow" >header
echo 'no program' >text
echo 'int main() { return 0; }' >program.cc
: >empty
truncate -s 17M huge
mkdir directory
mkfifo fifo
echo 'int main(void) { return 3 }' >broken.c

refuses 'no command' 'which command' vforkscope
refuses 'unknown command, with a proposal' 'did you mean run' vforkscope rnu borrow
refuses 'unknown command, without one' 'no such command' vforkscope xyzzyxyzzy
refuses 'help for an unknown command' 'no such command' vforkscope help xyzzyxyzzy
refuses 'unknown option' 'bogus' vforkscope run --bogus borrow
refuses 'option without a value' '--system: its value is missing' vforkscope run --system
refuses 'option without a value, after PROG' '--system: its value is missing' vforkscope run borrow --system
refuses 'an option twice' '--system: is given twice' vforkscope run --system linux borrow --system 3bsd
refuses 'an option twice, with =' 'is given twice' vforkscope events --ram=4 borrow --ram 8
refuses 'an option that may be the program'\''s' '-l: unknown option; the program.s own options go after --' \
	vforkscope events ls -l
refuses 'a lesson as a command' 'vforkscope run return, or view return' vforkscope return
refuses 'a mistyped program as a command' 'vforkscope run procs' vforkscope prosc
refuses 'a program to be helped with' 'vforkscope run ls' vforkscope help ls
refuses 'matrix: two forms' '--json and --markdown' vforkscope matrix --json --markdown borrow
refuses 'matrix: output and a table' '--output and --markdown' vforkscope matrix --output --markdown borrow
refuses 'matrix: no such system' '--systems: vms: no such system' vforkscope matrix --systems 4.3bsd,vms borrow
refuses 'matrix: no system' '--systems: names none' vforkscope matrix --systems , borrow
refuses 'matrix: two tables' '--json and --lessons' vforkscope matrix --lessons --json borrow
refuses 'replay: what is printed, of nothing' '--raw' vforkscope replay --verify --raw x.vft
for command in events state shot replay cc; do
	refuses "$command without arguments" "usage: vforkscope $command|missing" vforkscope $command
done

refuses 'a window without a display: one line, and none of the window library' 'there is no display' \
	env -u DISPLAY -u WAYLAND_DISPLAY -u SDL_VIDEODRIVER "$VFORKSCOPE" view borrow

refuses 'a display that is not there' 'display :987 cannot be opened' \
	env -u WAYLAND_DISPLAY -u SDL_VIDEODRIVER DISPLAY=:987 "$VFORKSCOPE" view borrow

for command in run view demo events state shot replay matrix bench; do
	run vforkscope $command --help
	same "$command --help: status" 0 "$status"
	like "$command --help begins with what it is called with" "^Usage: vforkscope $command " "$out"
	told=$(vforkscope --help | sed -n "/^  vforkscope $command /{n;s/^ *//p}")
	check "$command --help says what it does" [ -n "$told" -a "${out#*"$told"}" != "$out" ]
done

refuses 'missing program' 'no such file, shipped program or lesson' vforkscope run nothere
refuses 'mistyped shipped program' 'did you mean return' vforkscope run retrun
refuses 'mistyped lesson, to a command of lessons' 'did you mean unkillable' vforkscope demo unkilable
refuses 'mistyped path of a lesson' 'the shipped program borrow' vforkscope state ./borow
refuses 'mistyped source of a lesson' 'the shipped program return' vforkscope run retrun.c
refuses 'a program without a name' 'name is empty' vforkscope run ''
refuses 'missing path' 'No such file' vforkscope run ./nothere
refuses 'missing C file' 'No such file' vforkscope run nothere.c
refuses 'a lesson by the name of its file' 'the shipped program return\?' vforkscope run return.c
refuses 'a lesson by a path' 'the shipped program return\?' vforkscope run demos/return
refuses 'a C++ file' 'only C files' vforkscope run program.cc
refuses 'a directory' 'is a directory' vforkscope run ./directory
refuses 'a fifo' 'not a regular file' vforkscope run ./fifo
refuses 'an empty file' 'not an ELF' vforkscope run ./empty
refuses 'a text file' 'not an ELF' vforkscope run ./text
refuses 'ELF cut off in its header' 'truncated' vforkscope run ./header
refuses 'ELF cut off after its header' 'truncated' vforkscope run ./truncated
refuses 'ELF cut off in a segment' 'truncated' vforkscope run ./short
refuses 'a program of the host' 'another machine|dynamic' vforkscope run "$(command -v bash)"
refuses 'too large a file' 'too large' vforkscope run ./huge
refuses 'too long an argument' 'too long' vforkscope run borrow "$(head -c 9000 /dev/zero | tr '\0' x)"

m68k-linux-gnu-gcc -m68040 -nostdlib -shared -fPIC -o shared.so -x c - <<<'int f(void) { return 1; }'
refuses 'a shared library' 'dynamic' vforkscope run ./shared.so
m68k-linux-gnu-gcc -m68040 -c -o object.o -x c - <<<'int f(void) { return 1; }'
refuses 'an object file' 'no program' vforkscope run ./object.o
m68k-linux-gnu-gcc -m68040 -static -nostdlib -Wl,-Ttext=0x70000000 -o high -x c - <<<'void _start(void) { }' 2>/dev/null
refuses 'a program beyond the program region' 'does not fit' vforkscope run ./high

refuses 'unknown system' 'there are 4.3bsd' vforkscope run --system vms borrow
refuses 'too little memory' '2 to 64' vforkscope run --ram 1 borrow
refuses 'too much memory' '2 to 64' vforkscope run --ram 65 borrow
refuses 'no swap area' '256 to 131072' vforkscope run --swap 0 borrow
refuses 'less than no swap area' '256 to 131072' vforkscope run --swap -1 borrow
refuses 'too large a swap area' '256 to 131072' vforkscope run --swap 131076 borrow
refuses 'no such day' '1970 and 2037' vforkscope run --date 1986-02-29 borrow
refuses 'no such time' '1970 and 2037' vforkscope run --date '1986-06-05 24:00' borrow
refuses 'a date behind which is something' '1970 and 2037' vforkscope run --date '1986-06-05x' borrow
refuses 'too late a date' '1970 and 2037' vforkscope run --date 2038-01-01 borrow
refuses 'half a page of swap area' 'multiple of 4' vforkscope run --swap 258 borrow
refuses 'memory that is no number' 'numeric' vforkscope run --ram lots borrow
refuses 'no instructions' 'takes 1 to' vforkscope run --max-instructions 0 borrow

refuses 'not a trace' 'is not a trace' vforkscope replay ./text
vforkscope run --record borrow.vft borrow >/dev/null
for option in '--system linux' '--ram 4' '--swap 512' '--date 1999-01-01' '--max-instructions 5' \
	'--max-events 5' '--max-console 5' '--max-checkpoints 5'; do
	refuses "a trace with $option" 'for programs' vforkscope events borrow.vft $option
done
refuses 'a trace to run' 'is a trace; replay, ' vforkscope run borrow.vft
refuses 'a trace on all systems' 'is a trace; replay, ' vforkscope matrix true borrow.vft
refuses 'a trace with arguments' 'no arguments' vforkscope events borrow.vft fork
rm borrow.vft
refuses 'a missing trace' 'No such file' vforkscope replay ./nothere.vft
refuses 'unknown event as WHERE' 'did you mean vm.pass' vforkscope state borrow --at vm.pas
refuses 'part of an event as WHERE' 'there are vm.pass, .*vm.return' vforkscope state borrow --at vm
refuses 'an event in capitals' 'did you mean vm.pass' vforkscope state borrow --at VM.PASS
refuses 'an event that does not happen' 'not happen in this run; there are .*vfork.begin' \
	vforkscope state --system 4.4bsd borrow --at vm.pass
refuses 'too late a WHERE' 'ends at' vforkscope state borrow --at @99999999999
refuses 'an event too many' 'of these events' vforkscope state borrow --at vm.pass#7
refuses 'unknown event to grep' 'no such event' vforkscope events borrow --grep nothing
refuses 'unknown event among several' '--grep vm.pas: no such event; did you mean vm.pass' \
	vforkscope events borrow --grep vfork,vm.pas,exec
refuses 'a comma too many' '--grep : no such event' vforkscope events borrow --grep vm,
refuses 'a picture of unknown kind' 'png' vforkscope shot borrow --at vm.pass -o picture.bmp
refuses 'a picture that cannot be written' 'No such file' vforkscope shot borrow --at vm.pass -o none/picture.png
refuses 'unknown measure' 'there are history count_over_raw' vforkscope bench xyzzyxyzzyxyzzy
refuses 'unknown theme' 'light, dark' vforkscope shot borrow --theme pink -o picture.png
refuses 'a size that is none' 'WIDTHxHEIGHT' vforkscope shot borrow --size big -o picture.png
refuses 'unknown lesson' 'no such file, shipped' vforkscope demo nothere --no-window

refuses 'a trace in a missing directory' 'cannot be written' vforkscope run --record none/x.vft borrow
refuses 'a trace over a directory' 'is a directory' vforkscope run --record directory borrow
if [ "$(id -u)" = 0 ]; then
	skip 'a trace in a read-only directory' 'root may write everywhere'
else
	chmod a-w directory
	refuses 'a trace in a read-only directory' 'Permission denied' vforkscope run --record directory/x.vft borrow
	chmod u+w directory
fi

VFORKSCOPE_DATA=$SCRATCH refuses 'no guest files' 'VFORKSCOPE_DATA' vforkscope run borrow

run vforkscope run broken.c
same 'a C file with an error: status' 2 "$status"
like 'a C file with an error: the compiler tells it' 'broken.c:1:' "$err"
like 'a C file with an error: we say so' '^vforkscope: the compiler found errors' "$err"

same 'nothing was left behind' \
	'broken.c directory empty fifo header high huge object.o program.cc shared.so short text truncated' "$(echo *)"
finish
