/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The exec family: six ways to say execve. */
#include <errno.h>
#include <limits.h>
#include <paths.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_PATH "/bin"

int execv(const char *path, char *const argv[])
{
	return execve(path, argv, environ);
}

/* What the kernel does not take for a program is given to the shell, as in 4.3BSD's execvp. */
static void execute(const char *path, char *const argv[], char *const envp[])
{
	int n = 0;

	execve(path, argv, envp);
	if (errno != ENOEXEC)
		return;
	while (argv[n] != NULL)
		n++;
	char *args[n + 3];
	args[0] = "sh";
	args[1] = (char *)path;
	for (int i = 1; i <= n; i++) /* the null pointer, too */
		args[i + 1] = argv[i];
	if (n == 0)
		args[2] = NULL;
	execve(_PATH_BSHELL, args, envp);
}

/* Tries every directory of PATH. The most telling error wins: a file that may not be run over one that is not there. */
int execvpe(const char *file, char *const argv[], char *const envp[])
{
	const char *p = getenv("PATH"), *colon;
	char path[PATH_MAX];
	int error = ENOENT;

	if (strchr(file, '/') != NULL) {
		execute(file, argv, envp);
		return -1;
	}
	for (p = p != NULL ? p : DEFAULT_PATH; p != NULL; p = colon != NULL ? colon + 1 : NULL) {
		size_t n, name = strlen(file);

		colon = strchr(p, ':');
		n = colon != NULL ? (size_t)(colon - p) : strlen(p);
		if (n + 1 + name + 1 > sizeof(path)) {
			error = ENAMETOOLONG;
			continue;
		}
		memcpy(path, p, n);
		if (n > 0)
			path[n++] = '/';
		memcpy(path + n, file, name + 1);
		execute(path, argv, envp);
		if (errno == ENOEXEC || errno == ENOMEM || errno == E2BIG)
			return -1;
		if (errno == EACCES)
			error = EACCES;
	}
	errno = error;
	return -1;
}

int execvp(const char *file, char *const argv[])
{
	return execvpe(file, argv, environ);
}

/* Number of arguments up to the null pointer, which is counted too. */
static int count_args(va_list args)
{
	int n = 2;

	while (va_arg(args, char *) != NULL)
		n++;
	return n;
}

/* Gathers arg0 and the rest into argv, and leaves args after the null pointer. */
static void gather(char **argv, const char *arg0, va_list *args)
{
	*argv++ = (char *)arg0;
	if (arg0 != NULL)
		while ((*argv++ = va_arg(*args, char *)) != NULL)
			;
}

int execl(const char *path, const char *arg0, ...)
{
	va_list args;

	va_start(args, arg0);
	char *argv[arg0 != NULL ? count_args(args) : 1];
	va_end(args);
	va_start(args, arg0);
	gather(argv, arg0, &args);
	va_end(args);
	return execv(path, argv);
}

int execlp(const char *file, const char *arg0, ...)
{
	va_list args;

	va_start(args, arg0);
	char *argv[arg0 != NULL ? count_args(args) : 1];
	va_end(args);
	va_start(args, arg0);
	gather(argv, arg0, &args);
	va_end(args);
	return execvp(file, argv);
}

int execle(const char *path, const char *arg0, ...)
{
	char *const *envp;
	va_list args;

	va_start(args, arg0);
	char *argv[arg0 != NULL ? count_args(args) : 1];
	va_end(args);
	va_start(args, arg0);
	gather(argv, arg0, &args);
	envp = va_arg(args, char *const *);
	va_end(args);
	return execve(path, argv, envp);
}
