/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Patterns. Of several stars only the last one that was met has to be tried again: what stands before it has matched as
 * early as it can, and to let it match later helps nobody. So there is no recursion, and no pattern takes for ever.
 */
#include <ctype.h>
#include <fnmatch.h>
#include <stddef.h>
#include <string.h>

static const struct {
	const char *name;
	int (*has)(int c);
} classes[] = {{"alnum", isalnum}, {"alpha", isalpha}, {"cntrl", iscntrl},  {"digit", isdigit},
               {"graph", isgraph}, {"lower", islower}, {"print", isprint},  {"punct", ispunct},
               {"space", isspace}, {"upper", isupper}, {"xdigit", isxdigit}};

/* [:name:] at p, which is behind its [:. The end of it, or null if that is none; *found: c belongs to it. */
static const char *named(const char *p, unsigned char c, int *found)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		size_t n = strlen(classes[i].name);

		if (strncmp(p, classes[i].name, n) != 0 || p[n] != ':' || p[n + 1] != ']')
			continue;
		*found |= classes[i].has(c) != 0;
		return p + n + 2;
	}
	return NULL;
}

/* One character of a [...], which a \ may quote. NUL at the end of the pattern. */
static unsigned char character(const char **p, int flags)
{
	if (**p == '\\' && !(flags & FNM_NOESCAPE) && (*p)[1] != '\0')
		++*p;
	return **p != '\0' ? *(*p)++ : '\0';
}

/* What is behind a [ against a character: whether it matches, and *after, where the pattern goes on. -1: there is no
 * ]. */
static int in_brackets(const char *p, unsigned char c, int flags, const char **after)
{
	int negated = *p == '!', found = 0, first = 1;

	for (p += negated; *p != ']' || first; first = 0) {
		const char *end = p[0] == '[' && p[1] == ':' ? named(p + 2, c, &found) : NULL;
		unsigned char low, high;

		if (end != NULL) {
			p = end;
			continue;
		}
		low = high = character(&p, flags);
		if (p[0] == '-' && p[1] != ']' && p[1] != '\0') {
			p++;
			high = character(&p, flags);
		}
		if (low == '\0' || high == '\0' || *p == '\0')
			return -1;
		found |= c >= low && c <= high;
	}
	*after = p + 1;
	return found != negated;
}

/* What stands at p, no star, against the character at s. Where the pattern goes on, or null if that does not match. */
static const char *match_one(const char *p, const char *s, int hidden, int flags)
{
	int plain = !hidden && !(*s == '/' && (flags & FNM_PATHNAME)); /* may be matched by what is no character */
	const char *after;
	int in;

	if (*p == '?')
		return plain ? p + 1 : NULL;
	in = *p == '[' ? in_brackets(p + 1, *s, flags, &after) : -1;
	if (in >= 0)
		return in && plain ? after : NULL;
	if (*p == '\\' && !(flags & FNM_NOESCAPE) && p[1] != '\0')
		p++;
	return *p == *s ? p + 1 : NULL;
}

int fnmatch(const char *pattern, const char *string, int flags)
{
	const char *p = pattern, *s = string, *star = NULL,
		   *from = NULL; /* what is behind the last *; where that tries */

	for (;;) {
		int hidden =
			*s == '.' && (flags & FNM_PERIOD) && (s == string || (s[-1] == '/' && (flags & FNM_PATHNAME)));
		const char *next;

		if (*p == '*' && !hidden) {
			star = ++p;
			from = s;
			continue;
		}
		if (*s == '\0' && *p == '\0')
			return 0;
		next = *s != '\0' && *p != '*' ? match_one(p, s, hidden, flags) : NULL;
		if (next != NULL) {
			p = next;
			s++;
		} else {
			if (star == NULL || *from == '\0' || (*from == '/' && (flags & FNM_PATHNAME)))
				return FNM_NOMATCH;
			p = star;
			s = ++from;
		}
	}
}
