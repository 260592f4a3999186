/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether SIGCONT can be blocked, and how long an alarm can be. Arguments say what is not as on 4.3BSD: blocked, long.
 */
#include <signal.h>
#include <sys/time.h>

#include "check.h"

static volatile int continued;

static void handler(int sig)
{
	(void)sig;
	continued++;
}

static int says(int argc, char **argv, const char *word)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], word) == 0)
			return 1;
	return 0;
}

/* One that is stopped goes on by a SIGCONT that it blocks; its handler runs when it lets the signal through. */
static int blocker(void)
{
	signal(SIGCONT, handler);
	sigblock(sigmask(SIGCONT));
	kill(getpid(), SIGSTOP);
	if (continued)
		return 1;
	sigsetmask(0);
	return continued == 1 ? 0 : 2;
}

static void blocking(int can)
{
	pid_t pid;
	int status;

	sigblock(sigmask(SIGCONT) | sigmask(SIGKILL) | sigmask(SIGSTOP) | sigmask(SIGUSR1));
	check_same(sigmask(SIGUSR1) | (can ? sigmask(SIGCONT) : 0), sigsetmask(0), "what can be blocked");
	if (!can)
		return;
	pid = fork();
	if (pid == 0)
		_exit(blocker());
	check(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status), "a child is stopped");
	kill(pid, SIGCONT);
	check_same(0, status_of(pid), "it goes on, and its handler runs later");
}

static void lengths(int any)
{
	const struct itimerval most = {{0, 0}, {100000000, 0}}, more = {{0, 0}, {100000001, 0}};
	struct itimerval left;

	check(setitimer(ITIMER_REAL, &most, NULL) == 0, "a timer of three years");
	check(getitimer(ITIMER_REAL, &left) == 0 && left.it_value.tv_sec >= 99999999, "has as much left");
	check_same(any ? 0 : -1, setitimer(ITIMER_REAL, &more, NULL), "a longer one");
	check(any || errno == EINVAL, "or the reason");
	alarm(0);
	check_same(any ? 0 : -1, (int)alarm(2000000000), "an alarm in 63 years");
	check_same(any ? 2000000000 : 0, alarm(0), "is told");
	alarm(1);
	signal(SIGALRM, handler);
	continued = 0;
	sigpause(0);
	check(continued == 1 && alarm(0) == 0, "a short one goes off");
}

int main(int argc, char **argv)
{
	blocking(says(argc, argv, "blocked"));
	lengths(says(argc, argv, "long"));
	return check_end();
}
