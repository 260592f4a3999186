/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sixty-one small programs in one: half do what a child of vfork may do, half have one hazard each. Every one runs in a
 * process of its own. A line on which a hazard happens says so at its end: LEFT, FRAME, STDIO; FRAME? where it
 * depends on the optimizer whether there is one. tests/command/hazards.sh holds this against what is found.
 */
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define APART __attribute__((noipa))

/* What a mark is for lies on its line. */
/* clang-format off */
static int global, started;
static jmp_buf place;
static volatile int zero;
static char *const echo[] = {"true", NULL};

APART int deep(int n)
{
	volatile char room[64];

	room[n] = (char)n;
	return n ? deep(n - 1) + room[n] : 0;
}
APART int twice(int n) { return deep(n * 2); }
APART int chained(int n) { return twice(n + 1); }
APART int sum(int a, int b, int c, int d) { return a + b * c - d + deep(2); }
APART void handler(int sig) { global += sig + deep(1); }
APART void store(int *where, int value) { *where = value; }
APART void end(void) { _exit(0); }
APART void jump(void) { longjmp(place, 1); }
struct large { int v[12]; };
APART struct large filled(int n) { struct large l = {{n}}; l.v[n & 7] = deep(n); return l; }

/* What is allowed ------------------------------------------------------------------------------ */

APART void plain(void) { if (vfork() == 0) _exit(0); }
APART void executes(void) { if (vfork() == 0) { execv("/bin/true", echo); _exit(127); } }
APART void executes_in_vain(void) { if (vfork() == 0) { execl("/no/such", "such", NULL); _exit(127); } }
APART void recursion(void) { if (vfork() == 0) _exit(deep(20)); }
APART void many_arguments(void) { if (vfork() == 0) _exit(sum(1, 2, 3, 4)); }
APART void tail_calls(void) { if (vfork() == 0) _exit(chained(3)); }
APART void ends_below(void) { if (vfork() == 0) end(); }
APART void changes_global(void) { if (vfork() == 0) { global = 5; _exit(0); } }
APART void formats(void) { if (vfork() == 0) { char b[40]; sprintf(b, "%d %s", global, "x"); _exit(b[0]); } }
APART void prints(void) { if (vfork() == 0) { fprintf(stderr, "%s", ""); _exit(0); } }
APART void allocates(void) { if (vfork() == 0) { free(malloc(100)); _exit(0); } }
APART void closes(void) { if (vfork() == 0) { close(0); chdir("/bin"); umask(077); _exit(0); } }
APART void is_killed(void) { if (vfork() == 0) kill(getpid(), SIGKILL); }
APART void null_pointer(void) { if (vfork() == 0) *(volatile int *)(uintptr_t)zero = 1; }
APART void returns_struct(void) { if (vfork() == 0) _exit(filled(3).v[3]); }

APART void changes_local(void)
{
	volatile int v = 1;

	if (vfork() == 0) {
		v = 2;
		_exit(0);
	}
	global += v;
}

APART void changes_array(void)
{
	int v[16] = {0};

	if (vfork() == 0) {
		for (int i = 0; i < 16; i++)
			store(&v[i], i + deep(1));
		_exit(0);
	}
	for (int i = 0; i < 16; i++)
		global += v[i];
}

APART void alloca_before(void)
{
	char *room = __builtin_alloca(100 + (size_t)zero);

	if (vfork() == 0) {
		memset(room, 1, 100);
		_exit(deep(2));
	}
	global += room[50];
}

APART void alloca_in_child(void)
{
	if (vfork() == 0) {
		char *room = __builtin_alloca(200 + (size_t)zero);

		memset(room, 1, 200);
		_exit(room[5] + deep(2));
	}
}

APART void array_in_scope(void)
{
	for (int n = 1; n < 4; n++) {
		char room[n * 10];

		memset(room, n, sizeof room);
		if (vfork() == 0)
			_exit(room[n] + deep(n));
		global += room[0];
	}
}

APART void catches(void)
{
	if (vfork() == 0) {
		signal(SIGUSR1, handler);
		kill(getpid(), SIGUSR1);
		_exit(0);
	}
}

APART void catches_elsewhere(void)
{
	static char room[8192];
	struct sigstack other = {room + sizeof room, 0};
	struct sigvec vec = {handler, 0, SV_ONSTACK};

	if (vfork() == 0) {
		sigstack(&other, NULL);
		sigvec(SIGUSR2, &vec, NULL);
		kill(getpid(), SIGUSR2);
		_exit(0);
	}
}

/* the handler's stack lies in a caller's frame */
APART void lends_and_catches(char *room, int size)
{
	struct sigstack other = {room + size, 0};
	struct sigvec vec = {handler, 0, SV_ONSTACK};

	if (vfork() == 0) {
		sigstack(&other, NULL);
		sigvec(SIGUSR2, &vec, NULL);
		kill(getpid(), SIGUSR2);
		_exit(deep(2));
	}
}

