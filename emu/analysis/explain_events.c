/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages of hazards and events. See explain.h. */
#include "analysis/explain.h"
#include "base/language.h"
#include "machine/event.h"

#define BSD_VFORK "4.3BSD vfork(2), 30 June 1985"
#define POSIX_VFORK "POSIX.1-2001 vfork"
#define LINUX_VFORK "Linux man-pages vfork(2)"

/* clang-format off */
static const struct page pages[EV_ALL] = {
	[EV_HAZARD_LEFT] = {
		N_("A child of vfork must not leave the function that called vfork: not by return, not by longjmp, "
		"not by any other move of its stack pointer. Its parent sleeps inside that function and will "
		"return from it a second time, by a frame that the child's next call overwrites."),
		BSD_VFORK " (the parent would return to a stack frame that is no more); " POSIX_VFORK " and "
		LINUX_VFORK " (undefined)",
		N_("Call vfork in the function that also calls execve and _exit, and end the child there: if ((pid "
		"= vfork()) == 0) { execve(path, argv, envp); _exit(127); }. A function that hides vfork cannot "
		"be written in C; posix_spawn is the interface that can."),
		"return"},
	[EV_HAZARD_FRAME] = {
		N_("As long as a lender sleeps, nobody may change the words by which it will go on: return "
		"addresses, saved registers, and variables that it will read of calls that the child has left."),
		POSIX_VFORK " (undefined to change any data but the variable that holds vfork's result); "
		BSD_VFORK,
		N_("Keep the child inside the function that called vfork, and let it call nothing but execve and "
		"_exit. It may call deeper: what lies below its own frame is free."),
		"return"},
	[EV_HAZARD_DATA] = {
		N_("What a child of vfork stores into a variable or into the heap its parent finds there. If that "
		"is an address, of a function or of data, the parent goes where it leads, long after the loan."),
		POSIX_VFORK " (undefined to change any data but the variable that holds vfork's result); "
		LINUX_VFORK,
		N_("Let the child change nothing: make what execve needs ready before vfork."), "explore"},
	[EV_HAZARD_STDIO] = {
		N_("A child of vfork ends by _exit, not by exit: exit calls the parent's atexit functions, flushes "
		"the parent's buffers and closes its FILEs, in memory that is the parent's."),
		BSD_VFORK " (exit will flush and close standard I/O channels, and mess up the parent's); "
		LINUX_VFORK "; " POSIX_VFORK
		" (undefined to call any function but _exit and those of the exec family)",
		N_("_exit(127) after an exec that failed. Flush before vfork what is to come out first."), "exit"},
	[EV_HAZARD_USE] = {
		N_("A lender that goes on takes what it finds: it returns to the address that lies in its frame "
		"now, gets back the registers that lie there, and reads its variables as they are."),
		BSD_VFORK "; " LINUX_VFORK,
		N_("Nothing helps any more; look at hazard.left or hazard.frame before it."), "longjmp"},
	[EV_HAZARD_FATE] = {
		N_("What becomes of a lender whose frame was damaged is chance: it dies, returns to where its "
		"child has been, goes round for ever, or comes through. That it came through once proves "
		"nothing."),
		POSIX_VFORK " (the behavior is undefined); HP-UX's vfork(2) warns that both are likely to die",
		N_("Mend what hazard.left and hazard.frame tell."), "return"},
	[EV_BOOT] = {
		N_("The kernel has found its memory and takes on the ways of a historic system."), "", "", ""},
	[EV_PROC_CREATE] = {
		N_("A process begins as a slot of the process table, with its parent's number, groups and signal "
		"masks. Whether it borrows, shares or has a copy is decided afterwards."),
		"4.3BSD kern_fork.c, newproc", "", "pids"},
	[EV_PROC_STATE] = {
		N_("A process runs, is ready, sleeps on a channel, is stopped, or is a zombie. A lender sleeps so "
		"deep that no signal is looked at: its priority is below PZERO."),
		"4.3BSD kern_synch.c, sleep; sys/proc.h", "", "procs"},
	[EV_PROC_SWITCH] = {
		N_("Another process gets the processor: one that waits gives it away, and at the end of a system "
		"call one of better priority takes it."),
		"4.3BSD kern_synch.c, swtch", "", "order"},
	[EV_SYSCALL_ENTER] = {
		N_("A program enters the kernel by CHMK, trap #0 here, with the call's number in d0 and its "
		"arguments on the stack. During a loan a borrower should make no call but execve and _exit."),
		POSIX_VFORK "; 4.3BSD trap.c, syscall", "", "descriptors"},
	[EV_SYSCALL_EXIT] = {
		N_("The result comes back in d0 and d1; the carry bit says that d0 is an error's number. vfork "
		"returns twice: first in the child, with 1 in d1, of which the library's stub makes 0."),
		"4.3BSD trap.c, syscall; kern_fork.c, fork1", N_("Test for -1 before you test for 0."), "inverted"},
	[EV_VFORK_BEGIN] = {
		N_("A lender is about to lend: it has a child, which will run on its memory and its stack."),
		BSD_VFORK "; 4.3BSD kern_fork.c, fork1", "", "borrow"},
	[EV_VM_PASS] = {
		N_("The page tables go to the child and none of the pages is copied. Until they come back the "
		"lender owns no memory, and a small table of its own."),
		"4.3BSD vm_proc.c, vpassvm; vm_pt.c, vpasspt", N_("Where a copy is meant, call fork."), "tables"},
	[EV_VM_RETURN] = {
		N_("The memory goes back as the child leaves it, at exec's commit point or as exit begins: the "
		"same page frames, with all that was written."),
		"4.3BSD kern_exec.c, getxfile; kern_exit.c, exit", "", "heap"},
	[EV_VM_SHARE] = {
		N_("The child is attached to its parent's page table: both have the memory. After vfork only one "
		"of them runs."),
		"NetBSD kern_fork.c, fork1 (FORK_SHAREVM); Linux fork.c, copy_mm (CLONE_VM)", "", "borrow"},
	[EV_VM_PART] = {
		N_("A process leaves memory that it shared. Nothing goes back: the other has had it all the time."),
		"Linux fork.c, mm_release; NetBSD uvm_glue.c", "", "asleep"},
	[EV_VM_SWAPOUT] = {
		N_("Who has slept for more than 20 seconds and has no page in memory looks like deadwood to the "
		"swapper. On systems that lend, that is a lender."),
		"4.3BSD vm_sched.c, sched and swappable", "", "asleep"},
	[EV_VM_SWAPIN] = {
		N_("A u area is back: its process can run, with the registers and the kernel stack that it had."),
		"4.3BSD vm_sched.c, sched", "", "asleep"},
	[EV_VFORK_END] = {
		N_("The lender leaves vfork with its child's number. Memory is as the child left it; registers are "
		"the lender's own, but on a SPARC."),
		BSD_VFORK "; SunOS 4.1.3 vfork(2)", N_("Declare variables that both use volatile, or do not use them."),
		"registers"},
	[EV_FORK_COPY] = {
		N_("fork copies: on some systems all pages of data and stack at once, on others a page only when "
		"one of the two writes it."),
		"4.3BSD vm_proc.c, procdup; 4.4BSD vm_glue.c, vm_fork", "", "cost"},
	[EV_COW_COPY] = {
		N_("A page that two processes have in common is copied because one of them writes to it."),
		"4.4BSD vm_fault.c; Linux memory.c, do_wp_page", "", "cost"},
	[EV_EXEC_COMMIT] = {
		N_("From here on exec cannot fail any more. A borrower gives the memory back just now, before the "
		"new program is loaded: so its errors before can be told, and its parent goes on."),
		"4.3BSD kern_exec.c, getxfile", N_("After an exec that has failed: _exit(127)."), "order"},
	[EV_EXEC_DONE] = {
		N_("The new program is loaded and about to begin, with memory of its own."),
		"4.3BSD kern_exec.c, execve", "", "tracing"},
	[EV_EXIT_BEGIN] = {
		N_("A process ends by _exit, or by a signal. A borrower gives the memory back first of all, on the "
		"systems that lend."),
		"4.3BSD kern_exit.c, exit", N_("In a child of vfork: _exit, not exit."), "exit"},
	[EV_EXIT_END] = {
		N_("The process is a zombie: all is gone but its status and its account, until its parent waits "
		"for it. A zombie counts against the limit of processes."),
		"4.3BSD kern_exit.c, exit; kern_fork.c, fork1", N_("Call wait."), "maxuprc"},
	[EV_WAIT_REAP] = {
		N_("A parent collects a zombie: its slot is free again."), "4.3BSD wait(2); kern_exit.c, wait1", "",
		"usage"},
	[EV_FAULT_LENGTH] = {
		N_("A reference beyond the length of the region. Just below the stack the stack grows, elsewhere "
		"it is SIGSEGV."),
		"VAX Architecture Reference Manual, length violation; 4.3BSD trap.c, grow", "", "null"},
	[EV_FAULT_PROTECTION] = {
		N_("A reference that the page does not allow: a write to text, or to a page that is copied on "
		"write."),
		"VAX Architecture Reference Manual, access control violation", "", "null"},
	[EV_FAULT_INVALID] = {
		N_("A page that is not there yet: it is filled on demand, with zeros or from the program's file."),
		"4.3BSD vm_page.c, pagein", "", "cost"},
	[EV_SIGNAL_POST] = {
		N_("A signal is sent. Whether it takes effect now depends on how its receiver sleeps and what it "
		"blocks."),
		"4.3BSD kern_sig.c, psignal", "", "handler"},
	[EV_SIGNAL_DEFER] = {
		N_("A signal stays pending: it is blocked, its receiver sleeps below PZERO, or it would stop a "
		"borrower, whose parent could not continue it."),
		BSD_VFORK "; 4.3BSD kern_sig.c, psignal and issig", "", "unkillable"},
	[EV_SIGNAL_DELIVER] = {
		N_("A signal takes effect: its handler is called, on a frame that the kernel builds below the "
		"stack pointer, or the process ends. A borrower's handler runs on the lender's stack."),
		"4.3BSD sendsig in machdep.c; sigvec(2)",
		N_("Block signals before vfork, and set them back in the parent."), "handler"},
	[EV_PAGE_ALLOC] = {
		N_("A page frame is taken from the free list. Frames are charged to a process slot; on loan they "
		"stay the lender's."),
		"4.3BSD vm_mem.c, memall", "", "tables"},
	[EV_PAGE_FREE] = {
		N_("A page frame is free again."), "4.3BSD vm_mem.c, memfree", "", "tables"},
	[EV_TTY_READ] = {
		N_("A process reads from the terminal. From the background it gets SIGTTIN; a borrower gets an "
		"error instead."),
		BSD_VFORK "; 4.3BSD tty.c", "", "background"},
	[EV_TTY_WRITE] = {
		N_("A process writes to the terminal. What it has in a buffer of stdio is not written yet."),
		"4.3BSD tty.c", N_("Flush before vfork."), "exit"},
	[EV_DEADLOCK] = {
		N_("Nobody can ever run again: the lender waits for its borrower, and that for something that only "
		"the lender, or somebody who waits for it, would do."),
		BSD_VFORK " (the reason why a borrower gets no SIGTTIN)",
		N_("Let the child wait for nothing but exec."), "deadlock"},
	[EV_HALT] = {
		N_("The machine stops, with the status of the program that init has run."), "", "", ""},
};
/* clang-format on */

const struct page *page_of_event(uint32_t kind)
{
	return kind < EV_ALL ? &pages[kind] : NULL;
}
