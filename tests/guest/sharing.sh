#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the page tables and the events say of vfork and fork: who has which page frame when, in what order things happen,
# and that a loan copies nothing.
. "$(dirname "$0")/../lib.sh"

# events WHAT PROGRAM...: the events of the names as "name" in one line
events()
{
	local names=$1
	shift
	vforkscope events "$@" --json | python3 -c '
import json, re, sys
names = [e["name"] for e in json.load(sys.stdin)]
print(*[n for n in names if re.fullmatch(sys.argv[1], n)])' "$names"
}

loan='vfork.begin|vm.pass|exec.commit|exit.begin|vm.return|vfork.end|exit.end|wait.reap|fork.copy'
# Process 0 makes init, init the program's process, both by fork; the last exit is the program's own.
before='fork.copy exec.commit fork.copy exec.commit'
after='exit.begin exit.end wait.reap'
for system in 4.3bsd 4.2bsd; do
	same "borrow, $system: order of the events" \
		"$before vfork.begin vm.pass exit.begin vm.return vfork.end exit.end wait.reap $after" \
		"$(events "$loan" borrow --system $system)"
done
same 'borrow, 3bsd: order of the events' \
	"$before vfork.begin vm.pass exit.begin vm.return vfork.end exit.end wait.reap $after" \
	"$(events "$loan" borrow --system 3bsd)"
# Both let the parent go when the memory is given up, but it runs later.
for system in netbsd linux; do
	same "borrow, $system: order of the events" \
		"$before vfork.begin vm.share exit.begin vm.part exit.end vfork.end wait.reap $after" \
		"$(events "$loan|vm.share|vm.part" borrow --system $system)"
done
same 'borrow, private-stack: order of the events' \
	"$before vfork.begin fork.copy vm.share exit.begin vm.part exit.end vfork.end wait.reap $after" \
	"$(events "$loan|vm.share|vm.part" borrow --system private-stack)"
for system in 4.4bsd netbsd-1.3; do
	same "borrow, $system: order of the events" \
		"$before vfork.begin fork.copy exit.begin exit.end vfork.end wait.reap $after" \
		"$(events "$loan" borrow --system $system)"
done
same 'borrow, linux-2.0: order of the events' \
	"$before vfork.begin fork.copy vfork.end exit.begin exit.end wait.reap $after" \
	"$(events "$loan" borrow --system linux-2.0)"

cat >"$SCRATCH/spawn.c" <<'C'
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	if (vfork() == 0) {
		execl("/bin/true", "true", (char *)0);
		_exit(1);
	}
	wait(0);
	return 0;
}
C
spawn=$SCRATCH/spawn
vforkscope cc "$spawn.c" -o "$spawn"
loan="$loan|exec.done"
before='fork.copy exec.commit exec.done fork.copy exec.commit exec.done'
same 'exec, 4.3bsd: the memory is back before the new program is loaded' \
	"$before vfork.begin vm.pass exec.commit vm.return vfork.end exec.done exit.begin exit.end wait.reap $after" \
	"$(events "$loan" "$spawn")"
same 'exec, 4.4bsd: the parent waits for exec, and nobody for the parent' \
	"$before vfork.begin fork.copy exec.commit exec.done vfork.end exit.begin exit.end wait.reap $after" \
	"$(events "$loan" "$spawn" --system 4.4bsd)"

# shellcheck disable=SC2317 # called by run
# state PROGRAM... --at WHERE: lines "pages PID part:va:pfn...", "lengths PID tsize+dsize ssize p0lr p1lr" and
# "flags PID ..."
state()
{
	vforkscope state "$@" --json | python3 -c '
import json, sys
state = json.load(sys.stdin)
for p in state["processes"]:
	pid = p["pid"]
	pages = ["%(part)s:%(va)x:%(pfn)d" % g for g in state["pages"] if g["pid"] == pid and g["present"]]
	print("pages", pid, *pages)
	print("lengths", pid, p["tsize"] + p["dsize"], p["ssize"], p["p0lr"], p["p1lr"])
	print("flags", pid, p["flags"])'
}
# of WHAT PID: that line of $out, without its first words
of() { sed -n "s/^$1 $2 \?//p" <<<"$out"; }
# pages PID PARTS: its pages of those parts
pages() { of pages "$1" | tr ' ' '\n' | grep -E "^($2):" | sort; }
pfns() { sed 's/.*://' | sort; }
common() { comm -12 <(pfns <<<"$1") <(pfns <<<"$2") | grep -c .; }

