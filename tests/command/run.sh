#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# vforkscope run, cc, events and help, as a user types them.
. "$(dirname "$0")/../lib.sh"
root=$PWD

run vforkscope --help
same '--help: status' 0 "$status"
commands=$(awk '$1 == "vforkscope" && /^  / { print $2 }' <<<"$out")
same '--help tells every command there is' \
	"bench cc check cost demo diff events explain export find gdb help html import lesson matrix replay run script\
 shot state step text view what-if who" \
	"$(sort <<<"$commands" | paste -sd' ')"
for command in $commands; do
	run vforkscope $command --help
	like "$command --help" "^Usage: vforkscope $command" "$out"
	same "help $command is the same" "$out" "$(vforkscope help $command)"
done

run vforkscope run echo one two --json -- -x
same 'arguments and options after PROG are its own' 'one two --json -- -x' "$out"
same 'the exit status is the program'\''s: 0' 0 "$status"

# An option means the same before PROG and after it, with every command. What is no option of run is PROG's, and after
# -- everything is.
kernel=$(vforkscope run --system 4.4bsd borrow)
check 'the two systems can be told apart' [ "$kernel" != "$(vforkscope run borrow)" ]
same 'run PROG --system is run --system PROG' "$kernel" "$(vforkscope run borrow --system 4.4bsd)"
same 'and with =' "$kernel" "$(vforkscope run borrow --system=4.4bsd)"
same 'the other arguments stay where they are' 'one -n --x -- two' \
	"$(vforkscope run echo one -n --system linux --x -- --ram 4 two)"
same 'run -- PROG: all of it is PROG'\''s' '--system linux --help' "$(vforkscope run -- echo --system linux --help)"
for command in events 'state --json' 'state --at exit.begin'; do
	# shellcheck disable=SC2086 # options
	same "$command PROG --system is the same as before PROG" "$(vforkscope $command --system 4.4bsd borrow)" \
		"$(vforkscope $command borrow --system 4.4bsd)"
done
same 'events PROG -- -x: PROG'\''s own' '--system\n' \
	"$(vforkscope events echo -- --system | sed -nE 's/.*tty.write .*"(-.*)"$/\1/p')"

cd "$SCRATCH" || exit 1
cat >status.c <<'C'
#include <stdlib.h>
int main(int argc, char **argv) { return argc > 1 ? atoi(argv[1]) : 7; }
C
run vforkscope run status.c
same 'the exit status is the program'\''s: 7' 7 "$status"
cat >root.c <<'C'
#include <math.h>
int main(void) { return (int)sqrt(49); }
C
run vforkscope cc root.c -lm -o root
same 'cc takes -lm' '0 ' "$status $err"
run vforkscope run ./root
same 'and the root is ours' '7 ' "$status $err"
mkdir here
cp root here/true
cd here || exit 1
run vforkscope run true
same 'a file here and a shipped program: the shipped one runs' 0 "$status"
same 'and that is said' 'vforkscope: note: true: the shipped program runs; ./true is the file here' "$err"
run vforkscope run ./true
same 'with a slash it is the file' '7 ' "$status $err"
run vforkscope matrix true
same 'matrix says it once' 1 "$(grep -c 'the shipped program runs' <<<"$err")"
cd .. || exit 1
cp status.c heap.c
run vforkscope run heap.c 5
same 'a C file of one'\''s own with the name of a lesson'\''s: status' 5 "$status"
run vforkscope run status.c 255
same 'the exit status is the program'\''s: 255' 255 "$status"

cat >abort.c <<'C'
#include <signal.h>
#include <unistd.h>
int main(void) { kill(getpid(), SIGTERM); return 0; }
C
run vforkscope run abort.c
same 'killed by signal 15: status 143' 143 "$status"

cat >spin.c <<'C'
int main(void) { for (;;) ; }
C
run vforkscope run --max-instructions 300000 spin.c
same 'stopped by the limit: status 124' 124 "$status"
like 'stopped by the limit: told' 'stopped after 300000 instructions' "$err"

