/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line of strace's output, taken apart: see strace_line.h. */
#include "script/strace_line.h"

#include <stdio.h>
#include <string.h>

enum { CALL_SLOTS = 512, NUMBER_DIGITS = 18 };

bool part_number(struct part *p, uint64_t *value)
{
	const char *at = p->at;
	uint64_t v = 0;

	while (at < p->end && *at >= '0' && *at <= '9' && at - p->at <= NUMBER_DIGITS)
		v = v * 10 + (uint64_t)(*at++ - '0');
	if (at == p->at || at - p->at > NUMBER_DIGITS)
		return false;
	p->at = at;
	*value = v;
	return true;
}

const char *part_find(struct part p, const char *word)
{
	return p.at < p.end ? memmem(p.at, (size_t)(p.end - p.at), word, strlen(word)) : NULL;
}

bool part_begins(struct part p, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(p.end - p.at) >= n && !memcmp(p.at, word, n);
}

static bool part_ends(struct part p, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(p.end - p.at) >= n && !memcmp(p.end - n, word, n);
}

static bool skip_word(struct part *p, const char *word)
{
	if (!part_begins(*p, word))
		return false;
	p->at += strlen(word);
	return true;
}

static void skip_blanks(struct part *p)
{
	while (p->at < p->end && (*p->at == ' ' || *p->at == '\t'))
		p->at++;
}

/* Names of calls ---------------------------------------------------------------------------------- */

static const char *const call_names[] = {"",
#define CALL(name) #name,
                                         STRACE_CALLS(CALL)
#undef CALL
};

static uint8_t call_slots[CALL_SLOTS];

static uint32_t call_hash(const char *at, size_t n)
{
	uint32_t h = (uint32_t)n;

	for (size_t i = 0; i < n; i++)
		h = h * 31 + (unsigned char)at[i];
	return (h ^ h >> 9) & (CALL_SLOTS - 1);
}

static void make_slots(void)
{
	for (unsigned i = 1; i < CALL_COUNT; i++) {
		uint32_t at = call_hash(call_names[i], strlen(call_names[i]));

		while (call_slots[at])
			at = (at + 1) & (CALL_SLOTS - 1);
		call_slots[at] = (uint8_t)i;
	}
}

static enum strace_call find_call(struct part name)
{
	size_t n = (size_t)(name.end - name.at);
	uint32_t at = call_hash(name.at, n);

	if (!call_slots[call_hash("brk", 3)])
		make_slots();
	for (; call_slots[at]; at = (at + 1) & (CALL_SLOTS - 1)) {
		const char *found = call_names[call_slots[at]];

		if (strlen(found) == n && !memcmp(found, name.at, n))
			return (enum strace_call)call_slots[at];
	}
	return CALL_OTHER;
}

/* What stands before the call --------------------------------------------------------------------- */

/* A number with a fraction, in microseconds. */
static bool seconds(struct part *p, uint64_t *time)
{
	struct part q = *p;
	uint64_t whole, fraction = 0, unit = 1000000;

	if (!part_number(&q, &whole) || whole > UINT64_C(1) << 36)
		return false;
	if (q.at < q.end && *q.at == '.') {
		q.at++;
		for (; q.at < q.end && *q.at >= '0' && *q.at <= '9'; q.at++) {
			unit /= 10;
			fraction += unit * (uint64_t)(*q.at - '0');
		}
	}
	*time = whole * 1000000 + fraction;
	*p = q;
	return true;
}

/* 12:34:56 and perhaps a fraction. */
static bool clock_time(struct part *p, uint64_t *time)
{
	struct part q = *p;
	uint64_t hours, minutes, rest;

	if (p->end - p->at < 8 || p->at[2] != ':' || p->at[5] != ':' || !part_number(&q, &hours) || q.at != p->at + 2)
		return false;
	q.at++;
	if (!part_number(&q, &minutes) || q.at != p->at + 5)
		return false;
	q.at++;
	if (!seconds(&q, &rest))
		return false;
	*time = (hours * 60 + minutes) * 60 * 1000000 + rest;
	*p = q;
	return true;
}

/* What --decode-pids or -Y puts behind a pid. */
static void skip_decoded(struct part *p)
{
	if (p->at < p->end && *p->at == '<') {
		const char *close = memchr(p->at, '>', (size_t)(p->end - p->at));

		p->at = close ? close + 1 : p->at;
	}
}

