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
			bad = MISTAKE;
			continue;
		}
		if (mark_it == variable_local && variable_local(name))
			return script_ends(MISTAKE);
		if (n > 0 && variable_set(name, argv[i] + n + 1))
			bad = MISTAKE;
		else if (mark_it != variable_local)
			mark_it(name);
	}
	return bad ? script_ends(bad) : 0;
}

static int declare_or_print(int argc, char **argv, int (*mark_it)(const char *), const char *prefix, int which)
{
	int print = argc == 1 || strcmp(argv[1], "-p") == 0;

	if (print)
		variables_print(prefix, which);
	return print ? 0 : declare(argc, argv, mark_it);
}

int export_builtin(int argc, char **argv)
{
	return declare_or_print(argc, argv, variable_export, "export ", EXPORTED);
}

int readonly_builtin(int argc, char **argv)
{
	return declare_or_print(argc, argv, variable_readonly, "readonly ", READONLY);
}

int local_builtin(int argc, char **argv)
{
	return declare(argc, argv, variable_local);
}

/* unset [-f | -v] name ... */
int unset_builtin(int argc, char **argv)
{
	int bad = 0, i = 1;
	char only = '\0';

	if (argc > 1 && argv[1][0] == '-')
		only = argv[i++][1];
	for (; i < argc; i++)
		if (only == 'v' || !function_unset(argv[i]))
			bad |= only != 'f' && variable_unset(argv[i]);
	return bad ? script_ends(MISTAKE) : 0;
}

int shift_builtin(int argc, char **argv)
{
	int n = 1;

	if ((argc > 1 && (!number(argv[1], &n) || n < 0)) || !parameters_shift(n)) {
		complain("shift: there are %d parameters", parameters.n);
		return script_ends(MISTAKE);
	}
	return 0;
}

/* u=rwx,g+w ...: what is given there is not masked. 0 if it makes no sense. */
static int symbolic_mask(const char *p, unsigned *mask)
{
	while (*p != '\0') {
		unsigned who = 0, bits = 0;
		char what;

		for (; *p != '\0' && strchr("ugoa", *p) != NULL; p++)
			who |= *p == 'u' ? 0700 : *p == 'g' ? 070 : *p == 'o' ? 07 : 0777;
		what = *p++;
		if (what == '\0' || strchr("=+-", what) == NULL)
			return 0;
		for (; *p != '\0' && strchr("rwx", *p) != NULL; p++)
			bits |= *p == 'r' ? 0444 : *p == 'w' ? 0222 : 0111;
		who = who != 0 ? who : 0777;
		*mask = what == '+'   ? *mask & ~(bits & who)
		        : what == '-' ? *mask | (bits & who)
		                      : (*mask & ~who) | (who & ~bits);
		if (*p != '\0' && *p++ != ',')
			return 0;
	}
	return 1;
}

int umask_builtin(int argc, char **argv)
{
	unsigned mask;
	char *end;

	mask = umask(0);
	umask(mask);
	if (argc == 1) {
		printf("%04o\n", mask);
	} else if (strcmp(argv[1], "-S") == 0) {
		for (int shift = 6; shift >= 0; shift -= 3)
			printf("%c=%s%s%s%c", "ogu"[shift / 3], mask >> shift & 4 ? "" : "r",
			       mask >> shift & 2 ? "" : "w", mask >> shift & 1 ? "" : "x", shift > 0 ? ',' : '\n');
	} else if (isdigit(argv[1][0])) {
		mask = strtoul(argv[1], &end, 8);
		if (*end != '\0' || mask > 0777) {
			complain("umask: %s: is no octal mask", argv[1]);
			return MISTAKE;
		}
		umask(mask);
	} else if (symbolic_mask(argv[1], &mask)) {
		umask(mask);
	} else {
		complain("umask: %s: is no mask", argv[1]);
		return MISTAKE;
	}
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
