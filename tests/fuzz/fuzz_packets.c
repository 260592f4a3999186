/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes the stub of GDB's protocol: conversations of packets that GDB could send, some of them damaged, in bytes, in
 * lengths, in their order. Nothing may crash or go on for longer than SECONDS; what comes back is packets with the
 * right checksums and acknowledgements; and the run is as it was: what the registers and the memory of an instant
 * were, they still are.
 *
 *	fuzz_packets FROM COUNT     has the conversations of these numbers
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"
#include "gdb/packet.h"
#include "gdb/stub.h"
#include "image/library.h"
#include "random_program.h"
#include "time_limit.h"

enum { SECONDS = 20, PACKETS = 24, QUESTION_MAX = 2 * PACKET_MAX };

/* What GDB says; a % is for a number, of those below. */
static const char *const questions[] = {
	"qSupported:multiprocess+;swbreak+",
	"QStartNoAckMode",
	"!",
	"?",
	"qC",
	"qAttached",
	"g",
	"p%",
	"m%,%",
	"m%,4",
	"G%",
	"P%=%",
	"M%,%:%",
	"X%,%:",
	"Hg%",
	"Hc%",
	"Hg-1",
	"T%",
	"qfThreadInfo",
	"qsThreadInfo",
	"qThreadExtraInfo,%",
	"qXfer:features:read:target.xml:%,%",
	"qXfer:threads:read::%,%",
	"qXfer:exec-file:read:%:%,%",
	"qOffsets",
	"qSymbol::",
	"Z0,%,2",
	"Z1,%,2",
	"Z2,%,%",
	"Z3,%,4",
	"Z4,%,%",
	"z0,%,2",
	"z2,%,%",
	"vCont?",
	"vCont;c",
	"vCont;s:%",
	"vCont;s:%;c",
	"vCont;r%,%:%",
	"vCont;C%;s",
	"c",
	"s",
	"bc",
	"bs",
	"C%",
	"S%;%",
	"vFile:open:2f62696e2f72657475726e,0,0",
	"vFile:open:2f766d756e6978,%,%",
	"vFile:pread:%,%,%",
	"vFile:fstat:%",
	"vFile:close:%",
	"vFile:setfs:0",
	"vFile:pwrite:%,%,x",
	"QPassSignals:%;%;%",
	"qRcmd,68656c70",
	"qRcmd,7768657265",
	"qRcmd,6c6f616e",
	"qRcmd,77686f207573655f666f726b",
	"qRcmd,676f20737061776e",
	"qRcmd,66696e642063616c6c207265706f7274",
	"qRcmd,776861742d69662072657475726e2031",
	"qRcmd,73696465206b65726e656c",
	"qRcmd,%%%%",
	"vKill;%",
	"D",
	"k",
};
enum { QUESTIONS = sizeof questions / sizeof *questions };

static const char *const numbers[] = {
	"0",
	"1",
	"2",
	"3",
	"4",
	"8",
	"b",
	"11",
	"12",
	"48",
	"e4",
	"1000",
	"41e8",
	"4000",
	"5000",
	"1869f",
	"186a0",
	"7fffff90",
	"7fffff98",
	"7ffffffe",
	"80000000",
	"80002000",
	"80002ff0",
	"80004000",
	"807fffff",
	"80800000",
	"bfffffff",
	"c0000000",
	"ffffffff",
	"100000000",
	"ffffffffffffffff",
	"10000000000000000",
	"-1",
	"",
	"zz",
};
enum { NUMBERS = sizeof numbers / sizeof *numbers };

static uint64_t number, series;
static unsigned failures;
static char got[1 << 22]; /* what has come back to one piece of bytes */
static size_t ngot;

static uint32_t below(uint32_t n)
{
	return random_next(&series, n);
}

static void wrong(const char *what)
{
	printf("# %" PRIu64 ": %s\n", number, what);
	failures++;
}

static void keep(void *arg, const void *bytes, size_t size)
{
	(void)arg;
	if (ngot + size > sizeof got) {
		wrong("more than anybody asked for");
		return;
	}
	memcpy(got + ngot, bytes, size);
	ngot += size;
}

/* ^C now and then. */
static bool interrupted(void *arg)
{
	(void)arg;
	return below(4) == 0;
}

/* Whole packets, +, - and nothing else. */
static bool well_formed(void)
{
	for (size_t i = 0; i < ngot; i++) {
		uint8_t sum = 0, told;

		if (got[i] == '+' || got[i] == '-')
			continue;
		if (got[i] != '$')
			return false;
		while (++i < ngot && got[i] != '#' && got[i] != '$')
			sum = (uint8_t)(sum + (uint8_t)got[i]);
		if (i + 2 >= ngot || got[i] != '#' || packet_bytes(got + i + 1, &told, 1) != 1 || told != sum)
			return false;
		i += 2;
	}
	return true;
}

