#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a terminal gets to see, and in what state it is left. terminal.py is the terminal, and the shell at it.
# Not in make check.
. "$(dirname "$0")/../lib.sh"
terminal=$PWD/tests/command/terminal.py
cd "$SCRATCH" || exit 1

if ! why=$(python3 -c 'import pty; pty.openpty()' 2>&1); then
	skip 'terminals' "the host gives no pseudo-terminal: ${why##*$'\n'}"
	finish
fi
jobs() { python3 "$terminal" jobs "$@" "$VFORKSCOPE" run sh; }
show() { python3 "$terminal" show "$VFORKSCOPE" "$@"; }

same 'a deadly signal kills and leaves the terminal as it was' 'as expected' "$(jobs deaths)"
same 'SIGTSTP stops: the terminal is given back and taken again' 'as expected' "$(jobs stop)"
same 'SIGSTOP stops: it is taken again' 'as expected' "$(jobs sigstop)"
same 'in the background the terminal is somebody else'\''s' 'as expected' "$(jobs background)"
same 'signals that were ignored stay ignored' 'as expected' "$(jobs ignored)"

# Text that a terminal would obey: a title, a cleared screen, C1 controls as a byte and as UTF-8, a direction turned.
cat >noise.c <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	if (argc == 1) {
		char *args[] = {"\033]0;name\a", "x", NULL};

		printf("text\ttab over\b\b\b\bOVER\ra return\n");
		printf("\033]0;title\a\033[2Jclear \2331m \302\2331m \342\200\256turned \303\251 \377 \177\n");
		fflush(stdout);
		if (vfork() == 0) {
			execv(argv[0], args);
			_exit(1);
		}
	}
	return 0;
}
C
vforkscope run --record noise.vft noise.c >plain
same 'elsewhere than on a terminal replay changes nothing' "$(od -c plain)" \
	"$(vforkscope replay noise.vft 2>.err | od -c)"
safe=$'text\ttab over\b\b\b\bOVER\ra return\n\\x1b]0;title\\x07\\x1b[2Jclear \\x9b1m \\xc2\\x9b1m \\xe2\\x80\\xaeturned'
LC_ALL=C.UTF-8 show replay noise.vft >shown
same 'replay shows a terminal what it would obey' "$safe é \\xff \\x7f" "$(sed '$d' shown)"
LC_ALL=C show replay noise.vft >shown
same 'and in another locale all that is not ASCII' "$safe \\xc3\\xa9 \\xff \\x7f" "$(sed '$d' shown)"
show replay --raw noise.vft >shown
check '--raw passes all on' cmp <(sed '$d' shown) plain
show run noise.c >shown
check 'a run is like any other program: all is passed on' cmp shown plain

# Names and texts of a stranger's trace.
python3 - <<'P'
import shutil, sqlite3
shutil.copy("noise.vft", "names.vft")
db = sqlite3.connect("names.vft")
db.execute("UPDATE meta SET value = ? WHERE key = 'program'", ("\033[31mred\n\u009b1m",))
db.execute("UPDATE event_rows SET text = ? WHERE id IN (SELECT seq FROM events WHERE name = 'exec.done')",
           (b"\033[31mred\n\xc2\x9b1m\xff".decode("latin-1"),))
db.commit()
P
mkdir pictures
printf 'int main(void) { return "\033[31m\302\2331m" + "\a"; }\n#error \033]0;title\a\n' >broken.c
obeyed=$'[\001-\010\013-\037\177]' c1=$'\302[\200-\237]'
for command in 'events names.vft' 'events --json names.vft' 'state names.vft' 'state --json names.vft' \
	'replay --verify names.vft' "demo --no-window --out pictures names.vft" $'run \033[31m.c' \
	$'shot noise.c --at \033[31m -o x.png' \
	$'events --\033[31m noise.c' $'\033[31m' $'state nothere\033[31m.vft' $'bench \033[31m' $'matrix \033[31m' \
	$'cc \033[31m.c' 'run broken.c' 'cc -c broken.c' \
	$'shot noise.c -o \033[31m' $'run --record \033[31m/x noise.c' $'run --system \033[31m noise.c' \
	$'events --grep \033[31m noise.c'; do
	show $command >shown
	if [ -s shown ] && ! LC_ALL=C grep -qE "$obeyed|$c1" shown; then
		ok "a terminal has nothing to obey: $(printf %q "$command")"
	else
		not_ok "a terminal obeys: $(printf %q "$command"): $(od -c shown | head -n 20)"
	fi
done
vforkscope events --json names.vft >names.json
check 'JSON is JSON all the same' python3 -m json.tool names.json /dev/null
vforkscope state --json names.vft >names.json
check 'and so is that of state' python3 -m json.tool names.json /dev/null
vforkscope matrix --json $'noise.c \377\033' >names.json
check 'and that of matrix' python3 -m json.tool names.json /dev/null
like 'with the name in it' 'noise.c ÿ' "$(python3 -c 'import json; print(*json.load(open("names.json"))["4.3bsd"])')"
finish
