#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The small programs of /bin, as a session uses them.
. "$(dirname "$0")/../lib.sh"

# shell NAME STATUS, the text expected on descriptor 3 and the script on stdin
shell()
{
	local name=$1 status=$2 text expected
	text=$(cat) expected=$(cat <&3)
	out=$(vforkscope run sh -c "$text" 2>&1 </dev/null)
	same "$name: status" "$status" $?
	same "$name" "$expected" "$out"
}

shell 'files' 0 <<'S' 3<<'T'
cd /tmp; mkdir d d/e; touch f d/e/g; echo text >d/h; ls; ls d; ls -a d
cp d/h d/e; cp d/h d/i; cat d/e/h d/i; cp d e; cp f f; cp f /etc; cp a b c; echo $?
ls -l d/h; chmod 751 d/h; ls -l d/h | nothere; chmod 9 d/h; mkdir d; mkdir /etc/d
rmdir d; rm d; rm nothing; rm -f nothing; echo $?; rm -r d; ls; rm f /etc/motd; ls
test -f f; echo $?
S
d
f
e
h
.
..
e
h
text
text
cp: d: is a directory
cp: f and f are the same file
cp: /etc/f: Read-only file system
usage: cp [-ipr] file other, or cp [-ipr] file ... directory
2
-rw-rw-rw-  1    0        5 d/h
sh: line 3: nothere: not found
chmod: 9: is no octal mode
mkdir: d: File exists
mkdir: /etc/d: Read-only file system
rmdir: d: Directory not empty
rm: d: is a directory
rm: nothing: No such file or directory
0
f
rm: /etc/motd: Read-only file system
1
T

shell 'text' 0 <<'S' 3<<'T'
cd /tmp
echo -n no newline; echo; echo - -n
echo one >a; echo two | tee b | tee -a a; cat a b
grep o a b; grep -v w <a; grep -c o a; grep -n t a; grep z a; echo $?; grep x nothing; echo $?
head -n 1 a; cat a b | head -2; wc -w a
case "`date`" in *' 1986') echo date;; esac; tty; tty </dev/null; echo $?
S
no newline
- -n
two
one
two
two
a:one
a:two
b:two
one
2
2:two
1
grep: nothing: No such file or directory
2
one
one
two
       2 a
date
/dev/console
not a tty
1
T

shell 'expr and test' 0 <<'S' 3<<'T'
i=0; while [ $i -lt 5 ]; do i=`expr $i + 1`; done; echo $i
expr 2 + 3 '*' 4; expr '(' 2 + 3 ')' '*' 4 - 1; expr 7 / 2; expr -7 % 4; expr 1 = 1; expr b '<' a; echo $?
expr a '|' b; expr '' '|' b; expr 0 '&' 1; echo $?; expr 1 / 0; expr 1 +; expr a + 1; expr 1 2; echo $?
t() { test "$@"; echo -n "$? "; }
t; t x; t ''; t -n x; t -z x; t a = a; t a != a; t 1 -eq 01; t 2 -lt 10; t 2 -ge 10; t ! x; echo
t -f /etc/motd; t -d /tmp; t -f /tmp; t -e /nothing; t -r /etc/motd; t -x /etc/motd; t -s /etc/motd; t -c /dev/null
echo
t a = a -a b = c; t a = b -o b = b; t '(' a = b -o b = b ')' -a ! x = y; t = = =; t -f = -f; t '!' = '!'; echo
[ a = a ]; echo $?; [ a = a; echo $?; test 1 -eq x; test a b; /bin/test a = b; echo $?; test -t 0; echo $?
S
5
14
19
3
-3
1
0
1
a
b
0
1
expr: division by zero
expr: a word is missing
expr: a: is no number
expr: 2: makes no sense
2
1 0 1 0 1 0 1 0 0 1 1 
0 0 1 1 0 0 0 0 
1 0 0 0 0 0 
0
[: makes no sense: ] is missing
2
test: makes no sense: x
test: makes no sense: b
1
0
T

shell 'processes' 0 <<'S' 3<<'T'
/bin/kill -l | head -n 1
sleep 100 & /bin/kill -HUP $!; wait $!; echo $?
sleep 100 & kill -sigusr1 $!; wait $!; echo $?
/bin/kill -nothing 1; /bin/kill x; /bin/kill 99
env -x 2>/dev/null; env A=1 sh -c 'echo $A'
ulimit -c 0; ulimit -c; ulimit -t unlimited; ulimit -t; umask 27; umask; >/tmp/f; ls -l /tmp/f
ulimit -f 1; cat /vmunix >/tmp/big; echo $?; wc -c /tmp/big
S
 1 HUP      2 INT      3 QUIT     4 ILL      5 TRAP     6 IOT    
129
158
kill: nothing: no such signal; kill -l lists them
kill: x: is no number of a process
kill: 99: No such process
1
0
unlimited
0027
-rw-r-----  1    0        0 /tmp/f
sh: line 7: 18: Filesize limit exceeded
153
     512 /tmp/big
T

# What a lesson of processes shows: the lender in state D, without memory, while its child has it.
out=$(vforkscope run sh -c 'procs' 2>&1 </dev/null)
like 'procs from the shell: the lender' '^parent +4001 .* 0 +0 +24 +D +its child.s slot$' "$out"
like 'procs from the shell: the borrower' '^child +1001 .* R ' "$out"
finish
