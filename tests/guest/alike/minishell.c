/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small shell: words, pipelines, < and >, background and wait, cd, $?. Its script is in it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAXARGS 16

static int last;

static void run_command(char *text)
{
	char *argv[MAXARGS + 1], status[12];
	int argc = 0;

	for (char *word = strtok(text, " \t"); word != NULL; word = strtok(NULL, " \t")) {
		if (*word == '<' || *word == '>') {
			int out = *word == '>', append = word[1] == '>';
			char *name = word[1 + append] != '\0' ? word + 1 + append : strtok(NULL, " \t");
			int fd = open(name, out ? O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC) : O_RDONLY, 0644);

			if (fd < 0) {
				printf("%s: %s\n", name, errno == ENOENT ? "not there" : "?");
				fflush(stdout);
				_exit(1);
			}
			dup2(fd, out);
			close(fd);
		} else if (strcmp(word, "$?") == 0 && argc < MAXARGS) {
			sprintf(status, "%d", last);
			argv[argc++] = status;
		} else if (argc < MAXARGS) {
			argv[argc++] = word;
		}
	}
	argv[argc] = NULL;
	if (argc == 0)
		_exit(0);
	execvp(argv[0], argv);
	printf("%s: not found\n", argv[0]);
	fflush(stdout);
	_exit(127);
}

static void run_line(char *line)
{
	size_t n = strlen(line);
	int background = n > 0 && line[n - 1] == '&', in = -1, status;
	char *next;
	pid_t pid = 0;

	if (background)
		line[n - 1] = '\0';
	if (strncmp(line, "cd ", 3) == 0) {
		last = chdir(line + 3) < 0;
		return;
	}
	if (strcmp(line, "wait") == 0) {
		while ((pid = wait(&status)) > 0)
			printf("background: %d\n", WEXITSTATUS(status));
		printf("no more: %d\n", errno == ECHILD);
		return;
	}
	for (char *command = line; command != NULL; command = next) {
		int ends[2] = {-1, -1};

		next = strchr(command, '|');
		if (next != NULL) {
			*next++ = '\0';
			if (pipe(ends) < 0)
				exit(2);
		}
		fflush(stdout);
		pid = fork();
		if (pid == 0) {
			if (in >= 0) {
				dup2(in, 0);
				close(in);
			}
			if (ends[1] >= 0) {
				dup2(ends[1], 1);
				close(ends[0]);
				close(ends[1]);
			}
			run_command(command);
		}
		if (in >= 0)
			close(in);
		if (ends[1] >= 0)
			close(ends[1]);
		in = ends[0];
	}
	if (background)
		return;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	last = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	while (next == NULL && waitpid(-1, &status, WNOHANG) > 0)
		;
}

int main(void)
{
	static const char *const script[] = {
		"echo hello world",
		"echo one > f",
		"echo two >> f",
		"cat < f",
		"cat f | tr a-z A-Z | sort -r",
		"cat < missing",
		"echo status $?",
		"nosuchcommand",
		"echo status $?",
		"false",
		"echo status $?",
		"cat f f f | grep w | head -1",
		"mkdir d",
		"cd d",
		"echo deep >g",
		"cd ..",
		"cat d/g",
		"echo exit 3 > g",
		"sh g &",
		"wait",
		"echo kill -9 $$ > g",
		"sh g",
		"echo status $?",
		"cd nowhere",
		"echo status $?",
	};

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (mkdir("shell.tmp", 0755) < 0 || chdir("shell.tmp") < 0)
		return 1;
	for (unsigned i = 0; i < sizeof(script) / sizeof(script[0]); i++) {
		char line[80];

		strcpy(line, script[i]);
		printf("$ %s\n", line);
		run_line(line);
	}
	unlink("f");
	unlink("g");
	unlink("d/g");
	rmdir("d");
	return chdir("..") < 0 || rmdir("shell.tmp") < 0;
}
