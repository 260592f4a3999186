/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands that the shell does itself: their table, and those that run other commands. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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

static void remember_directory(void)
{
	char now[PATH_MAX];
	const char *before = variable("PWD");

	if (before != NULL)
		variable_set("OLDPWD", before);
	if (getcwd(now, sizeof(now)) != NULL)
		variable_set("PWD", now);
}

/* A directory of a list of others; -1 if it is in none of them. */
static int cd_along(const char *path, const char *to)
{
	while (*path != '\0') {
		size_t n = strcspn(path, ":");
		struct text t = {.arena = &work};

		text_puts(&t, take_text(&work, path, n));
		text_puts(&t, n > 0 ? "/" : "");
		text_puts(&t, to);
		if (chdir(text_end(&t)) == 0) {
			if (n > 0)
				puts(t.s);
			return 0;
		}
		path += n + (path[n] == ':');
	}
	return -1;
}

/* cd [directory | -] */
static int cd_builtin(int argc, char **argv)
{
	int i = 1 +
	        (argc > 1 && (strcmp(argv[1], "--") == 0 || strcmp(argv[1], "-L") == 0 || strcmp(argv[1], "-P") == 0));
	int back = i < argc && strcmp(argv[i], "-") == 0;
	const char *to = back ? variable("OLDPWD") : i < argc ? argv[i] : variable("HOME"), *along = variable("CDPATH");

	if (to == NULL) {
		complain("cd: %s is not set", back ? "OLDPWD" : "HOME");
		return MISTAKE;
	}
	if ((along == NULL || to[0] == '/' || to[0] == '.' || cd_along(along, to) < 0) && chdir(to) < 0) {
		complain("cd: %s: %s", to, strerror(errno));
		return MISTAKE;
	}
	remember_directory();
	if (back)
		puts(variable("PWD"));
	return 0;
}

