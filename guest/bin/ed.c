/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ed: the editor of all Unix systems: ed [-] [file]. It says how many bytes it read and wrote, and ? where it does not
 * understand; h says why.
 *
 *	addresses  N . $ /re/ ?re? 'x +N -N; a,b; % or , for all; ; makes the first one .
 *	a i c      text up to a line with a .           d j m t kx      delete, join, move, copy, mark
 *	p n l      print, with numbers, with all signs  s/re/text/gpN   g/re/commands  v/re/commands
 *	r w W e E f q Q wq !command  h H P u =          E and Q ask nothing; W appends; P: a * asks for commands
 */
#include <ctype.h>
#include <regex.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GROUPS 10

struct line {
	char *text;
	char mark;  /* of k */
	int listed; /* by g */
};

static struct line *lines; /* [0] is before the first */
static int n, room, dot, changed, silent, says_why, asked;
static int prompts, deep;      /* a * before commands; within g or v */
static int first, last, given; /* the addresses of the command, and how many there were */
static char *name;
static const char *p, *why = "";
static regex_t re;
static int has_re;
static jmp_buf again;

static void command_line(const char *line);

static void __attribute__((noreturn)) fail(const char *reason)
{
	why = reason;
	puts("?");
	if (says_why)
		puts(why);
	longjmp(again, 1);
}

static void *need(void *memory)
{
	if (memory == NULL)
		fail("no memory left");
	return memory;
}

static char *read_line(FILE *f)
{
	char *line = NULL;
	size_t bytes = 0;
	ssize_t length = getline(&line, &bytes, f);

	if (length <= 0)
		return NULL;
	line[length - (line[length - 1] == '\n')] = '\0';
	return line;
}

static void insert(int after, char *text)
{
	if (n + 2 > room)
		lines = need(realloc(lines, (room = 2 * room + 64) * sizeof(*lines)));
	memmove(lines + after + 2, lines + after + 1, (n - after) * sizeof(*lines));
	lines[after + 1] = (struct line){text, 0, 0};
	n++;
	dot = after + 1;
	changed = 1;
}

static void delete (int from, int to)
{
	for (int i = from; i <= to; i++)
		free(lines[i].text);
	memmove(lines + from, lines + to + 1, (n - to) * sizeof(*lines));
	n -= to - from + 1;
	dot = from <= n ? from : n;
	changed = 1;
}

/* For u: the text as it was before the last command that changed it. */
static struct {
	struct line *lines;
	int n, room, dot;
} before;

static void remember(void)
{
	if (deep)
		return;
	for (int i = 1; i <= before.n; i++)
		free(before.lines[i].text);
	free(before.lines);
	before.n = 0; /* if there is no memory */
	before.room = n + 2;
	before.dot = dot;
	before.lines = need(calloc(before.room, sizeof(*lines)));
	for (int i = 1; i <= n; i++, before.n++) {
		before.lines[i] = lines[i];
		before.lines[i].text = need(strdup(lines[i].text));
	}
}

static void undo(void)
{
	struct line *old_lines = lines;
	int old_n = n, old_room = room, old_dot = dot;

	if (before.lines == NULL)
		fail("there is nothing to undo");
	lines = before.lines;
	n = before.n;
	room = before.room;
	dot = before.dot;
	before.lines = old_lines;
	before.n = old_n;
	before.room = old_room;
	before.dot = old_dot;
	changed = 1;
}

/* Addresses -------------------------------------------------------------------------------------------------------- */

/* Up to the delimiter or the end of the line; an empty one is the last one that was used. */
static void expression(char end)
{
	char text[256];
	size_t i = 0;

	for (; *p != '\0' && *p != end; p++) {
		if (i + 3 > sizeof(text))
			fail("the expression is too long");
		if (*p == '\\' && p[1] != '\0') {
			if (p[1] != end)
				text[i++] = '\\';
			p++;
		}
		text[i++] = *p;
	}
	text[i] = '\0';
	p += *p == end;
	if (i == 0 && !has_re)
		fail("there is no last expression");
	if (i > 0) {
		if (has_re)
			regfree(&re);
		has_re = 0;
		if (regcomp(&re, text, 0) != 0)
			fail("the expression makes no sense");
		has_re = 1;
	}
}

