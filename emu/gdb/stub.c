/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other end of GDB's protocol: see stub.h. The names and forms of packets are those of the manual of GDB, appendix
 * E. */
#include "gdb/stub.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/be.h"
#include "gdb/document.h"
#include "gdb/monitor.h"
#include "gdb/stub_private.h"

enum { OUTPUT_MAX = PACKET_MAX / 4 /* bytes of text in one packet of console output */ };

/* Answers ------------------------------------------------------------------------------------- */

void stub_give(struct stub *s, const char *data, size_t size)
{
	s->framed = packet_frame(data, size, s->frame);
	s->client.send(s->client.arg, s->frame, s->framed);
}

void stub_say(struct stub *s, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(s->answer, sizeof s->answer, format, args);
	va_end(args);
	stub_give(s, s->answer, n < (int)sizeof s->answer ? (size_t)n : sizeof s->answer - 1);
}

void stub_fail(struct stub *s, int number)
{
	stub_say(s, "E%02x", (unsigned)number);
}

/* Text on GDB's console; only while it waits for the end of a motion or of a monitor command. */
void stub_print(struct stub *s, const char *text, size_t size)
{
	while (size) {
		size_t n = size < OUTPUT_MAX ? size : OUTPUT_MAX;

		s->answer[0] = 'O';
		packet_hex(text, n, s->answer + 1);
		stub_give(s, s->answer, 1 + 2 * n);
		text += n;
		size -= n;
	}
}

static uint32_t general_thread(struct stub *s)
{
	return s->target.selected ? s->target.selected : target_current(&s->target);
}

/* A thread's number; 0 for any, and for all of them. */
bool stub_thread(const char **text, uint32_t *thread)
{
	uint64_t number;

	*thread = 0;
	if (!strncmp(*text, "-1", 2)) {
		*text += 2;
		return true;
	}
	if (!packet_number(text, &number) || number > TARGET_KERNEL)
		return false;
	*thread = (uint32_t)number;
	return true;
}

/* "ADDRESS,LENGTH" of so much memory at most. */
static bool read_range(const char **text, uint32_t *address, uint64_t *length)
{
	uint64_t from;

	if (!packet_number(text, &from) || from > UINT32_MAX || *(*text)++ != ',' || !packet_number(text, length))
		return false;
	*address = (uint32_t)from;
	return true;
}

/* What the protocol is spoken with ------------------------------------------------------------ */

static void supported(struct stub *s, const char *text)
{
	char *documents = document_features();

	(void)text;
	stub_say(s,
	         "PacketSize=%x;QStartNoAckMode+;QPassSignals+;vContSupported+;ReverseStep+;ReverseContinue+;"
	         "swbreak-;hwbreak-;multiprocess-%s",
	         PACKET_MAX, documents);
	free(documents);
}

static void no_acknowledgements(struct stub *s, const char *text)
{
	(void)text;
	stub_say(s, "OK");
	s->silent = true;
}

static void nothing(struct stub *s, const char *text)
{
	(void)text;
	stub_give(s, "", 0);
}

static void fine(struct stub *s, const char *text)
{
	(void)text;
	stub_say(s, "OK");
}

/* "attached": GDB detaches at its end, and does not kill. */
static void attached(struct stub *s, const char *text)
{
	(void)text;
	stub_say(s, "1");
}

static void detach(struct stub *s, const char *text)
{
	fine(s, text);
	s->ended = true;
}

/* It has no answer. */
static void kill_it(struct stub *s, const char *text)
{
	(void)text;
	s->ended = true;
}

/* QPassSignals:NN;NN: those that GDB does not want to hear of. */
static void pass_signals(struct stub *s, const char *text)
{
	uint32_t passed = 0;
	uint64_t number;

	while (packet_number(&text, &number)) {
		passed |= number < 32 ? UINT32_C(1) << number : 0;
		if (*text != ';')
			break;
		text++;
	}
	if (*text) {
		stub_fail(s, STUB_WRONG);
		return;
	}
	s->target.stops.passed = passed;
	stub_say(s, "OK");
}

/* Threads ------------------------------------------------------------------------------------- */

static void choose_thread(struct stub *s, const char *text)
{
	char what = *text++;
	uint32_t thread;

	if ((what != 'g' && what != 'c') || !stub_thread(&text, &thread) || *text)
		stub_fail(s, STUB_WRONG);
	else if (thread && !target_alive(&s->target, thread))
		stub_fail(s, STUB_MISSING);
	else {
		*(what == 'g' ? &s->target.selected : &s->running) = thread;
		stub_say(s, "OK");
	}
}