run state borrow --at vfork.begin
lender=$(of pages 2) lengths=$(of lengths 2)
like 'before the loan the lender has text, data and stack' 'text:0:.* data:4000:.* stack:7ffff000:' "$lender"
run state borrow --at vm.pass
same 'the borrower has the same page frames at the same addresses' "$lender" "$(of pages 3)"
same 'the lender has none' '' "$(of pages 2)"
same 'the lender'\''s P0LR is 0 and its P1LR is beyond the last page' '0 0 0 262144' "$(of lengths 2)"
same 'the borrower has the lender'\''s lengths' "$lengths" "$(of lengths 3)"
like 'the borrower is SVFORK' SVFORK "$(of flags 3)"
run state borrow --at exit.begin
same 'when the borrower exits, the same page frames are there' "$lender" "$(of pages 3)"
same 'still the lender has none' '0 0 0 262144' "$(of lengths 2)"
like 'the lender is SNOVM' SNOVM "$(of flags 2)"
run state borrow --at vm.return
same 'the lender has its page frames again' "$lender" "$(of pages 2)"
same 'and its lengths' "$lengths" "$(of lengths 2)"
same 'the borrower has nothing left' '0 0 0 262144' "$(of lengths 3)"
run state borrow --at vfork.end
same 'after the loan: the same page frames' "$lender" "$(of pages 2)"
check 'after the loan the lender is not SNOVM' test "$(of flags 2)" = SLOAD
same 'only the borrower'\''s u area and page table are taken' 'u area u area page table' "$(
	vforkscope events borrow --json | python3 -c '
import json, sys
types = ["free", "kernel", "text", "data", "stack", "u area", "page table"]
events = json.load(sys.stdin)
begin, end = ([e["name"] for e in events].index(n) for n in ("vfork.begin", "vfork.end"))
taken = [types[e["args"]["type"]] for e in events[begin:end] if e["name"] == "page.alloc"]
print(*sorted(taken, reverse=True))')"

run state borrow --system 3bsd --at exit.begin
same 'borrow, 3bsd: the lender has no page table at all' '0 0 0 262144' "$(of lengths 2)"
same 'from vfork.begin to vfork.end on 3bsd only the u area is taken' 2 \
	"$(vforkscope events borrow --system 3bsd --json |
	python3 -c '
import json, sys
events = json.load(sys.stdin)
begin, end = ([e["name"] for e in events].index(n) for n in ("vfork.begin", "vfork.end"))
print(sum(e["name"] == "page.alloc" for e in events[begin:end]))')"

# sharing: both have the same page frames through the same page table
for system in netbsd linux; do
	run state borrow --system $system --at vm.share
	lender=$(of pages 2) lengths=$(of lengths 2)
	like "borrow, $system: the lender has its pages while they are shared" 'text:0:.* data:4000:' "$lender"
	same "borrow, $system: the borrower has the same" "$lender $lengths" "$(of pages 3) $(of lengths 3)"
	run vforkscope state borrow --system $system --at vm.share
	same "borrow, $system: one P0BR and one P1BR" 1 "$(grep -E '^[* ] +[23] +[0-9]+ (child of )?borrow ' <<<"$out" |
		grep -oE '80[0-9a-f]{6} +[0-9a-f]+ +80[0-9a-f]{6}' | sort | uniq -c | grep -c '^ *2 ')"
	like "borrow, $system: said to be shared" '^loan: pid 2 shares with pid 3' "$out"
	run state borrow --system $system --at vm.part
	same "borrow, $system: the lender has what it had" "$lender $lengths" "$(of pages 2) $(of lengths 2)"
	same "borrow, $system: the borrower nothing" '' "$(of pages 3)"
