#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The shell's pipes, redirections and background jobs on every system: where memory is lent, copied or shared, where
# there is no fork, and where vfork lends the table of descriptors as well.
. "$(dirname "$0")/../lib.sh"

systems=$(vforkscope --help | awk '/^Systems for --system/ { on = 1; next } /^$/ { on = 0 } on { print $1 }')
check 'there are systems' [ "$(wc -w <<<"$systems")" -gt 10 ]

cat >"$SCRATCH/plumbing" <<'S'
echo a | cat
echo b | cat | cat
echo c >/tmp/f; cat </tmp/f
echo d >>/tmp/f; cat /tmp/f | wc -l
cat <<X | cat
here $0
X
echo e 1>&2
nothing 2>/tmp/f || cat /tmp/f
echo `echo f | cat` `echo g | cat | cat`
echo h | cat >/tmp/f &
wait $!
cat /tmp/f
cat & wait $!; echo status $?
echo i | nothing
echo j | cat <&-
echo k
S
expected='a
b
c
       2
here /bin/sh
e
sh: line 9: nothing: not found
f g
h
status 0
sh: line 15: nothing: not found
cat: stdin: Bad file number
k'
for system in $systems; do
	run vforkscope run --max-instructions 60000000 --system "$system" sh -c "$(cat "$SCRATCH/plumbing")"
	same "$system" "$expected" "$(cat "$SCRATCH/.out")"
	same "$system: status" 0 "$status$err"
done

# Where descriptors are lent, too, fork starts what would change them; nothing else. A user is told once.
# counts COMMAND SYSTEM [OPTION]: two of the forks are init's and its child's.
counts() { vforkscope run --system "$2" sh "${@:3}" -c "$1; vmstat -f" 2>&1 | sed -nE 's/^([0-9]+ v?forks).*/\1/p'; }
same 'irix: no fork for a plain command' $'2 forks\n2 vforks' "$(counts /bin/true irix)"
same 'irix: forks for a pipeline, one vfork to find out' $'4 forks\n2 vforks' "$(counts '/bin/true | /bin/true' irix)"
same 'irix: it finds out once' $'6 forks\n2 vforks' \
	"$(counts '/bin/true >/tmp/f; /bin/true </tmp/f; /bin/true | true' irix)"
same 'irix, sh -f: no vfork' $'5 forks\n0 vforks' "$(counts '/bin/true | /bin/true' irix -f)"
same 'linux: no fork' $'2 forks\n4 vforks' "$(counts '/bin/true | /bin/true' linux)"
out=$(printf '%s\n' 'echo a' 'echo b | cat' 'echo c | cat' | vforkscope run --system irix sh -i 2>&1)
same 'irix: told once' 1 "$(grep -c 'vfork lends descriptors, too' <<<"$out")"
same 'irix: and only to who types' '' "$(vforkscope run --system irix sh -c 'true >/tmp/f; echo a | cat >/tmp/f' 2>&1)"
same 'elsewhere there is nothing to tell' '' \
	"$(printf 'echo b | cat\n' | vforkscope run --system linux sh -i 2>&1 | grep lends)"
finish
