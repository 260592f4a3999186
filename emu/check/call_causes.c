/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Root causes among what a borrower calls and what it waits for: handlers, descriptors, waits without end, and calls
 * that POSIX does not allow. See causes.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "abi/syscalls.h"
#include "analysis/captions.h"
#include "analysis/ending.h"
#include "analysis/syscall_name.h"
#include "analysis/whereabouts.h"
#include "check/causes.h"

enum { DESCRIPTORS = 64 };

/* Handlers -------------------------------------------------------------------------------------- */

static void tell_handler(struct causes *c, const struct borrowing *b, const struct event *e)
{
	struct sites *sites = (struct sites *)&b->sites;
	const char *signal = captions_signal(e->arg[0]);
	struct finding f;
	struct site site, handler;

	if (!sites_at(sites, e->arg[2], &handler))
		return;
	if (!causes_site(b, e->arg[1], e->icount, &site))
		site = b->vfork;
	f = causes_begin(c, DETECTOR_HANDLER, SEVERITY_WARNING, &site, b->loan, e->icount);
	snprintf(f.thing, sizeof f.thing, "%s", signal ? signal : "a signal");
	snprintf(f.text, sizeof f.text, "%s comes to the child of vfork, and %s() runs on its parent's stack and data",
	         f.thing, handler.function);
	finding_note(&f, &handler, "this handler runs");
	findings_add(c->found, &f);
}

/* Descriptors ----------------------------------------------------------------------------------- */

/* What a child did to a descriptor of its parent's. */
struct change {
	bool changed;
	const char *call;
	uint64_t icount;
};

static bool takes_descriptor(uint32_t number)
{
	switch (number) {
	case SYS_READ:
	case SYS_WRITE:
	case SYS_READV:
	case SYS_WRITEV:
	case SYS_LSEEK:
	case SYS_IOCTL:
	case SYS_FSTAT:
	case SYS_FCNTL:
	case SYS_DUP:
	case SYS_CLOSE:
	case SYS_FTRUNCATE:
	case SYS_FCHMOD:
	case SYS_FCHOWN:
		return true;
	default:
		return false;
	}
}

/* The descriptor that a call takes away or gives another file; DESCRIPTORS: none. */
static uint32_t changes_descriptor(const struct event *e)
{
	uint32_t fd = e->arg[0] == SYS_CLOSE ? e->arg[1] : e->arg[0] == SYS_DUP2 ? e->arg[2] : DESCRIPTORS;

	return fd < DESCRIPTORS ? fd : DESCRIPTORS;
}

static void tell_descriptor(struct causes *c, const struct borrowing *b, const struct change *changed, uint32_t fd,
                            const struct event *use)
{
	bool breaks = detector_breaks(DETECTOR_DESCRIPTOR, false, c->system);
	const char *call = syscall_name(use->arg[0], NULL);
	struct finding f;
	struct site site;

	if (!causes_site(b, 0, changed->icount, &site))
		return;
	f = causes_begin(c, DETECTOR_DESCRIPTOR, breaks ? SEVERITY_ERROR : SEVERITY_WARNING, &site, b->loan,
	                 changed->icount);
	snprintf(f.thing, sizeof f.thing, "descriptor %u", fd);
	snprintf(f.text, sizeof f.text, "the child of vfork calls %s on descriptor %u, which its parent goes on using",
	         changed->call, fd);
	finding_note(&f, NULL, "the parent (pid %u) calls %s with descriptor %u afterwards", b->loan->lender,
	             call ? call : "the system", fd);
	findings_add(c->found, &f);
}

/* Goes through the system calls of the loan, then through its lender's behind it. */
static void find_descriptors(struct causes *c, const struct borrowing *b)
{
	const struct timeline *t = session_timeline(c->session);
	struct change changes[DESCRIPTORS + 1] = {{0}};
	const struct event *e;
	size_t left = 0;

	for (size_t i = (size_t)b->loan->first; (e = timeline_event(t, i)); i++) {
		if (e->kind != EV_SYSCALL_ENTER)
			continue;
		if (e->pid == b->loan->borrower && e->icount < b->end) {
			uint32_t fd = changes_descriptor(e);

			if (fd == DESCRIPTORS)
				continue;
			left += !changes[fd].changed;
			changes[fd] = (struct change){true, e->arg[0] == SYS_CLOSE ? "close" : "dup2", e->icount};
		} else if (e->pid == b->loan->lender && e->icount >= b->end && left) {
			uint32_t fd = changes_descriptor(e);

			if (takes_descriptor(e->arg[0]) && e->arg[1] < DESCRIPTORS && changes[e->arg[1]].changed &&
			    e->arg[0] != SYS_CLOSE) {
				tell_descriptor(c, b, &changes[e->arg[1]], e->arg[1], e);
				changes[e->arg[1]].changed = false;
				left--;
			} else if (fd < DESCRIPTORS && changes[fd].changed) {
				changes[fd].changed = false;
				left--;
			}
		}
	}
}

