/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals: handlers and what they are called with, blocking, waiting, timers, and what fork, vfork and exec do to
 * them. */
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

#include "check.h"

static volatile int calls, last, last_code, mask_in_handler;
static volatile unsigned *nowhere = (volatile unsigned *)0x30000000; /* beyond the heap's limit */
static jmp_buf out;
static char fresh[16384];

static void note(int sig)
{
	calls++;
	last = sig;
	mask_in_handler = sigblock(0);
}

static void leave(int sig)
{
	longjmp(out, sig);
}

/* 4.3BSD's handlers are called with more than C lets one say. */
static void note_code(int sig, int code, const struct sigcontext *context)
{
	last = sig;
	last_code = code;
	(void)context;
	longjmp(out, 1);
}

static void handle(int sig, void (*handler)(int), int mask, int flags)
{
	struct sigvec how = {handler, mask, flags};

	sigvec(sig, &how, NULL);
}

static void tick_every(long microseconds)
{
	struct itimerval it = {{0, microseconds}, {0, microseconds}};

	setitimer(ITIMER_REAL, &it, NULL);
}

static void delivery(void)
{
	calls = 0;
	handle(SIGUSR1, note, sigmask(SIGUSR2) | sigmask(SIGKILL), 0);
	kill(getpid(), SIGUSR1);
	check_same(1, calls, "a handler is called before kill returns");
	check_same(SIGUSR1, last, "a handler is told its signal");
	check_same(sigmask(SIGUSR1) | sigmask(SIGUSR2), mask_in_handler,
	           "its signal and its mask are blocked in it, SIGKILL cannot be");
	check_same(0, sigblock(0), "and not afterwards");

	signal(SIGUSR1, SIG_IGN);
	kill(getpid(), SIGUSR1);
	signal(SIGUSR1, note);
	check_same(1, calls, "an ignored signal is gone for good");
	check(signal(SIGUSR1, SIG_DFL) == note, "signal returns the last handler");

	signal(SIGSEGV, (sig_t)(uintptr_t)note_code);
	if (setjmp(out) == 0)
		*nowhere = 1;
	check_same(SIGSEGV, last, "a fault has a handler");
	check_same((long)nowhere, last_code, "which is told the address");
	check_same(0, sigblock(0), "longjmp out of a handler restores the mask");
	signal(SIGSEGV, SIG_DFL);

	signal(SIGUSR1, (sig_t)(uintptr_t)note_code);
	fresh[sizeof(fresh) / 2] = 1; /* a fault, but not one that anybody hears of */
	last_code = -1;
	if (setjmp(out) == 0)
		kill(getpid(), SIGUSR1);
	check_same(0, last_code, "a signal that was sent has no address");
}

/* Registers and condition codes are the interrupted code's own, whenever the signal comes. */
static void registers(void)
{
	unsigned sum[2];

	calls = 0;
	signal(SIGALRM, note);
	for (int round = 0; round < 2; round++) {
		register unsigned a = 1, b = 2, c = 3, d = 4;

		if (round)
			tick_every(10000);
		for (int i = 0; i < 60000; i++) {
			a += b << 3;
			b ^= c + (a < d);
			c += a >> 5;
			d = (d << 1) + (d > c) + b;
		}
		sum[round] = a ^ b ^ c ^ d;
	}
	tick_every(0);
	check(calls > 10, "a timer with an interval goes on");
	check(sum[0] == sum[1], "a computation that is interrupted again and again comes out the same");
}

static void blocking(void)
{
	sigset_t set;

	calls = 0;
	signal(SIGUSR1, note);
	signal(SIGUSR2, note);
	check_same(0, sigblock(sigmask(SIGUSR1) | sigmask(SIGSTOP)), "sigblock tells the mask before");
	kill(getpid(), SIGUSR1);
	kill(getpid(), SIGUSR1);
	check_same(0, calls, "a blocked signal waits");
	sigpending(&set);
	check_same(sigmask(SIGUSR1), set, "and can be seen");
	kill(getpid(), SIGUSR2);
	check_same(SIGUSR2, last, "another comes through");
	check_same(sigmask(SIGUSR1), sigsetmask(0), "SIGSTOP cannot be blocked");
	check_same(2, calls, "one of the two that waited acts, as soon as it may");

	sigblock(sigmask(SIGUSR1) | sigmask(SIGUSR2));
	kill(getpid(), SIGUSR2);
	errno = 0;
	check_same(-1, sigpause(sigmask(SIGUSR1)), "sigpause returns -1");
	check(errno == EINTR && calls == 3, "and EINTR, after the handler");
	check_same(sigmask(SIGUSR1) | sigmask(SIGUSR2), sigsetmask(0), "with the mask as before");
}

