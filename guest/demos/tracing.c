/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tracing: how a debugger starts a program
 *
 * Debuggers make a child that asks to be traced (ptrace) and executes the program; 4.3BSD's adb and sdb do it with
 * vfork. A traced process stops at every signal, so that its tracer can look. This child gets one before it executes.
 * vfork: it does not stop. Its tracer is its lender, asleep until the memory comes back, and could not continue it.
 *        The first stop is that of exec, which sends SIGTRAP to a traced process when the lender has its memory again.
 * fork:  it stops at once.
 *
 * Watch the flags of the child, STRC and SVFORK: it stops (state SSTOP) only when the second is off (issig in
 * kern_sig.c).
 *
 * Try: tracing · tracing fork · tracing under --system linux-2.0, whose vfork does not wait
 *
 * Topic: The parent waits, 26
 *
 * In the matrix:
 *	once       parent: signal 16
 *	exec       go on to exec / parent: signal 5
 */
#include <proc.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

/* The name of the program that a stopped tracee runs, from its u area. */
static const char *program_of(pid_t pid)
{
	static int name[MAXCOMLEN / sizeof(int)];

	for (int i = 0; i < MAXCOMLEN; i += sizeof(int))
		name[i / sizeof(int)] = ptrace(PT_READ_U, pid, (int *)(offsetof(struct user, u_comm) + i), 0);
	return (const char *)name;
}

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	int status;
	pid_t pid;

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		ptrace(PT_TRACE_ME, 0, NULL, 0);
		kill(getpid(), SIGURG); /* which does nothing but stop who is traced */
		printf("child:  I have sent myself SIGURG and go on to exec\n");
		execl("/bin/echo", "echo", "child:  I am another program now", (char *)0);
		_exit(127);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	while (wait(&status) == pid && WIFSTOPPED(status)) {
		printf("parent: signal %d has stopped my child in %s; I let it go on\n", WSTOPSIG(status),
		       program_of(pid));
		ptrace(PT_CONTINUE, pid, (int *)1, 0);
	}
	printf("parent: my child ended with status %d\n", WEXITSTATUS(status));
	return 0;
}
