/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands that the shell does itself: their table, and those that run other commands. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

int number(const char *word, int *to)
{
	char *end;
	long n = strtol(word, &end, 10);

	if (*word == '\0' || *end != '\0')
		return 0;
	*to = (int)n;
	return 1;
}

static int true_builtin(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

static int false_builtin(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return 1;
}

static int cd_builtin(int argc, char **argv)
{
	const char *to = argc > 1 ? argv[1] : variable("HOME");

	if (chdir(to != NULL ? to : "/") == 0)
		return 0;
	complain("cd: %s: %s", to, strerror(errno));
	return 1;
}

static int exit_builtin(int argc, char **argv)
{
	int code = trapped_status >= 0 ? trapped_status : status;

	if (argc > 1 && !number(argv[1], &code)) {
		complain("exit: %s: is no number", argv[1]);
		return MISTAKE;
	}
	leave(code & 0xff);
}

/* Its redirections stay. With a command the shell becomes that command, without a child. Who types a wrong name keeps
 * his shell. */
int exec_builtin(int argc, char **argv)
{
	const struct words none = {.n = 0};
	struct launch l = {.argv = argv + 1};
	int code;

	if (argc < 2)
		return 0;
	l.envp = make_environment(&none);
	l.paths = find_paths(argv[1]);
	fflush(stdout);
	signals_child(0);
	code = try_programs(&l);
	if (!interactive)
		_exit(code);
	signals_again();
	return code;
}

/* One line of all arguments, which is parsed anew. */
static int eval_builtin(int argc, char **argv)
{
	struct text t = {.arena = &work};
	struct input from;

	for (int i = 1; i < argc; i++) {
		text_puts(&t, argv[i]);
		text_put(&t, i < argc - 1 ? ' ' : '\n');
	}
	status = 0;
	input_string(&from, text_end(&t));
	from.line = current_line;
	run_input();
	input_pop();
	return status;
}

/* Commands of a file, in this shell. */
static int dot_builtin(int argc, char **argv)
{
	struct input from;
	int fd, moved;

	if (argc < 2) {
		complain(".: usage: . file");
		return MISTAKE;
	}
	fd = open(argv[1], O_RDONLY);
	moved = fd >= 0 ? to_shell_fd(fd) : -1;
	if (moved < 0) {
		complain(".: %s: %s", argv[1], strerror(errno));
		return 1;
	}
	close(fd);
	status = 0;
	input_file(&from, moved, argv[1], 0);
	sourced++;
	run_input();
	sourced--;
	input_pop();
	close(moved);
	if (skipping == RETURN)
		skipping = NOTHING;
	return status;
}

static int help_builtin(int argc, char **argv);

static const struct builtin builtins[] = {
	{":", true_builtin, ": [word ...]", "nothing, successfully"},
	{".", dot_builtin, ". file", "run the commands of a file in this shell"},
	{"[", test_builtin, "[ expression ]", "the same as test"},
	{"bg", bg_builtin, "bg [%job]", "let a stopped job run on in the background"},
	{"break", break_builtin, "break [n]", "leave n loops"},
	{"cd", cd_builtin, "cd [directory]", "change the working directory, to $HOME if none is given"},
	{"continue", continue_builtin, "continue [n]", "next round of the n-th loop around"},
	{"eval", eval_builtin, "eval [word ...]", "run the words as a command"},
	{"exec", exec_builtin, "exec [command ...]", "become the command; without one, redirect the shell itself"},
	{"exit", exit_builtin, "exit [n]", "leave the shell"},
	{"export", export_builtin, "export [name[=value] ...]", "put variables into the environment; list them"},
	{"false", false_builtin, "false", "nothing, without success"},
	{"fg", fg_builtin, "fg [%job]", "bring a job to the foreground"},
	{"help", help_builtin, "help", "this list"},
	{"jobs", jobs_builtin, "jobs", "list the jobs"},
	{"kill", kill_builtin, "kill [-signal] pid | %job ...",
         "send a signal, TERM if none is given; kill -l lists them"},
	{"read", read_builtin, "read name ...", "read a line into variables"},
	{"readonly", readonly_builtin, "readonly [name[=value] ...]", "protect variables"},
	{"return", return_builtin, "return [n]", "leave a function, or a file that . reads"},
	{"set", set_builtin, "set [-+efx] [--] [word ...]", "set options and $1 ...; list the variables"},
	{"shift", shift_builtin, "shift [n]", "forget $1 ... $n"},
	{"test", test_builtin, "test expression", "compare words and numbers, ask about files"},
	{"times", times_builtin, "times", "processor time of the shell and of its children"},
	{"trap", trap_builtin, "trap [action signal ...]", "run the action when the signal comes; EXIT: at the end"},
	{"true", true_builtin, "true", "nothing, successfully"},
	{"ulimit", ulimit_builtin, "ulimit [-acdfst] [n]", "show or set limits of what commands may use"},
	{"umask", umask_builtin, "umask [mask]", "permissions that new files do not get"},
	{"unset", unset_builtin, "unset name ...", "forget variables and functions"},
	{"wait", wait_builtin, "wait [pid | %job ...]", "wait for commands in the background"},
};
#define BUILTINS (sizeof(builtins) / sizeof(builtins[0]))

const struct builtin *builtin_find(const char *name)
{
	for (size_t i = 0; i < BUILTINS; i++)
		if (strcmp(builtins[i].name, name) == 0)
			return &builtins[i];
	return NULL;
}

static int help_builtin(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	for (size_t i = 0; i < BUILTINS; i++)
		printf("%-30s %s\n", builtins[i].usage, builtins[i].help);
	return 0;
}
