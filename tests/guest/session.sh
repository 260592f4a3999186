#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Somebody sits before the console: what a user of `vforkscope run` types on a terminal, and what he sees. session.py
# plays the keys. What runs in the foreground and is to be stopped reads the terminal first, so that it is surely there.
. "$(dirname "$0")/../lib.sh"

if ! why=$(python3 -c 'import pty; pty.openpty()' 2>&1); then
	skip 'sessions at a terminal' "the host gives no pseudo-terminal: ${why##*$'\n'}"
	finish
fi

# session NAME COMMAND..., the script on stdin
session()
{
	local name=$1
	shift
	cat >"$SCRATCH/session"
	same "$name: $*" 'ended as expected' \
		"$(python3 tests/guest/session.py "$SCRATCH/session" "$VFORKSCOPE" run "$@")"
}

session 'a login shell' <<'S'
= A VAX-like machine whose vfork is that of 4.3bsd:\n4.3BSD on the VAX (1986).\n
= \n/home# 
k echo onee\x7f two\x15echo ab\x7fc\x03
= ^C\n/home# 
k echo onee\x7f two\n
= two\none two\n/home# 
> ps
= sh\n
= ps\n/home# 
> procs
= 4001
= 0    0  24  D  its child's slot\n
= # 
> echo 'open
= > 
> closed'
= open\nclosed\n/home# 
> echo 'open
= > 
^ C
= ^C\n/home# 
> fi
= sh: syntax error at fi\n/home# 
> if true
= > 
> then echo then
= > 
> fi
= then\n/home# 
> exit 7
s 7
S

# The lessons return and exit are in /bin; their names are words of the shell.
session 'words that do not leave the shell' <<'S'
= the lessons of its words are /bin/return and /bin/exit.\n
= # 
> return
= sh: return: there is no function to leave; the program is /bin/return\n/home# 
> eval return 3; break; continue
= sh: return: there is no function to leave
= sh: break: there is no loop\nsh: continue: there is no loop\n/home# 
> . /nothere
= sh: .: /nothere: No such file or directory\n/home# 
> exec nothere
= sh: nothere: not found\n/home# 
> exec /bin
= sh: /bin: Permission denied\n/home# 
> trap return INT; kill -INT $$
= sh: return: there is no function to leave
= # 
> trap INT; cat
= \n
> one
= one\none\n
^ C
= ^C\n/home# 
> exit now
= sh: exit: now: is no number\n/home# 
> /bin/return
= Segmentation fault
= # 
> exit 7
s 7
S

# The line is edited before it is entered; older ones come back, and names are completed.
session 'a line that is edited' sh <<'S'
= /home# 
k echp\x7fo two\x01\x06\x06\x0b\x15echo three four\x17five\n
= \nthree five\n/home# 
k cho\x01e\x05 bc\x02\x04X\n
= \nbX\n/home# 
k \x10\x10\n
= \nthree five\n/home# 
k \x1b[A\x1b[A\x1b[B\x1b[D6\n
= \nthree fiv6e\n/home# 
> history
= \n   1 echo three five\n   2 echo bX\n
= /home# 
k bX\x12 again\n
= \nbX again\n/home# 
k basena\t/a/b\n
= \nb\n/home# 
k cd /et\t\n
= /etc# 
k ls mo\t\n
= \nmotd\n/etc# 
k cat r\t\n
= /etc# 
> PS1='$USER> '; USER=me
= me> 
k echo no\x03
= ^C\nme> 
k exit 3\n
s 3
S

session 'end of input' --system linux <<'S'
= A VAX-like machine whose vfork is that of linux:
= # 
> false
= # 
^ D
s 1
S

session 'the escape' <<'S'
= # 
> trap '' INT; while :; do :; done
= \n
^ C
^ ]
s 130
S

for options in 'sh' 'sh -f' '--system 4.4bsd sh' '--system linux sh' '--system linux-2.0 sh'; do
	# shellcheck disable=SC2086 # options
	session 'jobs' $options <<'S'
= # 
> cat
= \n
> one
= one\none\n
^ Z
= \n[1] + Stopped      cat\n/home# 
> cat | cat
= \n
> two
= two\ntwo\n
^ Z
= [2] + Stopped      cat | cat\n/home# 
> jobs
= [1] - Stopped      cat\n[2] + Stopped      cat | cat\n/home# 
> fg %1
= cat\n
> three
= three\nthree\n
^ Z
= [1] + Stopped      cat\n/home# 
> kill %2; wait %2
= [2] + Terminated   cat | cat\n/home# 
> fg
= cat\n
> four
= four\nfour\n
^ C
= ^C\n/home# 
> echo $?
= 130\n/home# 
> cat &
= [1] 
= # 
> sleep 1; jobs
= [1] + Stopped (tty input) cat\n/home# 
> fg
= cat\n
> five
= five\nfive\n
^ D
= # 
> sh -c 'read x; kill -STOP $$; echo again $x'
= \n
> six
= [1] + Stopped      sh -c
= # 
> bg
= [1] sh -c 'read x; kill -STOP $$; echo again $x' &\n
= again six\n
> wait
= [1] + Done         sh -c
= # 
> while true; do :; done
= \n
^ C
= ^C\n/home# 
> for i in 1 2 3; do cat; done
= \n
> seven
= seven\nseven\n
^ C
= ^C\n/home# 
> echo next
= next\n/home# 
> (read x; echo $x; cat)
= \n
> eight
= eight\neight\n
^ Z
= Stopped
= # 
> exit 0
s 0
S
done

session 'stopped jobs' <<'S'
= # 
> cat
= \n
> one
= one\none\n
^ Z
= # 
^ D
= There are stopped jobs.\n/home# 
> jobs
= Stopped      cat\n/home# 
^ D
s 0
S

session 'a program of its own' cat <<'S'
k on\x7fne\n
= on\x08 \x08ne\none\n
^ C
= killed by signal 2 (Interrupt)
s 130
S

cat >"$SCRATCH/spin.c" <<'C'
#include <stdio.h>
int main(void) { puts("spins"); for (;;) ; }
C
session 'a recorded run dies of ^C' --record "$SCRATCH/interrupted.vft" "$SCRATCH/spin.c" <<'S'
= spins
^ C
= killed by signal 2 (Interrupt)
s 130
S
session 'a recorded run and the escape' --record "$SCRATCH/escaped.vft" "$SCRATCH/spin.c" <<'S'
= spins
^ ]
s 130
S
for name in interrupted escaped; do
	run vforkscope replay --verify "$SCRATCH/$name.vft"
	like "the trace of the $name run agrees" 'events agree' "$out$err"
done

session 'no echo' sh -c 'stty -echo; echo ready; read x; stty echo; echo "<$x>"' <<'S'
= ready
k secret\n
= <secret>\n
! secret
s 0
S
finish
