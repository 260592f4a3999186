/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GDB's side of the protocol: see gdb_fixture.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/analysis_cache.h"
#include "gdb/monitor.h"
#include "gdb/packet.h"
#include "gdb_fixture.h"

struct stub *stub;
char gdb_got[GDB_ANSWERS]; /* bytes that it has sent since the last question */
size_t gdb_ngot;
char gdb_printed[GDB_ANSWERS]; /* its console output, decoded */
char gdb_noted[ERROR_MAX];
int gdb_breaks; /* so many times the user is asked before he types ^C; negative: never */

static void keep(void *arg, const void *bytes, size_t size)
{
	(void)arg;
	assert_true(gdb_ngot + size < sizeof gdb_got);
	memcpy(gdb_got + gdb_ngot, bytes, size);
	gdb_ngot += size;
}

static bool interrupted(void *arg)
{
	(void)arg;
	return gdb_breaks >= 0 && gdb_breaks-- == 0;
}

static void note(void *arg, const char *line)
{
	(void)arg;
	snprintf(gdb_noted, sizeof gdb_noted, "%s", line);
}

void gdb_start(uint64_t icount)
{
	const struct stub_client client = {.send = keep, .interrupted = interrupted, .note = note};

	stub_free(stub);
	gdb_breaks = -1;
	stub = stub_new(session, icount, &client, error);
	assert_non_null(stub);
	stub_connect(stub);
}

/* Before the program's first instruction, where each test begins. */
int gdb_at_start(void **state)
{
	(void)state;
	gdb_start(UINT64_MAX);
	return 0;
}

int gdb_end(void **state)
{
	stub_free(stub);
	stub = NULL;
	return session_end(state);
}

/* The data of the packet at *at, which is led behind it: its checksum is right, and its runs are written out. */
size_t gdb_decode(size_t *at, char *data)
{
	uint8_t sum = 0, told;
	size_t n = 0, i = *at;

	assert_int_equal(gdb_got[i++], '$');
	for (; i < gdb_ngot && gdb_got[i] != '#'; i++) {
		assert_true(gdb_got[i] != '$');
		sum = (uint8_t)(sum + (uint8_t)gdb_got[i]);
		if (gdb_got[i] != '*') {
			data[n++] = gdb_got[i];
			continue;
		}
		sum = (uint8_t)(sum + (uint8_t)gdb_got[++i]);
		assert_true(n && gdb_got[i] >= ' ' && gdb_got[i] <= '~');
		for (int more = gdb_got[i] - 29; more > 0; more--, n++)
			data[n] = data[n - 1];
	}
	assert_true(i + 2 < gdb_ngot);
	assert_int_equal(packet_bytes(gdb_got + i + 1, &told, 1), 1);
	assert_int_equal(told, sum);
	*at = i + 3;
	data[n] = '\0';
	return n;
}

/* Sends a packet as GDB does, without shortening runs. The answer is the last packet that comes back; before it may be
 * console output. */
const char *gdb_ask(const char *question)
{
	static char answer[PACKET_MAX + 1];
	char frame[PACKET_MAX + PACKET_FRAME];
	size_t n = strlen(question), used = 0;
	uint8_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum = (uint8_t)(sum + (uint8_t)question[i]);
	stub_feed(stub, "+", 1);
	gdb_ngot = 0;
	*gdb_printed = '\0';
	stub_feed(stub, frame, (size_t)snprintf(frame, sizeof frame, "$%s#%02x", question, sum));
	assert_true(gdb_ngot > 0);
	assert_int_equal(gdb_got[0], '+');
	for (size_t at = 1; at < gdb_ngot;) {
		size_t size = gdb_decode(&at, answer);

		if (at < gdb_ngot) {
			assert_int_equal(*answer, 'O');
			used += packet_bytes(answer + 1, gdb_printed + used, size / 2);
			gdb_printed[used] = '\0';
		}
	}
	return answer;
}

const char *gdb_ask_for(const char *format, ...)
{
	char question[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(question, sizeof question, format, args);
	va_end(args);
	return gdb_ask(question);
}

/* What a monitor command prints. */
const char *gdb_monitor(const char *line)
{
	char hex[2 * MONITOR_LINE + 1];

	packet_hex(line, strlen(line), hex);
	assert_string_equal(gdb_ask_for("qRcmd,%s", hex), "OK");
	return gdb_printed;
}

uint32_t gdb_reg(int n)
{
	return (uint32_t)strtoul(gdb_ask_for("p%x", (unsigned)n), NULL, 16);
}

uint32_t gdb_word(uint32_t address)
{
	const char *answer = gdb_ask_for("m%x,4", address);

	assert_int_equal(strlen(answer), 8);
	return (uint32_t)strtoul(answer, NULL, 16);
}

uint64_t gdb_now(void)
{
	return stub_target(stub)->now;
}

uint32_t gdb_address(const char *name)
{
	struct symbols *symbols = analysis_cache_symbols(session_cache(session), "return", 0);
	uint32_t at;

	assert_true(symbols_address(symbols, name, &at));
	return at;
}
