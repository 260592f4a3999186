/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * diff: what must be done to a file to make it another: diff [-b] [-e | -u] file other. The lines of the first have <
 * before them, those of the second >. -e: as a script for ed; -u: with three lines around; -b: all blanks are the same.
 * The status is 1 if they differ.
 *
 * The longest common subsequence is found as textbooks do, by a table of both lengths; what is the same at the
 * beginning and at the end is left out of it. (4.3BSD's has Hunt's and McIlroy's way, for long files.)
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TABLE_MAX 1000000 /* entries */
#define AROUND 3

struct file {
	const char *name;
	char **lines;
	int n;
	char *kept; /* of each line: it is in the other as well */
};

/* A change: lines of the first from a on, na of them, become those of the second from b on. */
struct change {
	int a, na, b, nb;
};

static int blanks_alike;
static struct file first, second;

static void read_file(struct file *f, const char *name)
{
	FILE *in = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
	char *line = NULL;
	size_t room = 0;
	int size = 0;
	ssize_t n;

	f->name = name;
	if (in == NULL)
		err(2, "%s", name);
	while ((n = getline(&line, &room, in)) > 0) {
		line[n - (line[n - 1] == '\n')] = '\0';
		if (f->n == size && (f->lines = realloc(f->lines, (size = 2 * size + 64) * sizeof(char *))) == NULL)
			err(2, NULL);
		f->lines[f->n++] = line;
		line = NULL;
		room = 0;
	}
	f->kept = calloc(f->n + 1, 1);
	if (f->kept == NULL)
		err(2, NULL);
}

static int same(const char *a, const char *b)
{
	if (!blanks_alike)
		return strcmp(a, b) == 0;
	for (;; a++, b++) {
		int blank = strspn(a, " \t") > 0, other = strspn(b, " \t") > 0;

		a += strspn(a, " \t");
		b += strspn(b, " \t");
		if (*a == '\0' || *b == '\0')
			return *a == *b;
		if (*a != *b || blank != other)
			return 0;
	}
}

/* Marks the lines that are in both. */
static void compare(void)
{
	int begin = 0, n, m;
	unsigned short *length;

	while (begin < first.n && begin < second.n && same(first.lines[begin], second.lines[begin]))
		first.kept[begin] = second.kept[begin] = 1, begin++;
	n = first.n - begin;
	m = second.n - begin;
	while (n > 0 && m > 0 && same(first.lines[begin + n - 1], second.lines[begin + m - 1]))
		n--, m--, first.kept[begin + n] = second.kept[begin + m] = 1;
	if (n == 0 || m == 0)
		return;
	if ((n + 1) > TABLE_MAX / (m + 1))
		errx(2, "the files differ in too many lines");
	/* length[i][j]: of the longest common subsequence behind i and j */
	length = calloc((size_t)(n + 1) * (m + 1), sizeof(*length));
	if (length == NULL)
		err(2, NULL);
	for (int i = n - 1; i >= 0; i--) {
		for (int j = m - 1; j >= 0; j--) {
			unsigned short *here = length + i * (m + 1) + j, down = here[m + 1], right = here[1];

			*here = same(first.lines[begin + i], second.lines[begin + j]) ? here[m + 2] + 1
			        : down > right                                        ? down
			                                                              : right;
		}
	}
	for (int i = 0, j = 0; i < n && j < m;) {
		const unsigned short *here = length + i * (m + 1) + j;

		if (same(first.lines[begin + i], second.lines[begin + j]))
			first.kept[begin + i++] = second.kept[begin + j++] = 1;
		else if (here[m + 1] >= here[1])
			i++;
		else
			j++;
	}
	free(length);
}

/* The next change from there on; 0 if there is none. */
static int next_change(struct change *c)
{
	int i = c->a + c->na, j = c->b + c->nb;

	while (i < first.n && j < second.n && first.kept[i] && second.kept[j])
		i++, j++;
	*c = (struct change){i, 0, j, 0};
	while (i < first.n && !first.kept[i])
		i++;
	while (j < second.n && !second.kept[j])
		j++;
	c->na = i - c->a;
	c->nb = j - c->b;
	return c->na + c->nb > 0;
}

static void range(int from, int n)
{
	if (n < 2)
		printf("%d", from + (n == 1));
	else
		printf("%d,%d", from + 1, from + n);
}

static void put_lines(const char *before, const struct file *f, int from, int n)
{
	for (int i = from; i < from + n; i++)
		printf("%s%s\n", before, f->lines[i]);
}

static void put_change(const struct change *c)
{
	range(c->a, c->na);
	putchar(c->na == 0 ? 'a' : c->nb == 0 ? 'd' : 'c');
	range(c->b, c->nb);
	putchar('\n');
	put_lines("< ", &first, c->a, c->na);
	if (c->na > 0 && c->nb > 0)
		puts("---");
	put_lines("> ", &second, c->b, c->nb);
}

/* The last first, so that the numbers of those before stay right. */
static void put_script(struct change c)
{
	struct change then = c;

	if (next_change(&then))
		put_script(then);
	if (c.na + c.nb == 0)
		return;
	range(c.a, c.na);
	putchar(c.na == 0 ? 'a' : c.nb == 0 ? 'd' : 'c');
	putchar('\n');
	put_lines("", &second, c.b, c.nb);
	if (c.nb > 0)
		puts(".");
}

static void unified_range(char sign, int from, int n)
{
	printf(n == 1 ? " %c%d" : " %c%d,%d", sign, from + (n > 0), n);
}

/* Changes that are near each other are in one piece. */
static void put_unified(void)
{
	struct change c = {0, 0, 0, 0}, begin, last, then;

	printf("--- %s\n+++ %s\n", first.name, second.name);
	for (int more = next_change(&c); more;) {
		int lead = c.a < AROUND ? c.a : AROUND, a = c.a - lead, b = c.b - lead, trail;

		begin = last = then = c;
		while ((more = next_change(&then)) && then.a - last.a - last.na <= 2 * AROUND)
			last = then;
		trail = first.n - last.a - last.na;
		trail = trail < AROUND ? trail : AROUND;
		printf("@@");
		unified_range('-', a, last.a + last.na + trail - a);
		unified_range('+', b, last.b + last.nb + trail - b);
		puts(" @@");
		for (c = begin;;) {
			put_lines(" ", &first, a, c.a - a);
			put_lines("-", &first, c.a, c.na);
			put_lines("+", &second, c.b, c.nb);
			a = c.a + c.na;
			if (c.a == last.a && c.b == last.b)
				break;
			next_change(&c);
		}
		put_lines(" ", &first, a, trail);
		c = then;
	}
}

/* A directory stands for the file in it that has the other's name. */
static const char *in_directory(const char *path, const char *other)
{
	const char *slash = strrchr(other, '/');
	struct stat sb;
	char *made;

	if (stat(path, &sb) < 0 || !S_ISDIR(sb.st_mode))
		return path;
	made = malloc(strlen(path) + strlen(other) + 2);
	if (made == NULL)
		err(2, NULL);
	sprintf(made, "%s/%s", path, slash != NULL ? slash + 1 : other);
	return made;
}

int main(int argc, char **argv)
{
	struct change c = {0, 0, 0, 0};
	int option, form = 0, differ;

	while ((option = getopt(argc, argv, "beu")) != -1) {
		if (option == '?')
			return 2;
		if (option == 'b')
			blanks_alike = 1;
		else
			form = option;
	}
	if (argc - optind != 2) {
		fprintf(stderr, "usage: diff [-b] [-e | -u] file other\n");
		return 2;
	}
	read_file(&first, in_directory(argv[optind], argv[optind + 1]));
	read_file(&second, in_directory(argv[optind + 1], argv[optind]));
	compare();
	differ = next_change(&(struct change){0, 0, 0, 0});
	if (form == 'e')
		put_script(c);
	else if (form == 'u' && differ)
		put_unified();
	else
		while (next_change(&c))
			put_change(&c);
	return differ;
}
