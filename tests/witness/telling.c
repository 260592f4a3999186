/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is told of children and signals: wait's errors and statuses, waitid, flags of sigaction, groups, alarm. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int calls, child_signals, raised, nested, deepest;
static volatile siginfo_t told;
static volatile void *context;

static void count(int sig)
{
	(void)sig;
	child_signals++;
}

static void note(int sig, siginfo_t *info, void *where)
{
	told = *info;
	context = where;
	calls += sig != 0;
}

static void again(int sig)
{
	if (++nested > deepest)
		deepest = nested;
	if (++raised < 3)
		raise(sig);
	nested--;
}

static const char *name(int error)
{
	static const struct {
		int number;
		const char *name;
	} names[] = {{0, "0"},         {ECHILD, "ECHILD"}, {EINVAL, "EINVAL"}, {ESRCH, "ESRCH"},
	             {EPERM, "EPERM"}, {EACCES, "EACCES"}, {EFAULT, "EFAULT"}, {EINTR, "EINTR"}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].number == error)
			return names[i].name;
	return "another";
}

static const char *error_of(long result)
{
	return name(result < 0 ? errno : 0);
}

static pid_t child(int code)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(code);
	return pid;
}

/* One that waits for signals. */
static pid_t sleeper(void)
{
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			pause();
	return pid;
}

static const char *cause(int code)
{
	switch (code) {
	case CLD_EXITED:
		return "exited";
	case CLD_KILLED:
		return "killed";
	case CLD_STOPPED:
		return "stopped";
	case CLD_CONTINUED:
		return "continued";
	default:
		return "another";
	}
}

static void wait_errors(void)
{
	pid_t pid;
	int status;

	printf("no child: %s %s %s %s\n", error_of(waitpid(-1, NULL, 0)), error_of(waitpid(0, NULL, 0)),
	       error_of(waitpid(1, NULL, WNOHANG)), error_of(waitpid(-77, NULL, 0)));
	printf("unknown options, the least number: %s %s\n", error_of(waitpid(-1, NULL, -1)),
	       error_of(waitpid(INT_MIN, NULL, 0)));
	pid = sleeper();
	printf("nothing yet: %d %d\n", (int)waitpid(pid, &status, WNOHANG),
	       (int)waitpid(-1, &status, WNOHANG | WUNTRACED | WCONTINUED));
	printf("no child of a group: %s\n", error_of(waitpid(-getpid() - 1, &status, 0)));
	kill(pid, SIGSTOP);
	printf("stopped: %d", waitpid(pid, &status, WUNTRACED) == pid);
	printf(" %d %d, told once: %d\n", WIFSTOPPED(status), WSTOPSIG(status) == SIGSTOP,
	       (int)waitpid(pid, &status, WUNTRACED | WNOHANG));
	kill(pid, SIGCONT);
	printf("continued: %d", waitpid(pid, &status, WCONTINUED) == pid);
	printf(" %d %d, told once: %d\n", WIFCONTINUED(status), WIFSTOPPED(status) || WIFEXITED(status),
	       (int)waitpid(pid, &status, WCONTINUED | WNOHANG));
	kill(pid, SIGTERM);
	printf("killed: %d", waitpid(pid, &status, WUNTRACED | WCONTINUED) == pid);
	printf(" %d\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	printf("a status that cannot be stored: %s\n", (pid = child(0), error_of(waitpid(pid, (int *)-1, 0))));
	waitpid(pid, NULL, 0);
}

static void show(const char *what, int result, const siginfo_t *info, pid_t pid)
{
	printf("%s: %s, %s, status %d, %s, SIGCHLD %d\n", what, error_of(result), cause(info->si_code), info->si_status,
	       info->si_pid == pid ? "the child"
	       : info->si_pid      ? "another"
	                           : "nobody",
	       info->si_signo == SIGCHLD);
}

static void wait_ids(void)
{
	siginfo_t info;
	pid_t pid = child(7);
	int result;

	result = waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
	show("looked at", result, &info, pid);
	result = waitid(P_ALL, 0, &info, WEXITED);
	show("reaped", result, &info, pid);
	printf("then: %s\n", error_of(waitid(P_ALL, 0, &info, WEXITED)));
	printf("no options, a wrong one, a wrong type: %s %s %s\n", error_of(waitid(P_ALL, 0, &info, 0)),
	       error_of(waitid(P_ALL, 0, &info, WEXITED | 0x100)), error_of(waitid((idtype_t)9, 0, &info, WEXITED)));
	pid = sleeper();
	memset(&info, 1, sizeof info);
	result = waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG);
	printf("nothing yet: %s, pid %d\n", error_of(result), (int)info.si_pid);
	kill(pid, SIGSTOP);
	result = waitid(P_PID, (id_t)pid, &info, WSTOPPED);
	info.si_status = info.si_status == SIGSTOP;
	show("stopped", result, &info, pid);
	kill(pid, SIGCONT);
	result = waitid(P_PID, (id_t)pid, &info, WCONTINUED);
	info.si_status = info.si_status == SIGCONT;
	show("continued", result, &info, pid);
	kill(pid, SIGKILL);
	result = waitid(P_PGID, (id_t)getpgid(0), &info, WEXITED);
	info.si_status = info.si_status == SIGKILL;
	show("killed", result, &info, pid);
}