static int matches(int line)
{
	return regexec(&re, lines[line].text, 0, NULL, 0) == 0;
}

static int search(int step)
{
	for (int i = dot + step, tries = 0; tries <= n; i += step, tries++) {
		i = i < 1 ? n : i > n ? 1 : i;
		if (n > 0 && matches(i))
			return i;
	}
	fail("no line matches");
}

/* One address, with what is added to it; -1 if there is none. */
static int address(void)
{
	int at = -1;

	p += strspn(p, " \t");
	if (isdigit((unsigned char)*p)) {
		at = strtol(p, (char **)&p, 10);
	} else if (*p == '.' || *p == '$') {
		at = *p++ == '.' ? dot : n;
	} else if (*p == '/' || *p == '?') {
		char end = *p++;

		expression(end);
		at = search(end == '/' ? 1 : -1);
	} else if (*p == '\'') {
		for (int i = 1; i <= n; i++)
			if (lines[i].mark != 0 && lines[i].mark == p[1])
				at = i;
		if (at < 0)
			fail("there is no such mark");
		p += 2;
	}
	for (;;) {
		p += strspn(p, " \t");
		if (*p != '+' && *p != '-' && !(at >= 0 && isdigit((unsigned char)*p)))
			return at;
		int sign = *p == '-' ? -1 : 1;

		p += *p == '+' || *p == '-';
		at = at < 0 ? dot : at;
		at += sign * (isdigit((unsigned char)*p) ? (int)strtol(p, (char **)&p, 10) : 1);
	}
}

static void addresses(void)
{
	int at = address();

	given = at >= 0;
	first = last = at;
	while (*p == ',' || *p == ';' || *p == '%') {
		int whole = at < 0 && given == 0;

		first = whole ? 1 : last;
		if (*p == ';' && !whole)
			dot = last;
		if (*p == ';' && whole)
			first = dot;
		p++;
		at = address();
		last = at >= 0 ? at : whole ? n : first;
		given = 2;
	}
}

/* What a command takes where no address is given. */
static void by_default(int from, int to)
{
	if (given == 0) {
		first = from;
		last = to;
	}
	if (first > last || first < 0 || last > n)
		fail("there is no such line");
}

static void lines_only(int from, int to)
{
	by_default(from, to);
	if (first < 1)
		fail("there is no line 0");
}

/* Commands --------------------------------------------------------------------------------------------------------- */

static void print(int from, int to, char how)
{
	for (int i = from; i <= to; i++) {
		if (how == 'n')
			printf("%d\t", i);
		if (how != 'l') {
			puts(lines[i].text);
			continue;
		}
		for (const char *s = lines[i].text; *s != '\0'; s++)
			printf(isprint((unsigned char)*s) ? "%c" : "\\%03o", *s & 0377);
		puts("$");
	}
	dot = to;
}

static void end_of_command(void)
{
	char how = *p == 'p' || *p == 'n' || *p == 'l' ? *p++ : '\0';

	if (*p != '\0')
		fail("something stands behind the command");
	if (how != '\0' && dot > 0)
		print(dot, dot, how);
}

static void read_text(int after)
{
	char *line;

	while ((line = read_line(stdin)) != NULL && strcmp(line, ".") != 0)
		insert(after++, line);
}

static char *file_name(void)
{
	p += strspn(p, " \t");
	if (*p != '\0') {
		char *given_name = need(strdup(p));

		p += strlen(p);
		return given_name;
	}
	if (name == NULL)
		fail("there is no name of a file");
	return name;
}

static void read_file(const char *path, int after)
{
	FILE *f = fopen(path, "r");
	long bytes = 0;
	char *line;

	if (f == NULL) {
		fprintf(stderr, "?%s\n", path);
		why = "the file cannot be read";
		return;
	}
	for (; (line = read_line(f)) != NULL; insert(after++, line))
		bytes += strlen(line) + 1;
	fclose(f);
	if (!silent)
		printf("%ld\n", bytes);
}

