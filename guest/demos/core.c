/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * core: whose memory does a core file show?
 *
 * The child stores into a variable and dies by SIGQUIT. The kernel writes its u area, its data and its stack into a
 * core file. The parent looks up the variable in that file and in its own memory.
 * vfork: it is the parent's memory that was written, with the child's u area in front: whoever examines the file finds
 *        the parent's data and the frames of its functions.
 * fork:  it was the child's own copy.
 *
 * Watch exit.begin: when the file is written the memory is still the child's; vm.return comes after it. (4.3BSD,
 * core() in kern_sig.c, which psig calls before exit.) The disk is read-only here, so the file is in /tmp.
 *
 * Try: core · core fork · core under --system 4.4bsd
 *
 * Topic: One memory, 23
 *
 * In the matrix:
 *	own        of my own memory
 *	another    of another memory
 */
#include <fcntl.h>
#include <proc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int secret = 1;

extern char data_start[]; /* of the program's data (guest/libc/user.ld) */

/* The variable `secret` in the core file; -1 if there is none. First the u area is there, then the data. */
static int secret_in(const char *name)
{
	int fd = open(name, O_RDONLY), value = -1;

	if (fd < 0)
		return -1;
	lseek(fd, UPAGES * NBPG + ((char *)&secret - data_start), SEEK_SET);
	read(fd, &value, sizeof(value));
	close(fd);
	return value;
}

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
	char name[32];
	int status, found;
	pid_t pid;

	setrlimit(RLIMIT_CORE, &limit); /* without this there are no core files */

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		secret = 42;
		kill(getpid(), SIGQUIT);
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, &status, 0);
	sprintf(name, "/tmp/core.%d", pid);
	found = secret_in(name);
	printf("parent: my child died of signal %d%s\n", WTERMSIG(status),
	       WCOREDUMP(status) ? " and left a core file" : "");
	printf("parent: there `secret` is %d, here %d: a picture of %s memory\n", found, secret,
	       found == secret ? "my own" : "another");
	return 0;
}
