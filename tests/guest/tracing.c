/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ptrace: what stops a tracee, what its tracer reads and writes in it, how it goes on, what is refused; and that a
 * borrower does not stop. With the argument "free" vfork holds nobody, and its child stops like any other; with
 * "polls" a held lender looks now and then whether its own tracer wants it to stop.
 */
#include <proc.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/ptrace.h>

#include "check.h"

#define STOPPED(sig) ((sig) << 8 | 0x7f)
#define REGISTER(member) (UPAGES * NBPG - sizeof(struct trapframe) + offsetof(struct trapframe, member))
#define BREAKPOINT 0x4E4F /* trap #15 */
#define HERE ((int *)1)   /* PT_CONTINUE: where it stopped */

static volatile int word = 7, calls;

static void note(int sig)
{
	(void)sig;
	calls++;
}

/* A stopped child that is traced: it has sent itself the signal, and will exit with `word` and, x 10, the handler's
 * calls. */
static pid_t tracee(int sig)
{
	pid_t pid = fork();

	if (pid == 0) {
		ptrace(PT_TRACE_ME, 0, NULL, 0);
		kill(getpid(), sig);
		_exit(word + 10 * calls);
	}
	check_same(STOPPED(sig), status_of(pid), "a tracee stops at a signal, and a plain wait tells");
	return pid;
}

static int fails(int error, int request, pid_t pid, unsigned addr, int data)
{
	return ptrace(request, pid, (int *)addr, data) == -1 && errno == error;
}

static void memory(void)
{
	pid_t pid = tracee(SIGUSR1);

	word = 8; /* ours, not its */
	check_same(7, ptrace(PT_READ_D, pid, (int *)&word, 0), "PT_READ_D reads the tracee's memory");
	word = 7;
	check_same(*(int *)tracee, ptrace(PT_READ_I, pid, (int *)tracee, 0), "PT_READ_I its program");
	check_same(0, ptrace(PT_WRITE_D, pid, (int *)&word, -1), "PT_WRITE_D writes");
	errno = 99;
	check(ptrace(PT_READ_D, pid, (int *)&word, 0) == -1 && errno == 0, "-1 that was read is no error");
	ptrace(PT_WRITE_D, pid, (int *)&word, 21);
	check(fails(EIO, PT_READ_D, pid, 0x3FFF0000, 0), "not what is not there: EIO");
	check(fails(EIO, PT_READ_D, pid, 0x80004000, 0), "not the kernel's");
	check(fails(EIO, PT_WRITE_D, pid, 0x80004000, 0), "nor write there");
	check(fails(EIO, PT_WRITE_D, pid, 0xFFFFFFFE, 0), "nor around the end of all addresses");
	check(fails(EIO, PT_WRITE_I, pid, (unsigned)tracee, 0), "text that a child of fork has, too, is not written");
	check_same(0, ptrace(PT_CONTINUE, pid, HERE, 0), "PT_CONTINUE without a signal");
	check_same(EXITED(21), status_of(pid), "it goes on with what was written, and the signal is forgotten");
	check_same(7, word, "the tracer's own memory is as it was");
}

static void registers(void)
{
	pid_t pid = tracee(SIGUSR1);
	int frame = ptrace(PT_READ_U, pid, (int *)offsetof(struct user, u_ar0), 0);
	int sp = ptrace(PT_READ_U, pid, (int *)REGISTER(tf_usp), 0);

	check_same(UADDR + REGISTER(tf_d), frame, "u_ar0 tells where the registers are");
	check(sp > (int)(P1END - 65536) && sp < (int)(P1END - 1), "the stack pointer is one");
	check(fails(EIO, PT_READ_U, pid, UPAGES * NBPG, 0), "the u area has an end");
	check(fails(EIO, PT_READ_U, pid, 2, 0), "and longwords");
	check(fails(EIO, PT_WRITE_U, pid, offsetof(struct user, u_uid), 0), "of the u area nothing is written");
	check(fails(EIO, PT_WRITE_U, pid, 0xFFFFFFFC, 0), "nor beside it");
	check(fails(EIO, PT_WRITE_U, pid, REGISTER(tf_code), 0), "but the registers");
	check(fails(EIO, PT_WRITE_U, pid, REGISTER(tf_pc), 1), "an odd pc is refused");
	check_same(0, ptrace(PT_WRITE_U, pid, (int *)REGISTER(tf_psl), 0), "the processor status is written,");
	check_same(PSL_USERSET, ptrace(PT_READ_U, pid, (int *)REGISTER(tf_psl), 0), "but it stays in user mode");
	ptrace(PT_WRITE_U, pid, (int *)REGISTER(tf_d[2]), 0x1234);
	check_same(0x1234, ptrace(PT_READ_U, pid, (int *)REGISTER(tf_d[2]), 0), "a register is written");
	check_same(0, ptrace(PT_KILL, pid, NULL, 0), "PT_KILL");
	check_same(SIGUSR1, status_of(pid), "ends it, as by the signal that it stopped at");
}

