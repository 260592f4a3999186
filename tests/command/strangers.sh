#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sources that a stranger wrote, and names that he gave them: what they must not do to the host. With Landlock where
# this kernel has it, and without (VFORKSCOPE_LANDLOCK=0), where sources are looked into before they are compiled.
# Not in make check.
. "$(dirname "$0")/../lib.sh"

root=$PWD
mkdir "$SCRATCH/tmp" "$SCRATCH/tmp/deep" "$SCRATCH/src" "$SCRATCH/src/sub" "$SCRATCH/evil"
export TMPDIR=$SCRATCH/tmp
cd "$SCRATCH/src" || exit 1

hello='int puts(const char *); int main(void) { puts("hello"); return 0; }'
echo "$hello" >hello.c

# --- names ---------------------------------------------------------------------------------------------------------

# x.c holds options that start a program, in case @x.c is taken for a list of them; the same for other names.
printf '#!/bin/sh\ntouch %s/started\n' "$SCRATCH" >p.sh
chmod 755 p.sh
for name in -wrapper.c @hello.c @x.c '%s%{o*}.c' "a b;c'd\"e.c" '$x`p`*.c' 'a\b,c=d|e.c' $'\e[31m\t\x80é.c'; do
	echo "$hello" >"./$name"
	echo '-wrapper /bin/sh,./p.sh' >x.c
	run vforkscope run -- "$name"
	same "a source named $(printf %q "$name")" "0 hello" "$status $out"
done
newline=$'n\n-fplugin=.c'
echo "$hello" >"$newline"
run vforkscope run -- "$newline"
same 'a newline in a name' '0 hello' "$status $out"
run vforkscope run -- "./$newline"
same 'the same with its directory' '0 hello' "$status $out"
check 'no name started a program' [ ! -e "$SCRATCH/started" ]
for word in @x.c ./@hello.c "$SCRATCH/src/@hello.c"; do
	refuses "cc $(basename "$word") in $(dirname "$word" | tail -c 4)" 'lists of options are not read' vforkscope \
		cc "$word" -o "$SCRATCH/prog"
done
refuses 'cc with an output named like a list' 'lists of options are not read' vforkscope cc hello.c -o ./@x
for name in -o.c %s.c 'a b.c'; do
	echo "$hello" >"./$name"
	run vforkscope cc "./$name" -o "$SCRATCH/prog"
	run vforkscope run "$SCRATCH/prog"
	same "cc ./$name" hello "$out"
