/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the keyboard does. The first argument says which part to play; terminal.sh types, and knows what must come out.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/vforkrule.h>

#include "check.h"

static char buf[2048];

/* One read, shown in brackets; how many bytes. */
static int one_read(void)
{
	int n = read(STDIN_FILENO, buf, sizeof(buf) - 1);

	if (n < 0) {
		printf("[%s]\n", strerror(errno));
		return n;
	}
	buf[n] = '\0';
	if (n > 0 && buf[n - 1] == '\n')
		buf[n - 1] = '\0';
	printf("[%s]\n", buf);
	return n;
}

static void interrupted(int sig)
{
	psignal(sig, "handler");
}

static void lines(void)
{
	while (one_read() > 0)
		;
}

/* Bytes as they come, in hex, until a q. */
static void bytes(int flags)
{
	struct sgttyb modes;
	int n = 0;

	ioctl(STDIN_FILENO, TIOCGETP, &modes);
	modes.sg_flags |= flags;
	ioctl(STDIN_FILENO, TIOCSETN, &modes);
	do {
		n = read(STDIN_FILENO, buf, 1);
		printf("%02x\n", buf[0]);
	} while (n == 1 && buf[0] != 'q');
}

static void cbreak(void)
{
	bytes(CBREAK);
}

static void raw(void)
{
	bytes(RAW);
}

static void handlers(void)
{
	signal(SIGINT, interrupted);
	signal(SIGQUIT, interrupted);
	lines();
}

static void no_flush(void)
{
	int keep = LNOFLSH;

	ioctl(STDIN_FILENO, TIOCLBIS, &keep);
	handlers();
}

static void eintr(void)
{
	signal(SIGINT, interrupted);
	siginterrupt(SIGINT, 1);
	one_read();
}

static void waiting(void)
{
	signal(SIGINT, interrupted);
	pause();
	printf("paused\n");
}

static void suspend_self(void)
{
	kill(getpid(), SIGTSTP);
}

/* A job in the foreground that reads; its parent continues it when it is stopped. */
static void job(int borrows)
{
	int status;
	pid_t pid = borrows ? vfork() : fork();

	if (pid == 0) {
		setpgrp(0, getpid());
		signal(SIGTTOU, SIG_IGN);
		tcsetpgrp(STDIN_FILENO, getpid());
		signal(SIGTTOU, SIG_DFL);
		one_read();
		fflush(stdout);
		if (borrows)
			execl("/bin/echo", "echo", "executed", (char *)0);
		_exit(0);
	}
	while (waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status)) {
		printf("stopped by %d\n", WSTOPSIG(status));
		kill(pid, SIGCONT);
	}
	printf("status %d\n", status);
}

static void forked_job(void)
{
	job(0);
}

static void borrowing_job(void)
{
	job(1);
}

/* The rules of vfork off: SIGTTIN stops a borrower, for ever. */
static void sigttin(void)
{
	vforkrule(VR_STOP, VR_STOPS);
	vforkrule(VR_TTYREAD, VR_SIGTTIN);
	if (vfork() == 0) {
		setpgrp(0, getpid());
		one_read();
		_exit(0);
	}
}

/* Only the stop is still ruled out: the child waits for the foreground, which its parent cannot give it. */
static void half_sigttin(void)
{
	vforkrule(VR_TTYREAD, VR_SIGTTIN);
	if (vfork() == 0) {
		setpgrp(0, getpid());
		one_read();
		fflush(stdout);
		_exit(0);
	}
}

static const struct {
	const char *name;
	void (*play)(void);
} parts[] = {
	{"lines", lines},
	{"cbreak", cbreak},
	{"raw", raw},
	{"handlers", handlers},
	{"no_flush", no_flush},
	{"eintr", eintr},
	{"waiting", waiting},
	{"suspend_self", suspend_self},
	{"forked_job", forked_job},
	{"borrowing_job", borrowing_job},
	{"sigttin", sigttin},
	{"half_sigttin", half_sigttin},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < COUNT(parts); i++)
		if (strcmp(argv[1], parts[i].name) == 0) {
			parts[i].play();
			fflush(stdout);
			return 0;
		}
	return 99;
}