static void posix(void)
{
	struct sigaction how = {.sa_handler = note}, was;
	sigset_t set, old;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	check(sigismember(&set, SIGUSR2) == 1 && sigismember(&set, SIGUSR1) == 0, "sets");
	check(sigaddset(&set, NSIG) == -1 && errno == EINVAL, "sets: a number that is none");
	how.sa_mask = set;
	sigaction(SIGUSR1, &how, NULL);
	sigaction(SIGUSR1, NULL, &was);
	check(was.sa_handler == note && was.sa_mask == set && was.sa_flags == 0, "sigaction tells what it was told");
	sigprocmask(SIG_BLOCK, &set, &old);
	sigprocmask(SIG_UNBLOCK, &set, &set);
	check(old == 0 && set == sigmask(SIGUSR2) && sigblock(0) == 0, "sigprocmask blocks and unblocks");
	check(sigprocmask(9, &set, NULL) == -1 && errno == EINVAL, "sigprocmask: a way that is none");
	calls = 0;
	alarm(1);
	sigemptyset(&set);
	signal(SIGALRM, note);
	check(sigsuspend(&set) == -1 && calls == 1, "sigsuspend waits");
}

/* A handler on a stack of its own. */
static uintptr_t where;
static void note_place(int sig)
{
	char here;

	(void)sig;
	where = (uintptr_t)&here;
}

static void signal_stack(void)
{
	static char stack[4096];
	struct sigstack to = {stack + sizeof(stack), 0}, was;

	sigstack(&to, NULL);
	handle(SIGUSR1, note_place, 0, SV_ONSTACK);
	kill(getpid(), SIGUSR1);
	check(where - (uintptr_t)stack < sizeof(stack), "a handler on the signal stack");
	sigstack(NULL, &was);
	check(was.ss_sp == stack + sizeof(stack) && !was.ss_onstack, "which is free again");
	handle(SIGUSR1, note_place, 0, 0);
	kill(getpid(), SIGUSR1);
	check(where - (uintptr_t)stack >= sizeof(stack), "others run on the user's");
}

static void refusals(void)
{
	static const struct {
		const char *name;
		unsigned number, a, b, c;
		int error;
	} wrong[] = {
		{"sigvec 0", SYS_SIGVEC, 0, 0, 0, EINVAL},
		{"sigvec 32", SYS_SIGVEC, NSIG, 0, 0, EINVAL},
		{"sigvec SIGKILL", SYS_SIGVEC, SIGKILL, 0, 0, EINVAL},
		{"sigvec SIGSTOP", SYS_SIGVEC, SIGSTOP, 0, 0, EINVAL},
		{"sigvec from nowhere", SYS_SIGVEC, SIGUSR1, 0x30000000, 0, EFAULT},
		{"sigvec to the kernel", SYS_SIGVEC, SIGUSR1, 0, 0x80010000, EFAULT},
		{"sigstack from nowhere", SYS_SIGSTACK, 0x30000000, 0, 0, EFAULT},
		{"sigreturn from nowhere", SYS_SIGRETURN, 0x30000000, 0, 0, EFAULT},
		{"sigreturn from the kernel", SYS_SIGRETURN, 0x80010000, 0, 0, EFAULT},
		{"setitimer of an unknown kind", SYS_SETITIMER, ITIMER_PROF + 1, 0, 0, EINVAL},
		{"setitimer from nowhere", SYS_SETITIMER, ITIMER_REAL, 0x30000000, 0, EFAULT},
		{"getitimer to nowhere", SYS_GETITIMER, ITIMER_REAL, 0x30000000, 0, EFAULT},
		{"kill 32", SYS_KILL, 2, NSIG, 0, EINVAL},
		{"kill nobody", SYS_KILL, 29999, 0, 0, ESRCH},
		{"kill process 0's group", SYS_KILL, (unsigned)-29999, 0, 0, ESRCH},
		{"killpg 0", SYS_KILLPG, 0, 0, 0, EINVAL},
		{"killpg of nobody", SYS_KILLPG, 29999, 0, 0, ESRCH},
		{"vforkrule 4", SYS_VFORKRULE, 4, 0, 0, EINVAL},
		{"vforkrule, a value that is none", SYS_VFORKRULE, 0, 3, 0, EINVAL},
	};
	struct sigvec ignore = {SIG_IGN, 0, 0};
	struct itimerval it = {{0, 0}, {0, 1000000}};
	struct sigcontext context = {.sc_pc = 0x1000, .sc_ps = 0};

	for (size_t i = 0; i < COUNT(wrong); i++) {
		char name[64];

		errno = 0;
		snprintf(name, sizeof(name), "refused: %s", wrong[i].name);
		check(raw_call(wrong[i].number, wrong[i].a, wrong[i].b, wrong[i].c) == -1 && errno == wrong[i].error,
		      name);
	}
	/* 4.3BSD's SIGCONT can be neither blocked nor ignored, later ones both */
	sigblock(sigmask(SIGCONT));
	if (sigsetmask(0) & (int)sigmask(SIGCONT))
		check(sigvec(SIGCONT, &ignore, NULL) == 0 && signal(SIGCONT, SIG_DFL) == SIG_IGN, "ignoring SIGCONT");
	else
		check(sigvec(SIGCONT, &ignore, NULL) == -1 && errno == EINVAL, "refused: ignoring SIGCONT");
	check(setitimer(ITIMER_REAL, &it, NULL) == -1 && errno == EINVAL, "refused: a million microseconds");
	check(sigreturn(&context) == -1 && errno == EINVAL, "refused: sigreturn to kernel mode");
	context.sc_ps = 0x03c00000;
	context.sc_pc = 0x1001;
	check(sigreturn(&context) == -1 && errno == EINVAL, "refused: sigreturn to an odd address");
}