/* Waits ----------------------------------------------------------------------------------------- */

static void tell_deadlock(struct causes *c, const struct borrowing *b, const struct event *e)
{
	struct timeline *t = session_timeline(c->session);
	char waits[ENDING_MAX] = "";
	struct finding f;
	struct site site;

	if (!causes_site(b, 0, e->icount, &site))
		site = b->vfork;
	f = causes_begin(c, DETECTOR_DEADLOCK, SEVERITY_ERROR, &site, b->loan, e->icount);
	snprintf(f.text, sizeof f.text,
	         "the child of vfork waits for ever, and its parent sleeps in vfork until it ends");
	if (timeline_seek(t, e->icount))
		ending_tell(timeline_image(t, "kernel"), timeline_image(t, "disk"), timeline_machine(t), waits);
	finding_note(&f, NULL, "nobody can run any more%s%s", *waits ? ": " : "", waits);
	findings_add(c->found, &f);
}

/* Where the borrower is at an instant, if it is in a place of its own code. */
static void find_now(struct causes *c, const struct borrowing *b, uint64_t at, struct site *site)
{
	struct timeline_mark mark = {at, (long)timeline_events_until(session_timeline(c->session), at) - 1, 0};
	struct whereabouts w;
	char error[ERROR_MAX];

	if (whereabouts(c->session, &mark, &w, error) && w.there && w.next.pid == b->loan->borrower && w.next.user)
		causes_site(b, w.next.pc, UINT64_MAX, site);
}

/* The run was cut off, and the child has the memory still. */
static void tell_endless(struct causes *c, const struct borrowing *b)
{
	struct timeline *t = session_timeline(c->session);
	uint64_t end = timeline_end(t);
	struct finding f;
	struct site site;

	memset(&site, 0, sizeof site);
	/* at the very end it may be in the kernel */
	for (uint64_t back = 1; !site.line && back < 100000 && end > b->loan->begin + back; back *= 8)
		find_now(c, b, end - back, &site);
	if (!site.line)
		site = b->vfork;
	f = causes_begin(c, DETECTOR_DEADLOCK, SEVERITY_ERROR, &site, b->loan, end);
	snprintf(f.text, sizeof f.text,
	         "the child of vfork has not ended when the run is cut off: its parent sleeps in vfork all the time");
	findings_add(c->found, &f);
}

/* Calls ----------------------------------------------------------------------------------------- */

static bool is_allowed(const char *name)
{
	return !strcmp(name, "_exit") || !strcmp(name, "_Exit") || !strncmp(name, "exec", 4) ||
	       !strncmp(name, "vfork", 5) || !strcmp(name, "exit") /* which has a detector of its own */;
}

static void tell_calls(struct causes *c, const struct borrowing *b)
{
	for (size_t i = 0; i < b->ncalls && b->calls[i].icount < b->end; i++) {
		const struct borrowed_call *call = &b->calls[i];
		struct finding f;
		struct site site;

		if (!*call->name || is_allowed(call->name) || !sites_at((struct sites *)&b->sites, call->pc, &site))
			continue;
		f = causes_begin(c, DETECTOR_POSIX, SEVERITY_NOTE, &site, b->loan, call->icount);
		snprintf(f.thing, sizeof f.thing, "%.90s", call->name);
		snprintf(f.text, sizeof f.text, "the child of vfork calls %s(), which POSIX leaves undefined",
		         call->name);
		findings_add(c->found, &f);
	}
}

void causes_of_calls(struct causes *c, const struct borrowing *b, bool ended)
{
	const struct timeline *t = session_timeline(c->session);
	const struct event *e;

	if (!b->own)
		return;
	for (size_t i = (size_t)b->loan->first; (e = timeline_event(t, i)) && e->icount <= b->end; i++)
		if (e->kind == EV_SIGNAL_DELIVER && e->pid == b->loan->borrower && e->arg[2] &&
		    e->icount < b->loan->back)
			tell_handler(c, b, e);
		else if (e->kind == EV_DEADLOCK && e->arg[0] == b->loan->lender)
			tell_deadlock(c, b, e);
	if (!ended && b->loan->back == LOAN_NEVER && b->loan->last < 0 && b->loan->gone == LOAN_NEVER)
		tell_endless(c, b);
	find_descriptors(c, b);
	tell_calls(c, b);
}
