/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sed: a script of editing commands for each line: sed [-n] [-E] script [file ...], or -e script, or -f file.
 *
 *	[address[,address]] [!] command      an address is a line's number, $ or /expression/
 *
 *	s/re/text/[gpN]  y/abc/xyz/  p P d D q =  n N  h H g G x  a\ i\ c\ text  r file  w file  :label b t [label]  { }
 */
#include <ctype.h>
#include <err.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COMMANDS 200
#define GROUPS 10
#define DEEP 16

struct address {
	enum { NONE, LINE, LAST, MATCH } kind;
	long line;
	regex_t *re; /* null: the last one used */
};

struct command {
	struct address from, to;
	int negated, active; /* active: inside of its range */
	char name;
	regex_t *re;
	char *text;        /* of s, y, a, i, c; a label or a file's name */
	int global, print; /* flags of s */
	int which;         /* of s: from this match on */
	int target;        /* index behind } or of the label */
	FILE *out;
};

struct buffer {
	char *s;
	size_t n, room;
};

static struct command commands[COMMANDS];
static int ncommands, quiet, extended;
static struct buffer pattern, hold, appended;
static regex_t *last_re;
static char **files;
static FILE *input;
static long line_number;

static void put(struct buffer *b, const char *s, size_t n)
{
	if (b->n + n + 1 > b->room && (b->s = realloc(b->s, b->room = 2 * (b->n + n + 1))) == NULL)
		err(1, NULL);
	memcpy(b->s + b->n, s, n);
	b->n += n;
	b->s[b->n] = '\0';
}

static void set(struct buffer *b, const char *s, size_t n)
{
	b->n = 0;
	put(b, s, n);
}

/* The script ------------------------------------------------------------------------------------------------------- */

static const char *p; /* where we are in it */

/* Up to the delimiter, which is skipped. A delimiter with a backslash is itself; \n stays for whom it concerns. */
static char *delimited(char end)
{
	struct buffer b = {NULL, 0, 0};
	int bracket = 0;

	put(&b, "", 0);
	for (; *p != end || bracket; p++) {
		if (*p == '\0' || (*p == '\n' && end != '\n'))
			errx(2, "%c is missing", end);
		if (*p == '[' && !bracket)
			bracket = 1;
		else if (*p == ']' && bracket && p[-1] != '[' && !(p[-1] == '^' && p[-2] == '['))
			bracket = 0;
		if (*p == '\\' && p[1] != '\0' && !bracket) {
			if (p[1] != end)
				put(&b, p, 1);
			p++;
		}
		put(&b, p, 1);
	}
	p++;
	return b.s;
}

static regex_t *expression(char end)
{
	char *text = delimited(end), why[80], *to = text;
	regex_t *re;
	int error;

	if (*text == '\0')
		return NULL;
	for (char *from = text; (*to = *from) != '\0'; from++, to++) {
		if (*from == '\\' && from[1] == 'n') {
			*to = '\n';
			from++;
		} else if (*from == '\\' && from[1] != '\0') {
			*++to = *++from;
		}
	}
	re = malloc(sizeof(*re));
	if (re == NULL)
		err(1, NULL);
	error = regcomp(re, text, extended ? REG_EXTENDED : 0);
	if (error != 0) {
		regerror(error, re, why, sizeof(why));
		errx(2, "%s: %s", text, why);
	}
	return re;
}

static void read_address(struct address *a)
{
	if (isdigit((unsigned char)*p)) {
		a->kind = LINE;
		a->line = strtol(p, (char **)&p, 10);
	} else if (*p == '$') {
		a->kind = LAST;
		p++;
	} else if (*p == '/' || (*p == '\\' && p[1] != '\0')) {
		char end = *p == '/' ? '/' : *++p;

		p++;
		a->kind = MATCH;
		a->re = expression(end);
	}
}

static char *word_to(const char *enders)
{
	size_t n;
	char *word;

	while (*p == ' ' || *p == '\t')
		p++;
	n = strcspn(p, enders);
	word = strndup(p, n);
	p += n;
	return word;
}