/* How a child dies that does something fatal with its handler. */
static void loop_without_stack(void)
{
	alarm(1);
	__asm__ volatile("move.l #0x30000000, %sp\n1: bra 1b");
}

static void odd_handler(void)
{
	signal(SIGUSR1, (sig_t)0x1001);
	kill(getpid(), SIGUSR1);
}

static void fatal(void)
{
	static const struct {
		const char *name;
		void (*act)(void);
	} acts[] = {
		{"a handler without a stack: SIGILL", loop_without_stack},
		{"a handler at an odd address: SIGILL", odd_handler},
	};

	signal(SIGALRM, note);
	for (size_t i = 0; i < COUNT(acts); i++) {
		pid_t pid = fork();

		if (pid == 0) {
			acts[i].act();
			_exit(0);
		}
		check_same(SIGILL, status_of(pid), acts[i].name);
	}
	signal(SIGALRM, SIG_DFL);
}

/* A wait that a signal interrupts. */
static void restart(void)
{
	pid_t pid;
	int status;

	calls = 0;
	signal(SIGALRM, note);
	pid = fork();
	if (pid == 0) {
		sleep(3);
		_exit(5);
	}
	alarm(1);
	check_same(EXITED(5), status_of(pid), "an interrupted wait is made again");
	check_same(1, calls, "after its handler");

	siginterrupt(SIGALRM, 1);
	pid = fork();
	if (pid == 0) {
		sleep(3);
		_exit(5);
	}
	alarm(1);
	check(wait(&status) == -1 && errno == EINTR, "unless siginterrupt says no");
	check_same(EXITED(5), status_of(pid), "the child is still there");
	siginterrupt(SIGALRM, 0);
	signal(SIGALRM, SIG_DFL);
}

static void time_passes(void)
{
	struct timeval begin, end;
	struct itimerval it;
	long took;

	gettimeofday(&begin, NULL);
	check_same(0, (long)sleep(100), "sleep sleeps to its end");
	gettimeofday(&end, NULL);
	took = (end.tv_sec - begin.tv_sec) * 1000 + (end.tv_usec - begin.tv_usec) / 1000;
	check(took >= 100000 && took < 100100, "100 s are 100 s, to a tenth");
	alarm(10);
	getitimer(ITIMER_REAL, &it);
	check(it.it_value.tv_sec == 10 || it.it_value.tv_sec == 9, "a timer tells what is left");
	check_same(0, usleep(2500000), "usleep");
	check_same(8, (long)alarm(0), "alarm tells it, too; it went on in usleep");
	getitimer(ITIMER_REAL, &it);
	check(it.it_value.tv_sec == 0 && it.it_value.tv_usec == 0, "alarm(0) stops the timer");
}

