#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The same everywhere: what is built, and what is recorded, does not know where, by whom and when that was done; and it
# is found from everywhere.
# Not in make check.
. "$(dirname "$0")/../lib.sh"
root=$PWD

# Another tree, another build directory, somebody else with other habits. Commands name no place, so what they make can
# know one only by what the compiler, the linker and the other tools add: of each rule some files are made there, of
# copies of the other objects. make release-check makes all.
tree="$SCRATCH/another tree = whose path is longer, and has spaces in it"
mkdir -p "$tree/other/obj"
cp -R Makefile .setup guest po "$tree"
cp "$VFORKSCOPE_GUEST/../config.mk" "$tree/other/"
elsewhere()
{
	env -C "$tree" LC_ALL=C.UTF-8 TZ=Asia/Tokyo HOME=/nonexistent CPATH="$tree" \
		sh -c 'umask 077; exec "$@"' - make --no-print-directory -j2 BUILD=other SAN= "$@"
}
elsewhere -n guest >"$SCRATCH/commands" 2>&1
same 'the commands that make the guest name no place' 0 "$(grep -cF -e "$SCRATCH" -e "$root" "$SCRATCH/commands")"
check 'they make all of it' [ "$(grep -cE ' -c -o other/obj/' "$SCRATCH/commands")" -gt 300 ]
cp -R "$VFORKSCOPE_GUEST/../obj/guest" "$tree/other/obj/"
made='kernel/kern_vfork.o kernel/locore.o libc/crt0.S.o libc/vfork.S.o libc/printf.c.o libc/setjmp.S.o
	bin/man.o bin/sort.o bin/common/inputs.o bin/sh/process.o bench/forks.o demos/return.o demos/registers-O2.o
	play/actor.o play/length-64.o'
files='kernel vmunix include/stdio.h lib/crt0.o lib/libc.a lib/libm.a lib/user.ld lib/old.ld bin/man bin/sort bin/sh
	bench/forks demos/return demos/registers-O2 play/actor-64 src/libc/vfork.S lang/de.mo'
for object in $made; do
	rm "$tree/other/obj/guest/$object" "$tree/other/obj/guest/${object%.o}.d"
done
rm -r "$tree/other/obj/guest/man"
elsewhere $(printf 'other/guest/%s ' $files) >"$SCRATCH/make" 2>&1
same 'the guest is built in another place' 0 $?
same '... the objects, too' '' "$(cd "$tree/other/obj/guest" && ls $made 2>&1 >/dev/null)"
same 'every file is the same, to the byte' '' "$(
	cd "$tree/other" && find guest obj/guest -type f ! -name '*.[dh]' -exec sha256sum {} + >"$SCRATCH/sums"
	cd "$VFORKSCOPE_GUEST/.." && sha256sum --quiet -c "$SCRATCH/sums" 2>&1
)"
same 'none holds the name of the place' '' "$(grep -rlF "$SCRATCH" "$tree/other/guest")"
if [ "$root" = /vforkscope ]; then
	skip 'none of all that are built here does' 'the name that stands for every place'
else
	same 'none of all that are built here does' '' \
		"$(grep -rlF -e "$root/guest/" -e "$root/build/" "$VFORKSCOPE_GUEST/")"
fi
check 'there are many' [ "$(find "$VFORKSCOPE_GUEST/" -type f | wc -l)" -gt 300 ]
(cd "$tree" && env -u MAKELEVEL -u MAKEFLAGS make BUILD='with spaces' guest) >"$SCRATCH/make" 2>&1
same 'a build directory with spaces: status' 2 $?
like 'a build directory with spaces: one line says so' 'BUILD=with spaces: .*space' "$(cat "$SCRATCH/make")"
same '... and only one' 1 "$(wc -l <"$SCRATCH/make")"