static void signals(void)
{
	pid_t pid;

	signal(SIGUSR2, note);
	calls = 0;
	pid = tracee(SIGUSR1);
	check_same(0, ptrace(PT_CONTINUE, pid, HERE, SIGUSR2), "PT_CONTINUE with another signal");
	check_same(EXITED(17), status_of(pid), "which it gets instead");

	pid = tracee(SIGCHLD);
	ptrace(PT_CONTINUE, pid, HERE, SIGCHLD);
	check_same(EXITED(7), status_of(pid), "a signal that does nothing does nothing");

	signal(SIGUSR1, SIG_IGN);
	pid = tracee(SIGUSR1); /* an ignored signal stops, too */
	ptrace(PT_CONTINUE, pid, HERE, SIGTERM);
	check_same(SIGTERM, status_of(pid), "one that kills kills");
	signal(SIGUSR1, SIG_DFL);

	pid = tracee(SIGTSTP);
	kill(pid, SIGCONT);
	check(waitpid(pid, NULL, WNOHANG) == 0, "SIGCONT does not continue a tracee");
	ptrace(PT_CONTINUE, pid, HERE, 0);
	check_same(STOPPED(SIGCONT), status_of(pid), "it stops at it when it goes on");
	kill(pid, SIGKILL);
	check(waitpid(pid, NULL, WNOHANG) == 0, "nor does SIGKILL end one that is stopped");
	ptrace(PT_CONTINUE, pid, HERE, 0);
	check_same(STOPPED(SIGKILL), status_of(pid), "but stops it again");
	ptrace(PT_CONTINUE, pid, HERE, SIGKILL);
	check_same(SIGKILL, status_of(pid), "and ends it if the tracer agrees");
}

static void refused(void)
{
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			pause();
	check(fails(ESRCH, PT_READ_D, 29999, 0, 0), "nobody there: ESRCH");
	check(fails(ESRCH, PT_READ_D, getppid(), 0, 0), "not a child");
	check(fails(ESRCH, PT_READ_D, pid, 0, 0), "a child that does not want it");
	kill(pid, SIGKILL);
	status_of(pid);

	pid = tracee(SIGUSR1);
	check(fails(EIO, PT_STEP, pid, 1, 0), "no single steps on this machine: EIO");
	check(fails(EIO, 10, pid, 1, 0), "no such request");
	check(fails(EIO, PT_CONTINUE, pid, 1, NSIG), "no such signal");
	check(fails(EIO, PT_CONTINUE, pid, 3, 0), "not at an odd place");
	check_same(7, ptrace(PT_READ_D, pid, (int *)&word, 0), "it is still there");
	ptrace(PT_KILL, pid, NULL, 0);
	status_of(pid);
}

/* Requests at random, the same ones each time: the tracee may be ruined by them, and nobody else. */
static void anything(void)
{
	unsigned state = 1;
	pid_t pid = tracee(SIGUSR1);

	for (int i = 0; i < 5000; i++) {
		static const unsigned bases[] = {0, (unsigned)&word, REGISTER(tf_d), P1END - 64, 0xFFFFFF00, UADDR};
		unsigned random[3];

		for (int k = 0; k < 3; k++)
			random[k] = (state = state * 1103515245 + 12345) >> 8;
		ptrace(1 + random[0] % 6, pid, (int *)(bases[random[1] % COUNT(bases)] + random[1] / 8 % 256),
		       (int)(random[2] * 2654435761u));
	}
	check_same(0, ptrace(PT_KILL, pid, NULL, 0), "after 5000 requests at random it is still there");
	check_same(SIGUSR1, status_of(pid), "and can be ended");
	check_same(7, word, "the tracer has taken no harm");
}

/* What the program does when it is started anew by a tracer. */
static int traced_program(void)
{
	return word;
}

