#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lessons of signals, the terminal and whom one waits for: the exact text that they print and their exit status, on
# every kind of system and with fork.
. "$(dirname "$0")/../lessons.sh"

# What belongs to waiting, not to memory: these also hold where vfork only waits.
waits="$lends 4.4bsd netbsd-1.3 netbsd solaris"

lesson unkillable "$waits" 0 <<'T'
 5 s: kill -9 3
10 s: it is still there
60 s: it is gone, by signal 9
T
for command in 'unkillable fork' unkillable; do
	lesson "$command" 'linux-2.0 macos' 0 <<'T'
 5 s: kill -9 3
10 s: it is gone, by signal 9
T
done

# Stop signals and the terminal: most let them wait, Linux has no such rule, Solaris one for the keyboard, 3BSD no
# stops.
careful='4.3bsd 4.2bsd 2.11bsd macos-11 4.4bsd netbsd-1.3 netbsd freebsd sunos4 sunos4-sparc irix hpux posix'
careful+=' private-stack'
stops='4.3bsd 4.2bsd 4.4bsd netbsd freebsd linux linux-2.0 solaris'

lesson stop "$careful solaris" 0 <<'T'
child:  I have sent myself SIGTSTP and go on to exec
parent: my child stopped by signal 18; I continue it
child:  I am another program now
parent: my child ended with status 0
T
lesson stop "linux $flat" 126 <<'T'
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 is stopped
T
for command in stop 'stop fork'; do
	lesson "$command" 3bsd 0 <<'T'
child:  there is no such signal
child:  I am another program now
parent: my child ended with status 0
T
done
lesson 'stop fork' "$stops" 0 <<'T'
parent: my child stopped by signal 18; I continue it
child:  I have sent myself SIGTSTP and go on to exec
child:  I am another program now
parent: my child ended with status 0
T
lesson stop linux-2.0 0 <<'T'
parent: my child stopped by signal 18; I continue it
child:  I have sent myself SIGTSTP and go on to exec
child:  I am another program now
parent: my child ended with status 0
T

lesson background "$careful" 0 <<'T'
child:  my read fails: I/O error
T
lesson background "linux $flat" 126 <<'T'
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 is stopped
T
lesson background solaris 126 <<'T'
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 waits
T
lesson background ultrix 0 <<'T'
child:  I read 0 bytes
T
for command in background 'background fork'; do
	lesson "$command" 3bsd 0 <<'T'
child:  I read 0 bytes
T
done
lesson 'background eof' "$careful linux solaris" 0 <<'T'
child:  I read 0 bytes
T
lesson 'background fork' "$stops" 0 <<'T'
parent: my child is stopped by signal 21 (Stopped (tty input))
T
lesson background linux-2.0 0 <<'T'
parent: my child is stopped by signal 21 (Stopped (tty input))
T

lesson handler solaris 0 <<'T'
parent: my child had no handler and died of signal 30
parent: handled is 0: mine alone
parent: my handler got signal 30
T
for system in sunos4 sunos4-sparc hpux; do
	lesson handler $system 0 <<'T'
child:  my handler got signal 30, just below main()'s frame
parent: handled is 1: the child's handler wrote into my memory
child:  my handler got signal 30, just below main()'s frame
T
done
lesson handler "$lends netbsd freebsd linux irix posix" 0 <<'T'
child:  my handler got signal 30, just below main()'s frame
parent: handled is 1: the child's handler wrote into my memory
parent: my handler got signal 30
T
for command in handler 'handler fork'; do
	lesson "$command" "$copies" 0 <<'T'
child:  my handler got signal 30, just below main()'s frame
parent: handled is 0: mine alone
parent: my handler got signal 30
T
done

lesson sigtable "$lends netbsd freebsd linux solaris irix posix private-stack $copies" 0 <<'T'
parent: my own handler has run
T
lesson sigtable 'sunos4 sunos4-sparc hpux' 0 <<'T'
parent: my child's handler has run
T
lesson 'sigtable sigaction' 'sunos4 sunos4-sparc' 0 <<'T'
parent: my child's handler has run
T
lesson 'sigtable sigaction' '4.3bsd hpux' 0 <<'T'
parent: my own handler has run
T
for command in 'sigtable restore' 'sigtable fork'; do
	lesson "$command" '4.3bsd sunos4 hpux' 0 <<'T'
parent: my own handler has run
T
done

lesson deadlock "$careful linux solaris" 126 <<'T'
child:  I stop
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 is stopped
T
lesson 'deadlock rule' 'linux solaris netbsd' 126 <<'T'
child:  I stop
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 is stopped
T
lesson 'deadlock rule' "${careful/ netbsd / }" 0 <<'T'
child:  I stop
child:  I go on
parent: all is well
T
for command in deadlock 'deadlock rule'; do
	lesson "$command" 3bsd 0 <<'T'
child:  I stop
child:  there is no such signal
child:  I go on
parent: all is well
T
	lesson "$command" linux-2.0 0 <<'T'
child:  I stop
parent: my child has stopped; I continue it
child:  I go on
parent: all is well
T
done

lesson 'deadlock pipe' "$waits linux freebsd" 126 <<'T'
child:  I wait for a byte from my parent
deadlock: every process waits for another
deadlock: pid 2 sleeps until pid 3 executes a program or exits, and pid 3 waits
T
lesson 'deadlock pipe' linux-2.0 0 <<'T'
child:  I wait for a byte from my parent
child:  I go on
parent: all is well
T

lesson unkillable linux 0 <<'T'
 5 s: kill -9 3
10 s: it is gone, by signal 9
T

lesson tracing "$waits freebsd linux" 0 <<'T'
child:  I have sent myself SIGURG and go on to exec
parent: signal 5 has stopped my child in echo; I let it go on
child:  I am another program now
parent: my child ended with status 0
T
for command in tracing 'tracing fork'; do
	lesson "$command" linux-2.0 0 <<'T'
parent: signal 16 has stopped my child in tracing; I let it go on
child:  I have sent myself SIGURG and go on to exec
parent: signal 5 has stopped my child in echo; I let it go on
child:  I am another program now
parent: my child ended with status 0
T
done
finish
