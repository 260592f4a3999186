/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vfork and fork: all that a child does before it is another program.
 *
 * The child of a vfork is here in the shell's own memory and on its stack, and the shell sleeps until it is gone. So
 * the rules of this file, which every program that calls vfork should have:
 *
 *	1. Everything is made before: words, environment, the paths to try, process group. The child takes no memory,
 *	   uses no stdio and sets no variable; it reads what is in struct launch, and writes to its part of the stack
 *	   only. csh did otherwise, and its `execute` therefore saves and restores nine variables around the vfork and
 *	   frees in the parent what the child allocated (CSRG bin/csh/sem.c); ksh has routines that save, restore and
 *	   check. What is not touched needs neither.
 *	2. It never returns from here: it becomes a program or calls _exit. exit would write out the shell's buffers and
 *	   close its FILEs.
 *	3. What the kernel keeps per process may be changed: descriptors, process group, signal dispositions. The shell
 *	   has its own, also on 4.3BSD. But sigvec is called and not siginterrupt, which keeps a note in memory: in
 *	   pc(1) the child's signal() lost its parent's handler, and in 1983 pc went back to fork.
 *	   Where the table of descriptors is lent with the memory (IRIX 3.3) the shell would lose its own ends of pipes
 *	   and its input to what a borrower dups and closes. It finds out by a trial, before the first command that does
 *	   so, and starts such commands with fork then.
 *	4. No handler of the shell may run in the child: it would set the shell's flags. While the shell has any, for a
 *	   trap or at a terminal, all signals are blocked from before the vfork until the child has no handlers any
 *	   more. csh holds SIGCHLD for the same reason.
 *	5. errno is shared as well: the shell looks at it only when vfork itself failed, and the child tells its own
 *	   failures. (As a way to hear of a failed exec it worked for find(1), until 1985.)
 *
 * What must go on as a shell cannot borrow: a subshell, a builtin or a loop in a pipeline, a list in the background. It
 * would run on the memory of a shell that has to read on meanwhile. That needs fork, and without fork there is none of
 * it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/signal.h>
#include <signal.h>
#include <unistd.h>
#include <vfork.h>

#include "sh.h"

#define SHELL "/bin/sh"
#define ALL (-1)    /* signals */
#define UNHELD (-1) /* what no mask can be, as SIGKILL is never blocked */

/* Blocks all signals if the shell may have a handler; the mask that was, for let_go. */
static int hold(void)
{
	return signals_handled() ? sigblock(ALL) : UNHELD;
}

static void let_go(int mask)
{
	if (mask != UNHELD)
		sigsetmask(mask);
}

/* What both kinds of child do first. A group of its own is a terminal's matter, so all signals are blocked still, and
 * no SIGTTOU stops a child of fork here. */
static void begin(const struct launch *l, int mask)
{
	if (l->group >= 0) {
		pid_t group = l->group > 0 ? l->group : getpid();

		setpgrp(0, group);
		if (l->foreground)
			tcsetpgrp(terminal, group);
	}
	/* one that has no group of its own must not stop alone: nobody looks for that */
	signals_child(interactive && l->group < 0);
	if (l->unwaited && l->group < 0)
		signals_ignored();
	let_go(mask);
	if (l->in >= 0)
		dup2(l->in, STDIN_FILENO);
	else if (l->unwaited && l->group < 0) {
		int fd = open("/dev/null", O_RDONLY);

		dup2(fd, STDIN_FILENO);
		close(fd);
	}
	if (l->out >= 0)
		dup2(l->out, STDOUT_FILENO);
}

/* What both kinds of parent do last. The group is set by both, as nobody knows who is first after a fork. */
static pid_t end(const struct launch *l, pid_t pid, const char *call, int mask)
{
	int error = errno;

	let_go(mask);
	if (pid < 0)
		complain("%s: %s", call, strerror(error));
	else if (l->group >= 0)
		setpgrp(pid, l->group > 0 ? l->group : pid);
	return pid;
}

/* Would the child do anything to its descriptors? */
static int changes_descriptors(const struct launch *l)
{
	return l->in >= 0 || l->out >= 0 || (l->unwaited && l->group < 0) || l->redirections != NULL;
}

