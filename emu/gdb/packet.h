/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Packets of GDB's remote serial protocol (the manual of GDB, appendix E): framing, checksums, escapes and
 * acknowledgements, as a matter of bytes alone.
 *
 *	$data#cs	a packet; cs is the sum of data's bytes, modulo 256, in two hexadecimal digits
 *	+ -		the packet came well, or came damaged and is to be sent again
 *	0x03		the user's ^C
 */
#ifndef EMU_PACKET_H
#define EMU_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PACKET_MAX = 0x10000, /* bytes of a packet's data; GDB is told so */
	/* most bytes that packet_frame makes of so many */
	PACKET_FRAME = 4,
	PACKET_CTRL_C = 0x03,
};

/* What a byte has made of those before it. */
enum packet_event {
	PACKET_NOTHING, /* it is not the end of something */
	PACKET_WHOLE,   /* a packet is there: data, size */
	PACKET_DAMAGED, /* one that is too long, or whose checksum is wrong: it is forgotten */
	PACKET_ACK,
	PACKET_NAK,
	PACKET_BREAK, /* ^C */
};

struct packet_reader {
	char data[PACKET_MAX + 1]; /* with a NUL behind it */
	size_t size;
	bool too_long;
	uint8_t sum, told; /* the checksum of what has come, and the one that was sent with it */
	enum { PACKET_OUTSIDE, PACKET_INSIDE, PACKET_FIRST_DIGIT, PACKET_SECOND_DIGIT } state;
};

/* Takes the next byte of a connection. The reader is zeros at first. */
enum packet_event packet_read(struct packet_reader *, uint8_t byte);

/* Frames data, with runs of a byte shortened. Returns the bytes of the frame, for which there is room for size +
 * PACKET_FRAME. */
size_t packet_frame(const char *data, size_t size, char *frame);

/* Bytes as data of a packet, with those escaped that mean something: as many as fit into `room`. Returns the bytes
 * made, and how many were taken. */
size_t packet_escape(const void *bytes, size_t size, char *data, size_t room, size_t *taken);

/* Bytes as hexadecimal digits, with a NUL behind them: 2 * size + 1. */
void packet_hex(const void *bytes, size_t size, char *text);

/* The other way round, up to what is no digit; returns how many bytes, at most size. */
size_t packet_bytes(const char *text, void *bytes, size_t size);

/* A hexadecimal number at *text of at most 64 bits, which is led behind it. False if there is none, or it is larger. */
bool packet_number(const char **text, uint64_t *number);

#endif