/* Signals that come before the one before them is handled would be one. */
static void come(int signals)
{
	while (child_signals < signals)
		;
}

static void children_signals(int flags)
{
	struct sigaction how = {.sa_handler = count, .sa_flags = flags | SA_RESTART};
	pid_t pid = sleeper();
	int status;

	child_signals = 0;
	sigaction(SIGCHLD, &how, NULL);
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	come(flags ? 0 : 1);
	kill(pid, SIGCONT);
	waitpid(pid, &status, WCONTINUED);
	come(flags ? 0 : 2);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	come(flags ? 1 : 3);
	printf("SIGCHLD for stop, continue, end%s: %d\n", flags ? ", SA_NOCLDSTOP" : "", child_signals);
	signal(SIGCHLD, SIG_DFL);
}

static void informed(void)
{
	struct sigaction how = {.sa_sigaction = note, .sa_flags = SA_SIGINFO}, was;
	pid_t pid;

	sigaction(SIGUSR1, &how, NULL);
	sigaction(SIGCHLD, &how, NULL);
	kill(getpid(), SIGUSR1);
	printf("from myself: %d %d %d, context %d\n", told.si_code == SI_USER, told.si_pid == getpid(),
	       told.si_uid == getuid(), context != NULL);
	pid = fork();
	if (pid == 0) {
		kill(getppid(), SIGUSR1);
		pause();
	}
	while (calls < 2)
		;
	printf("from a child: %d %d\n", told.si_code == SI_USER, told.si_pid == pid);
	kill(pid, SIGKILL);
	while (calls < 3)
		;
	printf("of a child: %s, status %d, %d\n", cause(told.si_code), told.si_status == SIGKILL, told.si_pid == pid);
	waitpid(pid, NULL, 0);
	signal(SIGCHLD, SIG_DFL);
	sigaction(SIGUSR1, NULL, &was);
	printf("flags: %d, handler %d\n", was.sa_flags & SA_SIGINFO ? 1 : 0, was.sa_sigaction == note);
}

static void flags(void)
{
	struct sigaction how = {.sa_handler = again, .sa_flags = SA_NODEFER}, was;

	sigaction(SIGUSR1, &how, NULL);
	raise(SIGUSR1);
	printf("SA_NODEFER: %d deep", deepest);
	how.sa_flags = 0;
	deepest = raised = 0;
	sigaction(SIGUSR1, &how, NULL);
	raise(SIGUSR1);
	printf(", else %d\n", deepest);
	how.sa_handler = count;
	how.sa_flags = SA_RESETHAND;
	sigaction(SIGUSR2, &how, NULL);
	raise(SIGUSR2);
	sigaction(SIGUSR2, NULL, &was);
	printf("SA_RESETHAND: the default again %d\n", was.sa_handler == SIG_DFL);
	printf("SIGKILL: %s to change, %s to ask; SIGCONT ignored: %s\n", error_of(sigaction(SIGKILL, &how, NULL)),
	       error_of(sigaction(SIGKILL, NULL, &was)), signal(SIGCONT, SIG_IGN) == SIG_ERR ? "no" : "yes");
	signal(SIGCONT, SIG_DFL);
}

/* With a handler, and without zombies: wait ends when the last child has. */
static void not_kept(void)
{
	struct sigaction how = {.sa_handler = count, .sa_flags = SA_NOCLDWAIT | SA_RESTART}, was;
	pid_t pid;

	child_signals = 0;
	sigaction(SIGCHLD, &how, NULL);
	pid = fork();
	if (pid == 0)
		_exit(4);
	printf("SA_NOCLDWAIT: wait %s", error_of((int)waitpid(pid, NULL, 0)));
	sigaction(SIGCHLD, NULL, &was);
	printf(", SIGCHLD %d, flag %d\n", child_signals, (was.sa_flags & SA_NOCLDWAIT) != 0);
	signal(SIGCHLD, SIG_DFL);
	pid = fork();
	if (pid == 0)
		_exit(4);
	printf("... and without it: %s\n", error_of(waitpid(pid, NULL, 0) == pid ? 0 : -1));
}

static void groups(void)
{
	int ready[2], go[2];
	char byte = 0;
	pid_t pid;

	pipe(ready);
	pipe(go);
	pid = fork();
	if (pid == 0) {
		write(ready[1], &byte, 1);
		read(go[0], &byte, 1);
		execl("/bin/sh", "sh", "-c", "read line <&0; exit 0", (char *)0);
		_exit(9);
	}
	read(ready[0], &byte, 1);
	printf("setpgid: a group that is not there %s, a negative one %s, nobody's child %s\n",
	       error_of(setpgid(pid, 30000)), error_of(setpgid(pid, -5)), error_of(setpgid(1, 1)));
	printf("a child: %s", error_of(setpgid(pid, pid)));
	printf(", back %s\n", error_of(setpgid(pid, getpgid(0))));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	printf("kill: %s %s %s\n", error_of(kill(pid, 0)), error_of(kill(-30000, 0)), error_of(kill(getpid(), 99)));
}

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	setpgid(0, 0);
	wait_errors();
	wait_ids();
	children_signals(0);
	children_signals(SA_NOCLDSTOP);
	informed();
	not_kept();
	flags();
	groups();
	alarm(2000000000u);
	printf("alarm: %u\n", alarm(0) / 1000);
	return 0;
}