static int exit_builtin(int argc, char **argv)
{
	int code = trapped_status >= 0 ? trapped_status : status;

	if (argc > 1 && !number(argv[1], &code)) {
		complain("exit: %s: is no number", argv[1]);
		return script_ends(MISTAKE);
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

/* All of the input that was pushed last; nothing in it is a success. */
static int run_commands(void)
{
	run_input();
	input_pop();
	return status;
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
	input_string(&from, text_end(&t));
	from.line = current_line;
	return run_commands();
}

/* A file that is read is looked for as a program is. */
static int open_sourced(const char *name)
{
	int fd = -1;

	for (char **p = find_paths(name); *p != NULL && fd < 0; p++)
		fd = open(*p, O_RDONLY);
	return fd >= 0 ? fd : open(name, O_RDONLY);
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
	fd = open_sourced(argv[1]);
	moved = fd >= 0 ? to_shell_fd(fd) : -1;
	if (moved < 0) {
		complain(".: %s: %s", argv[1], strerror(errno));
		return script_ends(MISTAKE);
	}
	close(fd);
	input_file(&from, moved, argv[1], 0);
	sourced++;
	run_commands();
	sourced--;
	close(moved);
	if (skipping == RETURN)
		skipping = NOTHING;
	return status;
}

static int help_builtin(int argc, char **argv);

static const struct builtin builtins[] = {
	{":", true_builtin, SPECIAL, ": [word ...]", "nothing, successfully"},
	{".", dot_builtin, SPECIAL, ". file", "run the commands of a file in this shell"},
	{"[", test_builtin, 0, "[ expression ]", "the same as test"},
	{"alias", alias_builtin, 0, "alias [name[=text] ...]", "a word that stands for a text; list them"},
	{"bg", bg_builtin, 0, "bg [%job]", "let a stopped job run on in the background"},
	{"break", break_builtin, SPECIAL, "break [n]", "leave n loops"},
	{"cd", cd_builtin, 0, "cd [directory | -]", "change the working directory, to $HOME if none is given"},
	{"command", command_builtin, 0, "command [-v] name [word ...]",
         "run it though a function has its name; tell what it is"},
	{"continue", continue_builtin, SPECIAL, "continue [n]", "next round of the n-th loop around"},
	{"eval", eval_builtin, SPECIAL, "eval [word ...]", "run the words as a command"},
	{"exec", exec_builtin, SPECIAL, "exec [command ...]",
         "become the command; without one, redirect the shell itself"},
	{"exit", exit_builtin, SPECIAL, "exit [n]", "leave the shell"},
	{"export", export_builtin, SPECIAL, "export [name[=value] ...]",
         "put variables into the environment; list them"},
	{"false", false_builtin, 0, "false", "nothing, without success"},
	{"fg", fg_builtin, 0, "fg [%job]", "bring a job to the foreground"},
	{"getopts", getopts_builtin, 0, "getopts letters name [word ...]",
         "the next option of the words, or of $1 ..."},
	{"hash", true_builtin, 0, "hash", "nothing: where programs are is not kept"},
	{"help", help_builtin, 0, "help", "this list"},
	{"history", history_builtin, 0, "history", "the lines that were typed"},
	{"jobs", jobs_builtin, 0, "jobs", "list the jobs"},
	{"kill", kill_builtin, 0, "kill [-signal] pid | %job ...",
         "send a signal, TERM if none is given; kill -l lists them"},
	{"local", local_builtin, 0, "local name[=value] ...", "variables of a function's own"},
	{"printf", printf_builtin, 0, "printf format [word ...]", "write words in a form"},
	{"read", read_builtin, 0, "read [-r] name ...", "read a line into variables"},
	{"readonly", readonly_builtin, SPECIAL, "readonly [name[=value] ...]", "protect variables; list them"},
	{"return", return_builtin, SPECIAL, "return [n]", "leave a function, or a file that . reads"},
	{"set", set_builtin, SPECIAL, "set [-+letters] [-o name] [--] [word ...]",
         "set options and $1 ...; list the variables"},
	{"shift", shift_builtin, SPECIAL, "shift [n]", "forget $1 ... $n"},
	{"test", test_builtin, 0, "test expression", "compare words and numbers, ask about files"},
	{"times", times_builtin, SPECIAL, "times", "processor time of the shell and of its children"},
	{"trap", trap_builtin, SPECIAL, "trap [action signal ...]",
         "run the action when the signal comes; EXIT: at the end"},
	{"true", true_builtin, 0, "true", "nothing, successfully"},
	{"type", type_builtin, 0, "type name ...", "what a command's name is"},
	{"ulimit", ulimit_builtin, 0, "ulimit [-acdfst] [n]", "show or set limits of what commands may use"},
	{"umask", umask_builtin, 0, "umask [-S | mask]", "permissions that new files do not get"},
	{"unalias", unalias_builtin, 0, "unalias -a | name ...", "forget aliases"},
	{"unset", unset_builtin, SPECIAL, "unset [-f | -v] name ...", "forget variables and functions"},
	{"wait", wait_builtin, 0, "wait [pid | %job ...]", "wait for commands in the background"},
};
#define BUILTINS (sizeof(builtins) / sizeof(builtins[0]))

const struct builtin *builtin_find(const char *name)
{
	for (size_t i = 0; i < BUILTINS; i++)
		if (builtins[i].name[0] == name[0] && strcmp(builtins[i].name, name) == 0)
			return &builtins[i];
	return NULL;
}

void builtins_beginning(struct words *to, const char *with)
{
	for (size_t i = 0; i < BUILTINS; i++)
		if (strncmp(builtins[i].name, with, strlen(with)) == 0)
			words_add(to, (char *)builtins[i].name);
}

static int help_builtin(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	for (size_t i = 0; i < BUILTINS; i++)
		printf("%-30s %s\n", builtins[i].usage, builtins[i].help);
	return 0;
}
