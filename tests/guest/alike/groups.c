/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Job control without a terminal: process groups, stopping and continuing them, and what wait tells of it. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define MEMBERS 3

static pid_t member[MEMBERS], group;

static int number_of(pid_t pid)
{
	for (int i = 0; i < MEMBERS; i++)
		if (member[i] == pid)
			return i;
	return -1;
}

/* All of them, in the order of their numbers, whoever came first. */
static void collect(const char *what, int options)
{
	int status[MEMBERS] = {0};

	for (int i = 0; i < MEMBERS; i++) {
		int how;
		pid_t pid = waitpid(-group, &how, options);

		if (pid < 0) {
			printf("%s: no child: %d\n", what, errno == ECHILD);
			return;
		}
		status[number_of(pid)] = how;
	}
	printf("%s:", what);
	for (int i = 0; i < MEMBERS; i++)
		printf(" %s %d",
		       WIFSTOPPED(status[i])    ? "stopped"
		       : WIFSIGNALED(status[i]) ? "killed"
		                                : "exited",
		       WIFSTOPPED(status[i])    ? WSTOPSIG(status[i]) == SIGSTOP
		       : WIFSIGNALED(status[i]) ? WTERMSIG(status[i]) == SIGTERM
		                                : WEXITSTATUS(status[i]));
	printf("\n");
}

static void handler(int sig)
{
	(void)sig;
	_exit(7);
}

int main(void)
{
	int ready[2], fd;
	char byte;

	if (pipe(ready) < 0)
		return 1;
	for (int i = 0; i < MEMBERS; i++) {
		fflush(stdout);
		member[i] = fork();
		if (member[i] == 0) {
			setpgid(0, group);
			signal(SIGTERM, i == 1 ? handler : SIG_DFL);
			byte = getpgrp() == (group != 0 ? group : getpid());
			if (write(ready[1], &byte, 1) != 1)
				_exit(2);
			for (;;)
				pause();
		}
		if (group == 0)
			group = member[0];
		setpgid(member[i], group);
	}
	for (int i = 0; i < MEMBERS; i++)
		printf("in the group: %d\n", read(ready[0], &byte, 1) == 1 && byte == 1);
	printf("another than ours: %d\n", getpgrp() != group && getpgid(member[2]) == group);
	printf("stop: %d\n", kill(-group, SIGSTOP));
	collect("stopped", WUNTRACED);
	printf("nothing more: %d\n", waitpid(-group, NULL, WUNTRACED | WNOHANG));
	printf("term and continue: %d %d\n", killpg(group, SIGTERM), killpg(group, SIGCONT));
	collect("ended", 0);
	collect("again", 0);
	printf("nobody is there: %d\n", kill(-group, 0) < 0 && errno == ESRCH);
	fd = open("/dev/null", O_RDWR);
	printf("no terminal: %d %d\n", tcgetpgrp(fd) < 0 && errno == ENOTTY, tcsetpgrp(fd, getpgrp()) < 0);
	return 0;
}
