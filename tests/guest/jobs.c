/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Job control: process groups, stopping and continuing, what wait tells of it, and the terminal in the background. */
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/vforkrule.h>

#include "check.h"

#define STOPPED(sig) ((sig) << 8 | 0x7f)

static volatile int calls;

static void note(int sig)
{
	(void)sig;
	calls++;
}

/* The next that wait has to tell of a child, stops included; -1 if that is of another one. */
static int news_of(pid_t child)
{
	int status;

	return waitpid(child, &status, WUNTRACED) == child ? status : -1;
}

static void groups(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		int good = getpgrp(0) == getpgrp(getppid());

		good &= setpgrp(0, getpid()) == 0 && getpgrp(0) == getpid() && getpgrp(getppid()) != getpid();
		_exit(good ? 0 : 1);
	}
	check_same(0, status_of(pid), "a child is in its parent's group until it makes one");
	check(getpgrp(29999) == -1 && errno == ESRCH, "getpgrp of nobody");
	check(setpgrp(29999, 1) == -1 && errno == ESRCH, "setpgrp of nobody");
	check(setpgrp(0, -1) == -1 && errno == EINVAL, "setpgrp to no group");

	pid = fork();
	if (pid == 0)
		for (;;)
			pause();
	setpgid(pid, 0);
	check_same(pid, getpgid(pid), "setpgid makes a group for a child");
	signal(SIGUSR1, note);
	calls = 0;
	check_same(0, killpg(pid, SIGUSR1), "killpg");
	check_same(SIGUSR1, status_of(pid), "reaches the group");
	check_same(0, calls, "and nobody else");
	check_same(0, kill(0, SIGUSR1), "kill 0");
	check_same(1, calls, "reaches the sender's group, the sender too");
}

static void stops(void)
{
	int status;
	pid_t pid;

	calls = 0;
	pid = fork();
	if (pid == 0) {
		signal(SIGUSR1, note);
		while (calls == 0)
			pause();
		kill(getpid(), SIGSTOP);
		_exit(3);
	}
	sleep(1);
	kill(pid, SIGSTOP);
	check_same(STOPPED(SIGSTOP), news_of(pid), "wait tells of a child that was stopped in its sleep");
	check_same(0, waitpid(pid, &status, WUNTRACED | WNOHANG), "once");
	kill(pid, SIGUSR1);
	sleep(1);
	check_same(0, waitpid(pid, &status, WUNTRACED | WNOHANG), "a stopped process handles no signal");
	kill(pid, SIGCONT);
	check_same(STOPPED(SIGSTOP), news_of(pid), "continued it does, and stops again, by itself");
	kill(pid, SIGCONT);
	check_same(EXITED(3), news_of(pid), "continued it goes on where it was");

	pid = fork();
	if (pid == 0) {
		signal(SIGTSTP, note);
		kill(getpid(), SIGTSTP);
		_exit(calls);
	}
	check_same(EXITED(calls + 1), news_of(pid), "SIGTSTP with a handler does not stop");

	pid = fork();
	if (pid == 0)
		for (;;)
			kill(getpid(), SIGTTOU);
	check_same(STOPPED(SIGTTOU), news_of(pid), "SIGTTOU stops");
	kill(pid, SIGKILL);
	check_same(SIGKILL, news_of(pid), "SIGKILL needs no SIGCONT");
}

/* What happens to a process while it is stopped is not lost. */
static void stopped_in_wait(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		pid_t grandchild = fork();

		if (grandchild == 0) {
			sleep(2);
			_exit(7);
		}
		_exit(status_of(grandchild) == EXITED(7) ? 4 : 5);
	}
	sleep(1);
	kill(pid, SIGSTOP);
	check_same(STOPPED(SIGSTOP), news_of(pid), "a process stopped in wait");
	sleep(3);
	kill(pid, SIGCONT);
	check_same(EXITED(4), news_of(pid), "finds the child that ended meanwhile");
}

