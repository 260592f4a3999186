/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The other end of GDB's remote serial protocol: takes the bytes that GDB sends and gives those that it is to get.
 * Knows nothing of sockets, so a test can be GDB:
 *
 *	struct stub *stub = stub_new(session, UINT64_MAX, &client, error);
 *	stub_feed(stub, bytes, n);              client.send gets the answers
 *	if (stub_ended(stub)) ...
 *
 * What cannot be understood gets the answer that the protocol has for it: none for a damaged packet but a request to
 * send it again, an empty one for a command that is not known, E and a number for one that is wrong.
 */
#ifndef EMU_STUB_H
#define EMU_STUB_H

#include "gdb/target.h"

struct stub;

/* Who is connected. */
struct stub_client {
	void *arg;
	void (*send)(void *arg, const void *bytes, size_t size);
	/* Asked some ten times a second while a search goes on: does the user want no more of it? What else has come
	 * meanwhile is to be kept and fed later. NULL: never. */
	bool (*interrupted)(void *arg);
	/* What the user should know, and the protocol has no words for; one line. NULL: nobody is told. */
	void (*note)(void *arg, const char *line);
};

/* At an instant, UINT64_MAX: before the program's first instruction. The session must outlive it, and the client's
 * struct is copied. NULL and a line in error if the run cannot be run again up to there. */
struct stub *stub_new(struct session *, uint64_t start, const struct stub_client *, char error[ERROR_MAX]);
void stub_free(struct stub *);

/* Somebody is connected anew: what the last one agreed on is forgotten, and his breakpoints; the instant stays. */
void stub_connect(struct stub *);

void stub_feed(struct stub *, const void *bytes, size_t size);

/* GDB has said that it is done with the run (detach, kill): nothing more is to be sent. */
bool stub_ended(const struct stub *);

/* For the monitor: the target that it is about. */
struct target *stub_target(struct stub *);

#endif
