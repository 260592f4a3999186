/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What exec says to a child that has the parent's memory, and that a program starts as it should. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define HUGE_ARGUMENT 300000

static const struct {
	int error;
	const char *name;
} errors[] = {
	{ENOENT, "ENOENT"}, {EACCES, "EACCES"}, {ENOTDIR, "ENOTDIR"},           {ENOEXEC, "ENOEXEC"}, {ELOOP, "ELOOP"},
	{EFAULT, "EFAULT"}, {E2BIG, "E2BIG"},   {ENAMETOOLONG, "ENAMETOOLONG"}, {0, "no error told"},
};

/* The error of a child's exec, as the parent finds it in its own errno. */
static void attempt(const char *what, const char *path, char *const argv[])
{
	int error, status = 0;
	pid_t pid;

	errno = 0;
	pid = vfork();
	if (pid == 0) {
		execv(path, argv);
		_exit(9);
	}
	error = errno;
	waitpid(pid, &status, 0);
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (errors[i].error == error)
			printf("%s: %s, status %d\n", what, errors[i].name, WEXITSTATUS(status));
}

static char huge[HUGE_ARGUMENT], path[6000];

int main(void)
{
	char directory[] = "/tmp/witness.XXXXXX";
	char *const plain[] = {"program", NULL};
	char *const large[] = {"program", huge, NULL};
	char *const shell[] = {"sh", "-c", "exit 5", NULL};
	int fd;

	if (mkdtemp(directory) == NULL || chdir(directory) < 0)
		return 1;
	memset(huge, 'h', sizeof huge - 1);
	for (int i = 0; i < 2500; i++)
		strcpy(path + 2 * i, "./");
	fd = open("text", O_WRONLY | O_CREAT, 0755);
	write(fd, "no program\n", 11);
	close(fd);
	close(open("private", O_WRONLY | O_CREAT, 0644));
	symlink("loop", "loop");
	symlink("text", "link");
	attempt("not there", "nothing", plain);
	attempt("no directory", "text/x", plain);
	attempt("a directory", directory, plain);
	attempt("without x", "private", plain);
	attempt("no program", "text", plain);
	attempt("by a link", "link", plain);
	attempt("a link to itself", "loop", plain);
	attempt("a path too long", path, plain);
	attempt("arguments too large", "/bin/true", large);
	attempt("a path nowhere", (char *)(long)-64, plain);
	attempt("true", "/bin/true", plain);
	attempt("false", "/bin/false", plain);
	attempt("a shell", "/bin/sh", shell);
	unlink("text");
	unlink("private");
	unlink("loop");
	unlink("link");
	chdir("/");
	rmdir(directory);
	return 0;
}
