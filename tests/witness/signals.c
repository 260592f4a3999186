/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals: what the child inherits, what of its changes its parent has, and what becomes of one to the held parent. */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int by_parents, by_childs, sent, done, inherited, blocked, pending, when;

static void parents(int sig)
{
	(void)sig;
	by_parents++;
	when = done;
}

static void childs(int sig)
{
	(void)sig;
	by_childs++;
}

static void handle(int sig, void (*handler)(int))
{
	struct sigaction how = {0};

	how.sa_handler = handler;
	sigemptyset(&how.sa_mask);
	sigaction(sig, &how, NULL);
}

static void __attribute__((noreturn)) child(void)
{
	struct sigaction was;
	sigset_t set;

	sigaction(SIGUSR1, NULL, &was);
	inherited = was.sa_handler == parents;
	sigprocmask(SIG_BLOCK, NULL, &set);
	blocked = sigismember(&set, SIGUSR2);
	sigpending(&set);
	pending = sigismember(&set, SIGUSR2);
	handle(SIGUSR1, childs);
	handle(SIGTERM, SIG_IGN);
	kill(getpid(), SIGUSR1);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	kill(getppid(), SIGUSR1);
	sent = 1;
	for (int i = 0; i < 1000; i++)
		getppid();
	done = 1;
	_exit(0);
}

int main(void)
{
	struct sigaction was;
	sigset_t set;
	pid_t pid;

	handle(SIGUSR1, parents);
	handle(SIGUSR2, parents);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, NULL);
	kill(getpid(), SIGUSR2);
	pid = vfork();
	if (pid == 0)
		child();
	waitpid(pid, NULL, 0);
	printf("the child: %s handler, the signal %s and %s\n", inherited ? "inherits the" : "has no",
	       blocked ? "blocked" : "not blocked", pending ? "pending" : "not pending");
	printf("its own handler ran %d times, on memory that is the parent's\n", by_childs);
	printf("sent to the held parent: handled %d times, %s\n", by_parents,
	       when ? "after the child had ended" : "at once");
	sigaction(SIGUSR1, NULL, &was);
	printf("the parent's handler: %s\n", was.sa_handler == parents ? "as it was" : "changed");
	sigaction(SIGTERM, NULL, &was);
	printf("the parent's default: %s\n", was.sa_handler == SIG_DFL ? "as it was" : "changed");
	sigprocmask(SIG_BLOCK, NULL, &set);
	printf("the parent's mask: %s\n", sigismember(&set, SIGINT) ? "changed" : "as it was");
	sigpending(&set);
	printf("pending in the parent: %s\n", sigismember(&set, SIGUSR2) ? "still" : "no more");
	return 0;
}