/* A parent that ends leaves nobody stopped: its stopped children are hung up and continued. */
static void orphan(void)
{
	pid_t pid, first = getpid();

	calls = 0;
	signal(SIGUSR1, note);
	sigblock(sigmask(SIGUSR1));
	pid = fork();
	if (pid == 0) {
		pid = fork();
		if (pid == 0) {
			signal(SIGHUP, note);
			kill(getpid(), SIGSTOP);
			kill(first, calls == 1 ? SIGUSR1 : SIGKILL);
			_exit(0);
		}
		news_of(pid);
		_exit(0);
	}
	status_of(pid);
	alarm(20); /* the end of this program, if nothing comes */
	sigpause(0);
	alarm(0);
	check_same(1, calls, "a stopped orphan gets SIGHUP and SIGCONT");
	sigsetmask(0);
}

/* Each of these is done by a child that is in the background, with fork and with vfork. */
static int write_out(void)
{
	return write(STDOUT_FILENO, "# from the background\n", 22) == 22 ? 0 : 1;
}

static int take_terminal(void)
{
	return tcsetpgrp(STDIN_FILENO, getpid()) == 0 ? 0 : 1;
}

static int read_in(void)
{
	char c;

	return read(STDIN_FILENO, &c, 1) == -1 && errno == EIO ? 0 : 1;
}

static int read_in_ignoring(void)
{
	signal(SIGTTIN, SIG_IGN);
	return read_in();
}

static int take_terminal_ignoring(void)
{
	signal(SIGTTOU, SIG_IGN);
	return take_terminal();
}

static int ask_terminal(void)
{
	return tcgetpgrp(STDIN_FILENO) > 0 ? 0 : 1;
}

static void background(int waits)
{
	static const struct {
		const char *name;
		int (*act)(void);
		int forked; /* status: by fork */
	} acts[] = {
		{"output with LTOSTOP", write_out, STOPPED(SIGTTOU)},
		{"taking the terminal", take_terminal, STOPPED(SIGTTOU)},
		{"taking it with SIGTTOU ignored", take_terminal_ignoring, 0},
		{"asking whose it is", ask_terminal, 0},
		{"reading", read_in, STOPPED(SIGTTIN)},
		{"reading with SIGTTIN ignored", read_in_ignoring, 0},
	};
	int tostop = LTOSTOP, group = getpgrp(0);

	ioctl(STDIN_FILENO, TIOCLBIS, &tostop);
	for (size_t i = 0; i < COUNT(acts); i++)
		for (int borrows = 0; borrows < 2; borrows++) {
			int status;
			char name[64];
			pid_t pid = borrows ? vfork() : fork();

			if (pid == 0) {
				setpgrp(0, getpid());
				_exit(acts[i].act());
			}
			status = news_of(pid);
			if (status == acts[i].forked && status != 0) {
				kill(pid, SIGKILL);
				status_of(pid);
			}
			signal(SIGTTOU, SIG_IGN);
			tcsetpgrp(STDIN_FILENO, group);
			signal(SIGTTOU, SIG_DFL);
			snprintf(name, sizeof(name), "%s: %s", borrows ? "vfork" : "fork", acts[i].name);
			check_same(borrows && waits ? 0 : acts[i].forked, status, name);
		}
	ioctl(STDIN_FILENO, TIOCLBIC, &tostop);
	check(ioctl(STDIN_FILENO, 0x20007400, &group) == -1 && errno == ENOTTY, "a request that no terminal knows");
	check(ioctl(STDIN_FILENO, TIOCGPGRP, (void *)0x30000000) == -1 && errno == EFAULT,
	      "an argument that is nowhere");
}

int main(int argc, char **argv)
{
	int waits = argc < 2 || strcmp(argv[1], "free") != 0; /* does the system's vfork wait? */

	groups();
	stops();
	stopped_in_wait();
	orphan();
	background(waits);
	return check_end();
}