lines=$root/tests/unit/guest/lines.c
printf 'a\nb\n' | vforkscope run "$lines" >printed
same 'input comes from stdin: status' 2 $?
same 'input comes from stdin: output' $'1: a\n2: b' "$(cat printed)"
printf 'no newline' | vforkscope run "$lines" >printed
same 'input without a newline at its end' '1: no newline' "$(cat printed)"
head -c 20000 /dev/zero | tr '\0' 'x' | fold -w 50 | vforkscope run "$lines" >printed
same 'much input: status' $((400 % 256)) $?
same 'much input: lines' 400 "$(grep -c '' printed)"

# Every byte, those that a terminal would take for itself among them, through every command that runs a program.
python3 -c 'import sys; sys.stdout.buffer.write(bytes(range(256)) * 40 + b"\3\4\32\34\177\25end")' >bytes
vforkscope run cat <bytes >printed
same 'all bytes come through: status' 0 $?
check 'all bytes come through' cmp bytes printed
vforkscope run --record bytes.vft cat <bytes >printed
check 'recorded, too' cmp bytes printed
run vforkscope replay --verify bytes.vft
same 'and the trace replays' 0 "$status"
same 'keys are keys with --typed: ^C' 130 "$(printf 'a\003b\n' | vforkscope run --typed cat >/dev/null; echo $?)"
same 'and ^D' a "$(printf 'a\004\004b' | vforkscope run --typed cat)"
same 'a shell that reads commands from a pipe does not prompt' $'<one>\nrest' \
	"$(printf 'read x\none\necho "<$x>"; cat\nrest\n' | vforkscope run)"
cat >greet.c <<'C'
#include <stdio.h>
int main(void)
{
	char name[20] = "nobody";

	scanf("%19s", name);
	printf("hello %s\n", name);
	return name[0] == 'b';
}
C
for command in run 'events --grep tty.write' 'state --at tty.write'; do
	# shellcheck disable=SC2086 # options
	like "$command: the program's input is ours" 'hello bob' "$(echo bob | vforkscope $command greet.c)"
	# shellcheck disable=SC2086 # options
	like "$command: or its end" 'hello nobody' "$(vforkscope $command greet.c </dev/null)"
