/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wordexp: what the shell makes of a text, and what it refuses. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wordexp.h>

static const char *name(int bad)
{
	return bad == WRDE_BADCHAR   ? "character"
	       : bad == WRDE_BADVAL  ? "variable"
	       : bad == WRDE_CMDSUB  ? "command"
	       : bad == WRDE_SYNTAX  ? "syntax"
	       : bad == WRDE_NOSPACE ? "space"
	                             : "good";
}

static void show(const char *text, int flags)
{
	wordexp_t words = {0};
	int bad = wordexp(text, &words, flags);

	printf("%s: %s", text, name(bad));
	for (size_t i = 0; bad == 0 && i < words.we_wordc; i++)
		printf(" <%s>", words.we_wordv[i]);
	printf(bad == 0 && words.we_wordv[words.we_wordc] == NULL ? " end\n" : "\n");
	if (bad == 0)
		wordfree(&words);
}

int main(void)
{
	wordexp_t words = {.we_offs = 2};

	mkdir("wordexp.tmp", 0755);
	if (chdir("wordexp.tmp") < 0)
		return 1;
	close(creat("one.c", 0644));
	close(creat("two.c", 0644));
	setenv("HOME", "/there", 1);
	setenv("V", "a  b", 1);
	unsetenv("NONE");
	show("plain words", 0);
	show("  'in  quotes' \"and  these\" a\\ b ", 0);
	show("$V \"$V\" ${V}c ${NONE-x} ${#V} $((1 + 2))", 0);
	show("*.c ~ ~/x '*.c' ?ne.c none*", 0);
	show("", 0);
	show("$NONE '' \"\"", 0);
	show("$(echo sub) `echo back`", 0);
	show("$(echo sub)", WRDE_NOCMD);
	show("\"`echo sub`\"", WRDE_NOCMD);
	show("'$(echo sub)' $((2 * 3))", WRDE_NOCMD);
	show("$NONE", WRDE_UNDEF);
	show("a | b", 0);
	show("a & b", 0);
	show("a ; b", 0);
	show("(a)", 0);
	show("{a}", 0);
	show("a > b", 0);
	show("a\nb", 0);
	show("'|' \\; \"<\"", 0);
	show("\"not ended", 0);
	show("'not ended", 0);
	printf("%d ", wordexp("a b", &words, WRDE_DOOFFS));
	printf("%d ", wordexp("c", &words, WRDE_DOOFFS | WRDE_APPEND));
	printf("%zu %d %d %s %s %d ", words.we_wordc, words.we_wordv[0] == NULL, words.we_wordv[1] == NULL,
	       words.we_wordv[2], words.we_wordv[4], words.we_wordv[5] == NULL);
	printf("%d ", wordexp("again", &words, WRDE_DOOFFS | WRDE_REUSE));
	printf("%zu %s\n", words.we_wordc, words.we_wordv[2]);
	wordfree(&words);
	unlink("one.c");
	unlink("two.c");
	return chdir("..") < 0 || rmdir("wordexp.tmp") < 0;
}