/* The text of a, i and c: after \ and a new line, or in the same line. Lines but the last end with a \ */
static char *block_text(void)
{
	struct buffer b = {NULL, 0, 0};

	while (*p == ' ' || *p == '\t')
		p++;
	if (*p == '\\')
		p++;
	if (*p == '\n')
		p++;
	for (; *p != '\0' && *p != '\n'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		put(&b, p, 1);
	}
	put(&b, "\n", 1);
	return b.s;
}

static void read_substitution(struct command *c)
{
	char end = *p++;

	c->re = expression(end);
	c->text = delimited(end);
	c->which = 1;
	for (;; p++) {
		if (*p == 'g')
			c->global = 1;
		else if (*p == 'p')
			c->print = 1;
		else if (isdigit((unsigned char)*p))
			c->which = strtol(p, (char **)&p, 10), p--;
		else
			break;
	}
	if (*p == 'w') {
		p++;
		c->out = fopen(word_to("\n"), "w");
	}
}

static void read_script(const char *script)
{
	int open[DEEP], depth = 0;

	for (p = script;;) {
		struct command *c = &commands[ncommands];

		p += strspn(p, " \t\n;");
		if (*p == '\0')
			break;
		if (*p == '#') {
			p += strcspn(p, "\n");
			continue;
		}
		if (ncommands == COMMANDS - 1)
			errx(2, "more than %d commands", COMMANDS - 1);
		read_address(&c->from);
		if (*p == ',' && c->from.kind != NONE) {
			p += 1 + strspn(p + 1, " ");
			read_address(&c->to);
		}
		p += strspn(p, " \t");
		while (*p == '!') {
			c->negated = 1;
			p += 1 + strspn(p + 1, " ");
		}
		c->name = *p != '\0' ? *p++ : '\0';
		ncommands++;
		if (c->name == '{' && depth < DEEP) {
			open[depth++] = ncommands - 1;
		} else if (c->name == '}' && depth > 0) {
			commands[open[--depth]].target = ncommands;
		} else if (c->name == 's') {
			read_substitution(c);
		} else if (c->name == 'y') {
			char end = *p++, *from = delimited(end), *to = delimited(end);

			if (strlen(from) != strlen(to))
				errx(2, "y: the texts are not of the same length");
			c->text = malloc(2 * strlen(from) + 1);
			sprintf(c->text, "%s%s", from, to);
		} else if (strchr("aic", c->name) != NULL && c->name != '\0') {
			c->text = block_text();
		} else if (c->name == ':' || c->name == 'b' || c->name == 't') {
			c->text = word_to(c->name == ':' ? "\n" : "\n;}");
		} else if (c->name == 'r' || c->name == 'w') {
			c->text = word_to("\n");
			c->out = c->name == 'w' ? fopen(c->text, "w") : NULL;
			if (c->name == 'w' && c->out == NULL)
				err(2, "%s", c->text);
		} else if (c->name == '\0' || strchr("pPdDq=nNhHgGx", c->name) == NULL) {
			errx(2, "%c: no such command", c->name);
		}
	}
	if (depth > 0)
		errx(2, "} is missing");
}

static void find_labels(void)
{
	for (int i = 0; i < ncommands; i++) {
		struct command *c = &commands[i];
		int j = 0;

		if (c->name != 'b' && c->name != 't')
			continue;
		while (c->text[0] != '\0' && j < ncommands &&
		       (commands[j].name != ':' || strcmp(commands[j].text, c->text) != 0))
			j++;
		if (j == ncommands)
			errx(2, "%s: no such label", c->text);
		c->target = c->text[0] != '\0' ? j : ncommands;
	}
}

/* The lines -------------------------------------------------------------------------------------------------------- */

/* The next file that can be read; 0 if there is none. */
static int next_file(void)
{
	while (input == NULL && *files != NULL) {
		input = strcmp(*files, "-") == 0 ? stdin : fopen(*files, "r");
		if (input == NULL)
			warn("%s", *files);
		files++;
	}
	return input != NULL;
}

