/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is already done when vfork returns because the child has exited? Linux lets the parent go when the memory is
 * given up, and both may run then: more than one answer is right. Each that was seen in many rounds is a line.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NONE, THERE, WRONG, ANSWERS };

/* wait without waiting, right after vfork; then a wait that does, and one for nobody. */
static int zombie(void)
{
	int status, answer = WRONG;
	pid_t pid = vfork(), found;

	if (pid == 0)
		_exit(6);
	found = waitpid(pid, &status, WNOHANG);
	if (found == pid)
		answer = THERE;
	else if (found == 0 && waitpid(pid, &status, 0) == pid)
		answer = NONE;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 6 || waitpid(pid, &status, 0) != -1 || errno != ECHILD)
		answer = WRONG;
	return answer;
}

/* Has the child, which had the last end for writing, closed it? */
static int last_writer(void)
{
	int fds[2], answer = WRONG;
	pid_t pid;
	char byte;
	ssize_t n;

	if (pipe(fds) < 0)
		return WRONG;
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	pid = vfork();
	if (pid == 0)
		_exit(0);
	close(fds[1]);
	n = read(fds[0], &byte, 1);
	if (n == 0)
		answer = THERE;
	else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		answer = NONE;
	waitpid(pid, NULL, 0);
	close(fds[0]);
	return answer;
}

static void rounds(const char *what, int count, int (*probe)(void))
{
	static const char *const words[] = {"not yet", "already", "wrong"};
	int seen[ANSWERS] = {0};

	while (count-- > 0)
		seen[probe()]++;
	for (int i = 0; i < ANSWERS; i++)
		if (seen[i])
			printf("%s: %s\n", what, words[i]);
}

int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 100;

	rounds("the zombie is there", count, zombie);
	rounds("the pipe is closed", count, last_writer);
	return 0;
}
