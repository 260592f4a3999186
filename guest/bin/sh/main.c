/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sh: a shell in the manner of Bourne's, with the job control of csh, built on vfork. `help` lists what it does itself.
 *
 * usage: sh [options] [-c commands | -s | script] [argument ...]
 *
 *	-f  uses fork where it would use vfork; no command can tell the difference
 *	-i  prompts, although the input is no terminal
 *	-l  is a login shell: shows /etc/motd
 *	-s  reads commands from its input, although there are arguments
 *
 * and what `set` has, too (options.c): -aCefkntuvx, -o name.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "sh.h"

#define MOTD "/etc/motd"

/* "sh: line 3: " or "script: line 3: ". Who types knows the line. */
static int prefix(char *to, size_t bytes)
{
	const struct input *i = input;
	const char *name = "sh";
	int line = current_line > 0 ? current_line : input != NULL ? input->line : 0;

	while (i != NULL && i->name == NULL && i->below != NULL)
		i = i->below;
	if (i != NULL && i->name != NULL)
		name = i->name;
	if (i == NULL || i->interactive || line == 0)
		return snprintf(to, bytes, "%s: ", name);
	return snprintf(to, bytes, "%s: line %d: ", name, line);
}

int complaint(char *to, size_t bytes, const char *what, const char *why)
{
	int n = prefix(to, bytes / 2);

	n += snprintf(to + n, bytes - n, "%.*s: %s\n", (int)(bytes - n) - 100, what, why);
	return n;
}

void complain(const char *format, ...)
{
	char line[512];
	va_list args;
	int n = prefix(line, sizeof(line) / 2);

	va_start(args, format);
	n += vsnprintf(line + n, sizeof(line) - n - 1, format, args);
	va_end(args);
	if (n > (int)sizeof(line) - 2)
		n = sizeof(line) - 2;
	line[n++] = '\n';
	fflush(stdout);
	write(STDERR_FILENO, line, n);
}

int script_ends(int code)
{
	if (!interactive && spared == 0)
		leave(code);
	return code;
}

void leave(int code)
{
	skipping = NOTHING;
	status = code;
	trap_exit();
	fflush(stdout);
	_exit(code);
}

/* A command that makes no sense: on a terminal there may be better ones, a script that goes on might do harm. */
static void run_mistake(void)
{
	status = MISTAKE;
	if (input->interactive) {
		input_discard();
	} else {
		script_ends(MISTAKE);
		input->ended = 1;
	}
}

static void run_interrupted(void)
{
	status = SIGNALLED + 2;
	if (!input->interactive)
		return;
	fputs("\n", stderr);
	interrupted = 0;
	input->abandoned = 0;
	skipping = NOTHING;
	input_discard();
}

/* The end of a session is asked for twice if there are jobs that it would leave behind stopped. */
static int stays(void)
{
	static int asked;

	if (!input->interactive || asked || !jobs_stopped())
		return 0;
	asked = 1;
	fputs("There are stopped jobs.\n", stderr);
	input->ended = 0;
	return 1;
}

void run_input(void)
{
	struct arena *outer = tree;
	int ran = 0;

	do {
		while (!input->ended && skipping == NOTHING && (!interrupted || input->interactive)) {
			struct mark begin = mark();
			struct node *node;

			tree = arena_new();
			input->fresh = 1;
			node = parse();
			if (parse_failed() && !input->abandoned)
				run_mistake();
			else if (node != NULL)
				execute(node);
			ran |= node != NULL;
			if (node != NULL && one_command && input->below == NULL)
				leave(status);
			arena_drop(tree);
			tree = outer;
			release(begin);
			if (interrupted || input->abandoned)
				run_interrupted();
		}
	} while (stays());
	if (!ran && input->below != NULL)
		status = 0; /* eval or . of nothing */
}

static int open_script(const char *name)
{
	int opened = open(name, O_RDONLY), fd = opened >= 0 ? to_shell_fd(opened) : -1;

	if (fd < 0) {
		complain("%s: %s", name, strerror(errno));
		leave(NOT_FOUND);
	}
	close(opened);
	return fd;
}

static void greet(void)
{
	char line[128];
	FILE *f = fopen(MOTD, "r");

	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		fputs(line, stdout);
	if (f != NULL)
		fclose(f);
	fflush(stdout);
}

/* Does somebody type there? A terminal that only passes bytes on, without an echo, is fed by a file or a pipe. */
static int is_typed(int fd)
{
	struct sgttyb modes;

	return ioctl(fd, TIOCGETP, &modes) == 0 && (modes.sg_flags & (RAW | ECHO)) != RAW;
}

static void prepare_session(int login)
{
	struct sgttyb modes;
	int edits = ioctl(STDIN_FILENO, TIOCGETP, &modes) == 0 && (modes.sg_flags & ECHO);

	interactive = 1;
	jobs_begin();
	variable_set("PS1", edits ? getuid() == 0 ? "$PWD# " : "$PWD$ " : getuid() == 0 ? "# " : "$ ");
	variable_set("PS2", "> ");
	if (login)
		greet();
}

static int wants_command, is_login;
int reads_input;

/* Letters that `set` does not have. */
static void main_option(char letter)
{
	if (letter == 'c')
		wants_command = 1;
	else if (letter == 'i')
		interactive = 1;
	else if (letter == 'l')
		is_login = 1;
	else
		reads_input = 1;
}

static void first_variables(void)
{
	char text[PATH_MAX];

	shell_pid = getpid();
	variables_import();
	sprintf(text, "%d", getppid());
	variable_set("PPID", text);
	variable_set("OPTIND", "1");
	if (getcwd(text, sizeof(text)) != NULL)
		variable_set("PWD", text);
}

int main(int argc, char **argv)
{
	const char *commands = NULL;
	struct input from;
	int i = set_options(argc, argv, "cils", main_option);

	if (i < 0)
		return MISTAKE;
	if (i < argc && (strcmp(argv[i], "--") == 0 || strcmp(argv[i], "-") == 0))
		i++;
	if (wants_command && (commands = argv[i++]) == NULL) {
		complain("-c wants a command");
		return MISTAKE;
	}
	reads_input |= !wants_command && i >= argc;
	first_variables();
	shell_name = i < argc && !reads_input ? argv[i++] : argv[0];
	if (i < argc)
		parameters_set(argv + i, argc - i);
	if (commands != NULL)
		input_string(&from, commands);
	else if (!reads_input)
		input_file(&from, open_script(shell_name), shell_name, 0);
	else
		input_file(&from, STDIN_FILENO, NULL, interactive || is_typed(STDIN_FILENO));
	if (from.interactive)
		prepare_session(is_login);
	run_input();
	leave(status);
}
