/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * exit: exit() is not _exit()
 *
 * The parent has printed half a line, which waits in stdio's buffer. The child calls exit(), which writes out what is
 * in the buffers and closes the streams, all of it in user memory.
 * How often does the first half appear, and what becomes of the second one: with vfork, with fork, and if the child
 * calls _exit()?
 * Say first in whose memory stdio's buffer is. 4.3BSD's debugger adb had the mistake: exit() after an exec that
 * failed.
 *
 * Watch the data pages: which become W, written in the loan, and what of them is _iob[1], the FILE of stdout? And the
 * console: which process writes the first half?
 *
 * Try: exit · exit fork · exit _exit
 *
 * Topic: One stack, 8
 * Opens: data
 * In the matrix:
 *	closed     my child closed my stdout
 *	twice      first half, Here is the first half
 *	right      and here the second
 *	silent     Here is the first half
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Speaks past stdio, which is what we look at. */
static void say(const char *text)
{
	write(STDOUT_FILENO, text, strlen(text));
}

static int has(int argc, char **argv, const char *word)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], word) == 0)
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	int use_fork = has(argc, argv, "fork"), use_underscore = has(argc, argv, "_exit");
	int printed;
	pid_t pid;

	printf("Here is the first half, ");

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		if (use_underscore)
			_exit(0);
		exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	printed = printf("and here the second.\n");
	if (printed < 0)
		say("\nparent: my printf failed, my child closed my stdout\n");
	return printed < 0;
}
