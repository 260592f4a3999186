#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two runs beside each other in a picture, by --beside; and keys that are pressed in one.
# Not in make check.
. "$(dirname "$0")/../lib.sh"

cd "$SCRATCH"
differ() { [ -s "$1" ] && [ -s "$2" ] && ! cmp -s "$1" "$2"; }

# Two runs in one picture, whatever the other one is: each is another picture than one run alone.
run vforkscope shot return --at hazard.frame -o one.png
vforkscope run --record two.vft return >/dev/null
vforkscope what-if two.vft --at hazard.left --do '_exit(0)' --record two.vft --name lives >/dev/null
for beside in 4.4bsd fork 'return fork' return@4.4bsd exit two.vft:lives; do
	rm -f two.png
	run vforkscope shot return --at hazard.frame --beside "$beside" -o two.png
	check "shot --beside $beside: a picture of both" [ -s two.png ]
	check "and not of one" differ one.png two.png
done
vforkscope shot return --at hazard.frame --beside fork -o fork.png
vforkscope shot return --at hazard.frame --beside 'return fork' -o two.png
check 'fork is the program with that argument' cmp fork.png two.png
vforkscope shot two.vft --at hazard.frame --beside lives -o lives.png
vforkscope shot two.vft --at hazard.frame --beside two.vft:lives -o two.png
check 'a branch of the trace is named alone' cmp lives.png two.png
run vforkscope shot return --beside nosuch -o no.png
same 'a program that is none beside' 2 $status
like 'told so' "^vforkscope: nosuch: no such file, shipped program or lesson" "$err"
check 'and no picture is made' [ ! -e no.png ]
run vforkscope shot two.vft --beside nosuch -o no.png
same 'a branch that is none beside' 2 $status
run vforkscope shot return --beside 'exit@5bsd' -o no.png
same 'a system that is none beside' 2 $status
run vforkscope shot 'return' 'a b' --beside exit -o no.png
like 'an argument with a blank' '^vforkscope: --beside: no argument' "$err"
# Keys of a picture: letters are text where text is asked for, and Tab goes through what is in it.
vforkscope shot return --keys / -o empty.png
vforkscope shot return --keys '/ v m' -o typed.png
check 'what is typed is in the picture' differ empty.png typed.png
vforkscope shot return -o none.png
vforkscope shot return --keys '8 Tab' -o selected.png
check 'Tab selects in a picture' differ none.png selected.png
finish
