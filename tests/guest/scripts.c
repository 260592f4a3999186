/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that are programs, but not for the machine: those that execvp gives to the shell. */
#include <fcntl.h>
#include <stdlib.h>

#include "check.h"

/* A file with that content, which all may execute. */
static void make(const char *path, const char *content)
{
	int fd = creat(path, 0755);

	write(fd, content, strlen(content));
	close(fd);
}

/* What a program wrote that a child executes by itself with execvp, one line of it. */
static const char *said(const char *file, char *const argv[])
{
	static char line[200];
	int fds[2], n, length = 0;
	pid_t pid;

	pipe(fds);
	pid = vfork();
	if (pid == 0) {
		dup2(fds[1], 1);
		close(fds[0]);
		close(fds[1]);
		execvp(file, argv);
		_exit(errno);
	}
	close(fds[1]);
	while ((n = (int)read(fds[0], line + length, sizeof line - 1 - (size_t)length)) > 0)
		length += n;
	line[length] = '\0';
	close(fds[0]);
	wait(NULL);
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static void check_said(const char *expected, const char *actual, const char *name)
{
	check(strcmp(expected, actual) == 0, name);
	if (strcmp(expected, actual) != 0)
		printf("# expected '%s', got '%s'\n", expected, actual);
}

static void given_to_the_shell(void)
{
	char *two[] = {"zero", "one", "two", NULL}, *none[] = {NULL};

	make("/tmp/plain", "echo $# $1 $2\n");
	check_said("2 one two", said("/tmp/plain", two), "execvp gives what is no program to the shell");
	check_said("0", said("/tmp/plain", none), "without arguments, too");
	check(execv("/tmp/plain", two) == -1 && errno == ENOEXEC, "execv does not");
	setenv("PATH", "/nowhere:/tmp:/bin", 1);
	check_said("2 one two", said("plain", two), "found by PATH");
	setenv("PATH", "/bin", 1);
	unlink("/tmp/plain");
}

int main(void)
{
	given_to_the_shell();
	return check_end();
}
