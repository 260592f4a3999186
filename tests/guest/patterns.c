/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patterns, and the files that match them. */
#include <fcntl.h>
#include <fnmatch.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "check.h"

static void patterns(void)
{
	static const struct {
		const char *pattern, *string;
		int flags, matches;
	} rows[] = {
		{"", "", 0, 1},
		{"", "a", 0, 0},
		{"abc", "abc", 0, 1},
		{"abc", "ab", 0, 0},
		{"a?c", "abc", 0, 1},
		{"?", "", 0, 0},
		{"*", "", 0, 1},
		{"*", "all of it", 0, 1},
		{"*.c", "prog.c", 0, 1},
		{"*.c", "prog.co", 0, 0},
		{"*.c", "a.c.c", 0, 1},
		{"a*b*c", "aXbXbXc", 0, 1},
		{"a*b*c", "aXcXb", 0, 0},
		{"**a", "bba", 0, 1},
		{"*a*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0, 0},
		{"[abc]x", "bx", 0, 1},
		{"[a-c]x", "dx", 0, 0},
		{"[!a-c]x", "dx", 0, 1},
		{"[!a-c]", "", 0, 0},
		{"[]a]", "]", 0, 1},
		{"[!]a]", "]", 0, 0},
		{"[a-]", "-", 0, 1},
		{"[\\]]", "]", 0, 1},
		{"[a", "[a", 0, 1},
		{"[a", "a", 0, 0},
		{"[", "[", 0, 1},
		{"[[:digit:]]*", "7up", 0, 1},
		{"[[:digit:]_]", "_", 0, 1},
		{"[![:upper:]]", "A", 0, 0},
		{"[[:no:]]", "n]", 0, 1},
		{"\\*", "*", 0, 1},
		{"\\*", "a", 0, 0},
		{"\\*", "\\a", FNM_NOESCAPE, 1},
		{"a\\", "a\\", 0, 1},
		{"*", "a/b", 0, 1},
		{"*", "a/b", FNM_PATHNAME, 0},
		{"*/*", "a/b", FNM_PATHNAME, 1},
		{"a?b", "a/b", FNM_PATHNAME, 0},
		{"a[/]b", "a/b", FNM_PATHNAME, 0},
		{"*/b*/c", "a/bb/c", FNM_PATHNAME, 1},
		{"*", ".x", FNM_PERIOD, 0},
		{".*", ".x", FNM_PERIOD, 1},
		{"[.]x", ".x", FNM_PERIOD, 0},
		{"?x", ".x", FNM_PERIOD, 0},
		{"a/*", "a/.x", FNM_PERIOD, 1},
		{"a/*", "a/.x", FNM_PERIOD | FNM_PATHNAME, 0},
		{"*.x", "a.x", FNM_PERIOD, 1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char name[120];

		sprintf(name, "%s against %s, flags %d", rows[i].pattern, rows[i].string, rows[i].flags);
		check((fnmatch(rows[i].pattern, rows[i].string, rows[i].flags) == 0) == rows[i].matches, name);
	}
}

/* All of it in one line. */
static const char *line(const glob_t *g)
{
	static char text[300];

	text[0] = '\0';
	for (size_t i = 0; i < g->gl_pathc; i++) {
		strcat(text, i > 0 ? " " : "");
		strcat(text, g->gl_pathv[i]);
	}
	return text;
}

static void finds(const char *pattern, int flags, const char *expected)
{
	glob_t g;
	int result = glob(pattern, flags, NULL, &g);

	check(strcmp(line(&g), expected) == 0 && result == (*expected != '\0' ? 0 : GLOB_NOMATCH), pattern);
	if (strcmp(line(&g), expected) != 0)
		printf("# %d: %s\n", result, line(&g));
	globfree(&g);
}

static char heard[100];

static int hear(const char *path, int error)
{
	sprintf(heard, "%s %d", path, error);
	return strstr(path, "closed") != NULL && path[0] == '/';
}

static void files(void)
{
	static const char *const names[] = {"b.c", "a.c", "a.h", ".hidden", "x*y", "dir/one", "dir/two", "dir2/one"};
	glob_t g;

	mkdir("/tmp/g", 0755);
	chdir("/tmp/g");
	mkdir("dir", 0755);
	mkdir("dir2", 0755);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		close(creat(names[i], 0644));
	finds("*.c", 0, "a.c b.c");
	finds("*", 0, "a.c a.h b.c dir dir2 x*y");
	finds("*", GLOB_MARK, "a.c a.h b.c dir/ dir2/ x*y");
	finds(".h*", 0, ".hidden");
	finds("*/one", 0, "dir/one dir2/one");
	finds("d*/t?o", 0, "dir/two");
	finds("d*/", 0, "dir/ dir2/");
	finds("*/", GLOB_MARK, "dir/ dir2/");
	finds("/tmp/g/*.h", 0, "/tmp/g/a.h");
	finds("//tmp//g/a.?", 0, "//tmp//g/a.c //tmp//g/a.h");
	finds("a.c", 0, "a.c");
	finds("dir/../a.c", 0, "dir/../a.c");
	finds("nothing*", 0, "");
	finds("nothing", 0, "");
	finds("nothing/*", GLOB_ERR, "");
	finds("a.c/*", GLOB_ERR, "");
	finds("nothing*", GLOB_NOCHECK, "nothing*");
	finds("x\\*y", 0, "x*y");
	finds("x\\*y", GLOB_NOESCAPE, "");
	check(glob("*.h", 0, NULL, &g) == 0 && glob("*.c", GLOB_APPEND, NULL, &g) == 0 &&
	              strcmp(line(&g), "a.h a.c b.c") == 0 && g.gl_pathv[3] == NULL,
	      "GLOB_APPEND");
	globfree(&g);
	g.gl_offs = 2;
	check(glob("*.c", GLOB_DOOFFS, NULL, &g) == 0 && glob("*.h", GLOB_DOOFFS | GLOB_APPEND, NULL, &g) == 0 &&
	              g.gl_pathc == 3 && g.gl_pathv[0] == NULL && g.gl_pathv[1] == NULL &&
	              strcmp(g.gl_pathv[2], "a.c") == 0 && strcmp(g.gl_pathv[4], "a.h") == 0 && g.gl_pathv[5] == NULL,
	      "GLOB_DOOFFS");
	globfree(&g);
	check(glob("[ab].c", GLOB_NOSORT, NULL, &g) == 0 && g.gl_pathc == 2 && strcmp(g.gl_pathv[0], "b.c") == 0,
	      "GLOB_NOSORT: in the directory's order");
	globfree(&g);

	mkdir("closed", 0);
	setreuid(-1, 7);
	check(glob("closed/*", 0, hear, &g) == GLOB_NOMATCH && strcmp(heard, "closed/ 13") == 0,
	      "a directory that cannot be read is told of");
	globfree(&g);
	check(glob("/tmp/g/closed/*", 0, hear, &g) == GLOB_ABORTED, "and may end it");
	globfree(&g);
	check(glob("closed/*", GLOB_ERR, NULL, &g) == GLOB_ABORTED, "GLOB_ERR");
	globfree(&g);
	setreuid(-1, 0);
}

int main(void)
{
	patterns();
	files();
	return check_end();
}
