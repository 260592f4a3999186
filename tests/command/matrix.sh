#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# vforkscope matrix: the table in the documents is what is written of the lessons, which guest/demos_*.sh hold the
# machine to, and the words mean what they say. Not in make check.
. "$(dirname "$0")/../lib.sh"

table=$(grep '^|' docs/matrix.md)
run vforkscope matrix --expected --markdown --lessons
same 'status' 0 "$status"
same 'docs/matrix.md is what vforkscope matrix --expected makes' "$table" "$(sed '/^$/,$d' <<<"$out")"
same 'docs/lessons.md is what vforkscope matrix --expected --lessons makes' \
	"$(sed '1,/^## All programs$/d' docs/lessons.md | sed -n '/^###/,$p')" \
	"$(sed -n '/^###/,$p' <<<"$out")"
same 'and no lesson is without a word for some system' '' "$(grep -F '| - ' <<<"$table")"
run vforkscope matrix --systems 4.3bsd,3bsd,linux-2.0,solaris,uclinux
same 'runs have the words that are written' \
	"$(vforkscope matrix --expected --systems 4.3bsd,3bsd,linux-2.0,solaris,uclinux)" "$out"
run vforkscope matrix --expected --output --systems irix,4.3bsd exit
same 'what is written, in full' '== exit, 4.3bsd: status 1
Here is the first half, 
parent: my printf failed, my child closed my stdout
== exit, irix: status 1
Here is the first half, ' "$out"
refuses 'nothing is written of that' 'borrow vfork 7: nothing is written' vforkscope matrix --expected 'borrow vfork 7'
index=$(sed -nE 's/^\| [0-9]+ \| `([^`]+)`.*/\1/p' docs/lessons.md)
same 'the index has every source of a lesson, and each row is one' "$(basename -s .c guest/demos/*.c | LC_ALL=C sort)" \
	"$(sed 's/-O2$//' <<<"$index" | LC_ALL=C sort -u)"
same 'every lesson has a topic' '' "$(grep '^### Others' docs/lessons.md)"
same 'every lesson says what to watch' '' "$(grep -E '^\| [0-9]+ \|[^|]*\|[^|]*\|  \|' docs/lessons.md)"

systems=$(vforkscope --help | awk '/^Systems for --system/ { on = 1; next } /^$/ { on = 0 } on { print $1 }')
same 'a column for every system' "program"$'\n'"$systems" "$(head -1 <<<"$table" | tr -s '| ' '\n' | grep .)"

# Each system has a row in which it differs from any other.
same 'no two systems look the same to programs' '' "$(python3 -c '
import itertools
import sys

rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in sys.stdin]
columns = dict(zip(rows[0][1:], list(zip(*rows[2:]))[1:]))
for a, b in itertools.combinations(columns, 2):
    if columns[a] == columns[b]:
        print(a, "and", b)' <<<"$table")"

run vforkscope matrix --json borrow 'borrow fork'
same 'programs with arguments, as JSON' '4.3bsd shared private, 4.4bsd private private' "$(python3 -c '
import json, sys
m = json.loads(sys.argv[1])
print(", ".join(" ".join([s, m[s]["borrow"], m[s]["borrow fork"]]) for s in ("4.3bsd", "4.4bsd")))' "$out")"

cat >"$SCRATCH/ends.c" <<'C'
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	if (argc > 1 && atoi(argv[1]))
		return atoi(argv[1]);
	if (argc > 1)
		kill(getpid(), SIGTERM);
	return getchar() == EOF ? 0 : 1;
}
C
vforkscope cc "$SCRATCH/ends.c" -o "$SCRATCH/ends"
cd "$SCRATCH" || exit 1
run vforkscope matrix './ends' './ends 3' './ends x'
same 'words for how a run ends: as text' $'program: 4.3bsd\n./ends: ok\n./ends 3: exit 3\n./ends x: SIGTERM' \
	"$(awk -F '  +' '{ print $1 ": " $2 }' <<<"$out")"
cp ends größe
run vforkscope matrix --systems 4.3bsd './größe' './ends 3'
same 'columns of names in UTF-8' $'program   4.3bsd\n./größe   ok\n./ends 3  exit 3' "$out"
run vforkscope matrix --output --systems 4.4bsd,4.3bsd './ends 3' borrow
same 'what each prints, and its status' '== ./ends 3, 4.3bsd: status 3
== ./ends 3, 4.4bsd: status 3
== borrow, 4.3bsd: status 0
'"$(vforkscope run --system 4.3bsd borrow)
== borrow, 4.4bsd: status 0
$(vforkscope run --system 4.4bsd borrow)" "$out"
cat >echo.c <<'C'
#include <unistd.h>
int main(void)
{
	char byte;
	while (read(0, &byte, 1) == 1)
		write(1, &byte, 1);
	return 0;
}
C
same 'each is given all input; a last line that does not end' '== echo.c, 4.3bsd: status 0
no newline
== echo.c, linux: status 0
no newline' "$(printf 'no newline' | vforkscope matrix --output --systems linux,4.3bsd echo.c)"
run vforkscope matrix --systems 4.4bsd,uclinux ./ends
same 'some systems' 'program 4.4bsd uclinux' "$(head -n 1 <<<"$out" | tr -s ' ')"
refuses 'a program that there is not' 'nothing-like-it' vforkscope matrix nothing-like-it
refuses 'an empty program' 'without a name' vforkscope matrix ''
same 'words in quotation marks' "one  two 'three'" \
	"$(vforkscope matrix --output --systems 4.3bsd "echo 'one  two' \"'three'\"" | sed 1d)"
refuses 'a backslash at the end' 'matrix: echo .: nothing behind' vforkscope matrix 'echo \'
finish