static int is_last(void)
{
	int c;

	while (next_file()) {
		c = getc(input);
		if (c != EOF) {
			ungetc(c, input);
			return 0;
		}
		input = NULL;
	}
	return 1;
}

static int read_line(struct buffer *to)
{
	static char *line;
	static size_t room;
	ssize_t n;

	if (is_last())
		return 0;
	n = getline(&line, &room, input);
	line_number++;
	put(to, line, n - (line[n - 1] == '\n'));
	return 1;
}

static void flush_appended(void)
{
	fwrite(appended.s, 1, appended.n, stdout);
	appended.n = 0;
}

static int matches(regex_t *re, const char *s, regmatch_t *m, int flags)
{
	last_re = re != NULL ? re : last_re;
	if (last_re == NULL)
		errx(2, "there is no last expression");
	return regexec(last_re, s, GROUPS, m, flags) == 0;
}

static int hits(const struct address *a)
{
	regmatch_t m[GROUPS];

	return a->kind == LINE ? line_number == a->line : a->kind == LAST ? is_last() : matches(a->re, pattern.s, m, 0);
}

static int selected(struct command *c)
{
	if (c->from.kind == NONE)
		return 1;
	if (c->to.kind == NONE)
		return hits(&c->from);
	if (c->active) {
		c->active = c->to.kind == LINE ? line_number < c->to.line : !hits(&c->to);
		return c->to.kind != LINE || line_number <= c->to.line;
	}
	if (!hits(&c->from))
		return 0;
	c->active = c->to.kind != LINE || line_number < c->to.line;
	return 1;
}

static void put_replacement(struct buffer *to, const char *text, const char *s, const regmatch_t *m)
{
	for (; *text != '\0'; text++) {
		char c = *text;
		int group = c == '&' ? 0 : -1;

		if (c == '\\' && text[1] != '\0') {
			c = *++text;
			group = isdigit((unsigned char)c) ? c - '0' : -1;
			c = c == 'n' ? '\n' : c;
		}
		if (group < 0)
			put(to, &c, 1);
		else if (m[group].rm_so >= 0)
			put(to, s + m[group].rm_so, m[group].rm_eo - m[group].rm_so);
	}
}

static int substitute(const struct command *c)
{
	struct buffer made = {NULL, 0, 0};
	const char *s = pattern.s;
	regmatch_t m[GROUPS];
	int count = 0, done = 0, last_end = 0;

	put(&made, "", 0);
	while (matches(c->re, s, m, s > pattern.s ? REG_NOTBOL : 0)) {
		int empty = m[0].rm_so == m[0].rm_eo, repeats = empty && m[0].rm_so == 0 && last_end;

		put(&made, s, m[0].rm_so);
		if (!repeats && ++count >= c->which) {
			put_replacement(&made, c->text, s, m);
			done = 1;
		} else {
			put(&made, s + m[0].rm_so, m[0].rm_eo - m[0].rm_so);
		}
		s += m[0].rm_eo;
		last_end = !empty;
		if (done && !c->global)
			break;
		if (empty && *s == '\0')
			break;
		if (empty)
			put(&made, s++, 1);
	}
	if (done) {
		put(&made, s, strlen(s));
		set(&pattern, made.s, made.n);
	}
	free(made.s);
	return done;
}

static void translate(const char *text)
{
	size_t half = strlen(text) / 2;

	for (char *s = pattern.s; *s != '\0'; s++) {
		const char *found = memchr(text, *s, half);

		if (found != NULL)
			*s = found[half];
	}
}

static void append_file(const char *path)
{
	FILE *f = fopen(path, "r");
	int c;

	while (f != NULL && (c = getc(f)) != EOF)
		put(&appended, &(char){(char)c}, 1);
	if (f != NULL)
		fclose(f);
}

static void print_end(void)
{
	if (!quiet)
		puts(pattern.s);
	flush_appended();
}

/* The script for one line. What is to be done then: go on, begin it anew with what is left (D), or end. */
static enum { GO_ON, ANEW, QUIT } run(void)
{
	int substituted = 0;
	char *newline;