done
like 'matrix: each run has all of it' '^greet.c( +exit 1)+$' "$(echo bob | vforkscope matrix greet.c)"
like 'demo: input, too' 'hello bob' "$(echo bob | vforkscope demo greet.c --no-window --out greeted)"
(echo bob; echo left) | (vforkscope events true >/dev/null; cat) >left
same 'who does not read leaves it alone' $'bob\nleft' "$(cat left)"
vforkscope run cat <. >printed 2>.err
like 'an input that cannot be read is at its end, and that is said' 'note: standard input: Is a directory' "$(cat .err)"
mkdir -p broken/bin
cp "$VFORKSCOPE_GUEST"/bin/* broken/bin/
cp "$VFORKSCOPE_GUEST"/vmunix broken/
m68k-linux-gnu-gcc -m68040 -nostdlib -static -Wl,-N,--build-id=none,-Ttext=0x80004000 -o broken/kernel \
	-x assembler - 2>/dev/null <<'S'
	.globl _start
_start:	move.l #0xdeadbee0, %sp
	illegal
S
VFORKSCOPE_DATA=broken run vforkscope run --max-instructions 1000000 true
same 'a broken kernel ends in a machine check: status' 70 "$status"
like 'a broken kernel ends in a machine check: told' 'machine check: .+' "$err"

vforkscope cc -O2 -Wall "$root/guest/demos/borrow.c" -o borrow-O2
check 'cc makes a program' test -s borrow-O2
run vforkscope run ./borrow-O2
same 'what cc made runs' 0 "$status"
run vforkscope run "$root/guest/demos/borrow.c"
same 'a C file runs' 0 "$status"
run vforkscope run "$root/tests/guest/assembly.S"
same 'an assembly file runs, with VAX calls and queues' '42 ' "$status $err"
cp "$VFORKSCOPE_GUEST/demos/borrow" a-very-long-name-that-no-directory-of-4.3BSD-would-refuse
run vforkscope run ./a-very-long-name-that-no-directory-of-4.3BSD-would-refuse
same 'a program with a long name runs' 0 "$status"
run vforkscope run --ram 2 borrow
same 'borrow runs in 2 MB' 0 "$status"
run vforkscope run --ram 64 borrow
same 'borrow runs in 64 MB' 0 "$status"

order=$(vforkscope events borrow --json | python3 -c '
import json, sys
wanted = ["vfork.begin", "vm.pass", "exit.begin", "vm.return", "vfork.end"]
names = [e["name"] for e in json.load(sys.stdin)]
print(*[n for n in names[names.index("vfork.begin"):] if n in wanted][:5])')
same 'the events of a loan, in order' 'vfork.begin vm.pass exit.begin vm.return vfork.end' "$order"
run vforkscope events borrow --grep vm
same '--grep takes a family of events' 'name vm.pass vm.return' "$(awk '{ print $5 }' <<<"$out" | paste -sd' ')"
run vforkscope events borrow --grep 'vm.p*'
same '--grep takes a pattern' 2 "$(wc -l <<<"$out")"

run vforkscope events borrow --grep 'vm.p*,vfork' --grep exec.done
same '--grep takes several' 'exec.done vfork.begin vfork.end vm.pass' \
	"$(awk 'NR > 1 { print $5 }' <<<"$out" | sort -u | paste -sd' ')"
same '--grep with JSON, too' 'vfork.begin vm.pass' "$(vforkscope events borrow --json --grep vm.pass,vfork.begin |
	python3 -c 'import json, sys; print(*[e["name"] for e in json.load(sys.stdin)])')"

vforkscope state borrow --at vm.pass --json >state.json
same 'state: the borrower has the pages, the lender none' 'lender 0 borrower some' "$(python3 - <<'P'
import json
s = json.load(open("state.json"))
count = lambda pid: sum(p["pid"] == pid for p in s["pages"])
print("lender", count(s["lender"]), "borrower", "some" if count(s["borrower"]) > 2 else "none")
P
)"
vforkscope state return --at vm.return --json >state.json
same 'state --json: the kinds of the damaged words' 'return saved-fp' "$(python3 - <<'P'
import json
s = json.load(open("state.json"))
print(*[w["kind"] for f in s["stack"] for w in f["words"] if w["damaged"] and w["kind"] != "local"])
P
)"
cat >noframes.c <<'S'
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
__attribute__((noinline)) int inner(int n)
{
	char text[32];

	sprintf(text, "%d", n);
	if (vfork() == 0)
		_exit(text[0]);
	wait(&n);
	return n + text[0];
}
__attribute__((noinline)) int outer(int n)
{
	return inner(n * 3) + 1;
}
int main(void)
{
	return outer(4) & 1;
}
S
vforkscope cc -O1 -fomit-frame-pointer noframes.c -o noframes
vforkscope state noframes --at vm.pass --json >state.json
same 'state: the frames of functions without a frame pointer' 'main outer inner, fp no no' "$(python3 - <<'P'
import json
s = json.load(open("state.json"))
frames = [f for f in s["stack"] if f["role"] == "lender"]
print(*[f["function"] for f in frames], end=", fp ")
print(*["yes" if f["fp"] else "no" for f in frames if f["function"] in ("main", "outer")])
P
)"
run vforkscope state return --at vm.return
like 'state: the damaged return address' 'return address .*DAMAGED' "$out"

run vforkscope demo
like 'demo lists the lessons' '^  return +Back from' "$out"
like 'and the programs' '^  longjmp +a jump' "$out"
same 'by topic' 'One memory, One stack, What is not lent, The parent waits, Costs and accounts, No memory management' \
	"$(sed '1,/^Programs/d' <<<"$out" | grep '^[A-Z]' | paste -sd, | sed 's/,/, /g')"
mkdir board
touch board/99-vm.pass.png board/99-notes.png
run vforkscope demo longjmp vfork --no-window --out board
same 'demo writes a storyboard: status' 0 "$status"
like 'demo tells the story' '33333333' "$out"
check 'demo writes pictures' test -s board/04-vm.pass.png
like 'demo says where they are' "^$(ls board/*.png | grep -vc notes) pictures are in board$" "$out"
like 'pictures of another run are removed' '^1 pictures of another run were removed from board$' "$out"
same 'nothing else is' '99-notes.png' "$(ls board | grep ^99)"
run vforkscope demo --text longjmp vfork
same 'demo --text: the story alone' \
	"$(vforkscope demo longjmp vfork --no-window --out board | sed -n '/^ *1\. /,/^On the/p' | grep -v '^On the')" \
	"$out"
refuses 'demo --text makes no pictures' '--text makes no pictures' vforkscope demo return --text --out board
run vforkscope demo return --no-window --out board
like 'a lesson is told with its questions' 'Question: Which word of the stack' "$out"
like 'and has a picture for each step' '^8 pictures are in board$' "$out"
like 'and a page' '^the page for a browser is board/return.html$' "$out"
like 'which is one' '^<!DOCTYPE html>' "$(<board/return.html)"
same 'those of the other run are gone' 8 "$(ls board/*.png | grep -vc notes)"
run vforkscope demo return --no-window --size 640x360 --out board.gif
like 'all in one file' '^8 pictures are in board.gif$' "$out"
same 'each of them is shown for four seconds' "640 360$(printf ' 400%.0s' {1..8})" \
	"$(python3 "$root/tests/gif.py" board.gif)"
# A film is made by ffmpeg, which need not be there. In its place: what tells what it was given, then what fails.
PATH=/nowhere run vforkscope demo return --no-window --out board.mp4
same 'a film takes ffmpeg' \
	'2 vforkscope: board.mp4: a film takes ffmpeg, which is not on PATH; FILE.gif takes nothing' "$status $err"
mkdir film
cat >film/ffmpeg <<'END'
#!/bin/sh
for film; do :; done
names=$(ls "${film%/*}")
echo "$names" >"$film"
END
chmod +x film/ffmpeg
PATH=$PWD/film:$PATH run vforkscope demo return --no-window --size 640x360 --out board.mp4
like 'it has all pictures, too' '^8 pictures are in board.mp4$' "$out"
same 'ffmpeg gets one for each step' "$(printf '%06d.png\n' 1 2 3 4 5 6 7 8)" "$(<board.mp4)"
printf '#!/bin/sh\necho "no such codec" >&2\nexit 1\n' >film/ffmpeg
PATH=$PWD/film:$PATH run vforkscope demo return --no-window --size 320x320 --out other.mp4
same 'what it says is told' '2 vforkscope: ffmpeg makes no film: no such codec' "$status $err"
check 'and nothing is left' [ ! -e other.mp4 ]
if command -v ffmpeg >/dev/null; then
	run vforkscope demo return --no-window --size 321x361 --out board.mp4
	like 'a film of eight pictures for four seconds each' '^3[12]$' \
		"$(ffmpeg -i board.mp4 2>&1 | sed -n 's/.*Duration: 00:00:\([0-9]*\).*/\1/p')"
