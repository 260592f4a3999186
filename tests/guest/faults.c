/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Everything that a program can do wrong with its instructions and addresses kills that program with the right signal,
 * and nobody else: not the machine, not its parent, and not the lender whose memory it did it on.
 */
#include <signal.h>

#include "check.h"

static volatile int sink;
static volatile int zero;

#define CODE(name, text)                                                                                               \
	static void name(void)                                                                                         \
	{                                                                                                              \
		__asm__ volatile(text);                                                                                \
	}
#define STORE(name, address)                                                                                           \
	static void name(void)                                                                                         \
	{                                                                                                              \
		*(volatile int *)(address) = 1;                                                                        \
	}
#define LOAD(name, address)                                                                                            \
	static void name(void)                                                                                         \
	{                                                                                                              \
		sink = *(volatile int *)(address);                                                                     \
	}
#define JUMP(name, address)                                                                                            \
	static void name(void)                                                                                         \
	{                                                                                                              \
		((void (*)(void))(address))();                                                                         \
	}

LOAD(load_text, 4)
STORE(store_text, 4)
STORE(store_beyond_data, 0x20000000)
STORE(store_below_stack, 0x50000000)
STORE(store_kernel, 0x80004000)
LOAD(load_kernel, 0x80004000)
STORE(store_beyond_kernel, 0x90000000)
STORE(store_reserved, 0xC0004000)
STORE(store_across_the_end, 0x3FFFFFFE)
JUMP(jump_nowhere, 0x30000000)
JUMP(jump_kernel, 0x80004000)
CODE(illegal, "illegal")
CODE(extended, ".short 0xA000")
CODE(extended_unknown, ".short 0xA0FF")
CODE(set_sr, "move.w #0x2700, %sr")
CODE(stop, "stop #0x2700")
CODE(rte, "rte")
CODE(breakpoint, "trap #15")
CODE(other_trap, "trap #7")
CODE(stack_nowhere, "move.l #0x10000000, %sp; move.l %d0, -(%sp)")
CODE(stack_kernel, "move.l #0x80003000, %sp; move.l %d0, -(%sp)")
CODE(call_stack_nowhere, "move.l #0xFFFFFFF0, %sp; moveq #4, %d0; trap #0; move.l %d0, -(%sp)")

/* One instruction that pushes onto two pages, of which the lower one is not there yet. */
#define NEAR_A_PAGE_END(depth)                                                                                         \
	"move.l %sp, %a4; move.l %sp, %d0; and.l #-4096, %d0; sub.l #" #depth ", %d0; move.l %d0, %sp; tst.l (%sp); "
CODE(push_registers, NEAR_A_PAGE_END(0xFFF0) "movem.l %d0-%d7/%a0-%a6, -(%sp); move.l %a4, %sp")
CODE(call_frame, NEAR_A_PAGE_END(0x1FFF0) ".short 0xA00A, 0; .long 1f; bra 2f; 1: .short 0x0FFF, 0xA00B;"
                                          "2: move.l %a4, %sp")
CODE(bad_frame, "move.l #0x100, -(%sp); clr.l -(%sp); move.l %sp, %fp; .short 0xA00B")
CODE(no_call, "moveq #0, %d0; trap #0")
CODE(negative_call, "moveq #-5, %d0; trap #0")
CODE(large_call, "move.l #0x7FFF, %d0; trap #0")

static void divide(void)
{
	sink = 100 / zero;
}

static int recurse(int depth)
{
	volatile char room[1000];

	room[0] = (char)depth;
	return depth ? recurse(depth - 1) + room[0] : 0;
}

static void stack_overflow(void)
{
	sink = recurse(100000);
}

static void deep_stack(void)
{
	sink = recurse(900); /* 900 KB of the 1 MB */
}

static void terminate(void)
{
	kill(getpid(), SIGTERM);
}

static void kill_itself(void)
{
	kill(getpid(), SIGKILL);
}

static void ignored(void)
{
	kill(getpid(), SIGCHLD);
}

static const struct {
	const char *name;
	void (*does)(void);
	int status; /* of a child that does it and then calls _exit(7) */
} cases[] = {
	{"reads its text", load_text, EXITED(7)},
	{"writes its text", store_text, SIGBUS},
	{"writes beyond its data", store_beyond_data, SIGSEGV},
	{"writes far below its stack", store_below_stack, SIGSEGV},
	{"writes over the program region's end", store_across_the_end, SIGSEGV},
	{"writes the kernel", store_kernel, SIGBUS},
	{"reads the kernel", load_kernel, SIGBUS},
	{"writes beyond the kernel", store_beyond_kernel, SIGSEGV},
	{"writes the reserved region", store_reserved, SIGSEGV},
	{"jumps into nothing", jump_nowhere, SIGSEGV},
	{"jumps into the kernel", jump_kernel, SIGBUS},
	{"illegal instruction", illegal, SIGILL},
	{"extended function for the kernel", extended, SIGILL},
	{"extended function that there is not", extended_unknown, SIGILL},
	{"sets the status register", set_sr, SIGILL},
	{"stops the processor", stop, SIGILL},
	{"returns from an exception", rte, SIGILL},
	{"breakpoint", breakpoint, SIGTRAP},
	{"another trap", other_trap, SIGILL},
	{"divides by zero", divide, SIGFPE},
	{"stack pointer to nothing", stack_nowhere, SIGSEGV},
	{"stack pointer into the kernel", stack_kernel, SIGBUS},
	{"system call on a stack that is not there", call_stack_nowhere, SIGSEGV},
	{"system call 0", no_call, SIGSYS},
	{"system call -5", negative_call, SIGSYS},
	{"system call 32767", large_call, SIGSYS},
	{"an instruction that pushes onto two pages", push_registers, EXITED(7)},
	{"a call frame on two pages", call_frame, EXITED(7)},
	{"recursion without an end", stack_overflow, SIGSEGV},
	{"a deep stack is no fault", deep_stack, EXITED(7)},
	{"returns by a frame with a bad status word", bad_frame, SIGILL},
	{"signals itself", terminate, SIGTERM},
	{"kills itself", kill_itself, SIGKILL},
	{"a signal that is ignored", ignored, EXITED(7)},
};

static int by_fork(void (*does)(void))
{
	pid_t pid = fork();

	if (pid == 0) {
		does();
		_exit(7);
	}
	return status_of(pid);
}

static int by_vfork(void (*does)(void))
{
	pid_t pid = vfork();

	if (pid == 0) {
		does();
		_exit(7);
	}
	return status_of(pid);
}

int main(void)
{
	char name[100];

	for (size_t i = 0; i < COUNT(cases); i++) {
		snprintf(name, sizeof name, "fork: %s", cases[i].name);
		check_same(cases[i].status, by_fork(cases[i].does), name);
		snprintf(name, sizeof name, "vfork: %s", cases[i].name);
		check_same(cases[i].status, by_vfork(cases[i].does), name);
	}
	return check_end();
}
