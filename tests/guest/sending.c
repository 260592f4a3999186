/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals between processes of several users, and several signals at once. Each argument is an answer that is expected;
 * the first is taken where there is none:
 *
 *	first=lowest|kill|sent  of several fatal signals that are pending, which one a process dies of: that with the
 *	                        lowest number, SIGKILL, or the one that was sent first
 *	handlers=one|all        how many of the caught signals that are pending act on one return to user mode
 *	group=whole|some        is it an error when only some of a process group may be signalled?
 *	ids=effective|any       which users of sender and receiver are compared
 *	xcpu=grows|seconds      what follows SIGXCPU: the limit grows, or there is one every second
 *	most=kill|xcpu          what comes at the most that the limit may be
 *	orphan=dies|lives       what SIGTSTP does to a child of init
 *	held=yes|no             does vfork wait?
 */
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "check.h"

#define ROOT 0
#define USER 100
#define OTHER 55

static int nanswers;
static char **answers;
static volatile int order[4], calls;

static int expects(const char *answer)
{
	for (int i = 0; i < nanswers; i++)
		if (strcmp(answers[i], answer) == 0)
			return 1;
	return 0;
}

static void note(int sig)
{
	if (calls < (int)COUNT(order))
		order[calls] = sig;
	calls++;
}

static void spin(long milliseconds)
{
	struct timeval begin, now;

	gettimeofday(&begin, NULL);
	do
		gettimeofday(&now, NULL);
	while ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_usec - begin.tv_usec) / 1000 < milliseconds);
}

static void lives_on(void)
{
	for (;;)
		pause();
}

/* How a process ends that is sent two signals while it waits in vfork. */
static int end_by(int one, int two)
{
	pid_t pid = fork();

	if (pid == 0) {
		if (vfork() == 0) {
			kill(getppid(), one);
			kill(getppid(), two);
			_exit(0);
		}
		_exit(0);
	}
	return status_of(pid);
}

static void pending(void)
{
	int last = expects("first=kill") || expects("first=sent");

	if (!expects("held=no")) {
		check_same(last ? SIGKILL : SIGINT, end_by(SIGKILL, SIGINT), "SIGKILL and SIGINT are pending");
		check_same(expects("first=sent") ? SIGTERM : SIGALRM, end_by(SIGTERM, SIGALRM),
		           "SIGTERM and SIGALRM are");
	}
	calls = 0;
	signal(SIGUSR1, note);
	signal(SIGUSR2, note);
	sigblock(sigmask(SIGUSR1) | sigmask(SIGUSR2));
	kill(getpid(), SIGUSR2);
	kill(getpid(), SIGUSR1);
	sigsetmask(0);
	spin(50);
	check_same(2, calls, "both of two that are caught are handled");
	check_same(expects("handlers=all") ? SIGUSR2 : SIGUSR1, order[0], "in this order");
}

static void stopped(void)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		lives_on();
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	kill(pid, SIGTERM);
	check_same(0, waitpid(pid, &status, WNOHANG), "a stopped process does not die of SIGTERM");
	kill(pid, SIGCONT);
	check_same(SIGTERM, status_of(pid), "before it is continued");
}

/* A process that waits, with these ids. */
static pid_t somebody(int real, int effective)
{
	int fds[2];
	char c;
	pid_t pid;

	pipe(fds);
	pid = fork();
	if (pid == 0) {
		setreuid(real, effective);
		write(fds[1], "", 1);
		lives_on();
	}
	read(fds[0], &c, 1);
	close(fds[0]);
	close(fds[1]);
	return pid;
}

static void done_with(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* The error of kill by a child of that user; 0 if there is none. */
static int error_of(int real, int effective, pid_t to, int sig)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		setreuid(real, effective);
		_exit(kill(to, sig) == 0 ? 0 : errno);
	}
	waitpid(pid, &status, 0);
	return status >> 8;
}

static void permissions(void)
{
	pid_t other = somebody(OTHER, OTHER), root = somebody(ROOT, ROOT), partly = somebody(USER, OTHER), mine, group;
	int any = expects("ids=any");

	check_same(EPERM, error_of(USER, USER, other, SIGTERM), "another user's process");
	check_same(EPERM, error_of(USER, USER, other, SIGCONT), "SIGCONT to it, which is no descendant");
	check_same(0, error_of(ROOT, ROOT, other, 0), "by root");
	check_same(any ? 0 : EPERM, error_of(USER, USER, partly, 0), "of the same real user");
	check_same(any ? 0 : EPERM, error_of(OTHER, USER, other, 0), "by the same real user");

	mine = fork();
	if (mine == 0) {
		pid_t child = somebody(OTHER, OTHER);
		int good;

		setreuid(USER, USER);
		good = kill(child, SIGCONT) == 0 && kill(child, SIGTERM) == -1 && errno == EPERM;
		_exit(good ? 0 : 1);
	}
	waitpid(mine, &any, 0);
	check_same(0, any, "SIGCONT, and no other, to a descendant of another user");

	group = somebody(USER, USER);
	setpgrp(group, group);
	setpgrp(root, group);
	check_same(expects("group=some") ? 0 : EPERM, error_of(USER, USER, -group, 0), "a group that is partly root's");
	check_same(SIGTERM, (error_of(USER, USER, -group, SIGTERM), waitpid(group, &any, 0), any),
	           "the others of the group get it");
	check_same(expects("group=some") ? ESRCH : EPERM, error_of(USER, USER, -group, 0), "a group that is root's");
	done_with(other);
	done_with(root);
	done_with(partly);
}