static void thread_alive(struct stub *s, const char *text)
{
	uint32_t thread;

	if (!stub_thread(&text, &thread) || *text)
		stub_fail(s, STUB_WRONG);
	else if (!target_alive(&s->target, thread))
		stub_fail(s, STUB_MISSING);
	else
		stub_say(s, "OK");
}

static void current_thread(struct stub *s, const char *text)
{
	(void)text;
	stub_say(s, "QC%" PRIx32, target_current(&s->target));
}

static void first_threads(struct stub *s, const char *text)
{
	uint32_t list[TARGET_THREADS];
	size_t n = target_threads(&s->target, list), at = 0;

	(void)text;
	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(s->answer + at, sizeof s->answer - at, "%c%" PRIx32, i ? ',' : 'm', list[i]);
	stub_give(s, s->answer, at);
}

/* All of them were in the first answer. */
static void more_threads(struct stub *s, const char *text)
{
	(void)text;
	stub_say(s, "l");
}

static void thread_info(struct stub *s, const char *text)
{
	char name[MAXCOMLEN + 1], state[PROCESS_STATE], told[MAXCOMLEN + PROCESS_STATE + 4];
	uint32_t thread;

	if (!stub_thread(&text, &thread) || *text) {
		stub_fail(s, STUB_WRONG);
	} else if (!target_thread(&s->target, thread, name, state)) {
		stub_fail(s, STUB_MISSING);
	} else {
		size_t n = (size_t)snprintf(told, sizeof told, "%s: %s", name, state);

		packet_hex(told, n, s->answer);
		stub_give(s, s->answer, 2 * n);
	}
}

/* Where programs were loaded: elsewhere than they were linked for only without memory management. */
static void offsets(struct stub *s, const char *text)
{
	uint32_t base = target_base(&s->target, target_current(&s->target));

	(void)text;
	stub_say(s, "Text=%" PRIx32 ";Data=%" PRIx32 ";Bss=%" PRIx32, base, base, base);
}

/* Registers and memory ------------------------------------------------------------------------ */

static void read_registers(struct stub *s, const char *text)
{
	uint32_t registers[TARGET_REGISTERS];

	(void)text;
	if (!target_registers(&s->target, general_thread(s), registers)) {
		stub_fail(s, STUB_MISSING);
		return;
	}
	for (int i = 0; i < TARGET_REGISTERS; i++)
		be32_put(&registers[i], registers[i]);
	packet_hex(registers, sizeof registers, s->answer);
	stub_give(s, s->answer, 2 * sizeof registers);
}

static void read_register(struct stub *s, const char *text)
{
	uint32_t registers[TARGET_REGISTERS];
	uint64_t n;

	if (!packet_number(&text, &n) || *text)
		stub_fail(s, STUB_WRONG);
	else if (n >= TARGET_REGISTERS || !target_registers(&s->target, general_thread(s), registers))
		stub_fail(s, STUB_MISSING);
	else
		stub_say(s, "%08" PRIx32, registers[n]);
}

static void read_memory(struct stub *s, const char *text)
{
	uint8_t bytes[PACKET_MAX / 2];
	uint32_t address;
	uint64_t length;
	size_t n;

	if (!read_range(&text, &address, &length) || *text) {
		stub_fail(s, STUB_WRONG);
		return;
	}
	length = length < sizeof bytes ? length : sizeof bytes;
	n = target_peek(&s->target, general_thread(s), address, bytes, (size_t)length);
	if (!n && length) {
		stub_fail(s, STUB_MISSING);
		return;
	}
	packet_hex(bytes, n, s->answer);
	stub_give(s, s->answer, 2 * n);
}

/* Registers and memory of a run that has been are as they were. */
void stub_refuse_writing(struct stub *s, const char *text)
{
	static const char why[] = "a recorded run is not changed; `monitor what-if ACTION` tells what would come of it";

	(void)text;
	if (s->client.note)
		s->client.note(s->client.arg, why);
	stub_say(s, "E.%s", why);
}

