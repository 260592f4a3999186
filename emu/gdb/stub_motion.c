/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packets that move, and how a motion's end is told: see stub.h. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "gdb/stub_private.h"

enum { PRINTED_MAX = 1 << 18 /* bytes that the guest has printed, told after one motion */ };

/* GDB's numbers of signals are 4.3BSD's, and so are the guest's. */
enum { SIGNAL_NONE = 0, SIGNAL_INT = 2, SIGNAL_TRAP = 5 };

/* Why it stopped ------------------------------------------------------------------------------ */

static void print_line(struct stub *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void print_line(struct stub *s, const char *format, ...)
{
	char line[ERROR_MAX + 128];
	va_list args;
	size_t n;

	va_start(args, format);
	vsnprintf(line, sizeof line - 1, format, args);
	va_end(args);
	n = strlen(line);
	line[n++] = '\n';
	stub_print(s, line, n);
}

bool stub_goes_on(void *arg, uint64_t icount, uint64_t end)
{
	const struct stub *s = arg;

	(void)icount;
	(void)end;
	if (memchr(s->rest, PACKET_CTRL_C, (size_t)(s->end - s->rest)))
		return false;
	return !s->client.interrupted || !s->client.interrupted(s->client.arg);
}

static void tell_stop(struct stub *s, const struct target_stop *stop)
{
	const struct stop_found *found = &stop->found;
	const char *use = found->use == STOP_READ ? "rwatch" : found->use & STOP_STORE ? "awatch" : "watch";
	unsigned signal = found->reason == STOPPED_SIGNAL  ? found->signal
	                  : found->reason == STOPPED_ASKED ? SIGNAL_INT
	                                                   : SIGNAL_TRAP;
	char why[40] = "";

	if (found->reason == STOPPED_WATCH)
		snprintf(why, sizeof why, "%s:%" PRIx32 ";", use, found->va);
	else if (found->reason == STOPPED_END)
		snprintf(why, sizeof why, "replaylog:%s;", stop->backward ? "begin" : "end");
	stub_say(s, "T%02xthread:%" PRIx32 ";%s", signal & 0xff, found->pid, why);
}

static bool is_text(char c)
{
	return (c >= ' ' && c <= '~') || (c && strchr("\n\t\r\b", c));
}

/* What the guest has printed between two instants; a jump may lead back, to where it had printed less. */
static void tell_printed(struct stub *s, uint64_t from, uint64_t to)
{
	struct timeline *t = session_timeline(s->target.session);
	const char *text;
	size_t begin = timeline_output(t, from, &text), end = timeline_output(t, to, &text);

	if (end > begin + PRINTED_MAX)
		end = begin + PRINTED_MAX;
	for (size_t n; begin < end; begin += n) { /* GDB gives it to a terminal, which would obey more than text */
		char other[8];

		for (n = 0; begin + n < end && is_text(text[begin + n]); n++)
			;
		if (n) {
			stub_print(s, text + begin, n);
			continue;
		}
		n = 1;
		stub_print(s, other, (size_t)snprintf(other, sizeof other, "\\x%02x", (unsigned char)text[begin]));
	}
}

/* Why there is nothing behind the end. */
static void tell_end(struct stub *s)
{
	struct timeline *t = session_timeline(s->target.session);
	const struct machine_halt *halt = machine_halt(timeline_machine(t));

	if (halt->halted)
		print_line(s, "The run ends here: the machine has halted with status %" PRIu32 ".", halt->status);
	else
		print_line(s, "The run ends here: %s.", timeline_problem(t));
}

static void move(struct stub *s, const struct target_move *m)
{
	struct timeline *t = session_timeline(s->target.session);
	struct target_stop stop = {.backward = m->backward};
	uint64_t before = s->target.now;
	bool ok;

	timeline_progress(t, stub_goes_on, s);
	ok = target_move(&s->target, m, &stop);
	timeline_progress(t, NULL, NULL);
	s->target.selected = s->running = 0;
	if (!ok) {
		print_line(s, "vforkscope: %s", s->target.failure);
		stub_say(s, "T%02xthread:%" PRIx32 ";", SIGNAL_NONE, target_current(&s->target));
		return;
	}
	if (!m->backward)
		tell_printed(s, before, s->target.now);
	if (stop.found.reason == STOPPED_END && !m->backward)
		tell_end(s);
	tell_stop(s, &stop);
}

/* A motion of the thread that Hc has named; of all, of which a step is that of the one that GDB asks about. */
static void move_running(struct stub *s, enum target_motion motion, bool backward)
{
	move(s, &(struct target_move){
			.motion = motion,
			.backward = backward,
			.thread = s->running ? s->running : s->target.selected,
			.alone = s->running != 0,
		});
}

/* "c", "s", and with a signal, which is not sent: what the run's processes got is recorded. An address to go on from
 * would be another run. */
void stub_continue(struct stub *s, const char *text)
{
	if (*text)
		stub_refuse_writing(s, text);
	else
		move_running(s, TARGET_CONTINUE, false);
}

void stub_step(struct stub *s, const char *text)
{
	if (*text)
		stub_refuse_writing(s, text);
	else
		move_running(s, TARGET_STEP, false);
}

/* "C11" and "S11"; with ";ADDRESS" behind them as above. */
static void go_with_signal(struct stub *s, const char *text, enum target_motion motion)
{
	uint64_t signal;

	if (!packet_number(&text, &signal))
		stub_fail(s, STUB_WRONG);
	else if (*text)
		stub_refuse_writing(s, text);
	else
		move_running(s, motion, false);
}

void stub_continue_signal(struct stub *s, const char *text)
{
	go_with_signal(s, text, TARGET_CONTINUE);
}

void stub_step_signal(struct stub *s, const char *text)
{
	go_with_signal(s, text, TARGET_STEP);
}

void stub_back(struct stub *s, const char *text)
{
	(void)text;
	move_running(s, TARGET_CONTINUE, true);
}

void stub_step_back(struct stub *s, const char *text)
{
	(void)text;
	move_running(s, TARGET_STEP, true);
}

void stub_resume_kinds(struct stub *s, const char *text)
{
	(void)text;
	stub_say(s, "vCont;c;C;s;S;r");
}

/* One action of vCont: its letter, what belongs to it, and its thread, 0 for all. */
struct resume {
	char what;
	uint64_t from, to;
	uint32_t thread;
};

static bool read_resume(const char **text, struct resume *r)
{
	uint64_t signal;

	*r = (struct resume){.what = **text};
	if (!r->what || !strchr("cCsSr", r->what))
		return false;
	++*text;
	if ((r->what == 'C' || r->what == 'S') && !packet_number(text, &signal))
		return false;
	if (r->what == 'r' && (!packet_number(text, &r->from) || *(*text)++ != ',' || !packet_number(text, &r->to) ||
	                       r->from > UINT32_MAX || r->to > UINT32_MAX))
		return false;
	if (**text == ':') {
		++*text;
		if (!stub_thread(text, &r->thread))
			return false;
	}
	return true;
}

/* vCont;ACTION[:THREAD]...: the first that steps is it. If none is for all, GDB holds the others. */
void stub_resume(struct stub *s, const char *text)
{
	struct target_move m = {.motion = TARGET_CONTINUE, .alone = true};
	struct resume r;

	if (*text != ';') {
		stub_fail(s, STUB_WRONG);
		return;
	}
	while (*text == ';') {
		text++;
		if (!read_resume(&text, &r)) {
			stub_fail(s, STUB_WRONG);
			return;
		}
		m.alone = m.alone && r.thread;
		if (m.motion == TARGET_STEP || (m.thread && !strchr("sSr", r.what)))
			continue;
		m.motion = strchr("sSr", r.what) ? TARGET_STEP : TARGET_CONTINUE;
		m.thread = r.thread;
		m.from = (uint32_t)r.from;
		m.to = (uint32_t)r.to;
	}
	if (*text)
		stub_fail(s, STUB_WRONG);
	else if (m.thread && !target_alive(&s->target, m.thread))
		stub_fail(s, STUB_MISSING);
	else
		move(s, &m);
}

void stub_last_stop(struct stub *s, const char *text)
{
	(void)text;
	stub_say(s, "T%02xthread:%" PRIx32 ";", SIGNAL_TRAP, target_current(&s->target));
}