/* Does the table of descriptors go with the memory? The library asks a child of its own. -1 and errno: not now. */
static int descriptors_lent(void)
{
	static int told;
	int lent = vfork_lends_descriptors();

	if (lent > 0 && interactive && !told) {
		complain("vfork lends descriptors, too: fork starts the commands with pipes or redirections");
		told = 1;
	}
	return lent;
}

/*
 * The volatile: SunOS on the SPARC gave the parent the child's local registers back. What is needed after the vfork
 * must be in memory there, also for our caller: hence this function claims to change every register that a callee must
 * keep, so that it saves them in its frame.
 */
pid_t start_program(const struct launch *l)
{
	const struct launch *volatile launch = l;
	volatile int mask = hold();
	volatile int forks = use_fork;
	pid_t pid;

	if (!forks && changes_descriptors(l)) {
		forks = descriptors_lent();
		if (forks < 0)
			return end(l, -1, "vfork", mask);
	}
	__asm__ volatile("" ::: "d2", "d3", "d4", "d5", "d6", "d7", "a2", "a3", "a4", "a5");
	if (forks)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		begin(launch, mask);
		become(launch);
	}
	return end(launch, pid, forks ? "fork" : "vfork", mask);
}

/* In a child of fork, a copy of the shell: it may do what it likes, but the shell's jobs and traps are not its. */
static void __attribute__((noreturn)) go_on(const struct node *node, const struct simple *simple)
{
	job_control = interactive = spared = 0;
	jobs_forget();
	traps_forget();
	if (simple != NULL)
		execute_simple(simple);
	else
		execute_last(node);
	leave(status);
}

pid_t start_shell(const struct launch *l, const struct node *node, const struct simple *simple)
{
	int mask = hold();
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		begin(l, mask);
		if (l->in >= 0)
			close(l->in);
		if (l->out >= 0)
			close(l->out);
		if (l->other >= 0)
			close(l->other);
		go_on(node, simple);
	}
	return end(l, pid, "fork", mask);
}

/* Where a program may be: made by the shell, as it takes memory. */
char **find_paths(const char *name)
{
	struct words found = {.n = 0};
	const char *p;

	if (strchr(name, '/') != NULL) {
		char **only = take(&work, 2 * sizeof(*only));

		only[0] = (char *)name;
		return only;
	}
	p = variable("PATH");
	if (p == NULL)
		p = "/bin";
	for (;;) {
		struct text t = {.arena = &work};

		while (*p != '\0' && *p != ':')
			text_put(&t, *p++);
		if (t.n > 0)
			text_put(&t, '/');
		text_puts(&t, name);
		words_add(&found, text_end(&t));
		if (*p++ == '\0')
			return found.v;
	}
}

/* A file that may be run and is no program is a script. The vector for the shell is on our own part of the stack. */
static void become_script(const struct launch *l, char *path)
{
	int n = 0;

	while (l->argv[n] != NULL)
		n++;

	char *argv[n + 2];

	argv[0] = "sh";
	argv[1] = path;
	memcpy(argv + 2, l->argv + 1, n * sizeof(*argv));
	execve(SHELL, argv, l->envp);
}

/* Tries every path. The most telling error wins: a file that may not be run over one that is not there. */
int try_programs(const struct launch *l)
{
	int error = ENOENT, named = strchr(l->argv[0], '/') != NULL;
	const char *why;
	char line[300];

	for (char **p = l->paths; *p != NULL; p++) {
		execve(*p, l->argv, l->envp);
		if (errno == ENOEXEC)
			become_script(l, *p);
		if (errno != ENOENT && errno != ENOTDIR)
			error = errno;
		if (error != ENOENT && error != EACCES)
			break;
	}
	why = error == ENOENT && !named ? "not found" : strerror(error);
	write(STDERR_FILENO, line, complaint(line, sizeof(line), l->argv[0], why));
	return error == ENOENT ? NOT_FOUND : CANNOT_RUN;
}

void become(const struct launch *l)
{
	if (redirect(l->redirections) < 0)
		_exit(MISTAKE);
	_exit(try_programs(l));
}
