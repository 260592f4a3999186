#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The programs in alike/ do the same on the host and on the machine, where they are compiled unchanged: what textbooks
# have one write, and headers that are new here.
. "$(dirname "$0")/../lib.sh"

# The system that a program needs where 4.3BSD has not what it uses.
declare -A needs=([sharing]=linux)

cd "$SCRATCH" || exit
for source in "$OLDPWD"/tests/guest/alike/*.c; do
	name=${source##*/}
	name=${name%.c}
	run ${CC:-cc} -D_GNU_SOURCE -O1 -w "$source" -o "$name.host"
	same "$name compiles for the host" '0 ' "$status $err"
	run vforkscope cc -D_GNU_SOURCE -O1 -Wall -Werror "$source" -o "$name.guest"
	same "$name compiles for the machine" '0 ' "$status $err"
	run env LC_ALL=C timeout -k 1 60 "./$name.host"
	expected="status $status: $out$err"
	run vforkscope run --quiet --system "${needs[$name]:-4.3bsd}" "$name.guest"
	same "$name: the machine (>) is as the host (<)" "$expected" "status $status: $out$err"
done

# A terminal, played with the same keys.
cat >keys <<'K'
= line by line 1, echo 1, signals 1
= as it is: 
> typed
= typed\n[typed]\n
= raw
k abc\x03\x04
= <97><98><99><3><4>
= key by key\n
k xy
= <120><121>\n
= secret: 
> hidden
= [hidden]\n
! hidden\n
= as before 1\n
= interrupt me: 
^ C
s 2
K
root=$OLDPWD
source=$root/tests/guest/rawmode.c
run ${CC:-cc} -D_GNU_SOURCE -w "$source" -o rawmode.host
same 'rawmode compiles for the host' '0 ' "$status $err"
run vforkscope cc -D_GNU_SOURCE -Wall -Werror "$source" -o rawmode.guest
same 'rawmode compiles for the machine' '0 ' "$status $err"
run python3 "$root/tests/guest/session.py" keys ./rawmode.host
same 'rawmode on the host' 'ended as expected' "$out"
run python3 "$root/tests/guest/session.py" keys "$VFORKSCOPE" run --quiet rawmode.guest
same 'rawmode on the machine' 'ended as expected' "$out"
finish
