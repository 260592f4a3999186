/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The next instruction, looked up. See whereabouts.h. */
#include "analysis/whereabouts.h"

#include <string.h>

#include "debuginfo/disasm.h"

/* Takes the first instruction, whatever it is, while its memory is at hand. */
static bool take(void *arg, const struct passage *at)
{
	struct whereabouts *w = arg;
	uint8_t code[22]; /* the longest instruction */
	size_t size = passage_code(at, code, sizeof code);

	disasm(code, size, at->pc, w->insn, sizeof w->insn);
	return true;
}

bool whereabouts(struct session *session, const struct timeline_mark *mark, struct whereabouts *w,
                 char error[ERROR_MAX])
{
	struct passage *next = &w->next;
	enum passage_end end;

	*w = (struct whereabouts){.mark = *mark};
	end = passage_first(session, mark->icount, UINT64_MAX, take, w, next, error);
	if (end == PASSAGE_FAILED)
		return false;
	w->there = end == PASSAGE_FOUND;
	if (!w->there || !next->symbols)
		return true;
	w->function = symbols_function(next->symbols, next->pc, NULL);
	if (!symbols_line(next->symbols, next->pc, &w->file, &w->line))
		w->file = NULL;
	return true;
}