/* GDB asks whether there is X by writing nothing. It takes "E" for yes, too, but then its user would be told. */
static void write_memory(struct stub *s, const char *text)
{
	const char *range = text;
	uint32_t address;
	uint64_t length;

	if (read_range(&range, &address, &length) && *range == ':' && !length)
		fine(s, text);
	else
		stub_refuse_writing(s, text);
}

/* Breakpoints and watchpoints ----------------------------------------------------------------- */

/* TYPE,ADDRESS,KIND: 0 and 1 breakpoints, of which none changes memory; 2 stores, 3 reads, 4 both. Conditions and
 * commands, which GDB sends only to those who ask for them, are no part of it. */
static void set_point(struct stub *s, const char *text, bool insert)
{
	static const unsigned uses[] = {[2] = STOP_CHANGE, [3] = STOP_READ, [4] = STOP_READ | STOP_STORE};
	char type = *text;
	uint32_t address;
	uint64_t length;
	bool ok;

	if (type < '0' || type > '4') {
		nothing(s, text);
		return;
	}
	text++;
	if (*text++ != ',' || !read_range(&text, &address, &length) || *text) {
		stub_fail(s, STUB_WRONG);
		return;
	}
	if (type <= '1')
		ok = target_point(&s->target, address, insert);
	else
		ok = length <= STOP_WATCH_BYTES &&
		     target_watch(&s->target, general_thread(s), address, (uint32_t)length, uses[type - '0'], insert);
	if (ok || !insert)
		stub_say(s, "OK"); /* GDB takes away what it has, also what a new connection has forgotten */
	else
		stub_fail(s, STUB_FULL);
}

static void insert_point(struct stub *s, const char *text)
{
	set_point(s, text, true);
}

static void remove_point(struct stub *s, const char *text)
{
	set_point(s, text, false);
}

/* Documents, files and the monitor ------------------------------------------------------------ */

/* OBJECT:read:ANNEX:OFFSET,LENGTH. A document is made when its beginning is read. */
static void transfer(struct stub *s, const char *text)
{
	const char *read = strstr(text, ":read:"), *numbers = strrchr(text, ':');
	char object[32], annex[64];
	uint64_t offset, length;
	size_t size, taken, n;

	if (!read || numbers < read + 6 || read - text >= (ptrdiff_t)sizeof object ||
	    numbers - (read + 6) >= (ptrdiff_t)sizeof annex) {
		nothing(s, text);
		return;
	}
	snprintf(object, sizeof object, "%.*s", (int)(read - text), text);
	snprintf(annex, sizeof annex, "%.*s", (int)(numbers - (read + 6)), read + 6);
	numbers++;
	if (!packet_number(&numbers, &offset) || *numbers++ != ',' || !packet_number(&numbers, &length) || *numbers) {
		stub_fail(s, STUB_WRONG);
		return;
	}
	if (!offset || strcmp(s->document_name, object) != 0) {
		free(s->document);
		s->document = document_make(&s->target, object, annex);
		snprintf(s->document_name, sizeof s->document_name, "%s", s->document ? object : "");
	}
	if (!s->document) {
		stub_say(s, "E00"); /* the annex is wrong; an object that is not known has not been offered */
		return;
	}
	size = strlen(s->document);
	offset = offset < size ? offset : size;
	length = length < size - offset ? length : size - offset;
	length = length < PACKET_MAX - 1 ? length : PACKET_MAX - 1;
	n = packet_escape(s->document + offset, (size_t)length, s->answer + 1, PACKET_MAX - 1, &taken);
	s->answer[0] = offset + taken < size ? 'm' : 'l';
	stub_give(s, s->answer, n + 1);
}

static void file(struct stub *s, const char *text)
{
	stub_give(s, s->answer, root_files_answer(&s->files, text, s->answer, PACKET_MAX));
}

static void monitor_print(void *arg, const char *text, size_t size)
{
	stub_print(arg, text, size);
}

static void command(struct stub *s, const char *text)
{
	char line[MONITOR_LINE + 1];
	size_t n = packet_bytes(text, line, MONITOR_LINE);
	struct timeline *t = session_timeline(s->target.session);

	if (text[2 * n]) {
		stub_fail(s, STUB_WRONG);
		return;
	}
	line[n] = '\0';
	timeline_progress(t, stub_goes_on, s);
	monitor_do(&s->target, line, monitor_print, s);
	timeline_progress(t, NULL, NULL);
	stub_say(s, "OK");
}

/* The table ----------------------------------------------------------------------------------- */