/* An orphan with SIGTSTP pending, whose parent has ended meanwhile, or that is sent it when it is one already. */
static int orphan_lives(int before)
{
	int fds[2], lives = 0;
	char c;
	pid_t pid;

	pipe(fds);
	pid = fork();
	if (pid == 0) {
		pid_t orphan = fork();

		if (orphan == 0) {
			sigblock(sigmask(SIGTSTP));
			if (before)
				kill(getpid(), SIGTSTP);
			while (getppid() != 1)
				usleep(10000);
			if (!before)
				kill(getpid(), SIGTSTP);
			sigsetmask(0);
			write(fds[1], "", 1);
			_exit(0);
		}
		spin(100);
		_exit(0);
	}
	close(fds[1]);
	lives = read(fds[0], &c, 1) == 1;
	close(fds[0]);
	waitpid(pid, NULL, 0);
	return lives;
}

static void orphans(void)
{
	check(orphan_lives(1), "what was to stop a process before it was an orphan is forgotten");
	check_same(expects("orphan=lives"), orphan_lives(0), "SIGTSTP to an orphan");
}

#define GROWN 0x10

/* A process that uses so much of the processor's time with these limits. Its status: how often SIGXCPU came, and
 * whether the limit has grown. */
static int spinner(int now, int most, long milliseconds)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct rlimit limit = {(rlim_t)now, (rlim_t)most};

		calls = 0;
		signal(SIGXCPU, note);
		setrlimit(RLIMIT_CPU, &limit);
		spin(milliseconds);
		getrlimit(RLIMIT_CPU, &limit);
		_exit(calls | (limit.rlim_cur == (rlim_t)now + 5 ? GROWN : 0));
	}
	return status_of(pid);
}

static void processor(void)
{
	int status = spinner(2, RLIM_INFINITY, 4700);

	if (expects("xcpu=seconds"))
		check_same(EXITED(2), status, "SIGXCPU every second");
	else
		check_same(EXITED(1 | GROWN), status, "SIGXCPU once, and the limit has grown");
	status = spinner(1, 1, 2500);
	check(expects("most=kill") ? status == SIGKILL : status > EXITED(1),
	      expects("most=kill") ? "at the most SIGKILL" : "at the most SIGXCPU again and again");
}

/* What a set-uid program does here; it tells who it is, or dies as it is told to. */
static int as_program(const char *how)
{
	struct rlimit any = {RLIM_INFINITY, RLIM_INFINITY};

	if (strcmp(how, "who") == 0)
		return getuid() == USER && geteuid() == ROOT ? 1 : geteuid() == USER ? 2 : 3;
	setrlimit(RLIMIT_CORE, &any);
	if (strcmp(how, "user") == 0)
		setreuid(USER, USER);
	kill(getpid(), SIGQUIT);
	return 0;
}

static void copy(const char *from, const char *to)
{
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	int c;

	while ((c = getc(in)) != EOF)
		putc(c, out);
	fclose(in);
	fclose(out);
}

/* The end of the set-uid program when a user executes it. */
static int set_uid(const char *how, int traced)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		setreuid(USER, USER);
		if (traced)
			ptrace(PT_TRACE_ME, 0, NULL, 0);
		execl("/tmp/setuid", "setuid", how, (char *)0);
		_exit(errno);
	}
	while (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status))
		ptrace(PT_CONTINUE, pid, (int *)1, 0);
	return status;
}

static void rights(const char *self)
{
	copy(self, "/tmp/setuid");
	chmod("/tmp/setuid", 04755);
	check_same(EXITED(1), set_uid("who", 0), "a set-uid program runs with its owner's rights");
	check_same(EXITED(2), set_uid("who", 1), "not if it is traced");
	check_same(SIGQUIT, set_uid("core", 0), "it leaves no core");
	check_same(SIGQUIT | 0x80, set_uid("user", 0), "but when it has given its rights up");
	chmod("/tmp/setuid", 04711);
	check_same(EXITED(EACCES), set_uid("who", 1), "what one may not read one may not trace");
	check_same(EXITED(1), set_uid("who", 0), "but execute");
	unlink("/tmp/setuid");
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[0], "setuid") == 0)
		return as_program(argv[1]);
	nanswers = argc;
	answers = argv;
	processor();
	pending();
	stopped();
	permissions();
	orphans();
	rights(argv[0]);
	return check_end();
}
