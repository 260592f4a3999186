/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sorted tables of symbols, functions and source lines: see symtab.h. */
#include "debuginfo/symtab.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/search.h"

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

const char *names_keep(struct names *s, const char *text)
{
	/* The C library's trees are balanced: what is in them cannot make them slow. */
	char *const *found = tfind(text, &s->texts, by_text);
	size_t bytes = strlen(text) + 1;
	char *copy;

	if (found)
		return *found;
	if (bytes > NAMES_BYTES - s->kept)
		return NULL;
	s->kept += bytes;
	copy = alloc_string(text);
	if (!tsearch(copy, &s->texts, by_text))
		alloc_failed();
	return copy;
}

/* Takes out of a path what leads nowhere: empty parts, ".", and a part with the ".." behind it. */
static void clean_path(char *path)
{
	char *root = path + (*path == '/'), *to = root, *floor = root; /* below floor is only ".." */

	for (const char *from = root; *from;) {
		size_t length = strcspn(from, "/"), skip = length + (from[length] == '/');
		bool up = length == 2 && !memcmp(from, "..", 2);

		if (up && to > floor) {
			while (--to > floor && to[-1] != '/')
				;
		} else if (length && !(length == 1 && *from == '.') && !(up && root > path)) {
			memmove(to, from, skip);
			to += skip;
			if (up)
				floor = to;
		}
		from += skip;
	}
	*to = '\0';
}

const char *names_path(struct names *s, const char *directory, const char *name)
{
	bool whole = *name == '/' || !directory;
	char *path = alloc_format("%s%s%s", whole ? "" : directory, whole ? "" : "/", name);
	const char *kept;

	clean_path(path);
	kept = names_keep(s, path);
	free(path);
	return kept;
}

static size_t directory_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

bool names_same_directory(const char *a, const char *b)
{
	size_t length = directory_length(a);

	return directory_length(b) == length && !strncmp(a, b, length);
}

void names_add_symbol(struct names *s, const struct symbol *symbol)
{
	s->by_name = alloc_room(s->by_name, s->nnames, &s->names_room, sizeof *s->by_name);
	s->by_name[s->nnames++] = *symbol;
}

void names_add_row(struct names *s, uint32_t address, const char *file, int line, bool statement)
{
	s->rows = alloc_room(s->rows, s->nrows, &s->rows_room, sizeof *s->rows);
	s->rows[s->nrows] =
		(struct row){.address = address, .file = file, .line = line, .statement = statement, .order = s->nrows};
	s->nrows++;
}

static int by_name(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : y->global - x->global;
}

/* Of several names for one address a function with a size comes first, then a global one. */
static int by_address(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	if (x->global != y->global)
		return y->global - x->global;
	return strcmp(x->name, y->name);
}

static int by_row_address(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	/* The end of one sequence may be where the next begins. */
	if (!x->line != !y->line)
		return x->line ? 1 : -1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* by_name holds all, functions a part of it in the other order: one name for each address, and none reaches into the
 * next. */
static void sort_functions(struct names *s)
{
	size_t kept = 0;

	s->functions = alloc_new(s->nnames, sizeof *s->functions);
	for (size_t i = 0; i < s->nnames; i++)
		if (s->by_name[i].function)
			s->functions[s->nfunctions++] = s->by_name[i];
	qsort(s->functions, s->nfunctions, sizeof *s->functions, by_address);
	for (size_t i = 0; i < s->nfunctions; i++)
		if (!kept || s->functions[kept - 1].address != s->functions[i].address)
			s->functions[kept++] = s->functions[i];
	s->nfunctions = kept;
	for (size_t i = 0; i + 1 < kept; i++)
		if (s->functions[i].end > s->functions[i + 1].address)
			s->functions[i].end = s->functions[i + 1].address;
}

void names_sort(struct names *s)
{
	sort_functions(s);
	if (s->nnames)
		qsort(s->by_name, s->nnames, sizeof *s->by_name, by_name);
	if (s->nrows)
		qsort(s->rows, s->nrows, sizeof *s->rows, by_row_address);
}

static int by_spelling(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_place(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;

	return x < y ? -1 : x > y;
}

size_t names_files(const struct names *s, const char ***files, size_t n)
{
	size_t room = n, kept = 0;

	for (size_t i = 0; i < s->nrows; i++) {
		if (!s->rows[i].file || (i && s->rows[i].file == s->rows[i - 1].file))
			continue;
		*files = alloc_room(*files, n, &room, sizeof **files);
		(*files)[n++] = s->rows[i].file;
	}
	/* Each text is there once: the same ones are found without reading them. */
	if (n)
		qsort(*files, n, sizeof **files, by_place);
	for (size_t i = 0; i < n; i++)
		if (!kept || (*files)[kept - 1] != (*files)[i])
			(*files)[kept++] = (*files)[i];
	if (kept)
		qsort(*files, kept, sizeof **files, by_spelling);
	return kept;
}

void names_free(struct names *s)
{
	tdestroy(s->texts, free);
	free(s->by_name);
	free(s->functions);
	free(s->rows);
}

const struct symbol *names_function(const struct names *s, uint32_t pc)
{
	struct search in = search_among(s->nfunctions);

	while (search_goes_on(&in))
		search_tell(&in, s->functions[in.at].address <= pc);
	return in.found > 0 && pc < s->functions[in.found - 1].end ? &s->functions[in.found - 1] : NULL;
}

const struct symbol *names_symbol(const struct names *s, const char *name)
{
	struct search in = search_among(s->nnames);

	while (search_goes_on(&in))
		search_tell(&in, strcmp(s->by_name[in.at].name, name) < 0);
	return in.found < s->nnames && !strcmp(s->by_name[in.found].name, name) ? &s->by_name[in.found] : NULL;
}

const struct row *names_row(const struct names *s, uint32_t pc)
{
	struct search in = search_among(s->nrows);

	while (search_goes_on(&in))
		search_tell(&in, s->rows[in.at].address <= pc);
	return in.found > 0 && s->rows[in.found - 1].line ? &s->rows[in.found - 1] : NULL;
}

const struct row *names_line_start(const struct names *s, uint32_t pc)
{
	const struct row *row = names_row(s, pc), *rows = s->rows;
	bool statement = false, first = true;

	if (!row || row->address != pc)
		return NULL;
	for (size_t i = (size_t)(row - rows) + 1; i-- > 0;) {
		bool same = rows[i].line == row->line && rows[i].file == row->file;

		first = !same;
		if (rows[i].address != pc)
			break;
		statement |= same && rows[i].statement;
		first = true;
		if (!rows[i].line) /* a sequence ends here, and another begins */
			break;
	}
	return statement && first ? row : NULL;
}

bool names_file_is(const char *path, const char *part)
{
	size_t length = strlen(path), end = strlen(part);

	return end && end <= length && !strcmp(path + length - end, part) &&
	       (end == length || path[length - end - 1] == '/');
}

size_t names_line_addresses(const struct names *s, const char *file, int line, uint32_t *addresses, size_t max,
                            int *next)
{
	const char *same = NULL; /* the one that was compared last, and is it */
	size_t n = 0;

	*next = 0;
	for (size_t i = 0; i < s->nrows; i++) {
		const struct row *row = &s->rows[i];

		if (!row->file || row->line < line || (*next && row->line > *next) ||
		    (row->file != same && !names_file_is(row->file, file)))
			continue;
		same = row->file;
		if (names_line_start(s, row->address) != row)
			continue;
		*next = row->line;
		if (row->line != line)
			continue;
		if (n < max)
			addresses[n] = row->address;
		n++;
	}
	return n;
}
