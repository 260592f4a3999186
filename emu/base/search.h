/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Binary search, the only one: the first index of which something holds no more.
 *
 *	struct search in = search_among(count);
 *
 *	while (search_goes_on(&in))
 *		search_tell(&in, rows[in.at].address <= pc);
 *	// now in.found rows lie at or before pc: the last of them is in.found - 1, and the first behind it in.found
 *
 * What is told must be true of a first part of the indices, perhaps of none or all, and false of the rest. It is asked
 * of at most 64 of them, each below the count. With `<` instead of `<=`, in.found is the first of several equal ones.
 */
#ifndef EMU_SEARCH_H
#define EMU_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

struct search {
	size_t found; /* at the end: the first index of which it does not hold, or the count; of so many it holds */
	size_t at;    /* the index that is asked for */
	size_t end;   /* of those from here on it does not hold */
};

static inline struct search search_among(size_t count)
{
	return (struct search){.end = count};
}

/* False when s->found stands. Otherwise the caller looks at s->at and tells. */
static inline bool search_goes_on(struct search *s)
{
	s->at = s->found + (s->end - s->found) / 2;
	return s->found < s->end;
}

/* Whether it holds of s->at, so that what is sought lies behind it. */
static inline void search_tell(struct search *s, bool holds)
{
	if (holds)
		s->found = s->at + 1;
	else
		s->end = s->at;
}

#endif