APART void catches_above(void)
{
	char room[4096];

	lends_and_catches(room, sizeof room);
}

APART void jumps_inside(void)
{
	if (vfork() == 0) {
		if (setjmp(place) == 0)
			jump();
		_exit(0);
	}
}

APART void jumps_to_before(void)
{
	volatile int child = 0;

	if (setjmp(place) != 0)
		_exit(0);
	if (vfork() == 0) {
		child = 1;
		jump();
	}
	global += child;
}

APART void nested(void)
{
	if (vfork() == 0) {
		if (vfork() == 0)
			_exit(deep(3));
		_exit(deep(4));
	}
}

APART void lend_on(void) { if (vfork() == 0) { deep(5); _exit(0); } deep(1); }
APART void nested_below(void) { if (vfork() == 0) { lend_on(); lend_on(); _exit(0); } }
APART void again_and_again(void) { for (int i = 0; i < 4; i++) if (vfork() == 0) _exit(deep(i)); }
APART pid_t forks(void) { return fork(); }
APART void fork_may_return(void) { if (forks() == 0) _exit(deep(3)); }

APART void forks_in_child(void)
{
	if (vfork() == 0) {
		if (forks() == 0)
			_exit(deep(2));
		wait(NULL);
		_exit(0);
	}
}

APART void lends_in_handler(int sig) { if (vfork() == 0) _exit(deep(sig & 3)); }
APART void handler_lends(void) { signal(SIGUSR1, lends_in_handler); kill(getpid(), SIGUSR1); }

/* The library does it as it should. */
APART void library(void)
{
	pid_t pid;

	if (posix_spawn(&pid, "/bin/true", NULL, NULL, echo, NULL) == 0)
		waitpid(pid, NULL, 0);
	system("true");
}

/* What is not ---------------------------------------------------------------------------------- */

APART pid_t launch(void) { return vfork(); } /* LEFT */
APART void child_ends(void) { if (launch() == 0) _exit(0); } /* FRAME */

APART pid_t launch_2(void) { return vfork(); } /* LEFT */
APART void child_calls(void) { if (launch_2() == 0) _exit(sum(1, 2, 3, 4)); } /* FRAME */

APART pid_t launch_3(void) { pid_t p = vfork(); global += p; return p; } /* LEFT */
APART void child_executes(void) { if (launch_3() == 0) { execv("/bin/true", echo); _exit(1); } } /* FRAME */

APART pid_t launch_4(int a, int b, int c) { pid_t p = vfork(); global += a + b + c; return p; } /* LEFT */
APART void with_arguments(void) { if (launch_4(1, 2, 3) == 0) _exit(deep(2)); } /* FRAME? */

APART pid_t launch_5(void) { char b[80] = {1}; pid_t p = vfork(); global += b[p & 7]; return p; } /* LEFT */
APART void with_locals(void) { if (launch_5() == 0) _exit(sum(5, 6, 7, 8)); } /* FRAME */

/* many values over the call: registers are saved */
APART pid_t launch_6(int *v) { int a = v[0], b = v[1]; pid_t p = vfork(); v[2] = a * b; return p; } /* LEFT */
APART void with_registers(void) { int v[] = {1, 2, 3, 4}; if (launch_6(v) == 0) _exit(sum(1, 2, 3, 4)); } /* FRAME */

/* out of two functions, one after the other */
APART pid_t inner(void) { return vfork(); } /* LEFT */
APART pid_t outer(void) { pid_t p = inner(); global++; return p; } /* LEFT */
APART void two_levels(void) { if (outer() == 0) _exit(deep(3)); } /* FRAME */

/* out of one of two */
APART pid_t inner_2(void) { return vfork(); } /* LEFT */
APART void outer_2(void) { if (inner_2() == 0) _exit(sum(4, 3, 2, 1)); global++; } /* FRAME */
APART void one_of_two(void) { outer_2(); global++; }

APART void decides(pid_t *p) { *p = vfork(); } /* LEFT */
APART void by_pointer(void) { pid_t p; decides(&p); if (p == 0) _exit(deep(2)); } /* FRAME */

APART struct large launch_7(void) { struct large l = {{0}}; l.v[0] = vfork(); return l; } /* LEFT */
APART void with_struct(void) { if (launch_7().v[0] == 0) _exit(sum(9, 9, 9, 9)); } /* FRAME */

/* the child returns and calls again what has been called: the same words come to the same places */
APART pid_t launch_8(void) { return vfork(); } /* LEFT */
APART void loops(void) { for (int i = 0; i < 2; i++) if (launch_8() == 0) { deep(1); _exit(0); } } /* FRAME */

APART pid_t launch_9(void) { return vfork(); } /* LEFT */
APART void lends_on_above(void) { if (launch_9() == 0) { if (vfork() == 0) _exit(1); _exit(deep(4)); } } /* FRAME */

