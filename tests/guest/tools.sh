#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The tools of /bin that scripts are made of. What they are to write is what those of a Linux host wrote, but where
# 4.3BSD has it in another form.
. "$(dirname "$0")/../lib.sh"

# tools NAME, the text expected on descriptor 3 and the script on stdin
tools()
{
	local name=$1 expected
	expected=$(cat <&3)
	cat >"$SCRATCH/script"
	out=$(vforkscope run --quiet --put "$SCRATCH/script" sh -c 'umask 022; cd /tmp
printf "b 2\na 10\nc 1\n" >l; . ~/script' 2>&1 </dev/null)
	same "$name" "$expected" "$out"
}

tools 'grep' <<'S' 3<<'T'
echo abc | grep 'a.c'; echo E=1 | grep '^E='; grep -c a l; grep -v a l; grep -n '[0-9]$' l; grep -i A l
grep -E 'a|c' l; cp l m; grep -l a l m; grep a l m; grep -h a l m; grep -q zz l; echo $?; grep zz l nothere; echo $?
printf 'x.y\nxzy\n' | grep -F x.y; grep -x 'a 10' l; grep -e b l; grep '\(' l; grep -s a nothere; echo $?
printf 'abab\nabba\n' | grep '\(ab\)\1'
S
abc
E=1
1
b 2
c 1
1:b 2
2:a 10
3:c 1
a 10
a 10
c 1
l
m
l:a 10
m:a 10
a 10
a 10
1
grep: nothere: No such file or directory
2
x.y
a 10
b 2
grep: \(: parentheses not balanced
2
abab
T

tools 'sed' <<'S' 3<<'T'
sed -n 2p l; sed '1d;$s/c/X/' l; sed 's/\([a-z]\) \([0-9]*\)/\2 \1/' l; sed '/a/,/c/s/^/> /' l
sed -e '$a\
end' -e '2i\
before' l; sed '2c\
changed' l; sed = l | sed 'N;s/\n/:/'; sed 's/[0-9]/<&>/g' l; echo aaa | sed 's/a/b/2'; echo hello | sed y/el/ip/
sed 2q l; sed -n '$=' l; sed '2!d' l; sed 's/x*/-/g' l; sed G l; sed -n 'H;${x;s/\n/,/g;p;}' l
printf '1\n2\n3\n' | sed -n '1!G;h;$p'; printf 'a\\\nb\n' | sed -e ':x' -e '/\\$/N; s/\\\n//; tx'
sed -E 's/(a|b) /\1=/' l
sed -n '/a/{p;p;}' l; sed '2r l' l; sed -n '2,1p' l; sed 's/a/\//; s,b,/,' l; sed 's/b/x/w w1' l >/dev/null; cat w1
sed 's/a' l; echo $?; sed k l; echo $?; sed p nothere; printf 's/a/A/\np\n' >f1; sed -n -f f1 l
S
a 10
a 10
X 1
2 b
10 a
1 c
b 2
> a 10
> c 1
b 2
before
a 10
c 1
end
b 2
changed
c 1
1:b 2
2:a 10
3:c 1
b <2>
a <1><0>
c <1>
aba
hippo
b 2
a 10
3
a 10
-b- -2-
-a- -1-0-
-c- -1-
b 2

a 10

c 1

,b 2,a 10,c 1
3
2
1
ab
b=2
a=10
c 1
a 10
a 10
b 2
a 10
b 2
a 10
c 1
c 1
a 10
/ 2
/ 10
c 1
x 2
sed: / is missing
2
sed: k: no such command
2
sed: nothere: No such file or directory
b 2
A 10
c 1
T

tools 'sort, uniq, tr' <<'S' 3<<'T'
sort l; sort -n -k 2 l; sort -r l; sort -k2,2 l; sort +1n l; sort -t ' ' -k 2n l; sort -u l l; sort -o l2 l; cat l2
printf 'B\na\nC\n' | sort -f; printf '10\n9\n-1\n' | sort -n; printf 'b:1\na:1\n' | sort -t: -k2,2
printf 'a\na\nb\nc\nc\n' >u; uniq u; uniq -c u; uniq -d u; uniq -u u
echo hello | tr a-z A-Z; echo 'a  b' | tr -s ' '; echo abc123 | tr -d 0-9; echo 'a b' | tr -cs a-z '\n'
echo aBc | tr '[:upper:]' '[:lower:]'; echo a:b | tr : '\012'; tr a; echo $?
S
a 10
b 2
c 1
c 1
b 2
a 10
c 1
b 2
a 10
c 1
a 10
b 2
c 1
b 2
a 10
c 1
b 2
a 10
a 10
b 2
c 1
a 10
b 2
c 1
a
B
C
-1
9
10
a:1
b:1
a
b
c
   2 a
   1 b
   2 c
a
c
b
HELLO
a b
abc
a
b
abc
a
b
usage: tr [-cds] from [to]
2
T

tools 'head, tail, cut, paste' <<'S' 3<<'T'
tail -n 2 l; tail -1 l; tail -n +2 l; tail -c 4 l; printf 'no end' | tail -1; echo; tail -n 1 l u 2>/dev/null
cut -d' ' -f2 l; cut -c1,3- l; echo a:b:c | cut -d: -f1,3; echo a:b:c | cut -d: -f2-; echo plain | cut -d: -f1 -s
paste l l; paste -s -d, l; paste -d: l - <l; cut x; echo $?
head -1 l u 2>/dev/null; head -c 3 l; echo; head -2 - <l; wc l l; wc -l nothere; echo $?; cut -c1 nothere l
S
a 10
c 1
c 1
a 10
c 1
c 1
no end
==> l <==
c 1
2
10
1
b2
a10
c1
a:c
b:c
b 2	b 2
a 10	a 10
c 1	c 1
b 2,a 10,c 1
b 2:b 2
a 10:a 10
c 1:c 1
usage: cut -c list | -f list [-d c] [-s] [file ...]
2
==> l <==
b 2
b 2
b 2
a 10
       3       6      13 l
       3       6      13 l
       6      12      26 total
wc: nothere: No such file or directory
1
cut: nothere: No such file or directory
b
a
c
T

tools 'sort by many keys' <<'S' 3<<'T'
printf 'b 2 x\na 10 y\nc 1 x\na 9 y\n' >k; sort -k3,3 -k2n k; sort -k1,1 -k2,2n k | head -2; sort -k3r -k1 k | head -1
sort -c k; echo $?; sort k >k2; sort -c k2; echo $?; sort -t' ' -k1.1,1.1 -k2,2nr k | tail -1
sort +2 -3 +0 -1 +1n k | tail -1
printf 'a-b\nab\naa\n' | sort -d; printf 'B\na\nA\nb\n' | sort -fu; sort -k0 k; echo $?; sort -m k2 k2 | tail -1
S
c 1 x
b 2 x
a 9 y
a 10 y
a 9 y
a 10 y
a 10 y
sort: disorder: a 10 y
1
0
c 1 x
a 10 y
aa
a-b
ab
a
B
sort: 0: is no key
2
c 1 x
T

tools 'grep -w, -f, expr, tail -r, ls' <<'S' 3<<'T'
printf 'foo bar\nfoobar\nbar_foo\nfoo\n' >g; grep -w foo g; grep -e '^foo$' -e barx g; printf 'bar$\n^foo$\n' >pat
grep -f pat g; grep -cwF foo g; grep -y FOO g | wc -l; grep -nx foo g; grep -f nothere g; echo $?
expr length abc; expr substr abcdef 2 3; expr index hello lo; expr match abc 'a\(.\)'; expr length; expr length abc + 1
expr substr abc 9 1; echo $?
printf 'a\nb\nc\n' | tail -r; printf 'a\nb\nc\n' | tail -r -n 2
mkdir d; >d/x; >d/.h; mkdir d/s; >d/s/y; ln -s x d/l; chmod 755 d/x; ls -F d; ls -A d | head -1
ls -a d | head -2; ls -d d
ls -R d; ls -r d; ls -1s d/x; ls -i d/x | wc -w
S
foo bar
foo
foo
foo bar
foobar
foo
2
       4
4:foo
grep: nothere: No such file or directory
2
3
bcd
3
b
length
4

1
c
b
a
c
b
l@
s/
x*
.h
.
..
d
l
s
x

d/s:
y
x
s
l
   0 d/x
       2
T

tools 'files' <<'S' 3<<'T'
ln l hard; ln -s l soft; cat soft; cmp l hard && echo same; echo a 1 >b; cmp l b; cmp -s l b; echo $?
cmp l nothere; echo $?
mv b b2; cat b2; mkdir d d/e; mv b2 d; ls d; mv d/b2 d/e/b3; ls d/e; mv nothere x; echo $?; mv d d2; ls d2
ln -s x; ln nothere y
>d2/e/f; >d2/g; find . -name '[fg]' | sort; find d2 -type d | sort; find d2 -name f -exec echo found {} ';'
find . -size +0 -type f | sort; find d2 -name e -prune -o -print | sort; find d2 '(' -name f -o -name g ')' ! -name g
find nothere; echo $?; find d2 -depth | tail -1; find d2 -name f -exec false ';' -print
echo a b c | xargs echo x; echo a b c d | xargs -n 2 echo; echo "'a b' c" | xargs -n 1 echo
find d2 -type f | sort | xargs ls
basename /a/b/c.c .c; dirname /a/b/c; basename /; dirname a; dirname /a; basename a/b/; basename .c .c
for m in u+x go=r a-w +x u=rwx,g=rx,o= 755 u+s,g-x 0; do chmod $m l; ls -l l; done; chmod x l; chmod q+x l
echo $?; chmod 600 l
du -s d2; du -a d2 | wc -l
S
b 2
a 10
c 1
same
l b differ: char 1, line 1
1
cmp: nothere: No such file or directory
2
a 1
b2
e
b3
mv: nothere: No such file or directory
1
e
ln: nothere: No such file or directory
./d2/e/f
./d2/g
d2
d2/e
found d2/e/f
./d2/e/b3
./hard
./l
d2
d2/g
d2/e/f
find: nothere: No such file or directory
1
d2
x a b c
a b
c d
a b
c
d2/e/b3
d2/e/f
d2/g
c
/a/b
/
.
/
b
.c
-rwxr--r--  2    0       13 l
-rwxr--r--  2    0       13 l
-r-xr--r--  2    0       13 l
-r-xr-xr-x  2    0       13 l
-rwxr-x---  2    0       13 l
-rwxr-xr-x  2    0       13 l
-rwsr--r-x  2    0       13 l
----------  2    0       13 l
chmod: x: is no mode
chmod: q+x: is no mode
2
2	d2
       5
T

tools 'mkdir -p, cp -r -i -p, touch, uniq -N +N, tail -f' <<'S' 3<<'T'
mkdir -p a/b/c a/b; mkdir -p a/b//d/; echo $?; mkdir -p /bin/x; echo $?; mkdir; echo $?; mkdir -p l/x; echo $?
echo 1 >a/f; echo 2 >a/b/g; chmod 600 a/b/g; row() { sort | tr '\n' ' '; echo; }
cp -r a z; find z | row; cat z/b/g; ls -l z/b/g | cut -c1-10
cp -r a z; ls z | row; cp -r a a/x; echo $?; cp -r a a; echo $?; find a | row; cp a q; echo $?; cp -r a/b l; echo $?
echo y | cp -i l a/f; echo; cat a/f; echo n | cp -i a/b/g a/f; echo; head -1 a/f
touch o; sleep 2; cp -p o p; [ p -nt o ] || [ o -nt p ] || echo same time; sleep 1; touch o; [ o -nt p ] && echo newer
printf 'x 1\ny 1\nz 2\nw  2\n' >u; uniq -1 u; uniq +2 u; uniq -s 2 -c u; uniq -f 1 -u u; uniq -c -1 +1 u
for i in 1 2 3; do echo line$i; done >n; tail -2l n; tail +3 n; tail -4c n; tail -2r n; tail -1x n; echo $?
(sleep 1; echo more >>n; sleep 2; echo again >>n) & tail -1f n & p=$!; sleep 5; kill $p; wait 2>/dev/null
(sleep 1; echo end >>n) & tail -n 1 -f u n & p=$!; sleep 4; kill $p; wait 2>/dev/null
S
0
mkdir: /bin/x: Read-only file system
1
usage: mkdir [-p] directory ...
2
mkdir: l/x: File exists
1
z z/b z/b/c z/b/d z/b/g z/f 
2
-rw-------
a b f 
cp: a: cannot be copied into itself
1
cp: a: cannot be copied into itself
1
a a/b a/b/c a/b/d a/b/g a/f 
cp: a: is a directory
1
cp: l: File exists
1
overwrite a/f? 
b 2
a 10
c 1
overwrite a/f? 
b 2
same time
newer
x 1
z 2
w  2
x 1
z 2
w  2
   2 x 1
   1 z 2
   1 w  2
z 2
w  2
   2 x 1
   1 z 2
   1 w  2
line2
line3
line3
ne3
line3
line2
tail: -1x: makes no sense
2
line3
more
again
==> u <==
w  2

==> n <==
again
end
T

tools 'df, mount' <<'S' 3<<'T'
mount; mount /dev/x /tmp; echo $?; df nothere | wc -l; df /bin/sh | sed 1d | tr -s ' ' | cut -d' ' -f4-
used() { set -- `df $1 $2 | tail -1`; echo $3 $4 $6 $7; }
set -- `used /tmp` `used -i /home`; k=$1 left=$2 files=$6 none=$7
head -c 20000 /bin/sh >big; >d1; set -- `used /tmp/big` `used -i /tmp`
echo $(($1 - k)) $(($6 - files)) $((none - $7)); [ $2 -lt $left ]; echo $?
[ `df / | tail -1 | cut -c13-20` -gt `du -s /bin | cut -f1` ]; echo $?
S
disk on /	(read-only)
memory on /tmp
memory on /home
mount: nothing can be mounted: the one disk is, and this kernel has no call for it
1
df: nothere: No such file or directory
       1
0 100% /
24 2 2
0
0
T

tools 'cmp, diff, od' <<'S' 3<<'T'
cp l m; echo d 4 >>m; sed 1d m >m2; diff l m2; echo $?; diff -u l m2 | sed 1,2d; diff -e l m2; diff l l
echo $?; diff l nothere; echo $?
printf '1\n2\n3\n4\n5\n6\n7\n8\n9\n' >x1; sed 's/2/two/; 8d; 5a\
new' x1 >x2; diff x1 x2; diff -u x1 x2 | sed 1,2d; diff -e x1 x2 >e1; (cat e1; echo ,p
echo Q) | ed - x1 | cmp - x2 && echo made
printf 'a  b\n' >s1; printf 'a b\n' >s2; diff -b s1 s2 && echo blanks
echo ABC | od -c; echo ABC | od -b; echo ABC | od; printf '\0\t\\' | od -c; cmp -l l m2
printf 'A\0\tB\177\377' | od -abx; printf '\377\377\0\1abcd' | od -XDl; printf '\377\377' | od -i
printf 'ab\0abcdef\0x' | od -s4; printf '0123456789\n' >f; od -c f 10 ; od -c f +5.; od f +z; echo $?
S
1d0
< b 2
3a3
> d 4
1
@@ -1,3 +1,3 @@
-b 2
 a 10
 c 1
+d 4
3a
d 4
.
1d
0
diff: nothere: No such file or directory
2
2c2
< 2
---
> two
5a6
> new
8d8
< 8
@@ -1,9 +1,9 @@
 1
-2
+two
 3
 4
 5
+new
 6
 7
-8
 9
made
blanks
0000000   A   B   C  \n
0000004
0000000 101 102 103 012
0000004
0000000 040502 041412
0000004
0000000  \0  \t   \
0000003
     1 142 141
     3  62  61
     4  12  60
     5 141  12
     6  40 143
     7  61  40
     8  60  61
    10 143 144
    12  61  64
0000000   A nul  ht   B del del
        101 000 011 102 177 377
         4100  0942  7fff
0000006
0000000  ffff0001  61626364
         4294901761  1633837924
             -65535  1633837924
0000010
0000000     -1
0000002
0000003 abcdef
0000010   8   9  \n
0000013
0000005   5   6   7   8   9  \n
0000013
od: +z: is no offset
2
T

tools 'ed' <<'S' 3<<'T'
printf 'a\nhello\nworld\n.\n1,$p\ns/wor/WOR/p\n/hel/p\ng/l/s/l/L/g\n,n\n1t$\n$p\n1d\n1,2j\n,p\nw f1\nq\n' | ed; cat f1
printf '1m$\n,p\n1ka\n'"'"'a,$d\n=\na\nx\n.\nq\nh\nq\n' | ed l
printf '2i\nnew\n.\n3c\nother\n.\n,p\nr l\n$l\nv/[0-9]/d\n,p\n?b?\nk\nH\n99\n!echo out\nf\nw out\nQ\n' | ed - l; cat out
printf 'a\n1\n2\n3\n.\n2d\n,p\nu\n,p\nu\n,p\ng/[13]/d\n,p\nu\n,p\nw f1\nW f1\nP\n1p\nwq\n' | ed; wc -l f1
printf 'E nothere\nu\n1d\nE f1\n$p\nq\n' | ed -
S
hello
world
WORld
hello
1	heLLo
2	WORLd
heLLo
WORLdheLLo
11
WORLdheLLo
13
a 10
c 1
b 2
0
?
the text has changed and is not written; once more
?
b 2
new
other
c 1
c 1$
b 2
c 1
b 2
a 10
c 1
b 2
?
?
there is no such line
out
!
l
b 2
c 1
b 2
a 10
c 1
1
3
1
2
3
1
3
?
1
3
4
4
*1
*4
       2 f1
?nothere
?
?
3
T

tools 'date, expr, id, kill' <<'S' 3<<'T'
expr abc : 'a\(.\)c'; expr abc : '.*'; expr abc : b; expr 3 + 4 '*' 2; expr a = a; expr /a/b : '.*/\(.*\)'
expr 12 : '\(x\)'; echo $?
date '+%H:%M' | grep -c '^[0-9][0-9]:[0-9][0-9]$'; date now; echo $?; id -u; id -un; id; who | cut -c 1-16
sleep 9 & kill -s KILL $!; wait $!; echo $?; /bin/kill -l 9; sleep 9 & /bin/kill -s TERM $!; wait $!; echo $?
/bin/kill -s X 1; echo $?
/bin/printf '%s-%03d\n' a 7 b 8; cat l | more
S
b
3
0
11
1
b

1
1
usage: date [-u] [+format]
1
0
root
uid=0(root) gid=0(wheel)
root     console
137
KILL
143
kill: X: no such signal; kill -l lists them
2
a-007
b-008
b 2
a 10
c 1
T

tools 'man' <<'S' 3<<'T'
man 2 vfork; man borrow | head -n 3; man -k basename; man nothing; echo $?; man; echo $?; man ed | grep -c g/re/
S
vfork(2)

vfork: system call 66

pid_t vfork(void) __attribute__((returns_twice));
borrow(6)

borrow: one global, two processes
basename (1) - basename: the last part of a path, without a suffix: basename path [suffix]
No manual entry for nothing.
1
usage: man [section] name, or man -k word
2
1
T

finish