static void write_file(const char *path, const char *mode)
{
	FILE *f = fopen(path, mode);
	long bytes = 0;

	if (f == NULL)
		fail("the file cannot be written");
	for (int i = first; i <= last && i > 0; i++)
		bytes += fprintf(f, "%s\n", lines[i].text);
	fclose(f);
	if (first <= 1 && last == n)
		changed = 0;
	if (!silent)
		printf("%ld\n", bytes);
}

static void add_text(char **to, size_t *length, const char *from, size_t bytes)
{
	*to = need(realloc(*to, *length + bytes + 1));
	memcpy(*to + *length, from, bytes);
	*length += bytes;
	(*to)[*length] = '\0';
}

/* Text of a line with matches replaced; null if there is none. */
static char *replaced(const char *s, const char *text, int which, int global)
{
	regmatch_t m[GROUPS];
	char *made = NULL;
	size_t length = 0;
	int count = 0, done = 0, begin = 1;

	while (regexec(&re, s, GROUPS, m, begin ? 0 : REG_NOTBOL) == 0) {
		begin = 0;
		add_text(&made, &length, s, m[0].rm_so);
		if (++count < which) {
			add_text(&made, &length, s + m[0].rm_so, m[0].rm_eo - m[0].rm_so);
		} else {
			done = 1;
			for (const char *t = text; *t != '\0'; t++) {
				int group = *t == '&' ? 0 : -1;

				if (*t == '\\' && t[1] != '\0')
					group = isdigit((unsigned char)*++t) ? *t - '0' : -1;
				if (group < 0)
					add_text(&made, &length, t, 1);
				else if (m[group].rm_so >= 0)
					add_text(&made, &length, s + m[group].rm_so, m[group].rm_eo - m[group].rm_so);
			}
		}
		s += m[0].rm_eo;
		if (m[0].rm_eo == m[0].rm_so) {
			if (*s == '\0')
				break;
			add_text(&made, &length, s++, 1);
		}
		if (done && !global)
			break;
	}
	if (done)
		add_text(&made, &length, s, strlen(s));
	else
		free(made);
	return done ? made : NULL;
}

static void substitute(void)
{
	char text[512], end = *p != '\0' ? *p++ : '/', shown = '\0';
	int which = 1, global = 0, hit = 0;
	size_t i = 0;

	expression(end);
	for (; *p != '\0' && *p != end && i + 2 < sizeof(text); p++) {
		if (*p == '\\' && p[1] != '\0')
			text[i++] = *p++;
		text[i++] = *p;
	}
	text[i] = '\0';
	shown = *p == '\0' ? 'p' : '\0';
	p += *p == end;
	for (; *p == 'g' || isdigit((unsigned char)*p); p++) {
		if (*p == 'g')
			global = 1;
		else
			which = strtol(p, (char **)&p, 10), p--;
	}
	for (int at = first; at <= last; at++) {
		char *made = replaced(lines[at].text, text, which, global);

		if (made == NULL)
			continue;
		free(lines[at].text);
		lines[at].text = made;
		dot = at;
		hit = changed = 1;
	}
	if (!hit)
		fail("no line matches");
	if (shown != '\0')
		print(dot, dot, shown);
	end_of_command();
}

/* The commands for each line that matches, or that does not. Lines are marked first, as they move and go. */
static void global(int wanted)
{
	char end = *p++, *commands;

	expression(end);
	commands = need(strdup(*p != '\0' ? p : "p"));
	for (int i = 1; i <= n; i++)
		lines[i].listed = i >= first && i <= last && matches(i) == wanted;
	deep++;
	for (int i = 1; i <= n; i++) {
		if (!lines[i].listed)
			continue;
		lines[i].listed = 0;
		dot = i;
		command_line(commands);
		i = 0; /* they may have moved */
	}
	deep--;
	free(commands);
	p = "";
}

static void copy_or_move(char how)
{
	int to = address(), count = last - first + 1;

	to = to < 0 ? dot : to;
	if (to > n || (how == 'm' && to >= first && to < last))
		fail("there is no such place");
	for (int i = 0; i < count; i++) {
		int from = first + i + (to < first ? i : 0);

		insert(to + i, need(strdup(lines[from].text)));
	}
	if (how == 't')
		return;
	if (to < first)
		first += count, last += count;
	delete (first, last);
	dot = to < first ? to + count : to;
}

