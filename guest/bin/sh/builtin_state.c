/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shell's own commands that look at or change what it is: variables, parameters, options, limits. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sh.h"

/* name or name=value, for each of the words. */
static int declare(int argc, char **argv, int (*mark_it)(const char *))
{
	int bad = 0;

	for (int i = 1; i < argc; i++) {
		size_t n = assigned_name(argv[i]);
		char *name = take_text(&work, argv[i], n > 0 ? n : strlen(argv[i]));

		if (!is_name(name, strlen(name))) {
			complain("%s: %s: is no name", argv[0], argv[i]);
			bad = 1;
			continue;
		}
		if (n > 0)
			bad |= variable_set(name, argv[i] + n + 1);
		mark_it(name);
	}
	return bad;
}

int export_builtin(int argc, char **argv)
{
	if (argc == 1)
		variables_print(1);
	return declare(argc, argv, variable_export);
}

int readonly_builtin(int argc, char **argv)
{
	return declare(argc, argv, variable_readonly);
}

int unset_builtin(int argc, char **argv)
{
	int bad = 0;

	for (int i = 1; i < argc; i++)
		if (!function_unset(argv[i]))
			bad |= variable_unset(argv[i]);
	return bad;
}

int shift_builtin(int argc, char **argv)
{
	int n = 1;

	if ((argc > 1 && (!number(argv[1], &n) || n < 0)) || !parameters_shift(n)) {
		complain("shift: there are %d parameters", parameters.n);
		return 1;
	}
	return 0;
}

static int set_option(char letter, int on)
{
	switch (letter) {
	case 'e':
		leave_on_error = on;
		return 1;
	case 'f':
		use_fork = on;
		return 1;
	case 'x':
		trace = on;
		return 1;
	}
	return 0;
}

int set_builtin(int argc, char **argv)
{
	int i = 1;

	if (argc == 1)
		variables_print(0);
	for (; i < argc && (argv[i][0] == '-' || argv[i][0] == '+') && argv[i][1] != '\0'; i++) {
		if (strcmp(argv[i], "--") == 0) {
			i++;
			parameters_set(argv + i, argc - i);
			return 0;
		}
		for (const char *p = argv[i] + 1; *p != '\0'; p++) {
			if (!set_option(*p, argv[i][0] == '-')) {
				complain("set: %s: no such option", argv[i]);
				return MISTAKE;
			}
		}
	}
	if (i < argc)
		parameters_set(argv + i, argc - i);
	return 0;
}

/* A line of the standard input, byte by byte: what comes after it is for others. 0 at the end of input. */
static int read_line(struct text *t)
{
	ssize_t n;
	char c;

	while ((n = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n') {
		if (c == '\\') {
			if (read(STDIN_FILENO, &c, 1) != 1)
				break;
			if (c == '\n')
				continue;
		}
		text_put(t, c);
	}
	text_end(t);
	return n == 1;
}

/* The last variable gets all that is left. */
int read_builtin(int argc, char **argv)
{
	const char *ifs = variable("IFS");
	struct text line = {.arena = &work};
	int found = read_line(&line), bad = 0;
	char *p = line.s;

	if (ifs == NULL)
		ifs = " \t\n";
	if (interrupted)
		return SIGNALLED + 2;
	for (int i = 1; i < argc; i++) {
		char *end;
		int more;

		while (*p != '\0' && isspace(*p) && strchr(ifs, *p) != NULL)
			p++;
		end = p;
		while (*end != '\0' && (i == argc - 1 || strchr(ifs, *end) == NULL))
			end++;
		more = *end != '\0';
		while (i == argc - 1 && end > p && isspace(end[-1]) && strchr(ifs, end[-1]) != NULL)
			end--;
		*end = '\0';
		if (!is_name(argv[i], strlen(argv[i]))) {
			complain("read: %s: is no name", argv[i]);
			return MISTAKE;
		}
		bad |= variable_set(argv[i], p);
		p = end + more;
	}
	return bad || !found;
}

int umask_builtin(int argc, char **argv)
{
	unsigned mask;
	char *end;

	if (argc > 1) {
		mask = strtoul(argv[1], &end, 8);
		if (*end != '\0' || mask > 0777) {
			complain("umask: %s: is no octal mask", argv[1]);
			return 1;
		}
		umask(mask);
		return 0;
	}
	mask = umask(0);
	umask(mask);
	printf("%03o\n", mask);
	return 0;
}

static const struct {
	char letter;
	int resource;
	int unit; /* bytes, or 1 where it is a number or seconds */
	const char *name;
} limits[] = {
	{'c', RLIMIT_CORE, 512, "core file (blocks of 512)"},
	{'d', RLIMIT_DATA, 1024, "data (KB)"},
	{'f', RLIMIT_FSIZE, 512, "file (blocks of 512)"},
	{'s', RLIMIT_STACK, 1024, "stack (KB)"},
	{'t', RLIMIT_CPU, 1, "time (seconds)"},
};
#define LIMITS (sizeof(limits) / sizeof(limits[0]))

static void print_limit(size_t i, int named)
{
	struct rlimit limit;

	getrlimit(limits[i].resource, &limit);
	if (named)
		printf("%-26s ", limits[i].name);
	if (limit.rlim_cur == RLIM_INFINITY)
		printf("unlimited\n");
	else
		printf("%ld\n", (long)limit.rlim_cur / limits[i].unit);
}

int ulimit_builtin(int argc, char **argv)
{
	char letter = argc > 1 && argv[1][0] == '-' ? argv[1][1] : 'f';
	const char *value = argc > 1 && argv[1][0] == '-' ? argv[2] : argv[1];
	struct rlimit limit;
	size_t i = 0;
	int n;

	if (letter == 'a') {
		for (; i < LIMITS; i++)
			print_limit(i, 1);
		return 0;
	}
	while (i < LIMITS && limits[i].letter != letter)
		i++;
	if (i == LIMITS) {
		complain("ulimit: -%c: no such limit; ulimit -a lists them", letter);
		return MISTAKE;
	}
	if (value == NULL) {
		print_limit(i, 0);
		return 0;
	}
	getrlimit(limits[i].resource, &limit);
	if (strcmp(value, "unlimited") == 0) {
		limit.rlim_cur = RLIM_INFINITY;
	} else if (number(value, &n) && n >= 0) {
		limit.rlim_cur = (rlim_t)n * limits[i].unit;
		limit.rlim_max = limit.rlim_cur;
	} else {
		complain("ulimit: %s: is no limit", value);
		return MISTAKE;
	}
	if (setrlimit(limits[i].resource, &limit) < 0) {
		complain("ulimit: %s", strerror(errno));
		return 1;
	}
	return 0;
}

static void print_time(const struct timeval *t, char end)
{
	printf("%ldm%ld.%02lds%c", t->tv_sec / 60, t->tv_sec % 60, t->tv_usec / 10000, end);
}

int times_builtin(int argc, char **argv)
{
	struct rusage used;

	(void)argc;
	(void)argv;
	getrusage(RUSAGE_SELF, &used);
	print_time(&used.ru_utime, ' ');
	print_time(&used.ru_stime, '\n');
	getrusage(RUSAGE_CHILDREN, &used);
	print_time(&used.ru_utime, ' ');
	print_time(&used.ru_stime, '\n');
	return 0;
}