/* "12345 ", "12345<sh> " or "[pid 12345] ". */
static void read_pid(struct part *p, struct strace_line *line)
{
	struct part q = *p;
	bool bracket = skip_word(&q, "[pid ");
	uint64_t pid;

	if (bracket)
		skip_blanks(&q);
	if (!part_number(&q, &pid) || pid > INT32_MAX || !pid)
		return;
	skip_decoded(&q);
	if (q.at == q.end || *q.at != (bracket ? ']' : ' '))
		return;
	q.at++;
	skip_blanks(&q);
	*p = q;
	line->pid = (uint32_t)pid;
	line->has_pid = true;
}

/* The times of -t, -tt, -ttt, -r in any combination, and the brackets of -i and -n. */
static void read_time(struct part *p, struct strace_line *line)
{
	for (;;) {
		struct part q = *p;
		uint64_t time;
		bool relative;

		skip_blanks(&q);
		relative = skip_word(&q, "(+");
		skip_blanks(&q);
		if (q.at < q.end && *q.at == '[') {
			const char *close = memchr(q.at, ']', (size_t)(q.end - q.at));

			if (!close || close - q.at > 24)
				return;
			p->at = close + 1;
			skip_blanks(p);
			continue;
		}
		if (q.at == q.end || *q.at < '0' || *q.at > '9')
			return;
		if (!relative && clock_time(&q, &time)) {
			line->absolute = true;
		} else {
			const char *begin = q.at;

			if (!seconds(&q, &time))
				return;
			if (relative && !skip_word(&q, ")"))
				return;
			if (line->absolute && relative)
				time = line->time;
			else
				line->absolute = q.at - begin > 13; /* 1234567890.123456 */
		}
		if (q.at < q.end && *q.at != ' ')
			return;
		line->timed = true;
		line->time = time;
		*p = q;
		skip_blanks(p);
	}
}

/* The call ---------------------------------------------------------------------------------------- */

/* Takes the time of -T off the end. */
static void read_took(struct part *p, struct strace_line *line)
{
	const char *open = p->end;
	struct part q;

	if (p->at == p->end || p->end[-1] != '>')
		return;
	while (open > p->at && open[-1] != '<' && p->end - open < 24)
		open--;
	q = (struct part){open, p->end};
	if (open == p->at || open[-1] != '<' || !seconds(&q, &line->took) || q.at != p->end - 1)
		return;
	line->timed_end = true;
	p->end = open - 1;
	while (p->end > p->at && p->end[-1] == ' ')
		p->end--;
}

