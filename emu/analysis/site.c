/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places in a program's own source. See site.h. */
#include "analysis/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/arch.h"
#include "analysis/source_text.h"
#include "base/alloc.h"

enum {
	WORDS_MAX = 1 << 16, /* instruction words that are kept in mind */
	BEFORE = 60,         /* columns of a long line that are shown before the place */
};
enum { ASK, OWN, FOREIGN };

void sites_begin(struct sites *s, const struct timeline *t, struct symbols *symbols)
{
	*s = (struct sites){.timeline = t, .symbols = symbols, .words = WORDS_MAX};
	s->known = alloc_new(s->words, 1);
}

void sites_end(struct sites *s)
{
	free(s->known);
	s->known = NULL;
}

static bool ask(const struct sites *s, uint32_t pc)
{
	const char *file;
	int line;

	return pc < S0BASE && s->symbols && symbols_line(s->symbols, pc, &file, &line) &&
	       source_kept(s->timeline, file);
}

bool sites_own(struct sites *s, uint32_t pc)
{
	uint8_t *known = pc / 2 < s->words ? &s->known[pc / 2] : NULL;

	if (!known)
		return ask(s, pc);
	if (*known == ASK)
		*known = ask(s, pc) ? OWN : FOREIGN;
	return *known == OWN;
}

bool sites_at(struct sites *s, uint32_t pc, struct site *site)
{
	const char *file, *function;

	memset(site, 0, sizeof *site);
	if (!sites_own(s, pc) || !symbols_line(s->symbols, pc, &file, &site->line))
		return false;
	site->pc = pc;
	site->column = symbols_column(s->symbols, pc);
	snprintf(site->file, sizeof site->file, "%s", file);
	function = symbols_function(s->symbols, pc, NULL);
	snprintf(site->function, sizeof site->function, "%s", function ? function : "");
	return true;
}

void sites_quote(const struct timeline *t, struct site *site)
{
	const char *at;
	char *text;
	size_t size;

	if (!site->line || *site->text || !source_text(t, site->file, &text, &size))
		return;
	at = text;
	for (int line = 1; at && line < site->line; line++) {
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	site->first = 1;
	if (at) {
		size_t length = strcspn(at, "\r\n"), column = (size_t)site->column;

		if (length >= SITE_TEXT && column > BEFORE && column <= length)
			site->first = site->column - BEFORE;
		while (site->first > 1 && (at[site->first - 1] & 0xC0) == 0x80) /* within a character */
			site->first--;
		snprintf(site->text, sizeof site->text, "%.*s", (int)(length - (size_t)site->first + 1),
		         at + site->first - 1);
	}
	for (char *c = site->text; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7F)
			*c = ' ';
	free(text);
}
