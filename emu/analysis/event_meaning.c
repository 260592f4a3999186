/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of what events mean for a viewer. See event_meaning.h. */
#include "analysis/event_meaning.h"

#include "analysis/syscall_name.h"
#include "base/language.h"

enum { USUAL = false, HAZARD = true };

/* Weight, hazard, captions. */
/* clang-format off */
static const struct event_meaning meanings[EV_ALL] = {
	[EV_BOOT] = {0, USUAL, {
		{ALWAYS, N_("The kernel is up on {d0} page frames and behaves as {text}."),
		 N_("It now makes init, process 1.")},
	}},
	[EV_PROC_CREATE] = {0, USUAL, {
		{ALWAYS, N_("A slot for pid {d0} was made; its parent is pid {d1}."), ""},
	}},
	[EV_PROC_STATE] = {0, USUAL, {
		{ALWAYS, N_("pid {d0} {state1}."), ""},
	}},
	[EV_PROC_SWITCH] = {0, USUAL, {
		{ALWAYS, N_("The processor goes from {who0} to {who1}."), ""},
	}},
	[EV_SYSCALL_ENTER] = {0, USUAL, {
		{LOAN, N_("pid {pid} calls {call}."),
		 N_("{file}pid {lender} still sleeps; its memory is with pid {borrower}.")},
		{SHARER, N_("pid {pid} calls {call}."),
		 N_("{file}pid {lender} still sleeps; pid {borrower} runs on the memory that they share.")},
		{ALWAYS, N_("pid {pid} calls {call}."), "{file}"},
	}},
	[EV_SYSCALL_EXIT] = {0, USUAL, {
		{ALWAYS, "{end}", "{meaning}"},
	}},
	[EV_VFORK_BEGIN] = {4, USUAL, {
		{COPIED, N_("pid {pid} calls {maker}{here}; pid {d0} is the child."),
		 N_("{system} does not lend: the child gets a copy, page by page as they are written.")},
		{FLAT, N_("pid {pid} calls {maker}{here}: pid {d0} is to share its memory and its stack."),
		 N_("Without memory management a copy would lie at other addresses and be of no use: {system} has no "
		 "fork.")},
		{CLONED,
		 N_("pid {pid} calls clone{here}: pid {d0} is to share its memory, with a stack of its own at "
		    "{stack}."),
		 N_("The page tables stay where they are: two processes will use them.")},
		{SHARED, N_("pid {pid} calls {maker}{here}: pid {d0} is to share its memory{ownstack}."),
		 N_("The page tables stay where they are: two processes will use them, one at a time.")},
		{ALWAYS, N_("pid {pid} calls {maker}{here}: pid {d0} is to borrow its memory and its stack."),
		 N_("Nothing is copied. pid {pid} keeps its registers and its open files.")},
	}},
	[EV_VM_PASS] = {6, USUAL, {
		{ALWAYS, N_("vfork lends: pid {d0}'s page tables now belong to pid {d1}. None of the {pages} pages was "
			 "copied."),
		 N_("Until pid {d1} calls exec or _exit, pid {d0} owns no memory and sleeps.")},
	}},
	[EV_VM_SHARE] = {6, USUAL, {
		{FLAT, N_("vfork shares: pid {d1} uses the block of memory that pid {d0} has. {sharedpages}"),
		 N_("All of memory is open to both, as to everybody. Until pid {d1} calls exec or _exit, pid {d0} "
		 "sleeps.")},
		{SHARED, N_("{maker} shares: pid {d1} is attached to pid {d0}'s page tables. {sharedpages}"),
		 N_("Both have the memory now. Until pid {d1} calls exec or _exit, pid {d0} sleeps.")},
		{ALWAYS, N_("clone shares: pid {d1} is attached to pid {d0}'s page tables."),
		 N_("Both have the memory now, and nobody waits: they run on it at the same time.")},
	}},
	[EV_VM_PART] = {5, USUAL, {
		{SHARED, N_("pid {d0} leaves the shared memory, with all that it has written there."),
		 N_("Nothing had to go back: pid {lender} has had it all the time.")},
		{ALWAYS, N_("pid {d0} leaves the shared memory; others have it still."), ""},
	}},
	[EV_VM_RETURN] = {5, USUAL, {
		{ALWAYS,
		 N_("pid {d0} gives the memory back to pid {d1}: the same page frames, with all that was written."),
		 N_("pid {d1} wakes and will go on where it called vfork, with its own registers.")},
	}},
	[EV_VM_SWAPOUT] = {2, USUAL, {
		{TO_LENDER, N_("pid {d0} has no page and slept for more than 20 seconds: its u area goes to the swap "
			    "area."),
		 N_("Memory is not short, {d2} page frames are free: a lender looks like deadwood to the swapper.")},
		{ALWAYS, N_("The u area of pid {d0} goes to the swap area, block {d1}; {d2} page frames are free."),
		 N_("It can be woken, but not run, before that is back.")},
	}},
	[EV_VM_SWAPIN] = {2, USUAL, {
		{ALWAYS, N_("The u area of pid {d0} is back from the swap area, block {d1}."),
		 N_("Now it can run, with the registers and the kernel stack that it had.")},
	}},
	[EV_VFORK_END] = {3, USUAL, {
		{COPIED, N_("vfork ends: pid {pid} goes on, its child is pid {d0}."),
		 N_("Whatever pid {d0} wrote, it wrote into its own copies.")},
		{SHARED, N_("pid {pid} is alone again: {maker} returns {d0}."),
		 N_("{registers}; memory{butstack} is as pid {d0} left it{left}.")},
		{ALWAYS, N_("The loan is over: {maker} returns {d0} in pid {pid}."),
		 N_("{registers}; memory is as pid {d0} left it{left}.")},
	}},
	[EV_FORK_COPY] = {4, USUAL, {
		{COPIED,
		 N_("vfork does as fork does: {d1} pages are copied for pid {d0}, {d2} are in common until one of "
			 "the "
		 "two writes."),
		 N_("Each of the two has page tables of its own.")},
		{SHARED, N_("pid {d0} gets a stack of its own: {d1} pages of it are copied."),
		 N_("What it does to its stack, pid {pid} will not see.")},
		{ALWAYS, N_("fork copied {d1} pages for pid {d0}; {d2} are shared."),
		 N_("From now on each of the two writes into pages of its own.")},
	}},
	[EV_COW_COPY] = {0, USUAL, {
		{ALWAYS, N_("pid {pid} writes to {x0}: the shared page is copied, page frame {d1} to {d2}."),
		 N_("Copy on write: only now does the page cost anything.")},
	}},
	[EV_EXEC_COMMIT] = {3, USUAL, {
		{LOAN,
		 N_("pid {pid} executes {text}: it gives the borrowed memory back before the new program is loaded."),
		 N_("From here on exec cannot fail any more, and pid {lender} may go on. {changes}")},
		{SHARER, N_("pid {pid} executes {text}: it leaves the shared memory before the new program is loaded."),
		 N_("From here on exec cannot fail any more, and pid {lender} may go on. {changes}")},
		{COPIER, N_("pid {pid} executes {text}: its old memory goes, exec cannot fail any more."), "{apart}"},
		{ALWAYS, N_("pid {pid} executes {text}: its old memory goes, exec cannot fail any more."), ""},
	}},
	[EV_EXEC_DONE] = {1, USUAL, {
		{FLAT, N_("{text} is loaded into pid {pid} and starts at {x0}."),
		 N_("It was moved there: every program has addresses of its own, and no protection.")},
		{ALWAYS, N_("{text} is loaded into pid {pid} and starts at {x0}."), N_("It has memory of its own.")},
	}},
	[EV_EXIT_BEGIN] = {2, USUAL, {
		{LOAN, N_("pid {pid} exits{through}: {status0}. It will give the memory back."), "{changes}"},
		{SHARER, N_("pid {pid} exits{through}: {status0}. It will leave the shared memory."), "{changes}"},
		{COPIER, N_("pid {pid} exits{through}: {status0}."), "{apart}"},
		{ALWAYS, N_("pid {pid} exits: {status0}."), ""},
	}},
	[EV_EXIT_END] = {0, USUAL, {
		{ALWAYS, N_("pid {pid} is a zombie: all gone but its exit status."),
		 N_("Its parent collects it with wait.")},
	}},
	[EV_WAIT_REAP] = {2, USUAL, {
		{ALWAYS, N_("pid {pid} collects pid {d0}: {status1}."), ""},
	}},
	[EV_FAULT_LENGTH] = {0, USUAL, {
		{ALWAYS, N_("pid {pid}{at1} refers to {x0}, beyond the region's length."),
		 N_("Just below the stack the kernel lets it grow; anywhere else it is a segmentation fault.")},
	}},
	[EV_FAULT_PROTECTION] = {0, USUAL, {
		{ALWAYS, N_("pid {pid}{at1} refers to {x0} in a way that the page does not allow."),
		 N_("A shared page is copied now; else the process dies.")},
	}},
	[EV_FAULT_INVALID] = {0, USUAL, {
		{ALWAYS, N_("pid {pid}{at1} refers to {x0}, a page that is not there yet."),
		 N_("The kernel gives it a page frame filled with zeros.")},
	}},
	[EV_SIGNAL_POST] = {0, USUAL, {
		{SENT, N_("pid {pid} sends {signal1} to {whom0}."), ""},
		{ALWAYS, N_("The kernel sends pid {d0} {signal1}."), ""},
	}},
	[EV_SIGNAL_DEFER] = {2, USUAL, {
		{MASKED, N_("{signal1} to pid {d0} stays pending."),
		 N_("pid {d0} blocks it: it takes effect when it is let through.")},
		{SHARED, N_("{signal1} to pid {d0} stays pending."), N_("It takes effect when {maker} is over.")},
		{COPIED, N_("{signal1} to pid {d0} stays pending."), N_("It takes effect when {maker} is over.")},
		{TO_LENDER, N_("{signal1} to pid {d0} stays pending."),
		 N_("A lender cannot be interrupted: it has no memory to run on.")},
		{TO_BORROWER, N_("{signal1} to pid {d0} stays pending until the loan is over."),
		 N_("A borrower is not stopped: pid {lender} could not go on before somebody continues it.")},
		{ALWAYS, N_("{signal1} to pid {d0} stays pending."),
		 N_("The signal is blocked, or the process sleeps where no signal reaches it.")},
	}},
	[EV_SIGNAL_DELIVER] = {7, HAZARD, {
		{HANDLED, N_("{signal0} takes effect in pid {pid}{at1}: its handler, {function2}, is called."),
		 N_("The kernel has built a frame for it below the stack pointer; returning from it restores the "
		 "registers.")},
		{ALWAYS, N_("{signal0} takes effect in pid {pid}, at {x1}{here}."),
		 N_("Nobody handles it: the process dies.")},
	}},
	[EV_PAGE_ALLOC] = {0, USUAL, {
		{ALWAYS, N_("Page frame {d0} is taken: {use1} of {who2}."), ""},
	}},
	[EV_PAGE_FREE] = {0, USUAL, {
		{ALWAYS, N_("Page frame {d0} is free again; it was {use1} of {who2}."), ""},
	}},
	[EV_TTY_READ] = {0, USUAL, {
		{ALWAYS, N_("pid {pid} reads {d0} bytes from the console: {text}"), ""},
	}},
	[EV_TTY_WRITE] = {0, USUAL, {
		{ALWAYS, N_("pid {pid} prints: {printed0}"), ""},
	}},
	[EV_DEADLOCK] = {7, HAZARD, {
		{NAMED, N_("Nobody can ever run again: pid {d1}, which pid {d0} sleeps for, {wait1}."),
		 N_("pid {d0} goes on when pid {d1} executes a program or exits, and everybody else waits for them.")},
		{ALWAYS, N_("Nobody can ever run again."),
		 N_("Every process waits for something that no other will do.")},
	}},
	[EV_HALT] = {1, USUAL, {
		{ALWAYS, N_("The machine stops with status {d0}{why}."), ""},
	}},
	[EV_HAZARD_LEFT] = {7, HAZARD, {
		{ALWAYS, "{hazard}", "{harm}"},
	}},
	[EV_HAZARD_FRAME] = {7, HAZARD, {
		{ALWAYS, "{hazard}", "{harm}"},
	}},
	[EV_HAZARD_DATA] = {7, HAZARD, {
		{ALWAYS, "{hazard}", "{harm}"},
	}},
	[EV_HAZARD_STDIO] = {7, HAZARD, {
		{ALWAYS, "{hazard}", "{harm}"},
	}},
	[EV_HAZARD_USE] = {7, HAZARD, {
		{ALWAYS, "{hazard}", "{harm}"},
	}},
	[EV_HAZARD_FATE] = {7, HAZARD, {
		{ALWAYS, "{hazard}", "{harm}"},
	}},
};
/* clang-format on */

const struct event_meaning *event_meaning(uint32_t kind)
{
	static const struct event_meaning nothing = {0};

	return kind < EV_ALL ? &meanings[kind] : &nothing;
}

bool event_counts_pages(uint32_t kind)
{
	return kind == EV_VM_PASS || kind == EV_VM_SHARE;
}

bool event_notable(const struct event *e, bool borrows)
{
	if (e->kind != EV_SYSCALL_EXIT)
		return event_meaning(e->kind)->weight > 0;
	return e->arg[3] ? syscall_makes(e->arg[0]) : borrows && syscall_changes_self(e->arg[0]);
}