# One program in two places.
near=$SCRATCH/n far="$SCRATCH/another place whose path is longer/and deeper"
mkdir -p "$near/parts" "$far" "$SCRATCH/a directory for temporary files"
cat >"$near/prog.c" <<'C'
#include <stdio.h>
#include <unistd.h>
#include "parts/part.h"
#include "parts/../beside.h"

int main(void)
{
	if (vfork() == 0) {
		puts(__FILE__);
		fflush(stdout);
		_exit(part() + beside());
	}
	return 0;
}
C
echo 'static int part(void) { return 1; }' >"$near/parts/part.h"
echo 'static int beside(void) { return 2; }' >"$near/beside.h"
cat >"$near/assembly.S" <<'S'
#include <syscalls.h>
#include "parts/part.inc"
	.globl main
main:
	part
	moveq #0,%d0
	rts
S
printf '\t.macro part\n\tnop\n\t.endm\n\tnop\n' >"$near/parts/part.inc"
cp -R "$near/." "$far"
for source in prog.c assembly.S; do
	(cd "$near" && vforkscope run --record "$SCRATCH/1.vft" $source >/dev/null)
	(
		cd / && umask 077 && export TMPDIR="$SCRATCH/a directory for temporary files"
		export LC_ALL=C.UTF-8 TZ=Asia/Tokyo
		vforkscope run --record "$SCRATCH/2.vft" "$far/$source" >/dev/null
	)
	(cd "$far/.." && vforkscope run --record "$SCRATCH/3.vft" "and deeper/$source" >/dev/null)
	for number in 2 3; do
		check "$source: the trace from another place is the same ($number)" cmp "$SCRATCH/1.vft" \
			"$SCRATCH/$number.vft"
	done
	names=$(python3 tests/images.py "$SCRATCH/2.vft" "$SCRATCH/images")
	like "$source: it has the source" "^source:$source$" "$names"
	same "$source: nothing in it holds the name of the place" '' "$(grep -rlF "$SCRATCH" "$SCRATCH/images")"
	rm -r "$SCRATCH/images"
done
same 'nothing is left among the temporary files' '' "$(ls "$SCRATCH/a directory for temporary files")"

# source_of COMMAND...: what the source is called and how many lines there are of it, by vforkscope state.
source_of()
{
	"$@" --json | python3 -c '
import json, sys
source = json.load(sys.stdin)["source"]
print(source and source["file"], source and len(source["lines"]))'
}

lines() { wc -l <"$root/$1"; }

# Installed, with the tree gone: the sources are where the programs are.
make DESTDIR="$SCRATCH/dest dir" PREFIX=/opt/v install >"$SCRATCH/make" 2>&1
same 'make install' 0 $?
installed="$SCRATCH/dest dir/opt/v/bin/vforkscope"
rm -rf "$tree"
cd / || exit 1
same 'a lesson finds its source' "/vforkscope/guest/demos/return.c $(lines guest/demos/return.c)" \
	"$(source_of "$installed" state return --at vm.pass)"
run "$installed" demo
like 'the lessons have their titles' '^  borrow +[a-z]' "$out"
echo 'int main(void) { puts("here"); return 0; }' >"$near/hello.c"
run env -C "$near" "$installed" cc -include stdio.h hello.c -o hello
same 'the compiler finds its library' '0 ' "$status $err$out"
library=$(source_of "$installed" state "$near/hello" --at tty.write)
file=${library#/vforkscope/}
like 'the library has names in no place' '^/vforkscope/guest/libc/[a-z]+\.c [0-9]+$' "$library"
same 'the library finds its sources' "$(lines "${file% *}")" "${library#* }"
same 'the data has the sources of the kernel, too' '' "$(
	cd "$root/guest" && find . -name '*.[chS]' -exec sha256sum {} + >"$SCRATCH/sums"
	cd "$SCRATCH/dest dir/opt/v/share/vforkscope/guest/src" && sha256sum --quiet -c "$SCRATCH/sums" 2>&1
)"
same 'others may read all of it' '' "$(find "$SCRATCH/dest dir" ! -perm -o=r)"
finish
