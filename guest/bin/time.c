/* SPDX-License-Identifier: GPL-2.0-or-later */
/* time: runs a command and tells how long it took, in all, in the program and in the kernel. */
#include <err.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void print(const struct timeval *t, const char *what)
{
	fprintf(stderr, "%9ld.%02ld %s", t->tv_sec, t->tv_usec / 10000, what);
}

int main(int argc, char **argv)
{
	struct timeval start, end;
	struct rusage used;
	int status;
	pid_t pid;

	if (argc < 2) {
		fprintf(stderr, "usage: time command [argument ...]\n");
		return 2;
	}
	gettimeofday(&start, NULL);
	pid = vfork();
	if (pid == 0) {
		execvp(argv[1], argv + 1);
		warn("%s", argv[1]);
		_exit(127);
	}
	if (pid < 0 || wait3(&status, 0, &used) != pid)
		err(1, "%s", argv[1]);
	gettimeofday(&end, NULL);
	end.tv_sec -= start.tv_sec + (end.tv_usec < start.tv_usec);
	end.tv_usec += (end.tv_usec < start.tv_usec ? 1000000 : 0) - start.tv_usec;
	print(&end, "real");
	print(&used.ru_utime, "user");
	print(&used.ru_stime, "sys\n");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
