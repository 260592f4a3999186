/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A function with as many arguments as one wants. */
#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static int run(const char *path, ...)
{
	char *argv[8];
	int n = 0, status = 0;
	va_list args;
	pid_t pid;

	va_start(args, path);
	while (n < 7 && (argv[n] = va_arg(args, char *)) != NULL)
		n++;
	va_end(args);
	argv[n] = NULL;
	pid = vfork();
	if (pid == 0) {
		execv(path, argv);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return status;
}

int main(void)
{
	return run("/bin/true", "true", "a", "b", (char *)NULL);
}