static void join(void)
{
	char *made = NULL;
	size_t length = 0;

	for (int i = first; i <= last; i++)
		add_text(&made, &length, lines[i].text, strlen(lines[i].text));
	delete (first, last);
	insert(first - 1, made);
}

static void may_go(void)
{
	if (changed && !asked) {
		asked = 1;
		fail("the text has changed and is not written; once more");
	}
}

static void command_line(const char *line)
{
	char command;
	int leaves;

	p = line;
	addresses();
	command = *p != '\0' ? *p++ : '\n';
	if (command != 'q' && command != 'e')
		asked = 0;
	if (strchr("acdgijmrstv", command) != NULL)
		remember();
	switch (command) {
	case '\n':
		by_default(dot + 1, dot + 1);
		print(last, last, 'p');
		break;
	case 'a':
	case 'i':
		by_default(dot, dot);
		dot = last;
		read_text(command == 'a' ? last : last > 0 ? last - 1 : 0);
		break;
	case 'c':
		lines_only(dot, dot);
		delete (first, last);
		read_text(first - 1);
		break;
	case 'd':
		lines_only(dot, dot);
		delete (first, last);
		end_of_command();
		break;
	case 'p':
	case 'n':
	case 'l':
		lines_only(dot, dot);
		print(first, last, command);
		break;
	case 's':
		lines_only(dot, dot);
		substitute();
		break;
	case 'g':
	case 'v':
		lines_only(1, n);
		global(command == 'g');
		break;
	case 'm':
	case 't':
		lines_only(dot, dot);
		copy_or_move(command);
		break;
	case 'j':
		if (given == 0)
			first = dot, last = dot + 1, given = 2;
		lines_only(dot, dot + 1);
		join();
		end_of_command();
		break;
	case 'k':
		lines_only(dot, dot);
		if (!islower((unsigned char)*p))
			fail("a mark is a small letter");
		lines[last].mark = *p++;
		end_of_command();
		break;
	case '=':
		by_default(n, n);
		printf("%d\n", last);
		break;
	case 'r':
		by_default(n, n);
		read_file(file_name(), last);
		break;
	case 'w':
	case 'W':
		by_default(n > 0, n);
		leaves = command == 'w' && *p == 'q' && strchr(" \t", p[1]) != NULL;
		p += leaves;
		name = file_name();
		write_file(name, command == 'w' ? "w" : "a");
		if (leaves)
			exit(0);
		break;
	case 'e':
	case 'E':
		if (command == 'e')
			may_go();
		name = file_name();
		if (n > 0)
			delete (1, n);
		read_file(name, 0);
		changed = 0;
		break;
	case 'f':
		if (*p != '\0')
			name = file_name();
		puts(name != NULL ? name : "");
		break;
	case 'u':
		undo();
		end_of_command();
		break;
	case 'P':
		prompts = !prompts;
		break;
	case 'h':
		puts(why);
		break;
	case 'H':
		says_why = !says_why;
		break;
	case '!':
		fflush(stdout);
		system(p);
		puts("!");
		break;
	case 'q':
		may_go();
		/* fall through */
	case 'Q':
		exit(0);
	default:
		fail("there is no such command");
	}
}

int main(int argc, char **argv)
{
	char *line;

	silent = argc > 1 && strcmp(argv[1], "-") == 0;
	signal(SIGQUIT, SIG_IGN);
	lines = calloc(room = 64, sizeof(*lines));
	if (lines == NULL)
		return 2;
	if (argc > 1 + silent) {
		name = argv[1 + silent];
		read_file(name, 0);
		changed = 0;
	}
	setjmp(again);
	deep = 0;
	if (prompts)
		putchar('*');
	fflush(stdout);
	while ((line = read_line(stdin)) != NULL) {
		fflush(stdout);
		command_line(line);
		free(line);
		if (prompts)
			putchar('*');
		fflush(stdout);
	}
	return 0;
}
