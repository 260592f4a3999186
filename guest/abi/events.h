/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every event of the kernel and the machine: EVENT(symbol, name, argument names, what it tells).
 * Argument names are separated by one space; an empty string means none. The kernel raises the events with
 * TRACE; the host's names, `vforkscope events` and the tests come from this table.
 */
#ifndef ABI_EVENTS_H
#define ABI_EVENTS_H

#define EVENT_ARGS 6  /* longwords that TRACE passes at most; the others are 0 */
#define EVENT_TEXT 32 /* bytes of text kept with an event, NUL included */

#define EVENTS(EVENT)                                                                                                  \
	EVENT(BOOT, "boot", "pages", "the kernel is up; text: the system")                                             \
	EVENT(PROC_CREATE, "proc.create", "child parent how", "a process slot was made; how: 0 boot, 1 fork, 2 vfork") \
	EVENT(PROC_STATE, "proc.state", "proc stat flag wchan pri", "a process changed its state")                     \
	EVENT(PROC_SWITCH, "proc.switch", "from to", "the processor went to another process")                          \
	EVENT(SYSCALL_ENTER, "syscall.enter", "number arg0 arg1 arg2", "a system call begins")                         \
	EVENT(SYSCALL_EXIT, "syscall.exit", "number val1 val2 error", "a system call returns to the user")             \
	EVENT(VFORK_BEGIN, "vfork.begin", "child pc sp", "the lender is about to lend")                                \
	EVENT(VM_PASS, "vm.pass", "from to p0br p0lr p1br p1lr", "the page tables went to the borrower")               \
	EVENT(VM_RETURN, "vm.return", "from to p0br p0lr p1br p1lr", "the page tables came back")                      \
	EVENT(VM_SHARE, "vm.share", "from to p0br p0lr p1br p1lr",                                                     \
	      "the child was attached to its parent's page tables")                                                    \
	EVENT(VM_PART, "vm.part", "proc left", "a process left shared memory; left: who still has it")                 \
	EVENT(VM_SWAPOUT, "vm.swapout", "proc block free", "a u area went to the swap area; free: page frames")        \
	EVENT(VM_SWAPIN, "vm.swapin", "proc block free", "a u area came back from the swap area")                      \
	EVENT(VFORK_END, "vfork.end", "child", "the lender leaves vfork")                                              \
	EVENT(FORK_COPY, "fork.copy", "child copied shared", "fork copied memory; counts are pages")                   \
	EVENT(COW_COPY, "cow.copy", "va from to", "a shared page was copied because of a store")                       \
	EVENT(EXEC_COMMIT, "exec.commit", "size", "exec cannot fail any more; text: the program")                      \
	EVENT(EXEC_DONE, "exec.done", "entry sp", "the new program is loaded; text: the program")                      \
	EVENT(EXIT_BEGIN, "exit.begin", "status", "exit begins")                                                       \
	EVENT(EXIT_END, "exit.end", "status", "the process is a zombie")                                               \
	EVENT(WAIT_REAP, "wait.reap", "child status", "a parent collected a zombie")                                   \
	EVENT(FAULT_LENGTH, "fault.length", "va pc param", "a reference beyond the region")                            \
	EVENT(FAULT_PROTECTION, "fault.protection", "va pc param", "a reference that the page forbids")                \
	EVENT(FAULT_INVALID, "fault.invalid", "va pc param", "a reference to a page that is not there")                \
	EVENT(SIGNAL_POST, "signal.post", "to signal", "a signal was sent")                                            \
	EVENT(SIGNAL_DEFER, "signal.defer", "to signal", "a signal stays pending")                                     \
	EVENT(SIGNAL_DELIVER, "signal.deliver", "signal pc handler",                                                   \
	      "a signal takes effect; handler: 0 for the default")                                                     \
	EVENT(PAGE_ALLOC, "page.alloc", "pfn type owner vpage", "a page frame was taken")                              \
	EVENT(PAGE_FREE, "page.free", "pfn type owner", "a page frame was given back")                                 \
	EVENT(TTY_READ, "tty.read", "bytes", "a read from the console; text: what")                                    \
	EVENT(TTY_WRITE, "tty.write", "bytes", "a write to the console; text: its beginning")                          \
	EVENT(DEADLOCK, "deadlock", "lender borrower", "nobody can ever run again; text: what the borrower does")      \
	EVENT(HALT, "halt", "status", "the machine stops; text: why, if not asked for")

enum event_kind {
#define EVENT(symbol, name, args, tells) EV_##symbol,
	EVENTS(EVENT)
#undef EVENT
		EV_COUNT
};

#endif
