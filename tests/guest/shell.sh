#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The shell: the same text whether it is built on vfork or (sh -f) on fork, and on systems that lend the memory, copy it
# and share it.
. "$(dirname "$0")/../lib.sh"

systems='4.3bsd 4.4bsd linux'

# One word of a program's for vforkscope matrix, whatever is in it.
quoted()
{
	local text=${1//\\/\\\\}
	text=${text//\'/\\\'} text=${text//\"/\\\"}
	text=${text// /\\ } text=${text//$'\t'/\\$'\t'}
	printf '%s' "${text//$'\n'/\\$'\n'}"
}

# script NAME STATUS, the text expected on descriptor 3 and the script on stdin
script()
{
	local name=$1 ends=$2 text expected system how told
	text=$(quoted "$(cat)") expected=$(cat <&3)
	for how in sh 'sh -f'; do
		on_systems "$systems" "$how -c $text"
		for system in $systems; do
			told=${printed[$system]}
			while [[ $told = *$'\n' ]]; do # as from $(...), which the text expected is from
				told=${told%$'\n'}
			done
			same "$name, $how, $system: status" "$ends" "${ended[$system]}"
			same "$name, $how, $system: text" "$expected" "$told$err"
		done
	done
}

script 'words and quotes' 0 <<'S' 3<<'T'
echo  one 'two  three' "four $HOME" \$x # no more
A=1; echo $A ${A}b "$A  c" '$A' $NOTHING end
B='x  y'; echo $B "$B" "\$B \"q\" \x" a"b"'c'd
C=z env | head -n 1
echo "$C" $#
echo joined \
	lines; echo a#b
echo ~ ~/x a~ '~'
IFS=:; D=1:2::3; for i in $D; do echo "<$i>"; done
S
one two  three four /home $x
1 1b 1  c $A end
x y x  y $B "q" \x abcd
C=z
 0
joined lines
a#b
/home /home/x a~ ~
<1>
<2>
<>
<3>
T

script 'variables' 0 <<'S' 3<<'T'
echo ${X-one} ${X:-two} ${X+set} "${X-a  b}"
E=; echo ${E-x} ${E:-y} ${E+set} ${E:+never}
echo ${Y=new} $Y ${Y+is}
A=1; export A; sh -c 'echo $A'
B=2; sh -c 'echo "<$B>"'; B=3 sh -c 'echo $B'; echo $B
B=4 eval 'echo $B'; echo $B
readonly A; (A=2; echo never); echo $? $A
unset B; echo ${B-gone}
export C=c; sh -c 'echo $C'
set a 'b c' d; echo $# $1 $2 $*; shift; echo $# $1
for i; do echo "<$i>"; done
for i in "$@"; do echo "[$i]"; done; for i in "$*"; do echo "($i)"; done; for i in $*; do echo "{$i}"; done
shift 2; for i in "$@"; do echo never; done; (shift; echo never); echo $?
S
one two a  b
y set
new new is
1
<>
3
2
4
4
sh: line 7: A: is read-only
2 1
gone
c
3 a b c a b c d
2 b c
<b c>
<d>
[b c]
[d]
(b c d)
{b}
{c}
{d}
sh: line 13: shift: there are 0 parameters
2
T

script 'order and status' 3 <<'S' 3<<'T'
true && echo yes || echo no
false && echo yes || echo no
false; echo $?; true; echo $?
! true; echo $?; ! false | false; echo $?
nothing; echo $?
/etc; echo $?
./nothing; echo $?
sh -c 'kill -9 $$'; echo $?
exit 3
echo never
S
yes
no
1
0
1
0
sh: line 5: nothing: not found
127
sh: line 6: /etc: Permission denied
126
sh: line 7: ./nothing: No such file or directory
127
sh: line 8: 17: Killed
137
T

script 'redirection' 0 <<'S' 3<<'T'
cd /tmp
echo one >f; echo two >> f; cat <f
cat nothing 2>e; cat e
cat nothing >e 2>&1; wc -l e
echo to stderr >&2
{ echo a; echo b >&2; } >f 2>&1; cat f
umask >m; cat m
if true; then echo inside; fi >f; cat f; echo outside
while read line; do echo "<$line>"; done <<X
one two
three
X
exec 5>five; echo kept >&5; echo more >&5; exec 5>&-; cat five
exec 4<five; read a <&4; read b <&4; echo $b $a
echo x >&7; echo $?
echo x >&y; echo $?
>empty; cat empty; wc -c <empty
cat <nothing; echo $?
read x <nothing; echo $?
echo x >/etc/rc; echo $?
pwd; echo *
S
one
two
cat: nothing: No such file or directory
       1 e
to stderr
a
b
0000
inside
outside
<one two>
<three>
kept
more
more kept
sh: line 15: 7: Bad file number
2
sh: line 16: y: is no descriptor
2
       0
sh: line 18: nothing: No such file or directory
2
sh: line 19: nothing: No such file or directory
2
sh: line 20: /etc/rc: Read-only file system
2
/tmp
e empty f five m
T

script 'here-documents' 0 <<'S' 3<<'T'
X=x
cat <<one; cat <<'two'; echo between
$X `echo sub` \$X "quoted" 'too'
one
$X `echo sub`
two
f() { cat <<X; }
in a function, $1
X
f 1; f 2
(cat; echo) <<X | cat
	a pipe
X
S
x sub $X "quoted" 'too'
$X `echo sub`
between
in a function, 1
in a function, 2
	a pipe

T

# Programs, builtins, groups and subshells in pipelines. More than a pipe can hold goes through them.
script 'pipes' 1 <<'S' 3<<'T'
echo a b c | cat | cat | wc -w
echo x y | { read a b; echo $b $a; }
{ echo a; echo b; } | (cat; echo c) | while read x; do echo "<$x>"; done
cat /vmunix | head -n 0
cat /vmunix /vmunix | cat | wc -c >/tmp/a; cat /vmunix /vmunix | wc -c | cat - /tmp/a >/tmp/b
sh -c 'read a; read b; test $a = $b && echo the same' </tmp/b
ls /bin | cat | wc -l >/tmp/n
X=1; echo 2 | read X; echo $X
f() { echo function $1; }; f x | cat
true | false
S
       3
y x
<a>
<b>
<c>
the same
1
function x
T

script 'substitution' 0 <<'S' 3<<'T'
echo `echo one` $(echo two) "`echo 'a  b'`" `echo 'a  b'`
X=`false`; echo $?; X=$(exit 3); echo $?
echo `cd /tmp; pwd` $(pwd) `echo a | cat; echo b`
echo `echo \`echo deep\`` $(echo $(echo deeper))
X=`echo; echo a; echo; echo b; echo; echo`; echo "<$X>"
f() { echo $1$1; }; echo `f x`
for i in `echo 1 2; echo 3`; do echo $i; done
echo "$(echo ')' "(" \))"
S
one two a  b a b
1
3
/tmp /home a b
deep deeper
<
a

b>
xx
1
2
3
) ( )
T

script 'patterns' 0 <<'S' 3<<'T'
mkdir /tmp/d /tmp/d/e; cd /tmp/d
echo *
>b1; >b2; >a; >.hidden; >e/x; >'q*'
echo * b? [ab]* [!b]* .h* *z* e/* */x */ /tmp/d/b[0-9] 'b*' "b"* \* q\* [q]\*
X='b*'; echo $X "$X"
for i in b*; do echo "<$i>"; done
case abc in x) echo x;; a?c|y) echo matches;; *) echo never;; esac
case 'a*' in a\*) echo star;; esac
case ab in 'a*') echo never;; "a"*) echo quoted;; esac
case z in [a-y]) echo never;; [!a-y]) echo class;; esac
X='*'; case anything in $X) echo all;; esac; case anything in "$X") echo never;; esac
S
e
a b1 b2 e q* b1 b2 a b1 b2 a e q* .hidden *z* e/x e/x e/ /tmp/d/b1 /tmp/d/b2 b* b1 b2 * q* q*
b1 b2 b*
<b1>
<b2>
matches
star
quoted
class
all
T

