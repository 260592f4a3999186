/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every kind of event means for somebody who watches the run: is it worth a stop, does it tell of harm, and what
 * is said of it. The keys N and P, the storyboard, the marks on the time axis and the captions all come from this one
 * table; the name that is shown, and that WHERE takes, is event_name's.
 */
#ifndef EMU_EVENT_MEANING_H
#define EMU_EVENT_MEANING_H

#include <stdbool.h>
#include <stdint.h>

#include "machine/event.h"

/*
 * When a caption fits. COPIED, SHARED: that is done instead of lending. LOAN, SHARER: the borrower's doing during a
 * loan, or on shared memory. COPIER: a child's that has a copy, by fork or such a vfork. TO_LENDER,
 * TO_BORROWER: argument 0 is that party of the loan. NAMED: argument 0 is somebody. HANDLED: argument 2 is a handler.
 * FLAT: there is no memory management. SENT: the process of the event sends a signal by a system call. MASKED:
 * process 0 blocks signal 1. CLONED: the lender is in clone, and the child gets a stack that is not its parent's.
 */
enum caption_when {
	ALWAYS,
	COPIED,
	SHARED,
	FLAT,
	LOAN,
	SHARER,
	COPIER,
	TO_LENDER,
	TO_BORROWER,
	NAMED,
	HANDLED,
	SENT,
	MASKED,
	CLONED
};

/*
 * Two sentences, the second says why it matters ("" if there is nothing to say). Words in braces are filled in:
 * {pid} the running process   {text} the event's text   {why} the same behind a colon   {lender} {borrower} of the
 * loan shown
 * {call} system call with its arguments, {end} how it ended, {meaning} what that means, {file} what its descriptor is
 * {changes} which variables the borrower changed, {left} the same at a sentence's end
 * {apart} what goes with a child's copy   {here} where the process is
 * {maker} the call by which the loan was made   {stack} where the child's stack is, in clone
 * {hazard} what a borrower does to its lender (hazard.h), {harm} why that matters
 * {pages} pages of memory that are lent   {through} by which function it exits   {system} the historic system
 * and of argument N: {dN} decimal, {xN} hex, {signalN} {statusN} {stateN} {waitN} {whoN} {whomN} {useN} of a page
 * frame,
 * {functionN} by name, {atN} its place in the source, {printedN} the last N bytes on the console
 */
struct caption {
	enum caption_when when;
	const char *what, *why;
};

enum { EVENT_WEIGHT_MAX = 7, EVENT_CAPTIONS = 6 };

struct event_meaning {
	int weight;  /* how much it matters where there is not room for all, 1 to EVENT_WEIGHT_MAX; 0: not notable */
	bool hazard; /* harm is done, or can no longer be averted */
	struct caption captions[EVENT_CAPTIONS]; /* the first that fits is told; the last is for ALWAYS */
};

/* Of a number that is no kind: a meaning without weight and captions. */
const struct event_meaning *event_meaning(uint32_t kind);

/* Do its captions tell how many pages there are? */
bool event_counts_pages(uint32_t kind);

/* Does a viewer want to stop at it: loans, exec, exit, death; a child or a program that was refused; and, while its
 * process borrows, a call that changes what is not lent? */
bool event_notable(const struct event *, bool borrows);

#endif