/* What a packet begins with, and who answers it; of two that fit the longer stands first. */
static const struct packet_command {
	const char *name;
	bool whole; /* nothing may follow */
	void (*run)(struct stub *, const char *rest);
} commands[] = {
	{"qSupported", false, supported},
	{"QStartNoAckMode", true, no_acknowledgements},
	{"QPassSignals:", false, pass_signals},
	{"qAttached", false, attached},
	{"qC", true, current_thread},
	{"qfThreadInfo", true, first_threads},
	{"qsThreadInfo", true, more_threads},
	{"qThreadExtraInfo,", false, thread_info},
	{"qOffsets", true, offsets},
	{"qXfer:", false, transfer},
	{"qRcmd,", false, command},
	{"qSymbol:", false, fine},
	{"vCont?", true, stub_resume_kinds},
	{"vCont", false, stub_resume},
	{"vFile:", false, file},
	{"vKill", false, detach},
	{"v", false, nothing},
	{"q", false, nothing},
	{"Q", false, nothing},
	{"?", true, stub_last_stop},
	{"H", false, choose_thread},
	{"T", false, thread_alive},
	{"g", true, read_registers},
	{"p", false, read_register},
	{"m", false, read_memory},
	{"G", false, stub_refuse_writing},
	{"P", false, stub_refuse_writing},
	{"M", false, write_memory},
	{"X", false, write_memory},
	{"c", false, stub_continue},
	{"C", false, stub_continue_signal},
	{"s", false, stub_step},
	{"S", false, stub_step_signal},
	{"bc", true, stub_back},
	{"bs", true, stub_step_back},
	{"Z", false, insert_point},
	{"z", false, remove_point},
	{"k", true, kill_it},
	{"D", false, detach},
};

static void answer(struct stub *s, const char *packet)
{
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		const struct packet_command *c = &commands[i];
		size_t length = strlen(c->name);

		if (strncmp(packet, c->name, length) != 0 || (c->whole && packet[length]))
			continue;
		c->run(s, packet + length);
		return;
	}
	nothing(s, packet);
}

/* The connection ------------------------------------------------------------------------------ */

/* A packet has come. */
static void take(struct stub *s)
{
	const struct packet_reader *r = &s->reader;

	if (!s->silent && s->open && s->last_size == r->size && !memcmp(s->last, r->data, r->size))
		return;
	if (!s->silent) {
		s->client.send(s->client.arg, "+", 1);
		free(s->last);
		s->last = alloc_copy(r->data, r->size);
		s->last_size = r->size;
		s->open = true;
	}
	answer(s, r->data);
}

void stub_feed(struct stub *s, const void *bytes, size_t size)
{
	s->rest = bytes;
	s->end = s->rest + size;
	while (s->rest < s->end && !s->ended) {
		switch (packet_read(&s->reader, *s->rest++)) {
		case PACKET_WHOLE:
			take(s);
			break;
		case PACKET_ACK:
			s->open = false;
			break;
		case PACKET_DAMAGED:
			if (!s->silent)
				s->client.send(s->client.arg, "-", 1);
			break;
		case PACKET_NAK:
			if (s->framed)
				s->client.send(s->client.arg, s->frame, s->framed);
			break;
		default: /* a ^C that comes when nothing moves any more is too late */
			break;
		}
	}
}

struct stub *stub_new(struct session *session, uint64_t start, const struct stub_client *client, char error[ERROR_MAX])
{
	struct stub *s = alloc_new(1, sizeof *s);

	s->client = *client;
	s->files.timeline = session_timeline(session);
	if (!target_begin(&s->target, session, start)) {
		error_set(error, "%s", s->target.failure);
		stub_free(s);
		return NULL;
	}
	return s;
}

void stub_free(struct stub *s)
{
	if (!s)
		return;
	root_files_close(&s->files);
	free(s->document);
	free(s->last);
	free(s);
}

void stub_connect(struct stub *s)
{
	root_files_close(&s->files);
	target_clear(&s->target);
	s->target.stops.passed = 0;
	s->reader = (struct packet_reader){0};
	s->silent = s->ended = s->open = false;
	s->target.selected = s->running = 0;
	s->framed = 0;
	s->document_name[0] = '\0';
}

bool stub_ended(const struct stub *s)
{
	return s->ended;
}

struct target *stub_target(struct stub *s)
{
	return &s->target;
}
