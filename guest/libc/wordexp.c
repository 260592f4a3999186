/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * wordexp: the shell is asked. It prints the words, each with a NUL, and `x` in front of them, so that no words are not
 * the same as no answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wordexp.h>

#define BEGIN "printf '%s\\0' x "
#define UNDEF "set -u\n"
#define QUIET "exec 2>/dev/null\n" /* by itself: what comes after it may be a mistake */

/* Behind a part that may have anything in it: a quote, ${...}, $(...). */
static const char *behind(const char *p, char open, char close)
{
	int depth = 0;

	for (; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0' && close != '\'')
			p++;
		else if (*p == close && --depth <= 0)
			return p + 1;
		else if (*p == open)
			depth++;
	}
	return p;
}

/* What must not be there: 0, WRDE_BADCHAR or WRDE_CMDSUB. */
static int check(const char *p, int flags)
{
	int quoted = 0;

	while (*p != '\0') {
		int command = *p == '`' || (p[0] == '$' && p[1] == '(' && p[2] != '(');

		if (command && (flags & WRDE_NOCMD))
			return WRDE_CMDSUB;
		if (*p == '\\' && p[1] != '\0') {
			p += 2;
		} else if (*p == '\'' && !quoted) {
			p = behind(p + 1, '\0', '\'');
		} else if (*p == '`') {
			p = behind(p + 1, '\0', '`');
		} else if (*p == '$' && (p[1] == '(' || p[1] == '{')) {
			const char *end = behind(p + 1, p[1], p[1] == '(' ? ')' : '}');

			for (p += 2; (flags & WRDE_NOCMD) && p < end; p++)
				if (*p == '`' || (p[0] == '$' && p[1] == '(' && p[2] != '('))
					return WRDE_CMDSUB;
			p = end;
		} else if (!quoted && strchr("|&;<>(){}\n", *p) != NULL) {
			return WRDE_BADCHAR;
		} else {
			quoted ^= *p++ == '"';
		}
	}
	return 0;
}

/* What the shell printed, from malloc; *n: bytes of it, 0 if it refused. Null: no memory, or no shell. */
static char *ask(const char *text, int flags, size_t *n)
{
	size_t room = strlen(text) + sizeof(QUIET UNDEF BEGIN) + 1;
	char *line = malloc(room), *printed = NULL;
	FILE *f = NULL;

	*n = 0;
	if (line != NULL) {
		snprintf(line, room, "%s%s%s%s\n", flags & WRDE_SHOWERR ? "" : QUIET, flags & WRDE_UNDEF ? UNDEF : "",
		         BEGIN, text);
		fflush(stdout);
		f = popen(line, "r");
	}
	free(line);
	room = 0;
	while (f != NULL) {
		char *more = *n == room ? realloc(printed, room += 512) : printed;
		size_t got;

		if (more == NULL) {
			free(printed);
			printed = NULL;
			break;
		}
		printed = more;
		got = fread(printed + *n, 1, room - *n, f);
		if (got == 0)
			break;
		*n += got;
	}
	if (f != NULL && pclose(f) != 0)
		*n = 0;
	return printed;
}

static int add(const char *printed, size_t n, wordexp_t *words, size_t offset)
{
	for (const char *p = printed + 2; p < printed + n; p += strlen(p) + 1) { /* behind the x */
		size_t at = offset + words->we_wordc;
		char **more = realloc(words->we_wordv, (at + 2) * sizeof(*more));

		if (more == NULL)
			return WRDE_NOSPACE;
		words->we_wordv = more;
		if ((more[at] = strdup(p)) == NULL)
			return WRDE_NOSPACE;
		more[at + 1] = NULL;
		words->we_wordc++;
	}
	return 0;
}

int wordexp(const char *text, wordexp_t *words, int flags)
{
	size_t n, offset = flags & WRDE_DOOFFS ? words->we_offs : 0;
	char *printed;
	int bad = check(text, flags);

	if (flags & WRDE_REUSE)
		wordfree(words);
	if (bad != 0)
		return bad;
	if (!(flags & WRDE_APPEND) || words->we_wordv == NULL) {
		words->we_wordc = 0;
		words->we_wordv = calloc(offset + 1, sizeof(*words->we_wordv));
		if (words->we_wordv == NULL)
			return WRDE_NOSPACE;
	}
	if (!(flags & WRDE_DOOFFS))
		words->we_offs = 0;
	printed = ask(text, flags, &n);
	if (printed == NULL)
		return WRDE_NOSPACE;
	if (n > 0)
		bad = add(printed, n, words, offset);
	free(printed);
	if (n > 0)
		return bad;
	/* is it because of a variable? */
	if (flags & WRDE_UNDEF) {
		printed = ask(text, 0, &n);
		free(printed);
	}
	return n > 0 ? WRDE_BADVAL : WRDE_SYNTAX;
}

void wordfree(wordexp_t *words)
{
	for (size_t i = 0; i < words->we_wordc; i++)
		free(words->we_wordv[words->we_offs + i]);
	free(words->we_wordv);
	words->we_wordv = NULL;
	words->we_wordc = 0;
}
