/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one loop that runs a machine: see drive.h. */
#include "machine/drive.h"

#include "base/error.h"

enum {
	KEYS_MAX = 256,         /* bytes of input asked for at once */
	SLICE = 4000000,        /* work from one look at the host's clock to the next: some 10 ms */
	SLICE_TYPED = SLICE / 8 /* and at the keyboard */
};

struct driving {
	const struct drive *drive;
	struct machine *machine;
	struct limits limits;
	uint64_t printed; /* bytes */
};

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static void on_console(void *arg, const uint8_t *data, size_t size)
{
	struct driving *d = arg;
	const struct console *console = d->drive->console;

	d->printed += size;
	if (console && console->print)
		console->print(console->arg, data, size);
	if (d->printed >= d->limits.console << 20)
		machine_stop_here(d->machine);
}

static bool on_event(void *arg, const struct event *e)
{
	const struct listener *l = &((struct driving *)arg)->drive->listener;

	return l->event(l->arg, e);
}

static void on_input(void *arg, uint64_t icount, uint16_t character)
{
	const struct listener *l = &((struct driving *)arg)->drive->listener;

	l->input(l->arg, icount, character);
}

static void on_disk(void *arg, uint32_t block)
{
	const struct listener *l = &((struct driving *)arg)->drive->listener;

	l->disk(l->arg, block);
}

static void show(const struct console *console)
{
	if (console && console->show)
		console->show(console->arg);
}

/* Asks for input. True: the run is to stop. */
static bool ask(struct driving *d, bool wait)
{
	const struct console *console = d->drive->console;
	uint8_t bytes[KEYS_MAX];
	bool quit = false;
	size_t n = console && console->keys ? console->keys(console->arg, bytes, sizeof bytes, wait, &quit) : 0;

	if (quit)
		return true;
	if (!n && wait)
		machine_hang_up(d->machine);
	else if (n)
		machine_input(d->machine, bytes, n);
	return false;
}

/* Runs for a slice, at most to the next mark. The limit of instructions is one of work, of which a long move is
 * more. */
static enum machine_stop run_slice(struct driving *d, uint64_t mark, bool typed)
{
	struct machine *m = d->machine;
	uint64_t work = machine_work(m), slice = typed ? SLICE_TYPED : SLICE;
	uint64_t left = least(slice, d->limits.instructions - work);

	machine_stop_at_work(m, work + left);
	return machine_run(m, least(mark, machine_icount(m) + left));
}

/* Has the run reached a limit? Then a line in problem. */
static bool over(const struct driving *d, const struct allowance *time, char *problem)
{
	if (machine_work(d->machine) >= d->limits.instructions)
		error_set(problem, "stopped after %llu instructions (--max-instructions)",
		          (unsigned long long)d->limits.instructions);
	else if (d->printed >= d->limits.console << 20)
		error_set(problem, "stopped after %llu MB of console output (--max-console)",
		          (unsigned long long)d->limits.console);
	else if (allowance_spent(time))
		error_set(problem, "stopped after %llu s of processor time (--max-seconds)",
		          (unsigned long long)d->limits.seconds);
	else
		return false;
	return true;
}

enum drive_end machine_drive(struct machine *m, const struct drive *drive, char problem[ERROR_MAX])
{
	struct driving d = {.drive = drive, .machine = m, .limits = limits_filled(&drive->limits)};
	struct listener listener = drive->listener;
	struct allowance time = allowance_new(d.limits.seconds);
	uint64_t mark = drive->mark ? drive->first_mark : MACHINE_FOREVER, asked = MACHINE_FOREVER;
	bool typed = drive->console && drive->console->typed;
	enum drive_end end;

	listener.arg = &d;
	listener.event = listener.event ? on_event : NULL;
	listener.input = listener.input ? on_input : NULL;
	listener.disk = listener.disk ? on_disk : NULL;
	listener.console = on_console;
	machine_listen(m, &listener);
	*problem = '\0';
	if (mark <= machine_icount(m))
		mark = drive->mark(drive->arg, m);
	for (;;) {
		enum machine_stop stop;

		stop = run_slice(&d, mark, typed);
		show(drive->console);
		if (stop == STOP_HALT) {
			end = DRIVE_HALT;
			break;
		}
		if (stop == STOP_EVENT) {
			end = DRIVE_EVENT;
			break;
		}
		if (over(&d, &time, problem)) {
			end = DRIVE_LIMIT;
			break;
		}
		if (mark <= machine_icount(m)) /* before any input of this instant */
			mark = drive->mark(drive->arg, m);
		if (drive->pause)
			drive->pause(drive->arg, stop == STOP_INPUT);
		if (stop == STOP_INPUT && asked == machine_icount(m)) {
			end = DRIVE_STUCK;
			error_set(problem, "stopped: the guest waits for its console but does not read it");
			break;
		}
		if (stop == STOP_INPUT)
			asked = machine_icount(m);
		if ((stop == STOP_INPUT || typed) && ask(&d, stop == STOP_INPUT)) {
			end = DRIVE_QUIT;
			error_set(problem, "stopped from the keyboard");
			break;
		}
	}
	machine_listen(m, &(struct listener){0});
	return end;
}