/* exec, and a breakpoint in the new program, where nobody else has its text. */
static void breakpoints(const char *program)
{
	int at = (int)traced_program, code;
	pid_t pid = vfork();

	if (pid == 0) {
		ptrace(PT_TRACE_ME, 0, NULL, 0);
		execl(program, program, "traced", NULL);
		_exit(127);
	}
	check_same(STOPPED(SIGTRAP), status_of(pid), "exec stops a tracee with SIGTRAP");
	code = ptrace(PT_READ_I, pid, (int *)at, 0);
	check_same(*(int *)at, code, "before anything has run");
	check_same(0, ptrace(PT_WRITE_I, pid, (int *)at, BREAKPOINT << 16 | (code & 0xffff)), "a breakpoint");
	check_same(*(int *)at, code, "is in the new program only");
	ptrace(PT_CONTINUE, pid, HERE, 0);
	check_same(STOPPED(SIGTRAP), status_of(pid), "it comes there");
	check_same(at, ptrace(PT_READ_U, pid, (int *)REGISTER(tf_pc), 0), "just there");
	ptrace(PT_WRITE_I, pid, (int *)at, code);
	ptrace(PT_WRITE_D, pid, (int *)&word, 42);
	ptrace(PT_CONTINUE, pid, HERE, 0);
	check_same(EXITED(42), status_of(pid), "and goes on with what its tracer put there");
}

/* A borrower and its tracer, who is the lender. */
static void borrower(int held)
{
	pid_t pid;
	int status;

	signal(SIGUSR2, note);
	calls = 0;
	pid = vfork();
	if (pid == 0) {
		ptrace(PT_TRACE_ME, 0, NULL, 0);
		kill(getpid(), SIGUSR2);
		execl("/bin/true", "true", NULL);
		_exit(127);
	}
	status = status_of(pid);
	if (held) {
		check_same(STOPPED(SIGTRAP), status, "a borrower does not stop before exec has given the memory back");
	} else {
		check_same(STOPPED(SIGUSR2), status, "who holds nobody stops at once");
		ptrace(PT_CONTINUE, pid, HERE, 0);
		check_same(STOPPED(SIGTRAP), status_of(pid), "and after exec");
	}
	ptrace(PT_CONTINUE, pid, HERE, 0);
	check_same(EXITED(0), status_of(pid), "and goes on");
}

/* A lender that is traced itself, by somebody who sends it a signal while it is held. polls: it stops all the same. */
static void lender(int polls)
{
	int ends[2], status;
	char byte;
	pid_t pid;

	pipe(ends);
	pid = fork();
	if (pid == 0) {
		ptrace(PT_TRACE_ME, 0, NULL, 0);
		close(ends[1]);
		if (vfork() == 0) {
			read(ends[0], &byte, 1); /* until the tracer has seen enough */
			_exit(0);
		}
		_exit(5);
	}
	close(ends[0]);
	sleep(2);
	kill(pid, SIGUSR1);
	sleep(2);
	status = 0;
	check_same(polls ? pid : 0, waitpid(pid, &status, WNOHANG), "a held lender stops for its tracer, or not");
	check_same(polls ? STOPPED(SIGUSR1) : 0, status, "with the signal");
	if (polls)
		ptrace(PT_CONTINUE, pid, HERE, 0);
	close(ends[1]);
	while (WIFSTOPPED(status = status_of(pid)))
		ptrace(PT_CONTINUE, pid, HERE, 0);
	check_same(EXITED(5), status, "it goes on when its child has gone");
}

/* What ends when the tracer ends, and who is not traced. */
static void families(void)
{
	int ends[2];
	char byte;
	pid_t pid;

	pipe(ends);
	pid = fork();
	if (pid == 0) {
		tracee(SIGUSR1);
		_exit(0);
	}
	close(ends[1]);
	check_same(0, status_of(pid), "a tracer that exits");
	check_same(0, read(ends[0], &byte, 1), "takes its tracee with it");
	close(ends[0]);

	pid = fork();
	if (pid == 0) {
		ptrace(PT_TRACE_ME, 0, NULL, 0);
		pid = fork();
		if (pid == 0)
			kill(getpid(), SIGUSR1);
		_exit(wait(&pid) > 0 && pid == SIGUSR1 ? 3 : 4);
	}
	check_same(STOPPED(SIGCHLD), status_of(pid), "a tracee is told of its child by a stop");
	ptrace(PT_CONTINUE, pid, HERE, 0);
	check_same(EXITED(3), status_of(pid), "the child is not traced: the signal has killed it");
}

int main(int argc, char **argv)
{
	int held = argc < 2 || strcmp(argv[1], "free") != 0;

	if (argc > 1 && strcmp(argv[1], "traced") == 0)
		return traced_program();
	memory();
	registers();
	signals();
	refused();
	anything();
	breakpoints(argv[0]);
	borrower(held);
	if (held)
		lender(argc > 1 && strcmp(argv[1], "polls") == 0);
	families();
	return check_end();
}