	for (int i = 0; i < ncommands; i++) {
		struct command *c = &commands[i];

		if (selected(c) == c->negated) {
			if (c->name == '{')
				i = c->target - 1;
			continue;
		}
		newline = strchr(pattern.s, '\n');
		switch (c->name) {
		case 's':
			if (!substitute(c))
				break;
			substituted = 1;
			if (c->print)
				puts(pattern.s);
			if (c->out != NULL)
				fprintf(c->out, "%s\n", pattern.s);
			break;
		case 'y':
			translate(c->text);
			break;
		case 'p':
			puts(pattern.s);
			break;
		case 'P':
			printf("%.*s\n", newline != NULL ? (int)(newline - pattern.s) : (int)pattern.n, pattern.s);
			break;
		case 'c':
			if (c->to.kind == NONE || !c->active || c->negated)
				fputs(c->text, stdout);
			/* fall through */
		case 'd':
			flush_appended();
			return GO_ON;
		case 'D':
			flush_appended();
			if (newline == NULL)
				return GO_ON;
			pattern.n -= newline + 1 - pattern.s;
			memmove(pattern.s, newline + 1, pattern.n + 1);
			return ANEW;
		case 'q':
			print_end();
			return QUIT;
		case '=':
			printf("%ld\n", line_number);
			break;
		case 'n':
			if (is_last()) {
				print_end();
				return QUIT;
			}
			print_end();
			pattern.n = 0;
			read_line(&pattern);
			break;
		case 'N':
			if (is_last()) {
				print_end();
				return QUIT;
			}
			flush_appended();
			put(&pattern, "\n", 1);
			read_line(&pattern);
			break;
		case 'h':
			set(&hold, pattern.s, pattern.n);
			break;
		case 'H':
			put(&hold, "\n", 1);
			put(&hold, pattern.s, pattern.n);
			break;
		case 'g':
			set(&pattern, hold.s, hold.n);
			break;
		case 'G':
			put(&pattern, "\n", 1);
			put(&pattern, hold.s, hold.n);
			break;
		case 'x': {
			struct buffer other = pattern;

			pattern = hold;
			hold = other;
			break;
		}
		case 'a':
			put(&appended, c->text, strlen(c->text));
			break;
		case 'i':
			fputs(c->text, stdout);
			break;
		case 'r':
			append_file(c->text);
			break;
		case 'w':
			fprintf(c->out, "%s\n", pattern.s);
			break;
		case 't':
			if (!substituted)
				break;
			substituted = 0;
			/* fall through */
		case 'b':
			i = c->target - 1;
			break;
		}
	}
	print_end();
	return GO_ON;
}

static void read_script_file(const char *path)
{
	struct buffer b = {NULL, 0, 0};
	FILE *f = fopen(path, "r");
	int c;

	if (f == NULL)
		err(2, "%s", path);
	put(&b, "", 0);
	while ((c = getc(f)) != EOF)
		put(&b, &(char){(char)c}, 1);
	fclose(f);
	read_script(b.s);
}

int main(int argc, char **argv)
{
	static char *standard[] = {"-", NULL};
	struct buffer script = {NULL, 0, 0};
	int option, then = GO_ON;

	put(&pattern, "", 0);
	put(&hold, "", 0);
	put(&appended, "", 0);
	while ((option = getopt(argc, argv, "nEre:f:")) != -1) {
		if (option == '?')
			return 2;
		quiet |= option == 'n';
		extended |= option == 'E' || option == 'r';
		if (option == 'e') {
			put(&script, optarg, strlen(optarg));
			put(&script, "\n", 1);
		} else if (option == 'f') {
			read_script_file(optarg);
		}
	}
	if (script.s == NULL && ncommands == 0) {
		if (optind == argc) {
			fprintf(stderr, "usage: sed [-n] [-E] script [file ...]\n");
			return 2;
		}
		read_script(argv[optind++]);
	} else if (script.s != NULL) {
		read_script(script.s);
	}
	find_labels();
	files = optind < argc ? argv + optind : standard;
	while (then != QUIT) {
		if (then != ANEW) {
			pattern.n = 0;
			if (!read_line(&pattern))
				break;
		}
		then = run();
	}
	return 0;
}
