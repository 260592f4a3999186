#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a program finds where it begins: a home directory where it may write, files of the host, and scripts.
. "$(dirname "$0")/../lib.sh"
cd "$SCRATCH" || exit 1
mkdir work here && cd work || exit 1

cat >home.c <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
int main(void)
{
	FILE *f = fopen("out", "w");

	if (f == NULL) {
		perror("out");
		return 1;
	}
	fclose(f);
	printf("%s %s\n", getcwd(NULL, 0), getenv("HOME"));
	return rename("out", "/tmp/moved") | access("/tmp/moved", R_OK) | chdir("..");
}
C
for system in 4.3bsd 3bsd linux uclinux; do
	run vforkscope run --system $system home.c
	same "$system: a program begins in its home directory, where it may write" '0 /home /home' "$status $out"
done

python3 -c 'import sys; sys.stdout.buffer.write(bytes(range(256)) * 300)' >bytes
cp bytes ../here/other
printf '#!/bin/sh\necho a tool\n' >tool && chmod 755 tool
ln -s tool link
: >empty
vforkscope run --put bytes --put ../here/other cat bytes other >printed
check '--put: the file is there, byte for byte' cmp <(cat bytes bytes) printed
run vforkscope run --put tool --put link --put empty --put bytes sh -c './tool; ./link; wc <empty; ls -l'
same '--put: who may be executed here may be there, links are files, and an empty one is one' \
	$'a tool\na tool\n       0       0       0\nbytes rw-r--r--\nempty rw-r--r--\nlink rwxr-xr-x\ntool rwxr-xr-x' \
	"$(awk '/^-/ { print $NF, substr($1, 2); next } { print }' <<<"$out")"
run vforkscope run --put bytes sh -c 'echo more >bytes; rm bytes; ls'
same '--put: it is a copy, which the program may change' '0  76800' "$status $out $(stat -c %s bytes)"

vforkscope run --record put.vft --put bytes --put tool sh -c './tool; wc <bytes' >printed
mv bytes ../here/
run vforkscope replay put.vft
same 'a trace has the files: it replays without them' "$(cat printed)" "$out"
mv ../here/bytes .
same 'every command takes them' 'a tool' "$(vforkscope events --put tool ./tool | sed -nE 's/.*"(a tool)\\n"$/\1/p')"

same 'a file that is named like a program' 'wc' "$(cp empty wc; vforkscope run --put wc ls)"
vforkscope run --put "$(printf '../work/na\nm\033\303\251')" true 2>.err
like 'a name with anything in it' 'No such file' "$(cat .err)"
cp empty "$(printf 'na\nm\033\303\251')"
run vforkscope run --put "$(printf '../work/na\nm\033\303\251')" ls
same 'a name with anything in it is made safe' na_m___ "$out"
like 'which is said' 'note: --put .*: is called na_m___ in the machine' "$err"

mkfifo fifo
mkdir directory
ln -s nothere dangling
truncate -s 4G sparse
truncate -s 4097K four
truncate -s 2045K two
mkdir many
(cd many && seq 65 | split -l 1 -a 2 -d - file)
longest=$(printf "%0255d" 7)
cp empty "$longest"
refuses 'a FIFO' '--put fifo: not a regular file' vforkscope run --put fifo ls
refuses 'a directory' '--put directory: is a directory' vforkscope run --put directory ls
refuses 'a device' '--put /dev/zero: not a regular file' vforkscope run --put /dev/zero ls
refuses 'a file of /proc' '--put /proc/cpuinfo: has more bytes than its size says' vforkscope run --put /proc/cpuinfo ls
refuses 'a link to nothing' '--put dangling: No such file' vforkscope run --put dangling ls
refuses 'no name' '--put : No such file' vforkscope run --put= ls
refuses '4 GB' 'sparse: too large \(4294967296 bytes; at most 4194304\)' vforkscope run --put sparse ls
refuses 'more than a file in memory can have' 'four: too large' vforkscope run --ram 64 --put four ls
refuses 'more than a quarter of the memory' 'two: .* files take at most 2048, a quarter of --ram' \
	vforkscope run --put two --put tool ls
run vforkscope run --ram 9 --put two --put tool wc two
same 'with more memory they fit' '0 2094080' "$status $(awk '{ print $3 }' <<<"$out")"
refuses 'the same name twice' '--put ../here/other: there is a file other already' \
	vforkscope run --put ../here/other --put ../here/other ls
run vforkscope run --put "$longest" sh -c 'echo *| wc'
same 'the longest name that a file can have here' '0 256' "$status $(awk '{ print $3 }' <<<"$out")"
# shellcheck disable=SC2046 # words
refuses 'more files than there may be' '--put: at most 64 files' vforkscope run $(printf -- '--put %s ' many/*) ls
rm many/file64
# shellcheck disable=SC2046 # words
run vforkscope run --ram 2 $(printf -- '--put %s ' many/*) sh -c 'echo *| wc'
same 'as many as there may be, in the least memory' '0 64' "$status $(awk '{ print $2 }' <<<"$out")"

# Scripts.
printf '#!/bin/sh\necho $0 $# "$2"; cat; exit 4\n' >script.sh
printf 'echo no first line\n' >plain.sh
: >empty.sh
printf '#!/bin/bash\n' >bash.sh
printf '#!/usr/bin/env sh\n' >shell
printf '#!/bin/sh\r\necho\r\n' >dos.sh
printf 'a\0b' >binary.sh
for system in 4.3bsd 3bsd uclinux; do
	out=$(echo input | vforkscope run --system $system script.sh one 'two  words')
	same "$system: a script, with arguments and input" $'/bin/script.sh 2 two  words\ninput 4' "$out $?"
done
same 'one by its name alone' 'no first line' "$(vforkscope run plain.sh)"
run vforkscope run empty.sh
same 'an empty one' '0 ' "$status $out$err"
cp tool ls
same 'one with the name of a program, and a slash' 'a tool' "$(vforkscope run ./ls)"
like 'a script in events' 'exec.done .*"/bin/sh' "$(vforkscope events plain.sh)"
refuses 'a script for what is not there' 'script for /bin/bash, which the machine has not; its shell is /bin/sh' \
	vforkscope run bash.sh
refuses 'a script for env' 'script for /usr/bin/env,' vforkscope run ./shell
refuses 'a script with returns at the ends of its lines' 'script for /bin/sh\\x0d,' vforkscope run dos.sh
refuses 'bytes with the name of a script' 'neither an ELF program nor a script' vforkscope run binary.sh
refuses 'sources of a script' 'is for a ready-made program; plain.sh is a script' vforkscope run --sources . plain.sh
# What the kernel takes for no program and has bytes that no text has is not given to the shell.
printf '\177ELF\1\2\1\0damaged' >damaged
run vforkscope run --put damaged -- sh -c 'chmod 755 damaged; sh damaged'
like 'the shell says why it does not read a file' 'damaged: line 1: this is no text' "$out$err"
finish
