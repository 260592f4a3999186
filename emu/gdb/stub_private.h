/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the stub share: stub.c (the connection, what is asked) and stub_motion.c (what moves). */
#ifndef EMU_STUB_PRIVATE_H
#define EMU_STUB_PRIVATE_H

#include "gdb/packet.h"
#include "gdb/root_file.h"
#include "gdb/stub.h"

enum {
	STUB_WRONG = 1,   /* E01: the packet is wrong */
	STUB_MISSING = 2, /* E02: there is no such thing, or it cannot be read now */
	STUB_FULL = 3,    /* E03: there are too many of them */
};

struct stub {
	struct stub_client client;
	struct target target;
	struct root_files files;
	struct packet_reader reader;
	const uint8_t *rest; /* bytes that have come and were not looked at yet: [rest, end) */
	const uint8_t *end;
	char *last;       /* the packet that was answered last, and whether that is not acknowledged yet: if it */
	size_t last_size; /* comes again then, GDB has lost patience, and the answer is on its way */
	bool open;
	bool silent;      /* no acknowledgements (QStartNoAckMode) */
	bool ended;       /* detached, or killed */
	uint32_t running; /* thread of Hc; 0: the one that runs */
	char *document;   /* that is being read, and which it is */
	char document_name[64];
	char answer[PACKET_MAX + 1];
	char frame[PACKET_MAX + PACKET_FRAME]; /* the last one, in case it has to be sent again */
	size_t framed;
};

/* Answers: a packet; a formatted one; E and a number; that nothing is written. */
void stub_give(struct stub *, const char *data, size_t size);
void stub_say(struct stub *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void stub_fail(struct stub *, int number);
void stub_refuse_writing(struct stub *, const char *rest);

/* Text on GDB's console; only while it waits for the end of a motion or of a monitor command. */
void stub_print(struct stub *, const char *text, size_t size);

/* A thread's number at *text, which is led behind it; 0 for any, and for all of them. False if there is none. */
bool stub_thread(const char **text, uint32_t *thread);

/* For timeline_progress: false if the user wants no more of what goes on. */
bool stub_goes_on(void *stub, uint64_t icount, uint64_t end);

/* Packets that move, and those that ask about it; `rest` is what follows their name. */
void stub_continue(struct stub *, const char *rest);
void stub_step(struct stub *, const char *rest);
void stub_continue_signal(struct stub *, const char *rest);
void stub_step_signal(struct stub *, const char *rest);
void stub_back(struct stub *, const char *rest);
void stub_step_back(struct stub *, const char *rest);
void stub_resume(struct stub *, const char *rest);
void stub_resume_kinds(struct stub *, const char *rest);
void stub_last_stop(struct stub *, const char *rest);

#endif
