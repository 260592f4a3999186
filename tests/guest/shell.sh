#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The shell and the small programs of /bin, built on vfork and (sh -f) on fork: the same text on both, and on several
# systems. The scripts come from the console.
. "$(dirname "$0")/../lib.sh"

# script NAME STATUS, the text expected on descriptor 3 and the script on stdin
script()
{
	local name=$1 status=$2 text expected how
	text=$(cat) expected=$(cat <&3)
	for how in 'sh' 'sh -f' '--system 4.4bsd sh' '--system 4.4bsd sh -f'; do
		# shellcheck disable=SC2086 # options
		out=$(printf '%s\n' "$text" | vforkscope run $how 2>&1)
		same "$name, $how: status" "$status" $?
		# the prompts are without an end of line
		same "$name, $how: text" "$expected" "$(sed -E 's/^(# )+//; /^$/d' <<<"$out")"
	done
}

script 'words' 0 <<'S' 3<<'T'
echo  one 'two  three' "four $HOME" \$x # no more
A=1; echo $A ${A}b "$A  c" '$A' $NOTHING end
B='x  y'; echo $B "$B"
C=z env | head -n 1
echo "$C" $#
S
one two  three four / $x
1 1b 1  c $A end
x y x  y
C=z
 0
T

script 'order and status' 3 <<'S' 3<<'T'
true && echo yes || echo no
false && echo yes || echo no
false; echo $?; true; echo $?
nothing; echo $?
/etc; echo $?
exit 3
echo never
S
yes
no
1
0
sh: nothing: No such file or directory
127
sh: /etc: Permission denied
126
T

script 'redirection' 0 <<'S' 3<<'T'
cd /tmp
echo one >f; echo two >> f; cat <f
cat nothing 2>e; cat e
cat nothing >e 2>&1; wc -l e
echo to stderr >&2
umask >m; cat m
pwd
ls
cat <nothing; echo $?
echo x >/etc/rc; echo $?
S
one
two
cat: nothing: No such file or directory
       1 e
to stderr
000
/tmp
e
f
m
sh: nothing: No such file or directory
1
sh: /etc/rc: Read-only file system
1
T

script 'pipes' 1 <<'S' 3<<'T'
echo a b c | cat | cat | wc -w
cat /vmunix | head -n 0
ls /bin | cat | wc -l >/tmp/n
true | false
S
       3
T

script 'scripts and arguments' 0 <<'S' 3<<'T'
echo 'echo $0 $1 $# "$*"' >/tmp/s
sh /tmp/s a b
sh -c 'echo $0 $1' x y
. /tmp/s
echo false >/tmp/e; echo 'echo never' >>/tmp/e; sh -e /tmp/e; echo $?
echo '/bin/echo run by its name $1' >/tmp/r; cd /tmp
sh -c 'echo background & wait'
S
/tmp/s a 2 a b
x y
/bin/sh 0 
1
background
T

script 'mistakes' 2 <<'S' 3<<'T'
echo 'open
| cat
cat >
; echo a
echo a | | cat
echo &&
S
sh: a quote is not closed
sh: nothing before |
sh: a redirection without a file
a
sh: nothing before |
sh: a command is missing
T

out=$(printf 'ps\nvmstat -f\n' | vforkscope run 2>&1)
same 'run without a program is a shell' 0 $?
like 'ps shows the shell' '^ *8000001 +2 +1 .* S .* sh$' "$out"
like 'ps shows itself' ' R .* ps$' "$out"
like 'vmstat -f: one vfork for each command, two forks by init and before' '2 forks, ' "$out"
like 'vmstat -f: vforks' '^2 vforks' "$out"
out=$(printf 'ps\nvmstat -f\n' | vforkscope run sh -f 2>&1)
like 'sh -f forks' '4 forks, ' "$out"
like 'and never calls vfork' '^0 vforks' "$out"
out=$(printf 'sleep 60 &\nps\nkill -9 $!\nwait\ntime sleep 2' | vforkscope run 2>&1)
like 'a command in the background' '^ *8000201 +3 +2 .* S .* sleep$' "$out"
like 'time of a sleep' ' 2\.[01][0-9] real' "$out"
run vforkscope run time true
like 'time' 'real .* user .* sys' "$out"
run vforkscope run kill 99
same 'kill of nobody' 'kill: 99: No such process1' "$out$status"
finish