/* An alarm goes off while its process sleeps, which ends the sleep. */
static void alarm_in_sleep(void)
{
	struct timespec time = {0, 999999999}, left = {7, 7};

	calls = 0;
	signal(SIGALRM, note);
	alarm(1);
	check_same(2, (long)sleep(3), "an alarm ends sleep, which tells what is left");
	check_same(1, calls, "by its handler");
	alarm(10);
	sleep(4);
	check_same(6, (long)alarm(0), "an alarm goes on in sleep");
	alarm(1);
	check(usleep(3000000) == -1 && errno == EINTR && calls == 2, "an alarm ends usleep");
	check(nanosleep(&time, &left) == 0 && left.tv_sec == 7, "nanosleep of nearly a second comes back");
	alarm(1);
	time = (struct timespec){3, 999999999};
	check(nanosleep(&time, &left) == -1 && errno == EINTR && calls == 3, "an alarm ends nanosleep");
	check(left.tv_sec == 2 && left.tv_nsec > 900000000, "which tells what is left");
	signal(SIGALRM, SIG_IGN);
	alarm(1);
	check_same(0, (long)sleep(2), "an alarm that is ignored does not");
	signal(SIGALRM, SIG_DFL);
	time.tv_nsec = 1000000000;
	check(nanosleep(&time, &left) == -1 && errno == EINVAL, "a second of nanoseconds is too many");
}

/* What a new process has of its parent's signals. */
static void inheritance(void)
{
	pid_t pid;
	sigset_t set;

	signal(SIGUSR1, note);
	signal(SIGUSR2, SIG_IGN);
	sigblock(sigmask(SIGHUP));
	kill(getpid(), SIGHUP);
	alarm(1000);
	calls = 0;

	pid = fork();
	if (pid == 0) {
		struct itimerval it;
		int good;

		sigpending(&set);
		getitimer(ITIMER_REAL, &it);
		good = set == 0 && it.it_value.tv_sec == 0 && sigblock(0) == (int)sigmask(SIGHUP);
		kill(getpid(), SIGUSR2);
		kill(getpid(), SIGUSR1);
		_exit(good && calls == 1 ? 0 : 1);
	}
	check_same(0, status_of(pid), "fork: handlers and mask are inherited, what is pending and the timer are not");

	pid = vfork();
	if (pid == 0) {
		signal(SIGUSR1, SIG_IGN);
		signal(SIGUSR2, note);
		sigsetmask(0);
		alarm(1);
		_exit(0);
	}
	check_same(0, status_of(pid), "vfork: a borrower changes all of it");
	sigpending(&set);
	check_same(sigmask(SIGHUP), set, "the lender: pending as before");
	check(alarm(0) > 900, "the lender: its timer as before");
	signal(SIGHUP, SIG_IGN);
	check_same(sigmask(SIGHUP), sigsetmask(0), "the lender: mask as before");
	check(signal(SIGUSR1, SIG_DFL) == note && signal(SIGUSR2, SIG_DFL) == SIG_IGN,
	      "the lender: handlers as before");

	pid = vfork();
	if (pid == 0) {
		kill(getpid(), SIGTERM);
		_exit(0);
	}
	check_same(SIGTERM, status_of(pid), "a signal kills the borrower, and the lender goes on");
	signal(SIGHUP, SIG_DFL);
}

/* This program, executed by itself. */
static int after_exec(void)
{
	struct sigvec how;

	if (sigvec(SIGUSR1, NULL, &how) < 0 || how.sv_handler != SIG_DFL)
		return 1;
	if (sigvec(SIGUSR2, NULL, &how) < 0 || how.sv_handler != SIG_IGN)
		return 2;
	return sigblock(0) == (int)sigmask(SIGHUP) ? 0 : 3;
}

static void through_exec(const char *self)
{
	pid_t pid;

	signal(SIGUSR1, note);
	signal(SIGUSR2, SIG_IGN);
	pid = vfork();
	if (pid == 0) {
		sigblock(sigmask(SIGHUP));
		execl(self, self, "exec", (char *)0);
		_exit(127);
	}
	check_same(EXITED(0), status_of(pid), "exec: handlers are gone, ignored and blocked stay");
	check(signal(SIGUSR1, SIG_DFL) == note, "and the lender has its handler");
	signal(SIGUSR2, SIG_DFL);
}

/* A handler that leaves by longjmp does so on the borrowed stack, too, and may do that in its own frames. */
static void jump_in_borrower(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		signal(SIGUSR1, leave);
		if (setjmp(out) == 0)
			kill(getpid(), SIGUSR1);
		_exit(sigblock(0));
	}
	check_same(0, status_of(pid), "a borrower's handler leaves by longjmp");
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return after_exec();
	delivery();
	registers();
	blocking();
	posix();
	signal_stack();
	refusals();
	fatal();
	restart();
	time_passes();
	alarm_in_sleep();
	inheritance();
	through_exec(argv[0]);
	jump_in_borrower();
	return check_end();
}
