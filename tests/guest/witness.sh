#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The host as a witness. The programs of tests/witness are compiled twice, for the host and for the machine, unchanged,
# and run twice: --system linux must say what the host's kernel says, now and here. Whether the host can be a
# witness is measured: a vfork that does not share memory, or does not hold the parent, is not Linux's.
. "$(dirname "$0")/../lib.sh"

probes='memory held registers files signals killed exec identity checklist inherit spawn telling mapping'
rounds=1000 # of what may be so or so on a host with several processors

# both NAME: compiles it
both()
{
	run ${CC:-cc} -D_GNU_SOURCE -O1 -Wall -Wno-unused-result "tests/witness/$1.c" -o "$SCRATCH/$1.host"
	same "$1 compiles for the host" '0 ' "$status $err"
	run vforkscope cc -D_GNU_SOURCE -O1 -Wall -Werror "tests/witness/$1.c" -o "$SCRATCH/$1"
	same "$1 compiles for the machine" '0 ' "$status $err"
}

# on_host NAME [ARG...], on_guest SYSTEM NAME [ARG...]: what it prints, and its status
on_host()
{
	local name=$1
	shift
	run timeout -k 1 30 "$SCRATCH/$name.host" "$@"
	printf '%s\nstatus %s\n' "$out" "$status"
}
on_guest()
{
	local system=$1 name=$2
	shift 2
	run vforkscope run --max-instructions 500000000 --system "$system" "$SCRATCH/$name" "$@"
	printf '%s\nstatus %s\n' "$out" "$status"
}

for probe in $probes end; do
	both "$probe"
done

reason=
grep -q '^global: shared$' <<<"$(on_host memory)" || reason="the host's vfork does not share memory"
grep -q '^until the child exits: held$' <<<"$(on_host held)" || reason="the host's vfork does not hold the parent"

for probe in $probes; do
	if [ -n "$reason" ]; then
		skip "$probe: linux is as the host" "$reason"
	else
		same "$probe: linux (>) is as the host (<)" "$(on_host "$probe")" "$(on_guest linux "$probe")"
	fi
done

# Who comes first is chance on the host and settled on the machine: its answer must be one of the host's.
answers=$(on_guest linux end 3)
witness=$(on_host end $rounds)
like 'end: there is an answer' '^the zombie is there: (not yet|already)$' "$answers"
for text in "$answers" "$witness"; do
	same 'end: no answer is wrong' '' "$(grep wrong <<<"$text")"
done
while IFS= read -r answer; do
	if [ -n "$reason" ]; then
		skip "end: $answer" "$reason"
	else
		check "end: the host says so, too: $answer" grep -qxF "$answer" <<<"$witness"
	fi
done <<<"$answers"

# The comparison can tell systems apart: others do not say what Linux says.
differs()
{
	local name=$1 system=$2 text
	text=$(on_guest "$system" "$name")
	if [ "$text" = "$(on_guest linux "$name")" ]; then
		not_ok "$name tells $system from linux"
	else
		ok "$name tells $system from linux"
	fi
}
differs memory 4.4bsd
differs held linux-2.0
differs registers sunos4-sparc
differs files irix
differs signals solaris
differs killed 4.3bsd
finish
