/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 4.3BSD's regular expressions: one that is compiled, for as many strings as one likes. */
#include <regex.h>
#include <stddef.h>

static regex_t last;

char *re_comp(const char *pattern)
{
	static char text[64];
	regex_t next;
	int error;

	if (pattern == NULL || *pattern == '\0')
		return last.re_program != NULL ? NULL : "No previous regular expression";
	error = regcomp(&next, pattern, REG_NOSUB);
	if (error != 0) {
		regerror(error, &next, text, sizeof(text));
		return text;
	}
	regfree(&last);
	last = next;
	return NULL;
}

int re_exec(const char *string)
{
	if (last.re_program == NULL)
		return -1;
	return regexec(&last, string, 0, NULL, 0) == 0;
}