static size_t make_question(char *question)
{
	size_t n = 0;

	for (const char *at = questions[below(QUESTIONS)]; *at; at++)
		if (*at == '%')
			n += (size_t)sprintf(question + n, "%s", numbers[below(NUMBERS)]);
		else
			question[n++] = *at;
	switch (below(8)) {
	case 0: /* a byte is another one */
		question[below((uint32_t)n)] = (char)below(256);
		break;
	case 1: /* the end is missing */
		n = below((uint32_t)n);
		break;
	case 2: { /* something comes again and again, beyond what a packet may have */
		size_t more = below(4) ? below(200) : below(QUESTION_MAX - 200), part = n ? 1 + below((uint32_t)n) : 1;

		for (size_t i = 0; i < more; i++, n++)
			question[n] = n >= part ? question[n - part] : (char)below(256);
		break;
	}
	default:
		break;
	}
	return n;
}

/* Sends it, in pieces or in one; the checksum is mostly right. */
static void send_question(struct stub *stub, const char *question, size_t n)
{
	char *bytes = alloc_new(n + 8, 1);
	size_t size = 0, at = 0;
	uint8_t sum = 0;

	if (below(16))
		bytes[size++] = '+';
	bytes[size++] = '$';
	for (size_t i = 0; i < n; i++) {
		bytes[size++] = question[i];
		sum = (uint8_t)(sum + (uint8_t)question[i]);
	}
	size += (size_t)sprintf(bytes + size, "#%02x", below(16) ? sum : below(256));
	while (at < size) {
		size_t part = below(4) ? size - at : 1 + below((uint32_t)(size - at));

		ngot = 0;
		stub_feed(stub, bytes + at, part);
		at += part;
		if (!well_formed())
			wrong("what comes back is no packet");
	}
	free(bytes);
}

/* What the thread that runs has at an instant. */
struct sight {
	uint32_t thread, registers[TARGET_REGISTERS];
	uint8_t stack[64];
	size_t read;
};

static struct sight look(struct stub *stub)
{
	struct target *t = stub_target(stub);
	struct sight s;

	memset(&s, 0, sizeof s);
	s.thread = target_current(t);
	target_registers(t, s.thread, s.registers);
	s.read = target_peek(t, s.thread, s.registers[15], s.stack, sizeof s.stack);
	return s;
}

static void converse(struct stub *stub, char *question)
{
	struct target *t = stub_target(stub);
	struct sight before, after;
	uint64_t icount, now;

	stub_connect(stub);
	t->side = PROCESS_NOW;
	t->jumps = t->in_program = false;
	icount = t->now;
	before = look(stub);
	for (unsigned n = 1 + below(PACKETS); n > 0; n--) {
		send_question(stub, question, make_question(question));
		if (stub_ended(stub))
			stub_connect(stub);
	}
	now = t->now;
	t->now = icount;
	t->side = PROCESS_NOW;
	t->in_program = false;
	after = look(stub);
	t->now = now;
	if (memcmp(&before, &after, sizeof before) != 0)
		wrong("the run is not what it was");
}

int main(int argc, char **argv)
{
	const struct stub_client client = {.send = keep, .interrupted = interrupted};
	uint64_t from = argc > 1 ? strtoull(argv[1], NULL, 10) : 0, count = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	const char *const program[] = {"return", NULL};
	char *question = alloc_new(QUESTION_MAX + 256, 1), error[ERROR_MAX];
	struct run_config config;
	struct timeline *t = NULL;
	struct session *session;
	struct rusage usage;
	struct stub *stub;

	if (library_prepare(&(struct launch){.ram = 2}, program, &config, error))
		t = timeline_new(&config, error);
	if (!t) {
		printf("# %s\n", error);
		return 1;
	}
	run_config_free(&config);
	timeline_complete(t);
	session = session_new(t);
	stub = stub_new(session, UINT64_MAX, &client, error);
	for (number = from; stub && number < from + count; number++) {
		series = number;
		time_limit(SECONDS);
		converse(stub, question);
	}
	getrusage(RUSAGE_SELF, &usage);
	printf("# %" PRIu64 " conversations, %u failures, %ld MB\n", count, failures, usage.ru_maxrss / 1024);
	stub_free(stub);
	session_free(session);
	free(question);
	return !stub || failures != 0;
}
