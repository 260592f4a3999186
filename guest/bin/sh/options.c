/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shell's options: letters of its command line and of `set`, names of `set -o`. */
#include <stdio.h>
#include <string.h>

#include "sh.h"

int export_all, keep_files, leave_on_error, use_fork, no_files, keywords, parse_only, one_command, refuse_unset;
int show_input, trace;

static const struct {
	char letter; /* 0: it has a name only */
	const char *name, *help;
	int *value;
} options[] = {
	{'a', "allexport", "export what is assigned", &export_all},
	{'C', "noclobber", "> makes new files only", &keep_files},
	{'e', "errexit", "leave at the first command that fails and is not asked for its status", &leave_on_error},
	{'f', "fork", "use fork where vfork would do", &use_fork},
	{'k', "keyword", "name=value is for the environment wherever it stands in a command", &keywords},
	{'n', "noexec", "read commands and do not run them", &parse_only},
	{0, "noglob", "* ? [ are characters like others", &no_files},
	{'t', "onecmd", "leave after one command", &one_command},
	{'u', "nounset", "a variable that is not set is a mistake", &refuse_unset},
	{'v', "verbose", "show what is read", &show_input},
	{'x', "xtrace", "show commands before they run", &trace},
};
#define OPTIONS (sizeof(options) / sizeof(options[0]))

char *options_letters(char letters[OPTIONS_MAX])
{
	char *to = letters;

	for (size_t i = 0; i < OPTIONS; i++)
		if (options[i].letter != 0 && *options[i].value)
			*to++ = options[i].letter;
	if (interactive)
		*to++ = 'i';
	if (reads_input)
		*to++ = 's';
	*to = '\0';
	return letters;
}

static void print_options(void)
{
	for (size_t i = 0; i < OPTIONS; i++)
		printf("%c%c %-10s %-3s %s\n", options[i].letter ? '-' : ' ',
		       options[i].letter ? options[i].letter : ' ', options[i].name, *options[i].value ? "on" : "off",
		       options[i].help);
}

static int set_named(const char *name, int on)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		if (strcmp(options[i].name, name) == 0) {
			*options[i].value = on;
			return 1;
		}
	}
	complain("-o %s: no such option; set -o lists them", name);
	return 0;
}

int set_option(char letter, int on)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		if (letter != 0 && options[i].letter == letter) {
			*options[i].value = on;
			return 1;
		}
	}
	return 0;
}

/* The words of one vector: where they end, and -1 if one is wrong, which is told. `others`: letters of main's own. */
int set_options(int argc, char **argv, const char *others, void (*other)(char))
{
	int i = 1;

	for (; i < argc && (argv[i][0] == '-' || argv[i][0] == '+') && argv[i][1] != '\0'; i++) {
		int on = argv[i][0] == '-', named = 0;

		if (strcmp(argv[i], "--") == 0)
			break;
		for (const char *p = argv[i] + 1; *p != '\0'; p++) {
			if (*p == 'o') {
				named = 1;
			} else if (on && strchr(others, *p) != NULL) {
				other(*p);
			} else if (!set_option(*p, on)) {
				complain("%s: no such option; set -o lists them", argv[i]);
				return -1;
			}
		}
		if (named && argv[i + 1] == NULL)
			print_options();
		else if (named && !set_named(argv[++i], on))
			return -1;
	}
	return i;
}

/* set - is the old way to switch off x and v; set -- leaves no parameter, set - all. */
int set_builtin(int argc, char **argv)
{
	int i = set_options(argc, argv, "", NULL), all = 0;

	if (i < 0)
		return script_ends(MISTAKE);
	if (argc == 1)
		variables_print("", 0);
	if (i < argc && strcmp(argv[i], "--") == 0) {
		all = 1;
		i++;
	} else if (i < argc && strcmp(argv[i], "-") == 0) {
		trace = show_input = 0;
		i++;
	}
	if (i < argc || all)
		parameters_set(argv + i, argc - i);
	return 0;
}
