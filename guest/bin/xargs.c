/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xargs: runs a command with the words of its input as arguments: xargs [-n N] [-t] [command [argument ...]]. -n: at
 * most N words each time; -t: shows the command. Between vfork and exec its child does nothing at all.
 */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS 512
#define BYTES 16384

static char *vector[WORDS + 1], text[BYTES];
static int fixed, shows, result;

static void run(int n)
{
	int how = 0;
	pid_t pid;

	vector[n] = NULL;
	for (int i = 0; shows && i < n; i++)
		fprintf(stderr, "%s%c", vector[i], i < n - 1 ? ' ' : '\n');
	fflush(stdout);
	pid = vfork();
	if (pid == 0) {
		execvp(vector[0], vector);
		_exit(127);
	}
	if (pid < 0)
		err(1, "vfork");
	waitpid(pid, &how, 0);
	if (WIFEXITED(how) && WEXITSTATUS(how) == 127)
		errx(127, "%s: cannot be run", vector[0]);
	if (how != 0)
		result = 123;
}

/* A word of the input, with its quotes and backslashes undone; null at the end. */
static char *next_word(size_t *used)
{
	char *word = text + *used;
	int c, quote = 0, there = 0;

	while ((c = getchar()) != EOF && isspace(c))
		;
	for (; c != EOF && (quote || !isspace(c)); c = getchar()) {
		there = 1;
		if (c == quote) {
			quote = 0;
			continue;
		}
		if (!quote && (c == '\'' || c == '"')) {
			quote = c;
			continue;
		}
		if (!quote && c == '\\')
			c = getchar();
		if (*used + 2 >= BYTES)
			errx(1, "a word is too long");
		text[(*used)++] = (char)c;
	}
	text[(*used)++] = '\0';
	return there ? word : NULL;
}

int main(int argc, char **argv)
{
	int option, most = WORDS, n, ran = 0;
	size_t used = 0;
	char *word;

	/* options behind the command are the command's */
	for (option = 1; option < argc && argv[option][0] == '-'; option++) {
		if (argv[option][1] == 't')
			shows = 1;
		else if (argv[option][1] == 'n' && argv[option][2] != '\0')
			most = atoi(argv[option] + 2);
		else if (argv[option][1] == 'n' && option + 1 < argc)
			most = atoi(argv[++option]);
		else
			errx(2, "usage: xargs [-n N] [-t] [command [argument ...]]");
	}
	for (; option < argc && fixed < WORDS; option++)
		vector[fixed++] = argv[option];
	if (fixed == 0)
		vector[fixed++] = "echo";
	n = fixed;
	while ((word = next_word(&used)) != NULL) {
		vector[n++] = word;
		if (n < WORDS && n - fixed < most && used < BYTES / 2)
			continue;
		run(n);
		ran = 1;
		n = fixed;
		used = 0;
	}
	if (n > fixed || !ran)
		run(n);
	return result;
}
