#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The picture as text: everything that the window shows, for those who cannot see it.
. "$(dirname "$0")/../lib.sh"

run "$VFORKSCOPE" text return --at hazard.frame
same 'text' '0 ' "$status $err"
all=$out
like 'the instant' '^return  on 4\.3bsd  event .*  hazard\.frame  @' "$all"
hex='[0-9a-f]{8}'
like 'the caption: who did it, where, to what' \
	"^The return address of spawn\\(\\) was $hex, pid 3 made it $hex in main\\(\\), return\\.c:[0-9]+\\.\$" "$all"
like 'a line of the source, and who stands there' 'report\(0x11111111, 0x22222222, 0x33333333\);  pid 3 here$' "$all"
like 'a register with its three values, and whose it is' '^d0  00000042  00000000  result$' "$all"
like 'the damaged word: what it is, what it was, who wrote it' \
	'33333333  return address  was [0-9a-f]{8}  B  pid 3$' "$all"
like 'what a hatch says of a page' '^page 7ffff000: stack; of pid 2, lent to pid 3; .*written by the borrower' "$all"
same 'a lent page is told once' 1 "$(grep -c '^page 7ffff000' <<<"$all")"
like 'what colours say of page frames' '^page frame [0-9a-f]+: stack of pid 2, who has lent it, written by the' "$all"
like 'what is behind a tab' '^== Files  ' "$all"
like 'what was printed' '^parent: I call spawn\(\)$' "$all"
run "$VFORKSCOPE" text return --at hazard.frame --panel stack
same 'one panel' "0 $(sed -n '/^== Stack/,/^$/p' <<<"$all")" "$status $out"
run "$VFORKSCOPE" text return --hazard 1
like 'at a finding: all panels' '^== Stack' "$out"
run "$VFORKSCOPE" text return --at vm.pass --keys 'E'
like 'after a key: what the child could do' 'return from' "$out"
run "$VFORKSCOPE" text borrow --system 4.4bsd --at vfork.end
like 'where nothing was lent no loan is over' '^== Address spaces  the parent goes on; nothing was lent$' "$out"
same 'nor is it told of elsewhere' '' "$(grep -E '^== .*loan' <<<"$out")"
run "$VFORKSCOPE" text return --at hazard.frame --keys 'Tab'
like 'what is selected is told' '^== Selected$' "$out"
XDG_STATE_HOME=$SCRATCH/state run vforkscope text return.lesson --keys 'Ctrl+PageDown Tab Tab Tab'
like 'a lesson: also what would be the answer' '^Selected: 7ffff[0-9a-f]{3}: ' "$out"
like 'a lesson: but not what it is' "^7ffff[0-9a-f]{3}   a word of main\\(\\)'s frame\$" "$out"
XDG_STATE_HOME=$SCRATCH/state run vforkscope text return.lesson --keys 'Return'
like 'a step of a lesson' '^== Lesson' "$out"
same 'who takes its text has not begun it' '' "$(find "$SCRATCH/state" -name lessons 2>/dev/null)"
refuses 'no such panel' 'there are source' "$VFORKSCOPE" text return --panel nothing
refuses 'no program' 'usage: vforkscope text' "$VFORKSCOPE" text
# What a fork keeps is of the fork.
run vforkscope text borrow fork --system 4.4bsd --at "fork.copy#3" --keys 5
like 'data at a fork' 'variable  at fork, pid' "$out"
finish
