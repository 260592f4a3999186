/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a system allows at most, and whether sysconf and pathconf tell it. Arguments: descriptors; bytes of arguments
 * and environment; bytes of a path; processes of a user; "rlimit" where RLIMIT_NOFILE can change the first.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>

#include "check.h"

static void descriptors(int most, int rlimit)
{
	struct rlimit limit = {10, 10};
	fd_set set;
	int last = -1, fd, fds[2];

	check_same(most, getdtablesize(), "getdtablesize");
	check_same(most, sysconf(_SC_OPEN_MAX), "sysconf(_SC_OPEN_MAX)");
	pipe(fds);
	while ((fd = dup(fds[1])) >= 0)
		last = fd;
	check(last == most - 1 && errno == EMFILE, "so many descriptors can be open, and no more");
	if (vfork() == 0)
		_exit(write(last, "x", 1) == 1 && close(last) == 0 ? 0 : 1);
	wait(&fd);
	check(fd == 0 && write(last, "x", 1) == 1, "a child has them all, for itself");
	FD_ZERO(&set);
	FD_SET(last, &set);
	check(select(last + 1, NULL, &set, NULL, NULL) == 1 && FD_ISSET(last, &set), "select knows the last one");
	for (fd = 3; fd < most; fd++)
		close(fd);
	if (!rlimit) {
		check(getrlimit(RLIMIT_NOFILE, &limit) == -1 && errno == EINVAL, "there is no RLIMIT_NOFILE");
		return;
	}
	if (fork() == 0) {
		setrlimit(RLIMIT_NOFILE, &limit);
		_exit(dup2(0, 9) == 9 && dup2(0, 10) == -1 && errno == EBADF && getdtablesize() == 10 ? 0 : 1);
	}
	wait(&fd);
	check_same(0, fd, "RLIMIT_NOFILE");
}

/* 0 if /bin/true can be executed with so many bytes of arguments, of which none is longer than 4000; the error. */
static int error_with(long bytes)
{
	static char longest[4000];
	static char *argv[80], *environment[] = {NULL};
	int n = 0, status;
	pid_t pid;

	memset(longest, 'x', sizeof longest - 1);
	for (; bytes > 0; bytes -= (long)sizeof longest)
		argv[n++] = bytes >= (long)sizeof longest ? longest : longest + sizeof longest - bytes;
	argv[n] = NULL;
	pid = vfork();
	if (pid == 0) {
		execve("/bin/true", argv, environment);
		_exit(errno);
	}
	waitpid(pid, &status, 0);
	return status >> 8;
}

static void arguments(long most)
{
	check_same(most, sysconf(_SC_ARG_MAX), "sysconf(_SC_ARG_MAX)");
	check_same(0, error_with(most), "a program gets so many bytes of arguments");
	check_same(E2BIG, error_with(most + 1), "and not one more");
}

static void paths(int most)
{
	char *path = malloc(5000);

	check_same(most, pathconf("/", _PC_PATH_MAX), "pathconf(_PC_PATH_MAX)");
	memset(path, '/', 5000);
	strcpy(path + most - 4, "tmp");
	check_same(0, access(path, R_OK), "the longest path");
	strcpy(path + most - 3, "tmp");
	check(access(path, R_OK) == -1 && errno == ENAMETOOLONG, "a longer one");
	check(execl(path, path, (char *)0) == -1 && errno == ENAMETOOLONG, "to be executed");
	check(pathconf("/nowhere", _PC_PATH_MAX) == -1 && errno == ENOENT, "of nothing");
	free(path);
}

/* The user itself is one of them. */
static void processes(int most)
{
	int n = 1, status;

	if (fork() == 0) {
		setreuid(7, 7);
		while (n < 1000) {
			pid_t pid = vfork();

			if (pid == 0)
				_exit(0);
			if (pid < 0)
				break;
			n++;
		}
		_exit(n == most && sysconf(_SC_CHILD_MAX) == most ? 0 : 1);
	}
	wait(&status);
	check_same(0, status, "sysconf(_SC_CHILD_MAX)");
}

/* Another root. */
static void roots(void)
{
	int status, fd;

	mkdir("/tmp/jail", 0755);
	mkdir("/tmp/jail/inner", 0755);
	symlink("/inner", "/tmp/jail/link");
	close(creat("/tmp/jail/inner/file", 0644));
	if (fork() == 0) {
		fd = chroot("/tmp/jail") == 0 && access("/inner/file", F_OK) == 0 && access("/bin/sh", F_OK) == -1;
		fd += access("/../inner/file", F_OK) == 0 && access("/link/file", F_OK) == 0;
		fd += chdir("/..") == 0 && access("inner/../../../inner/file", F_OK) == 0;
		if (vfork() == 0)
			_exit(access("/inner", F_OK));
		wait(&status);
		fd += status == 0;
		setreuid(7, 7);
		fd += chroot("/") == -1 && errno == EPERM;
		_exit(fd);
	}
	wait(&status);
	check_same(EXITED(5), status, "chroot");
	check(chroot("/bin/sh") == -1 && errno == ENOTDIR, "chroot to a file");
	unlink("/tmp/jail/inner/file");
	unlink("/tmp/jail/link");
	rmdir("/tmp/jail/inner");
	check_same(0, rmdir("/tmp/jail"), "nothing is left");
}

int main(int argc, char **argv)
{
	descriptors(atoi(argv[1]), argc > 5);
	arguments(atol(argv[2]));
	paths(atoi(argv[3]));
	processes(atoi(argv[4]));
	roots();
	return check_end();
}