script 'control structures' 0 <<'S' 3<<'T'
if false; then echo never; elif true; then echo elif; else echo never; fi
if false; then echo never; fi; echo $?
i=; while test "$i" != xxx; do i=x$i; echo $i; done; until test "$i" = xxxx; do i=x$i; done; echo $i
for i in 1 2 3 4 5; do
	if [ $i = 2 ]; then continue; fi
	if [ $i = 4 ]; then break; fi
	echo $i
done
for i in 1 2; do for j in 1 2 3; do
	if [ $j = 2 ]; then continue 2; fi
	echo $i $j
done; done
for i in 1 2; do while true; do break 2; done; echo never; done; echo broken
for i in; do echo never; done
while false; do echo never; done; echo $?
for i in a b; do echo $i; done | cat
break; echo $?
{ echo group; }; (echo subshell; exit 4); echo $?
X=1; (X=2; echo $X); echo $X
S
elif
0
x
xx
xxx
xxxx
1
3
1 1
2 1
broken
0
a
b
sh: line 17: break: there is no loop
2
group
subshell
4
2
1
T

script 'functions' 0 <<'S' 3<<'T'
f() { echo f $1 $#; return 3; echo never; }
set x y; f a b c; echo $? $1
g() { g() { echo second; }; echo first; }
g; g; unset g; g; echo $?
count() { if [ $# != 0 ]; then echo $#; shift; count "$@"; fi; }
count a b c
forever() { forever; }
forever; echo $?
h() (cd /tmp; pwd); h; pwd
f >/tmp/out; cat /tmp/out
for i in 1 2 3; do f() { echo body $i; }; f; done
S
f a 3
3 x
first
second
sh: line 4: g: not found
127
3
2
1
sh: line 7: forever: more than 64 functions call each other
2
/tmp
/home
f 0
body 1
body 2
body 3
T

script 'scripts and arguments' 0 <<'S' 3<<'T'
cd /tmp
echo 'echo $0 $1 $# "$*"' >s
sh s a b; sh /tmp/s
sh -c 'echo $0 $1' x y
set p; . ./s
chmod 755 s; s; ./s by name; PATH=/bin:/tmp; s through PATH; (s in a subshell); s | cat
echo false >e; echo 'echo never' >>e; sh -e e; echo $?
sh -e -c 'if false; then :; fi; false || true; ! true; while false; do :; done; echo still; false; echo never'; echo $?
echo 'sh: read; read line; echo "<$line>"' >i; sh <<'X'
read a
for the read
echo $a
cat
for the cat
X
eval 'echo eval;' 'X=5'; echo $X
sh -x -c 'A=1 true; for i in a b; do echo $i >/dev/null; done'
exec echo the last
echo never
S
s a 2 a b
/tmp/s 0 
x y
/bin/sh p 1 p
sh: line 6: s: not found
./s by 2 by name
/tmp/s through 2 through PATH
/tmp/s in 3 in a subshell
/tmp/s 0 
1
still
1
for the read
for the cat
eval
5
+ A=1 true
+ echo a
+ echo b
the last
T

# A mistake is one line that says where; a script ends there.
mistake()
{
	out=$(vforkscope run sh -c "$1" 2>&1 </dev/null)
	same "mistake: ${1//$'\n'/ newline }" "2 sh: line $2" "$? ${out#a$'\n'}"
}
mistake "echo a

echo 'open" "3: ' is missing"
mistake 'echo "a
b
c' '1: " is missing'
mistake 'echo `a' '1: ` is missing'
mistake 'echo $(a
b' '2: syntax error: ) is missing, for the $( of line 1'
mistake 'echo $((1 + (2)
b' '1: ) is missing'
mistake 'echo "${x-a"
b' '1: " is missing'
mistake 'eval fi
echo never' '1: syntax error at fi'
mistake 'echo ${X?is needed}; echo never' '1: X: is needed'
mistake 'echo ${;}; echo never' '1: ${;}: makes no sense'
mistake 'set -u; echo $X; echo never' '1: X: is not set'
mistake 'echo $((1 / 0)); echo never' '1: $((1 / 0)): division by zero'
mistake 'readonly X; X=1; echo never' '1: X: is read-only'
mistake 'set -Z; echo never' '1: -Z: no such option; set -o lists them'
mistake 'exit x; echo never' '1: exit: x: is no number'
mistake '. ./nothing; echo never' '1: .: ./nothing: No such file or directory'
mistake ': <nothing; echo never' '1: nothing: No such file or directory'
mistake 'local a; echo never' '1: local: there is no function'
mistake 'export 1; echo never' '1: export: 1: is no name'
mistake 'if true
then echo a
' '3: syntax error: fi is missing, for the if of line 1'
mistake 'while true; do
	for i in a
	do echo
	done' '4: syntax error: done is missing, for the while of line 1'
mistake 'for i in a b; echo' '1: syntax error at echo: do is missing'
mistake 'case a in b) echo;;' '1: syntax error: esac is missing, for the case of line 1'
mistake 'fi' '1: syntax error at fi'
mistake 'echo a | | cat' '1: syntax error at |'
mistake '| cat' '1: syntax error at |'
mistake 'echo &&' '1: syntax error at end of file: a command is missing'
mistake '( echo' '1: syntax error: ) is missing, for the ( of line 1'
mistake 'echo )' '1: syntax error at )'
mistake '{ echo; ' '1: syntax error: } is missing, for the { of line 1'
mistake 'cat >' '1: syntax error at end of file: a file is missing'
mistake 'if ; then echo; fi' '1: syntax error at ;'
mistake 'cat <<X
a' '2: the here-document'"'"'s end is missing: X'
mistake 'f( echo' '1: syntax error at echo: ) is missing'
out=$(vforkscope run sh -c 'true
cd /nothing; ls >/s; (echo ${X?is needed}; echo never); echo $?
kill x; kill -foo 1; kill %1; fg; getopts a
exit 3' 2>&1 </dev/null)
same 'mistakes that do not end a script: status' 3 $?
same 'mistakes that do not end a script' "sh: line 2: cd: /nothing: No such file or directory
sh: line 2: /s: Read-only file system
sh: line 2: X: is needed
2
sh: line 3: kill: x: is no number of a process
sh: line 3: kill: foo: no such signal; kill -l lists them
sh: line 3: %1: no such job
sh: line 3: fg: there is no job control here
sh: line 3: usage: getopts letters name [word ...]" "$out"
run vforkscope run sh /nothing
same 'no script' '127 sh: /nothing: No such file or directory' "$status $out"

script 'background' 0 <<'S' 3<<'T'
sleep 1 & wait $!; echo $?
sh -c 'exit 5' & P=$!; false & wait $P; echo $?; wait $!; echo $?; wait; echo $?
wait 99; echo $?
{ read X; echo never "$X"; } &
wait
(sleep 2; echo second) & (sleep 1; echo first) & echo started; wait
false && true & wait; echo done
sleep 100 & kill $!; wait $!; echo $?
sh -c 'kill -INT $$; echo ignored' & wait
S
0
5
1
0
sh: line 3: 99: no such job
127
never 
started
first
second
done
143
ignored
T

script 'a trap on CHLD: once for a command, not for those of its own action, nor for the trial of vfork' 0 <<'S' 3<<'T'
trap '/bin/echo child' CHLD
ls / >/dev/null
trap - CHLD
ls / >/dev/null
S
child
T

script 'return leaves functions and files that are read, nothing else' 3 <<'S' 3<<'T'
f() { while return 2; do :; done; echo never; }; f; echo $?
g() { for i in 1 2; do eval 'return 5'; done; echo never; }; g; echo $?
(return 4); echo $?
return 6; echo $?
echo 'echo read; return 7; echo never' >/tmp/part; . /tmp/part; echo $?
f() { . /tmp/part; echo $?; return; }; f; echo $?
break; echo $?; continue; echo $?; (. /tmp/nothere; echo never); echo $?
(trap 'echo trapped; exit' EXIT; (exit 1)); echo $?
exit 3
S
2
5
sh: line 3: return: there is no function to leave
2
sh: line 4: return: there is no function to leave
2
read
7
read
7
0
sh: line 7: break: there is no loop
2
sh: line 7: continue: there is no loop
2
sh: line 7: .: /tmp/nothere: No such file or directory
2
trapped
1
T

script 'traps' 9 <<'S' 3<<'T'
trap 'echo terminated' TERM; trap "echo hung up" HUP
kill -TERM $$; kill -1 $$; trap
trap '' INT; kill -INT $$; sh -c 'kill -INT $$; echo child ignores it, too'
trap - TERM; (trap 'echo subshell ends' 0; true); (trap)
sleep 100 & (sleep 1; kill -HUP $$) & wait; echo $?
trap 'echo bye $?' EXIT
trap x KILL; trap x 77
exit 9
S
terminated
hung up
trap -- 'echo hung up' HUP
trap -- 'echo terminated' TERM
child ignores it, too
subshell ends
trap -- '' INT
hung up
129
sh: line 7: trap: KILL: cannot be handled
sh: line 7: trap: 77: no such signal; kill -l lists them
bye 9
T

# Memory that a command took is given back: the shell has the same size after a thousand rounds as after a hundred.
systems=4.3bsd
script 'a thousand rounds' 0 <<'S' 3<<'T'
size() { ps l | while read f u p r; do if [ $p = $$ ]; then set $r; echo $6; fi; done; }
ten='0 1 2 3 4 5 6 7 8 9'
f() { X="$1$1$1"; case $X in *0*) Y=`echo $X`; esac; if [ $1 = 000 ]; then (exit 1); fi; }
hundred() {
	for i in $ten; do for j in $ten; do
		f $1$i$j x "$ten" /bin/e*
		[ $j != 1 ] || { /bin/true | true; } <<X
$ten
X
	done; done
}
hundred 0
before=`size`
for k in 1 2 3 4 5 6 7 8 9; do hundred $k; done
after=`size`
[ -n "$before" ] && [ $before = $after ] && echo the same
S
the same
T

out=$(printf '%s\n' 'echo first' 'cat' 'for the cat' | vforkscope run 2>&1 | sed -E 's/^(# )+//; /^$/d')
same 'a terminal is read a line at a time' $'first\nfor the cat' "$out"
out=$(printf 'ps\nvmstat -f\n' | vforkscope run 2>&1)
same 'run without a program is a shell' 0 $?
like 'ps has the columns of 4.3BSD' '^(# )?  PID TT STAT    TIME COMMAND$' "$out"
like 'ps shows the shell' '^ +2 co [SR] +[0-9]+:[0-9.]+ sh$' "$out"
like 'ps shows itself' '^ +[0-9]+ co R +[0-9]+:[0-9.]+ ps$' "$out"
like 'vmstat -f: one vfork for each command, two forks by init and before' '2 forks, ' "$out"
like 'vmstat -f: vforks' '^(# )?2 vforks' "$out"
cat >"$SCRATCH/nicer.c" <<'C'
#include <unistd.h>
int main(void)
{
	nice(4);
	execl("/bin/ps", "ps", "l", (char *)0);
	return 1;
}
C
out=$(vforkscope run "$SCRATCH/nicer.c")
like 'ps l has the columns of 4.3BSD' \
	'^      F UID   PID  PPID CP PRI NI ADDR  SZ  RSS    WCHAN STAT TT    TIME COMMAND$' "$out"
like 'ps l: flags, user, processes, priority, nice, page frame, sizes; N' \
	'^ +1 +0 +2 +1 +[0-9]+ +[0-9]+ +4 +[0-9a-f]+ +[1-9][0-9]* +[1-9][0-9]* +R N  co +[0-9]+:[0-9.]+ ps$' "$out"
like 'init sleeps on an address' '^8000001 +0 +1 +0 .* 8[0-9a-f]{7} S +co ' "$out"
out=$(vforkscope run --quiet sh -c 'i=0; while [ $i -lt 99 ]; do i=$((i + 1)); done; sleep 3 & sleep 1; ps u; ps v')
like 'ps u has the columns of 4.3BSD' '^USER       PID  %CPU  %MEM   SZ  RSS TT STAT    TIME COMMAND$' "$out"
like 'ps u: user, shares, sizes' \
	'^root +2 +[0-9]+\.[0-9] +[0-9]+\.[1-9] +[1-9][0-9]* +[1-9][0-9]* co [SR] +[0-9]:[0-9.]+ sh$' "$out"
same 'ps u: who ran most is first' "$(sed '/PID TT/,$d' <<<"$out" | sed 1d | sort -rnk 3,3)" \
	"$(sed '/PID TT/,$d' <<<"$out" | sed 1d)"
like 'ps v has the columns that are counted here' \
	'^  PID TT STAT    TIME SL RE PAGEIN SIZE  RSS TSIZ  %CPU  %MEM COMMAND$' "$out"
same 'ps v: who has most memory is first' sh "$(grep -A1 'PID TT' <<<"$out" | awk 'NR == 2 { print $NF }')"
run vforkscope run ps x y
same 'ps: a mistake' '2 ps: usage: ps [l | u | v]' "$status $(cat "$SCRATCH/.out" "$SCRATCH/.err")"
out=$(printf 'ps\nvmstat -f\n' | vforkscope run sh -f 2>&1)
like 'sh -f forks' '4 forks, ' "$out"
like 'and never calls vfork' '^0 vforks' "$out"
script 'variables that go, shrink and grow' 0 <<'S' 3<<'T'
for i in 1 2; do unset i; i=x$i; echo $i; done
for i in 1 22 333 4; do for j in $i a$i; do unset i; i=$j; done; echo $i $j; done
a=abcdef; a=${a#abc}; echo $a; a=$a$a$a; echo $a; a=; echo "<$a>"; a=1; echo $a
f() { local a=22; unset a; a=333; echo $a; }; f; echo $a
S
x
x
a1 a1
a22 a22
a333 a333
a4 a4
def
defdefdef
<>
1
333
1
T
# A handler of the shell's must not run in who borrows its memory; without a handler there is nothing to block.
out=$(vforkscope events "$VFORKSCOPE_GUEST/bin/sh" -- -c '/bin/true; trap : INT; /bin/true' |
	sed -nE 's/.* ([0-9]+) +syscall.enter .*\((sigblock|sigsetmask|vfork)\).*/\1 \2/p' | tr '\n' ',')
like 'signals are blocked around a vfork when the shell has a handler, and only then' \
	'(^|,)2 vfork,2 sigblock,2 vfork,[0-9]+ sigsetmask,2 sigsetmask,$' "$out"
# What sh goes through for each command is on its first four pages; a compiler may have made some of it part of other
# functions, and there may be others of the same name.
each=$(sed '/^#/d; /\./d' guest/bin/sh/each_command)
same 'each_command names functions of sh only' '' \
	"$(for name in $each; do grep -qE "\\b$name\(" guest/bin/sh/*.[ch] || echo "$name"; done)"
placed=$(m68k-linux-gnu-nm "$VFORKSCOPE_GUEST/bin/sh" | awk -v names="$each" '
	BEGIN { n = split(names, all) ; for (i = 1; i <= n; i++) named[all[i]] = 1 }
	$2 ~ /[tT]/ && $3 in named && (!($3 in at) || $1 < at[$3]) { at[$3] = $1 }
	END { for (name in at) near += at[name] < "00004000"; print near + 0 }')
check "they lie together: $placed of $(wc -w <<<"$each")" [ "$placed" -ge 40 ]
# what needs fork, and what does not
forks()
{
	out=$(vforkscope run sh -c "$2
vmstat -f" 2>&1 </dev/null)
	like "$1" "^$3 forks" "$out"
	like "$1: vforks" "^$4 vforks" "$out"
}
# one more vfork than programs, to find out what is lent
forks 'no fork for programs' 'true; /bin/true | /bin/cat; X=`echo a`; echo b & wait; { echo c; } >/dev/null' 2 7
forks 'a subshell forks' '(true)' 3 1
forks 'its last program needs no child' '(true; /bin/true)' 3 1
forks 'builtins in a pipeline fork' 'true | true' 4 1
forks 'compound commands in the background fork' '{ echo; } & wait; true && echo & wait' 4 3
forks 'a substituted builtin forks' 'X=`test a`' 3 1
finish
