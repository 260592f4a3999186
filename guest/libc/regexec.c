/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine for compiled regular expressions (regex_private.h). Where it may go on at two places it takes one, and
 * notes the other. When that has led to an end, good or bad, it goes back to the last note, until none is left: then
 * all ways have been tried, and the longest match is known.
 *
 * An instruction that it has come to at a position, it need not come to again there: all that can follow has been
 * tried. So it takes at most as many steps as there are instructions, times positions. Only \1 makes a difference
 * between two ways to the same place, and then all of them are gone.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "regex_private.h"

/* What there is to go back to: an instruction with a position, or a slot with what it was before. */
struct note {
	int insn; /* -1: a slot */
	int slot;
	long at;
};

struct run {
	const struct _reprogram *re;
	const char *begin, *end; /* of the string */
	int flags;               /* regexec's */
	long *slots, *best;      /* positions; -1: nowhere */
	struct note *notes;
	int count, room;
	uint32_t *seen; /* a bit for each instruction at each position; null: that is not noted */
};

static int note(struct run *run, int insn, int slot, long at)
{
	if (run->count == run->room) {
		int room = run->room * 2 + 64;
		struct note *larger = realloc(run->notes, room * sizeof(*larger));

		if (larger == NULL)
			return 0;
		run->notes = larger;
		run->room = room;
	}
	run->notes[run->count++] = (struct note){insn, slot, at};
	return 1;
}