else
	skip 'a real film' 'no ffmpeg'
fi
run vforkscope demo longjmp vfork --no-window --out board.pdf
pages=$(sed -n 's/^\([0-9]*\) pictures are in board.pdf$/\1/p' <<<"$out")
same 'as pages, too' "$pages" "$(python3 -c '
import re, zlib
data = open("board.pdf", "rb").read()
for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S):
    try:
        data += zlib.decompressobj().decompress(stream) # whose last byte may be taken for a part of the end of line
    except zlib.error:
        pass
print(len(re.findall(rb"/Type\s*/Page\b", data)))')"
run vforkscope demo longjmp vfork --no-window --out nothing/x.gif
same 'where there can be none' '2 vforkscope: nothing/x.gif: cannot be written: nothing: No such file or directory' \
	"$status $err"
cp "$root/guest/demos/limits.c" refused.c
run vforkscope demo --text refused.c
like 'the story has what was refused' 'vfork\(\) fails with EAGAIN in pid 3' "$out"
like 'and what was refused to fork at its end' 'fork\(\) fails with ENOMEM in pid 2' "$out"
like 'it says what was left out' '^Left out, being like what is told: [0-9]+ vfork.begin, [0-9]+ vm.pass' "$out"
check 'and is no longer than one reads' [ "$(grep -cE '^ ?[0-9]+\. ' <<<"$out")" -le 60 ]