/* the grandchild does it, to its own parent, who is a child */
APART pid_t launch_10(void) { return vfork(); } /* LEFT */
APART void grandchild(void) { if (vfork() == 0) { if (launch_10() == 0) _exit(0); _exit(0); } } /* FRAME */

/* the grandchild does it to both */
APART pid_t both(void) { if (vfork() == 0) return vfork(); return 1; } /* LEFT */
APART void of_both(void) { if (both() == 0) _exit(deep(2)); _exit(0); } /* FRAME */

APART pid_t under_handler(void) { return vfork(); } /* LEFT */
APART void catches_and_lends(int sig) { if (under_handler() == 0) _exit(deep(sig & 1)); } /* FRAME */
APART void in_handler(void) { signal(SIGUSR1, catches_and_lends); kill(getpid(), SIGUSR1); }

/* by longjmp */
APART void leaps(void) { if (vfork() == 0) jump(); } /* out of it: the library's longjmp */
APART void leap(void) { if (setjmp(place) == 0) leaps(); else _exit(deep(2)); } /* FRAME */
APART void leaps_below(int n) { if (n) leaps_below(n - 1); else leaps(); global++; }
APART void long_leap(void) { if (setjmp(place) == 0) leaps_below(3); else _exit(deep(2)); } /* FRAME */

/* by a move of the stack pointer, and a system call without the library */
#define MOVE "lea 64(%sp), %sp; clr.l -(%sp); clr.l -(%sp); moveq #1, %d0; trap #0"
APART void moves(void) { if (vfork() == 0) __asm__(MOVE); } /* LEFT FRAME? */

/* stores where a sleeping lender needs a word, from below */
APART void ruin(void **frame) { frame[1] = (void *)(uintptr_t)global; } /* FRAME */
APART void return_address(void) { if (vfork() == 0) { ruin(__builtin_frame_address(0)); _exit(0); } }
APART void ruin_fp(void **frame) { frame[0] = (void *)(uintptr_t)8; } /* FRAME */
APART void frame_pointer(void) { if (vfork() == 0) { ruin_fp(__builtin_frame_address(0)); _exit(0); } }
APART void overflow(char *b) { for (int i = 0; i < 64 + zero; i++) b[i] = 0; } /* FRAME */
APART void buffer(void) { char b[8] = {0}; if (vfork() == 0) { overflow(b); _exit(0); } global += b[1]; }
APART void reads_into(void **frame)
{
	int fd[2];

	pipe(fd);
	write(fd[1], "abcdefgh", 8);
	read(fd[0], frame, 8); /* the kernel stores */
	_exit(0);
}
APART void kernel_stores(void) { if (vfork() == 0) reads_into(__builtin_frame_address(0)); }

/* exit */
APART void exits(void) { if (vfork() == 0) exit(0); } /* STDIO */
APART void give_up(void) { exit(3); } /* STDIO */
APART void exits_below(void) { if (vfork() == 0) give_up(); }
APART void exits_after_exec(void) { if (vfork() == 0) { execl("/no", "no", NULL); exit(1); } } /* STDIO */
static void (*volatile way_out)(int) = exit;
APART void exits_by_pointer(void) { if (vfork() == 0) way_out(0); } /* STDIO */
APART void grandchild_exits(void) { if (vfork() == 0) { if (vfork() == 0) exit(0); _exit(0); } } /* STDIO */
APART void sums_and_exits(void) { if (vfork() == 0) exit(sum(1, 1, 1, 1)); } /* STDIO */
APART void exits_in_handler(int sig) { exit(sig); } /* STDIO */
APART void handler_exits(void) { signal(SIGUSR1, exits_in_handler); if (vfork() == 0) kill(getpid(), SIGUSR1); }

static void (*const programs[])(void) = {
	plain, executes, executes_in_vain, recursion, many_arguments, tail_calls, ends_below,
	changes_global, formats, prints, allocates, closes, is_killed, null_pointer, returns_struct,
	changes_local, changes_array, alloca_before, alloca_in_child, array_in_scope, catches,
	catches_elsewhere, catches_above, jumps_inside, jumps_to_before, nested, nested_below,
	again_and_again, fork_may_return, forks_in_child, handler_lends, library, child_ends, child_calls,
	child_executes, with_arguments, with_locals, with_registers, two_levels, one_of_two, by_pointer,
	with_struct, loops, lends_on_above, grandchild, of_both, in_handler, leap, long_leap, moves,
	return_address, frame_pointer, buffer, kernel_stores, exits, exits_below, exits_after_exec,
	exits_by_pointer, grandchild_exits, sums_and_exits, handler_exits,
};

/* clang-format on */

int main(void)
{
	if (started) /* somebody has gone astray */
		_exit(1);
	started = 1;
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
		if (fork() == 0) {
			programs[i]();
			_exit(0);
		}
		while (wait(NULL) > 0)
			;
	}
	return 0;
}
