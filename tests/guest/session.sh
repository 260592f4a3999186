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
= \n# 
k echo onee\x7f two\x15echo ab\x7fc\x03
= ^C\n# 
k echo onee\x7f two\n
= two\none two\n# 
> ps
= sh\n
= ps\n# 
> procs
= 4001
= 0    0  24  D  its child's slot\n
= # 
> echo 'open
= > 
> closed'
= open\nclosed\n# 
> echo 'open
= > 
^ C
= ^C\n# 
> fi
= sh: syntax error at fi\n# 
> if true
= > 
> then echo then
= > 
> fi
= then\n# 
> exit 7
s 7
S

# The lessons return and exit are in /bin; their names are words of the shell.
session 'words that do not leave the shell' <<'S'
= the lessons of its words are /bin/return and /bin/exit.\n
= # 
> return
= sh: return: there is no function to leave; the program is /bin/return\n# 
> eval return 3; break; continue
= sh: return: there is no function to leave
= sh: break: there is no loop\nsh: continue: there is no loop\n# 
> . /nothere
= sh: .: /nothere: No such file or directory\n# 
> exec nothere
= sh: nothere: not found\n# 
> exec /bin
= sh: /bin: Permission denied\n# 
> trap return INT; kill -INT $$
= sh: return: there is no function to leave
= # 
> trap INT; cat
> one
= one\none\n
^ C
= ^C\n# 
> exit now
= sh: exit: now: is no number\n# 
> /bin/return
= Segmentation fault
= # 
> exit 7
s 7
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
^ C
^ ]
s 130
S

for options in 'sh' 'sh -f' '--system 4.4bsd sh' '--system linux sh' '--system linux-2.0 sh'; do
	# shellcheck disable=SC2086 # options
	session 'jobs' $options <<'S'
= # 
> cat
> one
= one\none\n
^ Z
= \n[1] + Stopped      cat\n# 
> cat | cat
> two
= two\ntwo\n
^ Z
= [2] + Stopped      cat | cat\n# 
> jobs
= [1] - Stopped      cat\n[2] + Stopped      cat | cat\n# 
> fg %1
= cat\n
> three
= three\nthree\n
^ Z
= [1] + Stopped      cat\n# 
> kill %2; wait %2
= [2] + Terminated   cat | cat\n# 
> fg
= cat\n
> four
= four\nfour\n
^ C
= ^C\n# 
> echo $?
= 130\n# 
> cat &
= [1] 
= # 
> sleep 1; jobs
= [1] + Stopped (tty input) cat\n# 
> fg
= cat\n
> five
= five\nfive\n
^ D
= # 
> sh -c 'read x; kill -STOP $$; echo again $x'
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
^ C
= ^C\n# 
> for i in 1 2 3; do cat; done
> seven
= seven\nseven\n
^ C
= ^C\n# 
> echo next
= next\n# 
> (read x; echo $x; cat)
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
> one
= one\none\n
^ Z
= # 
^ D
= There are stopped jobs.\n# 
> jobs
= Stopped      cat\n# 
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