done
run state borrow --system private-stack --at vm.share
same 'borrow, private-stack: text and data are the same' "$(pages 2 'text|data')" "$(pages 3 'text|data')"
same 'borrow, private-stack: the stack is not' 0 "$(common "$(pages 2 stack)" "$(pages 3 stack)")"
check 'borrow, private-stack: there is one' test -n "$(pages 3 stack)"
run vforkscope state borrow --system 4.4bsd --at vfork.end#1
like 'borrow, 4.4bsd: said to be copied' 'has its memory copied for pid 3' "$out"

# a loan inside a loan: two lenders, each asleep on the next, and one holder; it ends in the reverse order
chain()
{
	local state='asleep on proc [0-9]+|running|zombie'
	sed -nE "s/^[* ] +([0-9]+) +[0-9]+ (child of )?nested .*($state).* (SLOAD.*)\$/\1 \3 \4/p" <<<"$out"
}
for system in 4.3bsd 3bsd; do
	run state nested --system $system --at exit.begin
	whole=$(of pages 4)
	like "nested, $system: the grandchild has the memory" 'text:0:.* data:.* stack:' "$whole"
	same "nested, $system: the others have none" ' ' "$(of pages 2) $(of pages 3)"
	run vforkscope state nested --system $system --at exit.begin
	same "nested, $system: the chain" "2 asleep on proc 3 SLOAD SNOVM
3 asleep on proc 4 SLOAD SVFORK SNOVM
4 running SLOAD SWEXIT SVFORK" "$(chain)"
	same "nested, $system: the memory goes back in the reverse order" '2>3 3>4 4>3 3>2' "$(
		vforkscope events nested --system $system --json | python3 -c '
import json, sys
print(*["%d>%d" % (e["args"]["from"], e["args"]["to"]) for e in json.load(sys.stdin)
	if e["name"] in ("vm.pass", "vm.return")])')"
	run state nested --system $system --at vm.return#2
	same "nested, $system: the first lender has it all again" "$whole" "$(of pages 2)"
done
run state nested --system netbsd --at exit.begin
same 'nested, netbsd: three processes have the memory' "$(of pages 2) $(of pages 2)" "$(of pages 3) $(of pages 4)"
check 'nested, netbsd: there is some' test -n "$(of pages 2)"

# fork: the child's data and stack are copies at once, its text is shared
copy=fork.copy#3 # after init's and the program's own
cat >"$SCRATCH/twice.c" <<'C'
#include <sys/wait.h>
#include <unistd.h>
int data = 1;
int main(void)
{
	if (fork() == 0) {
		data = 2;
		_exit(0);
	}
	wait(0);
	return 0;
}
C
twice=$SCRATCH/twice
vforkscope cc "$twice.c" -o "$twice"
run state "$twice" --at $copy
parent=$(pages 2 'data|stack') child=$(pages 3 'data|stack')
same 'fork, 4.3bsd: the child has the same pages' "$(cut -d: -f1,2 <<<"$parent")" "$(cut -d: -f1,2 <<<"$child")"
same 'fork, 4.3bsd: every page frame of data and stack is another one' 0 "$(common "$parent" "$child")"
same 'fork, 4.3bsd: text is shared' "$(pages 2 text)" "$(pages 3 text)"
check 'fork, 4.3bsd: there is text' test -n "$(pages 3 text)"
same 'fork, 4.3bsd: nothing is copied later' '' "$(events cow.copy "$twice")"

run state "$twice" --system 4.4bsd --at $copy
parent=$(pages 2 'data|stack') child=$(pages 3 'data|stack')
same 'fork, 4.4bsd: all page frames are shared at first' "$parent" "$child"
run state "$twice" --system 4.4bsd --at exit.begin
parent=$(pages 2 data) child=$(pages 3 data)
same 'fork, 4.4bsd: a page stored into has another page frame' 0 "$(common "$parent" "$child")"
like 'fork, 4.4bsd: it was copied because of a store' \
	'^cow.copy( cow.copy)*$' "$(events cow.copy "$twice" --system 4.4bsd)"
same 'fork, 4.4bsd: text is shared still' "$(pages 2 text)" "$(pages 3 text)"
finish
