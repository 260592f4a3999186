/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one loop that runs a machine: see drive.h. */
#include "machine/drive.h"

#include "base/error.h"
#include "base/language.h"

enum {
	KEYS_MAX = 256,         /* bytes of input asked for at once */
	SLICE = 4000000,        /* work from one look at the host's clock to the next: some 10 ms */
	SLICE_TYPED = SLICE / 8 /* and at the keyboard */
};

struct driving {
	const struct drive *drive;
	struct machine *machine;
	struct limits limits;
	struct driven *driven;
};

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static void on_console(void *arg, const uint8_t *data, size_t size)
{
	struct driving *d = arg;
	const struct console *console = d->drive->console;

	d->driven->printed += size;
	if (console && console->print)
		console->print(console->arg, data, size);
	if (d->driven->printed >= d->limits.console << 20)
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

/* Asks for input. True: the run is to stop, as *end says. */
static bool ask(struct driving *d, bool wait, enum drive_end *end)
{
	const struct console *console = d->drive->console;
	uint8_t bytes[KEYS_MAX];
	bool quit = false;
	size_t n = console && console->keys ? console->keys(console->arg, bytes, sizeof bytes, wait, &quit) : 0;

	*end = quit ? DRIVE_QUIT : DRIVE_WAITS;
	if (quit || (!n && wait && console && console->later))
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
	else if (d->driven->printed >= d->limits.console << 20)
		error_set(problem, "stopped after %llu MB of console output (--max-console)",
		          (unsigned long long)d->limits.console);
	else if (allowance_spent(time))
		error_set(problem, "stopped after %llu s of processor time (--max-seconds)",
		          (unsigned long long)d->limits.seconds);
	else
		return false;
	return true;
}

/* Drives the machine on from where it was driven to. */
static enum drive_end drive_on(struct driving *d, const struct allowance *time, char *problem)
{
	const struct drive *drive = d->drive;
	struct driven *driven = d->driven;
	bool typed = drive->console && drive->console->typed;
	struct machine *m = d->machine;

	for (;;) {
		enum machine_stop stop = run_slice(d, driven->mark, typed);
		enum drive_end end;
		bool stuck;

		show(drive->console);
		if (stop == STOP_HALT)
			return DRIVE_HALT;
		if (stop == STOP_EVENT)
			return DRIVE_EVENT;
		if (over(d, time, problem))
			return DRIVE_LIMIT;
		if (driven->mark <= machine_icount(m)) /* before any input of this instant */
			driven->mark = drive->mark(drive->arg, m);
		if (drive->pause && drive->pause(drive->arg, stop == STOP_INPUT))
			return DRIVE_PAUSE;
		stuck = stop == STOP_INPUT && driven->asked == machine_icount(m) + 1;
		if (stop == STOP_INPUT)
			driven->asked = machine_icount(m) + 1;
		if (stuck) {
			error_set(problem, "stopped: the guest waits for its console but does not read it");
			return DRIVE_STUCK;
		}
		if ((stop != STOP_INPUT && !typed) || !ask(d, stop == STOP_INPUT, &end))
			continue;
		if (end == DRIVE_WAITS)
			driven->asked = 0;
		else
			error_set(problem, N_("stopped from the keyboard"));
		return end;
	}
}

enum drive_end machine_drive(struct machine *m, const struct drive *drive, char problem[ERROR_MAX])
{
	struct driven once = {0};
	struct driving d = {.drive = drive,
	                    .machine = m,
	                    .limits = limits_filled(&drive->limits),
	                    .driven = drive->driven ? drive->driven : &once};
	struct listener listener = drive->listener;
	struct allowance time = allowance_rest(d.limits.seconds, d.driven->spent);
	enum drive_end end;

	listener.arg = &d;
	listener.event = listener.event ? on_event : NULL;
	listener.input = listener.input ? on_input : NULL;
	listener.disk = listener.disk ? on_disk : NULL;
	listener.console = on_console;
	machine_listen(m, &listener);
	*problem = '\0';
	if (!d.driven->begun) {
		d.driven->begun = true;
		d.driven->mark = drive->mark ? drive->first_mark : MACHINE_FOREVER;
		if (d.driven->mark <= machine_icount(m))
			d.driven->mark = drive->mark(drive->arg, m);
	}
	end = drive_on(&d, &time, problem);
	d.driven->spent = allowance_used(&time, d.limits.seconds);
	machine_listen(m, &(struct listener){0});
	return end;
}
