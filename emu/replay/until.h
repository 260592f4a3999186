/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists in the order of their member icount, asked for an instant. */
#ifndef EMU_UNTIL_H
#define EMU_UNTIL_H

#include "base/search.h"

/* Defines a function: how many of a list lie at or before an instant. */
#define COUNT_UNTIL(name, type)                                                                                        \
	static size_t name(const struct type *list, size_t count, uint64_t icount)                                     \
	{                                                                                                              \
		struct search in = search_among(count);                                                                \
                                                                                                                       \
		while (search_goes_on(&in))                                                                            \
			search_tell(&in, list[in.at].icount <= icount);                                                \
		return in.found;                                                                                       \
	}

#endif