# Nothing is told twice running.
cat >twice.c <<'C'
#include <unistd.h>

int main(void)
{
	write(1, "the same\n", 9);
	write(1, "the same\n", 9);
	return 0;
}
C
run vforkscope demo --text twice.c
same 'the story: what is told twice running' '' "$(grep -E '^ ?[0-9]+\. ' <<<"$out" | sed 's/^ *[0-9]*\. //' | uniq -d)"
like 'the story: it is told once' '[0-9]+\. pid 2 prints: the same' "$out"

# A run that does not end says where everybody is.
cat >endless.c <<'C'
#include <unistd.h>

int main(void)
{
	if (vfork() == 0)
		for (;;)
			;
	return 0;
}
C
run vforkscope run --max-instructions 2000000 endless.c
same 'an endless run: status' 124 "$status"
same 'it says where everybody is' 'vforkscope: stopped after 2000000 instructions (--max-instructions)
vforkscope: note: pid 3 runs in main(), endless.c:6. pid 2 sleeps until pid 3 executes a program or exits.' "$err"
run vforkscope state endless.c
same 'and what is looked at is there soon, without an option' \
	'The run has not ended: it was stopped after 100000000 instructions (--max-instructions).
pid 3 runs in main(), endless.c:6. pid 2 sleeps until pid 3 executes a program or exits.' "$(sed -n 3,4p <<<"$out")"
cat >pipe.c <<'C'
#include <unistd.h>

int main(void)
{
	int fd[2];
	char c;

	pipe(fd);
	if (vfork() == 0) {
		close(fd[1]);
		read(fd[0], &c, 1);
		_exit(0);
	}
	write(fd[1], "x", 1);
	return 0;
}
C
run vforkscope events pipe.c --grep deadlock,vm.pass --json
same 'events --json: captions, one of which tells of a pipe' \
	'reads a pipe (descriptor 3) whose only writer sleeps: pid 2.' \
	"$(python3 -c 'import json, sys; print(json.load(sys.stdin)[-1]["caption"][0].split("for, ")[1])' <<<"$out")"
run vforkscope state borrow fork --at exit.begin
like 'what goes with the copy of a forked child' \
	'^Its copy of memory goes with it: shared = 42 \(in pid 2 it is 1\)' "$(sed -n 4p <<<"$out")"
run vforkscope state exit fork --at exit.begin
like 'a forked child that exits by exit()' '^exit\(\) has flushed its own copy of stdio\. ' "$(sed -n 4p <<<"$out")"
run vforkscope shot return --at vm.return -o a.png --size 1280x720
same 'shot writes a picture of that size' 'PNG image data, 1280 x 720' "$(python3 - <<'P'
import struct
d = open("a.png", "rb").read(24)
print("PNG image data, %d x %d" % struct.unpack(">II", d[16:]) if d[1:4] == b"PNG" else "no PNG")
P
)"
for kind in svg pdf; do
	run vforkscope shot return --at vm.return -o a.$kind
	check "shot writes $kind" test -s a.$kind
done
run vforkscope shot return --at hazard.frame --panel stack --size 1281x721 -o a.svg
same 'text is text in it, within the picture' 'return address 1' "$(python3 - <<'P'
import xml.etree.ElementTree as tree
texts = tree.parse("a.svg").getroot().iter("{http://www.w3.org/2000/svg}text")
texts = [(t.text, float(t.get("x")), float(t.get("y")), float(t.get("textLength"))) for t in texts]
assert len(texts) > 100
for text, x, y, width in texts:
    assert x >= 0 and x + width <= 1281 and 0 <= y <= 721, text
print("return address", sum("return address" == t[0] for t in texts))
P
)"
finish
