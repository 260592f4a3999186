/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packets of GDB's remote serial protocol: see packet.h. */
#include "gdb/packet.h"

#include <ctype.h>
#include <string.h>

static const char digits[] = "0123456789abcdef";

/* The value of a hexadecimal digit; -1: it is none. */
static int digit(char c)
{
	const char *at = c ? strchr(digits, tolower((unsigned char)c)) : NULL;

	return at ? (int)(at - digits) : -1;
}

static void begin(struct packet_reader *r)
{
	r->size = 0;
	r->sum = 0;
	r->too_long = false;
	r->state = PACKET_INSIDE;
}

static enum packet_event outside(struct packet_reader *r, uint8_t byte)
{
	switch (byte) {
	case '$':
		begin(r);
		return PACKET_NOTHING;
	case '+':
		return PACKET_ACK;
	case '-':
		return PACKET_NAK;
	case PACKET_CTRL_C:
		return PACKET_BREAK;
	default:
		return PACKET_NOTHING; /* noise, as on a line that has just been opened */
	}
}

enum packet_event packet_read(struct packet_reader *r, uint8_t byte)
{
	int value = digit((char)byte);

	switch (r->state) {
	case PACKET_OUTSIDE:
		return outside(r, byte);
	case PACKET_INSIDE:
		if (byte == '$') { /* the end of the one before was lost */
			begin(r);
		} else if (byte == '#') {
			r->state = PACKET_FIRST_DIGIT;
		} else {
			r->sum = (uint8_t)(r->sum + byte);
			r->too_long = r->too_long || r->size == PACKET_MAX;
			if (!r->too_long)
				r->data[r->size++] = (char)byte;
		}
		return PACKET_NOTHING;
	case PACKET_FIRST_DIGIT:
		r->too_long = r->too_long || value < 0;
		r->told = value < 0 ? 0 : (uint8_t)(value << 4);
		r->state = PACKET_SECOND_DIGIT;
		return PACKET_NOTHING;
	default:
		r->state = PACKET_OUTSIDE;
		r->data[r->size] = '\0';
		return value < 0 || r->too_long || (r->told | value) != r->sum ? PACKET_DAMAGED : PACKET_WHOLE;
	}
}

/* How many times the byte at the beginning comes; at most 98: 97 more of it are told by '~'. */
static size_t run(const char *data, size_t size)
{
	size_t n = 1;

	while (n < size && n < 98 && data[n] == *data)
		n++;
	return n;
}

size_t packet_frame(const char *data, size_t size, char *frame)
{
	size_t at = 0;
	uint8_t sum = 0;

	frame[at++] = '$';
	while (size) {
		size_t n = run(data, size);

		frame[at++] = *data;
		if (n > 3) { /* X*c is an X and c - 29 more of it; c is no # and no $ */
			if (n == 7 || n == 8)
				n = 6;
			frame[at++] = '*';
			frame[at++] = (char)(n - 1 + 29);
		} else {
			n = 1;
		}
		data += n;
		size -= n;
	}
	for (size_t i = 1; i < at; i++)
		sum = (uint8_t)(sum + (uint8_t)frame[i]);
	frame[at++] = '#';
	frame[at++] = digits[sum >> 4];
	frame[at++] = digits[sum & 15];
	return at;
}

size_t packet_escape(const void *bytes, size_t size, char *data, size_t room, size_t *taken)
{
	const char *from = bytes;
	size_t at = 0, i;

	for (i = 0; i < size; i++) {
		bool escaped = from[i] == '}' || from[i] == '#' || from[i] == '$' || from[i] == '*';

		if (at + 1 + escaped > room)
			break;
		if (escaped)
			data[at++] = '}';
		data[at++] = escaped ? (char)(from[i] ^ 0x20) : from[i];
	}
	*taken = i;
	return at;
}

void packet_hex(const void *bytes, size_t size, char *text)
{
	const uint8_t *from = bytes;

	for (size_t i = 0; i < size; i++) {
		*text++ = digits[from[i] >> 4];
		*text++ = digits[from[i] & 15];
	}
	*text = '\0';
}

size_t packet_bytes(const char *text, void *bytes, size_t size)
{
	uint8_t *to = bytes;
	size_t n = 0;

	for (; n < size && digit(text[0]) >= 0 && digit(text[1]) >= 0; text += 2)
		to[n++] = (uint8_t)(digit(text[0]) << 4 | digit(text[1]));
	return n;
}

bool packet_number(const char **text, uint64_t *number)
{
	const char *at = *text;

	*number = 0;
	if (digit(*at) < 0)
		return false;
	for (; digit(*at) >= 0; at++) {
		if (*number >> 60)
			return false;
		*number = *number << 4 | (uint64_t)digit(*at);
	}
	*text = at;
	return true;
}