static int is_word(int c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Is the position where the instruction says? */
static int is_there(const struct run *run, enum re_op op, const char *p)
{
	int lines = run->re->flags & REG_NEWLINE;
	int before = p > run->begin && is_word(p[-1]), after = p < run->end && is_word(*p);

	switch (op) {
	case RE_BOL:
		return (p == run->begin && !(run->flags & REG_NOTBOL)) || (lines && p > run->begin && p[-1] == '\n');
	case RE_EOL:
		return (p == run->end && !(run->flags & REG_NOTEOL)) || (lines && p < run->end && *p == '\n');
	case RE_WORD:
		return !before && after;
	default:
		return before && !after;
	}
}

/* Does the instruction match the character? */
static int matches(const struct run *run, const struct re_insn *insn, char c)
{
	switch (insn->op) {
	case RE_CHAR:
		return (unsigned char)c == insn->arg;
	case RE_ANY:
		return 1;
	case RE_ANYLINE:
		return c != '\n';
	default:
		return RE_ISIN(run->re->sets[insn->arg], c);
	}
}

/* How many bytes \n matches here; -1: it does not. */
static long again(const struct run *run, int part, const char *p)
{
	long from = run->slots[2 * part], n = run->slots[2 * part + 1] - from;

	if (from < 0 || run->slots[2 * part + 1] < 0 || n > run->end - p)
		return -1;
	for (long i = 0; i < n; i++) {
		int a = (unsigned char)run->begin[from + i], b = (unsigned char)p[i];

		if (a != b && !((run->re->flags & REG_ICASE) && tolower(a) == tolower(b)))
			return -1;
	}
	return n;
}

/* Has it been here? */
static int been_here(struct run *run, int insn, long at)
{
	uint32_t bit = (uint32_t)insn + (uint32_t)at * (uint32_t)run->re->count;

	if (run->seen == NULL)
		return 0;
	if (run->seen[bit / 32] >> bit % 32 & 1)
		return 1;
	run->seen[bit / 32] |= 1u << bit % 32;
	return 0;
}

/* One way, until it ends. 0, or REG_ESPACE. */
static int follow(struct run *run, int at_insn, const char *p)
{
	for (;;) {
		const struct re_insn *insn = &run->re->insns[at_insn];
		long at = p - run->begin, n;

		switch (insn->op) {
		case RE_MATCH:
			if (run->best[0] < 0 || at > run->best[1]) {
				memcpy(run->best, run->slots, run->re->slots * sizeof(long));
				run->best[1] = at;
			}
			return 0;
		case RE_BOL:
		case RE_EOL:
		case RE_WORD:
		case RE_ENDWORD:
			if (!is_there(run, insn->op, p))
				return 0;
			break;
		case RE_SAVE:
			if (!note(run, -1, insn->arg, run->slots[insn->arg]))
				return REG_ESPACE;
			run->slots[insn->arg] = at;
			break;
		case RE_MOVED:
			if (run->slots[insn->arg] == at)
				return 0;
			break;
		case RE_BACK:
			n = again(run, insn->arg, p);
			if (n < 0)
				return 0;
			p += n;
			break;
		case RE_JUMP:
			at_insn += insn->arg;
			continue;
		case RE_SPLIT:
			if (been_here(run, at_insn, at))
				return 0;
			if (!note(run, at_insn + insn->arg, 0, at))
				return REG_ESPACE;
			break;
		default:
			if (p == run->end || !matches(run, insn, *p))
				return 0;
			p++;
		}
		at_insn++;
	}
}

/* All ways from a position. 0, REG_NOMATCH or REG_ESPACE. */
static int try_all(struct run *run, const char *p)
{
	int error;

	for (int i = 0; i < run->re->slots; i++)
		run->slots[i] = run->best[i] = -1;
	run->slots[0] = p - run->begin;
	run->count = 0;
	error = follow(run, 0, p);
	while (error == 0 && run->count > 0) {
		struct note last = run->notes[--run->count];

		if (last.insn < 0)
			run->slots[last.slot] = last.at;
		else
			error = follow(run, last.insn, run->begin + last.at);
	}
	return error != 0 ? error : run->best[0] < 0 ? REG_NOMATCH : 0;
}

/* From the first position to the last. */
static int search(struct run *run)
{
	const struct re_insn *first = run->re->insns;

	for (const char *p = run->begin; p <= run->end; p++) {
		int error;

		if (first->op == RE_CHAR) { /* a quick look for where it can begin */
			p = memchr(p, first->arg, run->end - p);
			if (p == NULL)
				return REG_NOMATCH;
		}
		error = try_all(run, p);
		if (error != REG_NOMATCH)
			return error;
	}
	return REG_NOMATCH;
}

static void tell(const struct run *run, size_t count, regmatch_t match[], long offset)
{
	for (size_t i = 0; i < count; i++) {
		match[i] = (regmatch_t){-1, -1};
		if (2 * i + 1 < (size_t)run->re->slots && run->best[2 * i] >= 0 && run->best[2 * i + 1] >= 0)
			match[i] = (regmatch_t){offset + run->best[2 * i], offset + run->best[2 * i + 1]};
	}
}

int regexec(const regex_t *re, const char *string, size_t count, regmatch_t match[], int flags)
{
	long offset = flags & REG_STARTEND ? match[0].rm_so : 0;
	struct run run = {.re = re->re_program, .begin = string + offset, .flags = flags};
	long slots[2 * re->re_program->slots];
	size_t words;
	int error;

	run.end = flags & REG_STARTEND ? string + match[0].rm_eo : string + strlen(string);
	run.slots = slots;
	run.best = slots + run.re->slots;
	words = ((size_t)run.re->count * (size_t)(run.end - run.begin + 1) + 31) / 32;
	if (!run.re->backs && (run.seen = calloc(words, sizeof(*run.seen))) == NULL)
		return REG_ESPACE;
	error = search(&run);
	if (error == 0 && !(run.re->flags & REG_NOSUB)) {
		if (count > re->re_nsub + 1)
			for (size_t i = re->re_nsub + 1; i < count; i++)
				match[i] = (regmatch_t){-1, -1};
		tell(&run, count > re->re_nsub + 1 ? re->re_nsub + 1 : count, match, offset);
	}
	free(run.notes);
	free(run.seen);
	return error;
}