done
rm -f ./*.c
echo "$hello" >hello.c

# --- what other programs are started with ----------------------------------------------------------------------------

same 'one file starts programs; bench times the host'\''s own vfork' 'emu/base/tool.c emu/measure/bench.c' "$(
	cd "$root" && awk '{ gsub(/"[^"]*"/, ""); sub(/\/\*.*|^[ \t]*\*.*/, "") } # in a text it starts nothing
		/(^|[^a-zA-Z_])(posix_spawnp?|v?fork|exec[lv]p?e?|fexecve|execveat|system|popen|wordexp|clone)\(/ {
			print FILENAME
			nextfile
		}' emu/*/*.c visualizer/*.c | paste -sd' ')"

cp "$SCRATCH/src/p.sh" "$SCRATCH/evil/m68k-linux-gnu-gcc"
cp "$SCRATCH/src/p.sh" "$SCRATCH/evil/as"
cp "$SCRATCH/src/p.sh" m68k-linux-gnu-gcc
run env PATH=".::$PATH" "$VFORKSCOPE" run hello.c
same 'a compiler in the working directory is not started' "0 hello" "$status $out"
rm m68k-linux-gnu-gcc
run env GCC_EXEC_PREFIX="$SCRATCH/evil/" COMPILER_PATH="$SCRATCH/evil" CPATH="$SCRATCH/evil" \
	LIBRARY_PATH="$SCRATCH/evil" \
	DEPENDENCIES_OUTPUT="$SCRATCH/dependencies" SUNPRO_DEPENDENCIES="$SCRATCH/dependencies" \
	"$VFORKSCOPE" run hello.c
same 'variables of gcc change nothing' "0 hello" "$status $out"
check 'and it wrote nowhere else' [ ! -e "$SCRATCH/dependencies" ]
check 'no other compiler was started' [ ! -e "$SCRATCH/started" ]
refuses 'TMPDIR that is not there' 'TMPDIR=.*No such file' env TMPDIR="$SCRATCH/none" "$VFORKSCOPE" run hello.c
refuses 'PATH without a compiler' 'is not installed' env PATH="$SCRATCH/evil/none" "$VFORKSCOPE" run hello.c

# --- files of the host ---------------------------------------------------------------------------------------------

printf 'int xyzzy = sizeof "xyzzy" + xyzzy;\nxyzzy xyzzy\n' >"$SCRATCH/secret"
ln -s "$SCRATCH/secret" link
ln -s .. up
mkdir pre.h.gch
program='extern const char secret[]; int write(int, const void *, unsigned long);
int main(void) { write(1, secret, 40); return 0; }'
# asm TEXT: a program that prints what the assembler makes of the text
asm() { printf '%s\n__asm__(".data\\n.globl secret\\nsecret:\\n" %s "\\n.byte 0\\n.text");\n' "$program" "$1"; }

printf '#include "%s"\n%s\n' "$SCRATCH/secret" "$hello" >absolute.c
printf '#include "../secret"\n%s\n' "$hello" >upward.c
printf '#include "sub/../../secret"\n%s\n' "$hello" >upward2.c
printf '#include "link"\n%s\n' "$hello" >link.c
printf '#include "up/secret"\n%s\n' "$hello" >uplink.c
printf '#define NAME "%s"\n#include NAME\n%s\n' "$SCRATCH/secret" "$hello" >macro.c
printf '#import "%s"\n%s\n' "$SCRATCH/secret" "$hello" >import.c
asm "\".incbin \\\"$SCRATCH/secret\\\"\"" >incbin.c
asm '".incbin \"../secret\""' >incbin-upward.c
asm '".incbin \"link\""' >incbin-link.c
asm '".incbin \"up/secret\""' >incbin-uplink.c
asm '".include \"../secret\""' >include.c
asm '".macro both a b\n\\a\\()\\b \"../secret\"\n.endm\nboth .inc bin"' >hidden.c
printf '#include "../secret"\n' >cpp.S
printf '.globl main\nmain: rts\n.incbin "../secret"\n' >incbin.S
printf '.include "../secret"\n.globl main\nmain: rts\n' >include.S
printf '#define INCBIN .incbin\nINCBIN "../secret"\n.globl main\nmain: rts\n' >cat.S
hostile=$(echo {absolute,upward,upward2,link,uplink,macro,import}.c \
	{incbin,incbin-upward,incbin-link,incbin-uplink,include,hidden}.c \
	{cpp,incbin,include,cat}.S)

# None of these would pass for another reason: left alone, the compiler shows or takes in the file.
for name in $hostile; do
	check "$name is hostile" grep -q xyzzy \
		<(m68k-linux-gnu-gcc -c $name -o "$SCRATCH/object" 2>&1; cat "$SCRATCH/object" 2>/dev/null)
	rm -f "$SCRATCH/object"
done

try_all()
{
	local landlock=$1 name
	for name in $hostile; do
		run env VFORKSCOPE_LANDLOCK="$landlock" "$VFORKSCOPE" run $name
		leaks $name "$landlock"
		run env VFORKSCOPE_LANDLOCK="$landlock" "$VFORKSCOPE" cc $name -o "$SCRATCH/prog"
		leaks "cc $name" "$landlock"
	done
	run env VFORKSCOPE_LANDLOCK="$landlock" "$VFORKSCOPE" cc -E absolute.c
	leaks 'cc -E' "$landlock"
	run env VFORKSCOPE_LANDLOCK="$landlock" "$VFORKSCOPE" cc -flto incbin.c -o "$SCRATCH/prog"
	leaks 'cc -flto' "$landlock"
}

# leaks NAME LANDLOCK: a failure that shows nothing of the file
leaks()
{
	if [ "$status" = 2 ] && [[ $out$err != *xyzzy* ]]; then
		ok "$1 shows nothing of another file${2:+ without Landlock}"
	else
		not_ok "$1${2:+ without Landlock}: status $status, stdout '$out', stderr '$err'"
	fi
}

try_all ''
try_all 0
run env VFORKSCOPE_LANDLOCK=0 "$VFORKSCOPE" run absolute.c
like 'a line says which file' "^vforkscope: $SCRATCH/secret is not below the source's directory; without Landlock" \
	"$err"
run env VFORKSCOPE_LANDLOCK=0 "$VFORKSCOPE" run incbin.c
like 'the same for the assembler' "^vforkscope: $SCRATCH/secret is not below the source's directory; without Landlock" \
	"$err"
: >pre.h
printf '#include "pre.h"\n%s\n' "$hello" >precompiled.c
refuses 'no precompiled header without Landlock' 'pre.h.gch' env VFORKSCOPE_LANDLOCK=0 "$VFORKSCOPE" run precompiled.c
rm -r pre.h pre.h.gch

# What lies below is the source's own.
echo 'int below;' >sub/below.h
echo -n 'data' >'sub/with space'
cat >own.c <<'END'
#include <stdio.h>
#include "sub/below.h"
__asm__(".data\n.globl text\ntext: .incbin \"src/sub/with space\"\n.byte 0\n.text");
extern const char text[];
int main(void) { printf("%s %d\n", text, below); return 0; }
END
printf '#include "../include/shared.h"\n%s\n' "$hello" >shared.c
mkdir ../include
echo 'struct shared;' >../include/shared.h
cd ..
for landlock in '' 0; do
	run env VFORKSCOPE_LANDLOCK=$landlock "$VFORKSCOPE" run src/own.c
	same "own files are read${landlock:+ without Landlock}" '0 data 0' "$status $out"
	run env VFORKSCOPE_LANDLOCK=$landlock "$VFORKSCOPE" cc -Iinclude src/shared.c -o prog
	same "a directory that -I names is read${landlock:+ without Landlock}" '0 ' "$status $out$err"
done
cd src || exit 1

# What comes to the terminal is text.
printf '#error \e]0;title\a \e[31mred \x9b1m \xc2\x9b \xe2\x80\xae\x80\r\n' >escapes.c
run vforkscope run escapes.c
like 'an error with escapes is told' '#error \\x1b]0;title\\x07 \\x1b.31mred' "$err"
same 'without them' '' "$(grep -aP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80\xae' "$SCRATCH/.err")"

# --- limits --------------------------------------------------------------------------------------------------------

echo 'char x[1 << 30] = {1}; int main(void) { return 0; }' >large.c
refuses 'a large array' 'would write a file of more than 64 MB, which is the limit' vforkscope run large.c
printf 'asm(".fill 1 << 28"); int main(void) { return 0; }\n' >fill.c
refuses 'a large .fill' 'would write a file of more than 64 MB, which is the limit' vforkscope run fill.c
{
	echo '#define A0 x,x,x,x,x,x,x,x'
	for i in {1..9}; do
		last=A$((i - 1))
		echo "#define A$i $last,$last,$last,$last,$last,$last,$last,$last"
	done
	echo 'int a[] = {A9};'
} >bomb.c
refuses 'a macro that grows' 'which is the limit' env VFORKSCOPE_COMPILE_SECONDS=2 "$VFORKSCOPE" run bomb.c
yes '#warning there is nothing to be said for this line, but that it is long enough to fill what is read' |
	head -n 4000 >talk.c
refuses 'endless warnings' 'says more than 256 KB, which is the limit' vforkscope run talk.c
mkfifo wait.h
printf '#include "wait.h"\n%s\n' "$hello" >waits.c
refuses 'a compiler that waits' 'takes longer than 1 s, which is the limit' env VFORKSCOPE_COMPILE_SECONDS=1 \
	"$VFORKSCOPE" run waits.c
same 'limits leave nothing behind' deep "$(ls -A "$TMPDIR")"

# --- signals -------------------------------------------------------------------------------------------------------

# The compiler waits for what we write into the pipe; with it gone, writing fails.
interrupt()
{
	local signal=$1 expected=$2
	shift 2
	env --default-signal=INT,HUP,TERM,QUIT "$VFORKSCOPE" "$@" >"$SCRATCH/.out" 2>&1 &
	exec 3>wait.h # until the compiler has opened it
	kill -s "$signal" $!
	wait $! 2>/dev/null
	status=$?
	same "$1 $signal: dies of it" "$expected" $status
	check "$1 $signal: no compiler is left" [ "$( (trap '' PIPE; echo >&3) 2>&1 | grep -c 'Broken pipe')" = 1 ]
	exec 3>&-
	same "$1 $signal: nothing is left" deep "$(ls -A "$TMPDIR")"
}
interrupt INT 130 run waits.c
interrupt TERM 143 run waits.c
interrupt HUP 129 run waits.c
interrupt INT 130 cc waits.c -o prog
check 'cc INT: no output' [ ! -e prog ]

# nohup: goes on.
env --ignore-signal=HUP "$VFORKSCOPE" run waits.c >"$SCRATCH/.out" 2>&1 &
exec 3>wait.h
kill -s HUP $!
exec 3>&-
wait $!
same 'a signal that is ignored does not stop it' "0 hello" "$? $(cat "$SCRATCH/.out")"

# SIGKILL: the next one tidies up.
"$VFORKSCOPE" run waits.c >/dev/null 2>&1 &
exec 3>wait.h
kill -s KILL $!
wait $! 2>/dev/null
check 'after KILL the directory is there' [ -n "$(compgen -G "$TMPDIR/vforkscope-cc.*")" ]
exec 3>&-
run vforkscope run hello.c
same 'the next run removes it' "deep" "$(ls -A "$TMPDIR")"

# --- cc ------------------------------------------------------------------------------------------------------------

mkdir out
run vforkscope cc hello.c
same 'cc makes a.out' '0 hello' "$status $(vforkscope run ./a.out)"
check 'that can be executed' [ -x a.out ]
run vforkscope cc -c hello.c
check 'cc -c makes hello.o' [ -s hello.o ]
run vforkscope cc hello.o -o out/hello
same 'cc links it' '0 hello' "$status $(vforkscope run out/hello)"
run vforkscope cc -S hello.c -o -
like 'cc -S -o - prints' 'main:' "$out"
run vforkscope cc -E -DNAME=value -x c - < <(echo)
same 'cc - reads nothing where there is nothing' 0 "$status"
echo "$hello" | vforkscope cc -x c - -o out/input
same 'cc - reads standard input' hello "$(vforkscope run out/input)"
refuses 'but not without Landlock' 'standard input' env VFORKSCOPE_LANDLOCK=0 "$VFORKSCOPE" cc -x c - -o out/input \
	</dev/null
vforkscope cc -S hello.c
for landlock in '' 0; do
	run env VFORKSCOPE_LANDLOCK=$landlock "$VFORKSCOPE" cc -O2 -Wall hello.s -o out/assembly
	same "cc takes assembly${landlock:+ without Landlock}" '0 hello' "$status $(vforkscope run out/assembly)"
done
run vforkscope cc hello.c -o /dev/null
same 'cc -o /dev/null' '0 ' "$status $err"
check 'leaves the device' [ -c /dev/null ]
run vforkscope cc -MMD -c hello.c -o out/hello.o
same 'cc -MMD writes a rule beside the output' 'out/hello.o: hello.c' "$(cat out/hello.d)"
echo old >out/kept
chmod 640 out/kept
ln -s kept out/symlink
run vforkscope cc hello.c -o out/symlink
same 'a link stays a link, the mode stays' 'kept 640' "$(readlink out/symlink) $(stat -c %a out/kept)"
same 'and leads to the program' hello "$(vforkscope run out/kept)"
echo 'int' >wrong.c
cp out/kept before
run vforkscope cc wrong.c -o out/kept
same 'errors leave the output as it was' 2 "$status"
check 'to the byte' cmp -s before out/kept
refuses 'an output that cannot be' 'none/prog' vforkscope cc hello.c -o none/prog
same 'nothing is left' deep "$(ls -A "$TMPDIR")"

# --- another user --------------------------------------------------------------------------------------------------

nobody=65534
if [ "$(id -u)" = 0 ] && setpriv --reuid $nobody --clear-groups test -x "$VFORKSCOPE" -a -r "$VFORKSCOPE_GUEST/kernel" \
	2>/dev/null; then
	chmod 711 "$SCRATCH"
	chown -R $nobody "$SCRATCH/src" "$SCRATCH/tmp"
	run setpriv --reuid $nobody --clear-groups "$VFORKSCOPE" run hello.c
	same 'as another user' '0 hello' "$status $out"
	run setpriv --reuid $nobody --clear-groups "$VFORKSCOPE" run absolute.c
	leaks 'as another user absolute.c' ''
else
	skip 'as another user' 'needs root, and files that others may read'
fi

finish
