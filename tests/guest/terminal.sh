#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The console as a terminal: what is typed, and what the program that reads it says.
. "$(dirname "$0")/../lib.sh"

run vforkscope cc -Wall -Wextra -Werror tests/guest/terminal.c -o "$SCRATCH/terminal"
same 'terminal compiles without a warning' '' "$err"

# typed PART KEYS STATUS [OPTION...], and the text that must come out as stdin
typed()
{
	local part=$1 keys=$2 expected=$3 text printed status
	shift 3
	text=$(cat)
	# shellcheck disable=SC2059 # the keys have escapes
	printed=$(printf "$keys" |
		vforkscope run --typed --max-instructions 100000000 "$@" "$SCRATCH/terminal" "$part" 2>&1)
	status=$?
	same "$part${*:+ $*}: typed $keys" "$text" "$printed"
	same "$part${*:+ $*}: status" "$expected" "$status"
}

typed lines 'one\ntwo\n' 0 <<'T'
[one]
[two]
[]
T
typed lines 'no newline' 0 <<'T'
[no newline]
[]
T
typed lines 'ab\177c\n\177\177x\nwrong\025right\n' 0 <<'T'
[ac]
[x]
[right]
[]
T
typed cbreak 'a\177\nq' 0 <<'T'
61
7f
0a
71
T
typed raw '\003\004\032q' 0 <<'T'
03
04
1a
71
T
# Two at once: the lower number first, and the second when the first's handler has called the kernel. (A tick of the
# clock would let the second in before that; so it comes later here.)
typed handlers 'lost\003lost\n\034' 0 --skew 5000 <<'T'
handler: Interrupt
handler: Quit
[]
T
typed handlers 'lost\003kept\n' 0 <<'T'
handler: Interrupt
[kept]
[]
T
typed no_flush 'not \003lost\n' 0 <<'T'
handler: Interrupt
[not lost]
[]
T
typed eintr 'x\003' 0 <<'T'
handler: Interrupt
[Interrupted system call]
T
typed lines '\003' 130 <<'T'
pid 2 (terminal): killed by signal 2 (Interrupt)
T
typed waiting '\003' 0 <<'T'
handler: Interrupt
paused
T
typed waiting 'no signal\n' 126 <<'T'
deadlock: every process waits for another
T

# Nobody could continue a child of init, so ^Z kills it (4.3BSD psignal, issig).
for part in lines suspend_self; do
	typed $part '\032' 137 <<'T'
pid 2 (terminal): killed by signal 9 (Killed)
T
done

# A job with the terminal is stopped by ^Z, and what was typed before is lost. One that borrows is stopped after its
# exec.
for system in 4.3bsd 4.4bsd linux-2.0; do
	typed forked_job 'lost\032kept\n' 0 --system "$system" <<'T'
stopped by 18
[kept]
status 0
T
done
for system in 4.3bsd 4.4bsd; do
	typed borrowing_job 'lost\032kept\n' 0 --system "$system" <<'T'
[kept]
stopped by 18
executed
status 0
T
	typed half_sigttin '' 126 --system "$system" <<'T'
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 waits
T
	typed sigttin '' 126 --system "$system" <<'T'
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 is stopped
T
done
# Where there is no job control ^Z is a letter like others.
typed forked_job 'just\032typed\n' 0 --system 3bsd <<T
[just$(printf '\032')typed]
status 0
T
typed borrowing_job 'just\032typed\n' 0 --system 3bsd <<T
[just$(printf '\032')typed]
executed
status 0
T
typed borrowing_job 'lost\032kept\n' 126 --system linux <<'T'
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 is stopped
T
typed borrowing_job 'lost\032kept\n' 0 --system solaris <<'T'
[kept]
stopped by 18
executed
status 0
T
typed borrowing_job 'lost\032kept\n' 0 --system linux-2.0 <<'T'
stopped by 18
[kept]
executed
status 0
T

# The event says who waits for whom.
run vforkscope events --grep deadlock deadlock
like 'deadlock: the event' 'lender=2 borrower=3 "is stopped"' "$out"
run vforkscope events --grep signal.defer unkillable
like 'unkillable: the event' 'signal\.defer +to=3 signal=9' "$out"
run vforkscope events stop
same 'stop: the order of events' 'defer return done stopped' "$(sed -nE '
	s/.* signal\.defer .*signal=18.*/defer/p
	s/.* vm\.return .*/return/p
	s/.* proc\.state +proc=3 stat=6 .*/stopped/p
	s/.* exec\.done .*\/echo.*/done/p' <<<"$out" | paste -sd' ')"

# told LESSON EVENT REGEX: the caption of that event.
told()
{
	run vforkscope state "$1" --at "$2"
	like "$1: the caption of $2" "$3" "$out"
}

told stop signal.defer '^SIGTSTP to pid 3 stays pending until the loan is over'
told unkillable signal.defer '^SIGKILL to pid 3 stays pending\.$'
told handler signal.deliver '^SIGUSR1 takes effect in pid 3.*its handler, childs\(\), is called'
told deadlock deadlock '^Nobody can ever run again: pid 3, which pid 2 sleeps for, is stopped'
finish