/* Finds the last ") = ", with any number of blanks before the =; the text ends before it. */
static bool read_result(struct strace_line *line)
{
	const char *at = line->text.end;

	while (at > line->text.at) {
		const char *equals = memrchr(line->text.at, '=', (size_t)(at - line->text.at)), *before;

		if (!equals)
			return false;
		before = equals;
		while (before > line->text.at && before[-1] == ' ')
			before--;
		if (before > line->text.at && before < equals && before[-1] == ')' && equals + 1 < line->text.end &&
		    equals[1] == ' ') {
			line->result = (struct part){equals + 2, line->text.end};
			line->text.end = before - 1;
			return true;
		}
		at = equals;
	}
	return false;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

static void take_unfinished(struct strace_line *line, const char *mark)
{
	line->kind = STRACE_UNFINISHED;
	line->text.end = mark;
	while (line->text.end > line->text.at && line->text.end[-1] == ' ')
		line->text.end--;
}

static void read_call(struct part p, struct strace_line *line)
{
	const char *at = p.at;

	while (at < p.end && is_name_char(*at))
		at++;
	line->kind = STRACE_STRANGE;
	if (part_begins(p, "????")) /* it was gone before strace could look */
		at = p.at + 4;
	if (at == p.at || at == p.end || *at != '(')
		return;
	line->name = (struct part){p.at, at};
	line->text = (struct part){at + 1, p.end};
	line->call = find_call(line->name);
	line->kind = STRACE_CALL;
	if (part_ends(p, "<unfinished ...>")) {
		take_unfinished(line, p.end - strlen("<unfinished ...>"));
	} else if (part_ends(p, "<detached ...>") || part_ends(p, "<ptrace(SYSCALL):No such process>")) {
		line->flag = part_ends(p, "<detached ...>");
		line->kind = STRACE_UNFINISHED;
	} else {
		read_took(&line->text, line);
		if (!read_result(line))
			line->kind = STRACE_CUT;
	}
}

/* "<... read resumed>" */
static void read_resumed(struct part p, struct strace_line *line)
{
	const char *end = part_find(p, " resumed>"), *at = p.at;

	line->kind = STRACE_STRANGE;
	if (!end)
		return;
	line->name = (struct part){at, end};
	line->call = find_call(line->name);
	line->text = (struct part){end + strlen(" resumed>"), p.end};
	line->kind = STRACE_RESUMED;
	if (part_ends(p, "<unfinished ...>")) { /* interrupted and gone on with */
		take_unfinished(line, p.end - strlen("<unfinished ...>"));
		return;
	}
	line->flag = part_ends(p, "<detached ...>");
	read_took(&line->text, line);
	if (!line->flag && !read_result(line))
		line->kind = STRACE_CUT;
}

static void read_end(struct part p, struct strace_line *line)
{
	const char *close;

	line->kind = STRACE_STRANGE;
	if (skip_word(&p, "exited with ") && part_number(&p, &line->number) && part_begins(p, " +++")) {
		line->kind = STRACE_EXITED;
	} else if (skip_word(&p, "killed by ")) {
		close = part_find(p, " ");
		line->text = (struct part){p.at, close ? close : p.end};
		line->flag = part_find(p, "(core dumped)") != NULL;
		line->kind = close && part_ends(p, "+++") ? STRACE_KILLED : STRACE_CUT;
	} else if (skip_word(&p, "superseded by execve in pid ") && part_number(&p, &line->number)) {
		line->kind = STRACE_SUPERSEDED;
	}
}

/* What strace says by itself. */
static void read_remark(struct part p, struct strace_line *line)
{
	skip_word(&p, "strace: ");
	line->kind = STRACE_REMARK;
	if (skip_word(&p, "Process ") && part_number(&p, &line->number)) {
		skip_decoded(&p);
		if (part_begins(p, " attached"))
			line->kind = STRACE_ATTACHED;
		else if (part_begins(p, " detached"))
			line->kind = STRACE_DETACHED;
	}
}

/* The table that -C puts behind the log. */
static bool is_summary(struct part p)
{
	char text[80];
	unsigned calls;
	double share, took;
	size_t n = (size_t)(p.end - p.at);

	if (part_begins(p, "% time ") || part_begins(p, "------ -----------"))
		return true;
	n = n < sizeof text ? n : sizeof text - 1;
	memcpy(text, p.at, n);
	text[n] = '\0';
	return sscanf(text, "%lf %lf %u", &share, &took, &calls) == 3;
}

void strace_line_read(const char *text, size_t length, struct strace_line *line)
{
	struct part p = {text, text + length}, whole;

	*line = (struct strace_line){.kind = STRACE_BLANK};
	while (p.end > p.at && (p.end[-1] == ' ' || p.end[-1] == '\r'))
		p.end--;
	if (part_begins(p, " > ")) {
		line->kind = STRACE_STACK;
		return;
	}
	if (part_begins(p, "strace: ") || part_begins(p, "Process ") || part_begins(p, "[ Process")) {
		read_remark(p, line);
		return;
	}
	whole = p;
	read_pid(&p, line);
	read_time(&p, line);
	if (p.at == p.end) {
		line->kind = line->has_pid || line->timed ? STRACE_CUT : STRACE_BLANK;
	} else if (skip_word(&p, "<... ")) {
		read_resumed(p, line);
	} else if (skip_word(&p, "+++ ")) {
		read_end(p, line);
	} else if (skip_word(&p, "--- ")) {
		line->text = p;
		line->kind = part_begins(p, "stopped by ") ? STRACE_STOPPED : STRACE_SIGNAL;
		if (!part_ends(p, " ---"))
			line->kind = STRACE_CUT;
	} else if (part_begins(p, "[ Process") || part_begins(p, "strace: ")) {
		line->kind = STRACE_REMARK;
	} else if (part_begins(p, "> ")) {
		line->kind = STRACE_STACK;
	} else if (*p.at == '<') { /* <detached ...> and the like on a line of its own */
		line->kind = part_find(p, " ...>") || part_find(p, "unavailable") ? STRACE_REMARK : STRACE_STRANGE;
	} else {
		read_call(p, line);
		if (line->kind == STRACE_STRANGE && is_summary(whole))
			line->kind = STRACE_REMARK;
	}
}
