/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pages about what one meets in a run: a hazard, an event, a system, an error. All from tables: what the rule is, where
 * it is said, what to write instead, and the lesson that shows it.
 */
#ifndef EMU_EXPLAIN_H
#define EMU_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct page {
	const char *rule;
	const char *source;  /* who says so; "" where it is this machine's own */
	const char *instead; /* what to write, or how to live with it; "" if there is nothing to say */
	const char *lesson;  /* a shipped program that shows it; "" none does */
};

/* Of an event or a hazard by its kind, a system by its place in guest/abi/systems.h, an error by its number. NULL if
 * there is none. */
const struct page *page_of_event(uint32_t kind);
const struct page *page_of_system(size_t system);
const struct page *page_of_error(uint32_t number);

/* Prints the page of a name: of an event, a hazard ("hazard.left" or "left"), a system, or an error by its name or
 * number. False and a line in error if there is none. */
bool explain(const char *name, char error[ERROR_MAX]);

/* Prints what a page says. */
void explain_page(const struct page *);

/* Prints tables of all hazards, events and errors for Markdown: docs/events.md is made from that. */
void explain_tables(void);

#endif
