/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run that one can move in: a machine with its events, inputs and checkpoints.
 * A timeline is made from a program (it runs while it is explored) or loaded from a trace (replayed).
 * Going back means restoring the nearest checkpoint and running forward to the exact instant.
 */
#ifndef EMU_TIMELINE_H
#define EMU_TIMELINE_H

#include "machine/drive.h"
#include "machine/machine.h"
#include "replay/checkpoint.h"
#include "replay/disk_parts.h"
#include "replay/run_config.h"

#define TIMELINE_END_MAX (UINT64_C(1) << 48) /* latest instant that a recorded run can end at */

struct timeline;

/* What came from outside, and when: before the first instruction behind that instant. */
enum timeline_input_kind {
	INPUT_KEY,      /* typed: value is the byte, 4 the end of input */
	INPUT_REGISTER, /* an intervention: machine_poke_register of `place` */
	INPUT_MEMORY,   /* another one: machine_poke_memory of `place` */
};
struct timeline_input {
	uint64_t icount;
	enum timeline_input_kind kind;
	uint32_t place;
	uint32_t value;
};

/* Console output as it came: a piece and when. */
struct timeline_output {
	uint64_t icount;
	size_t end; /* bytes printed when the piece was out */
};

/* All that a run leaves behind, beside the config. */
struct recording {
	struct event *events;
	size_t nevents;
	struct timeline_input *inputs;
	size_t ninputs;
	struct checkpoint *checkpoints; /* the last one is the end's */
	size_t ncheckpoints;
	struct timeline_output *outputs;
	size_t noutputs;
	char *text;            /* the pieces of outputs */
	struct disk_use *uses; /* the files of the disk that were read */
	size_t nuses;
	uint64_t end;
};

/* A timeline at the beginning of its run. Takes the images over (the config has none afterwards) and copies the rest.
 * NULL and a line in error when there can be no such machine; the config is left as it was. */
struct timeline *timeline_new(struct run_config *, char error[ERROR_MAX]);
/* The same in a machine that is not needed any more, which it takes over: see machine_again. */
struct timeline *timeline_again(struct run_config *, struct machine *used, char error[ERROR_MAX]);

/* The same in the machines of a timeline that is not needed any more, which it frees; NULL: there is none. */
struct timeline *timeline_instead(struct run_config *, struct timeline *used, char error[ERROR_MAX]);

/* A complete timeline from what was recorded. Takes over the images and, if it succeeds, the recording's arrays.
 * problem: why it does not go on, or NULL. */
struct timeline *timeline_load(struct run_config *, struct recording *, const char *problem, char error[ERROR_MAX]);

/* What was recorded so far. Valid until the timeline runs on or is freed. */
const struct recording *timeline_recording(const struct timeline *);
void recording_free(struct recording *);

/* The beginning of a recording, up to an instant and before inputs of it, as a copy. */
struct recording recording_until(const struct recording *, uint64_t icount);
/* The rest of it, as a copy. */
struct recording recording_behind(const struct recording *, uint64_t icount);
/* Puts the rest behind the beginning, and takes it over. */
void recording_join(struct recording *, struct recording *behind);

/* Runs a machine of the same config forward to an instant with the recorded inputs. *applied: inputs that it already
 * got,
 * 0 for a new machine; kept up. Inputs of the target's own icount stay for the next call. False and a line in error if
 * it does not come there: it halts before, waits for what was never typed, or the time allowed is spent. */
bool recording_replay(const struct recording *, struct machine *, size_t *applied, uint64_t target,
                      const struct allowance *, char error[ERROR_MAX]);

void timeline_free(struct timeline *);

/* The one that is moved; NULL: see timeline_idle. */
struct machine *timeline_machine(struct timeline *);
const struct run_config *timeline_config(const struct timeline *);
const struct run_image *timeline_image(const struct timeline *, const char *name);

/* Who sits at the console while new ground is run; the struct is copied, NULL: nobody. */
void timeline_console(struct timeline *, const struct console *);

/* Runs (recording events, inputs, checkpoints) to the end of the run: halt, a limit, or the console's keys that stop
 * it. Then every mark can be visited. */
enum drive_end timeline_complete(struct timeline *);

/* The same in pieces: runs for about so many milliseconds of the host's time and comes back. With DRIVE_PAUSE, or
 * DRIVE_WAITS (the guest waits for its console, and struct console.later holds), the run can be recorded on; else it is
 * complete. In between everything that is recorded so far may be looked at, as in a complete run: the machine that is
 * moved for that is another one. Any pieces, and any looks between them, give the same run, but for what is typed
 * when. */
enum drive_end timeline_record(struct timeline *, unsigned ms);
/* Can it be recorded on? */
bool timeline_grows(const struct timeline *);
/* The run that grows is complete as it is, with why as its problem. */
void timeline_stop(struct timeline *, const char *why);

/* For one that is not complete: it ends at the latest when its machine has done so much more work (machine_work). */
void timeline_bound(struct timeline *, uint64_t work);

/* Somebody who keeps what is recorded, while it is recorded: called some hundred times a second, with the machine
 * stopped at an instant up to which the recording is complete. waits: before somebody at the console is waited for. */
void timeline_observe(struct timeline *, void (*pause)(void *arg, bool waits), void *arg);

/* Why the run ended before the machine halted, one line; "" if it halted. */
const char *timeline_problem(const struct timeline *);

/* A run that leaves another one at an instant: the same up to there, with the interventions then, and on from there by
 * itself. It is a timeline of its own, incomplete: timeline_complete runs it. The parent's machine is left anywhere.
 * NULL and a line in error if the instant cannot be reached, or an intervention is none. */
struct timeline *timeline_branch(struct timeline *parent, uint64_t icount, const struct timeline_input *, size_t n,
                                 char error[ERROR_MAX]);

/* The same in place of another branch of that run, which is not needed any more: with its images, which stay where they
 * are, in its machines, in which much is decoded already. That one is freed in any case; NULL: there is none. */
struct timeline *timeline_branch_instead(struct timeline *parent, uint64_t icount, const struct timeline_input *,
                                         size_t n, struct timeline *used, char error[ERROR_MAX]);

/* The same program from its beginning under another system: incomplete, too. NULL and a line in error if there can be
 * no such machine. */
struct timeline *timeline_under(const struct timeline *, const char *system, char error[ERROR_MAX]);

/* Types in one run what another one was given behind an instant, as its guest asks for it: for timeline_console, whose
 * argument it is. Then nobody is there: the end of input, or, if it stops, the end of the run. */
struct retyper {
	const struct recording *from;
	size_t next;
	bool stops, stopped; /* it has, since the guest wanted more */
};
struct retyper retyper_from(const struct timeline *, uint64_t icount, bool stops);
size_t retyper_keys(void *retyper, uint8_t *, size_t size, bool wait, bool *quit);

/* For timeline_branch: goes on with a complete timeline, behind its end, after interventions there. */
bool timeline_extend(struct timeline *, const struct timeline_input *, size_t n, char error[ERROR_MAX]);

size_t timeline_nevents(const struct timeline *);
const struct event *timeline_event(const struct timeline *, size_t seq);
/* How many events lie at or before an instant. */
size_t timeline_events_until(const struct timeline *, uint64_t icount);
uint64_t timeline_end(const struct timeline *); /* icount of the last instant recorded */

size_t timeline_ncheckpoints(const struct timeline *);
const struct checkpoint *timeline_checkpoint(const struct timeline *, size_t i);
/* The state at checkpoint i, as machine_save gives it; good until the timeline is asked again. NULL: it has none, or it
 * is damaged. */
const void *timeline_checkpoint_state(struct timeline *, size_t i, size_t *size);
/* Between checkpoints: interval i begins at checkpoint i. May a store into that page frame have happened in it? True
 * also where that is not known. */
bool timeline_interval_wrote(const struct timeline *, size_t i, uint32_t frame);
/* The interval that an instant lies in, or ends. */
size_t timeline_interval(const struct timeline *, uint64_t icount);

size_t timeline_ninputs(const struct timeline *);
const struct timeline_input *timeline_input(const struct timeline *, size_t i);

/* Everything printed up to that icount: bytes in *text, owned by the timeline. */
size_t timeline_output(struct timeline *, uint64_t icount, const char **text);

/* A mark: an exact instant. WHERE is "N" (event), "@N" (icount), "NAME", "NAME#K" (K-th, from 1) or "end".
 * The mark of an event is right after it. False and a line in error for a WHERE that is wrong. event is the last
 * event at or before the mark, -1 for none. hazard: the mark is that of something that was not recorded but found since
 * (analysis/hazard.h), the so many-th behind the event; 0: it is not. */
struct timeline_mark {
	uint64_t icount;
	long event;
	unsigned hazard;
};
/* Negative, 0 or positive: a lies before b, at it, or behind it. */
int timeline_mark_order(const struct timeline_mark *a, const struct timeline_mark *b);
bool timeline_where(const struct timeline *, const char *where, struct timeline_mark *, char error[ERROR_MAX]);

/* Gives the host its machines back, with the states that are kept to move quickly: for a complete run that nobody looks
 * at now. The recording stays; timeline_machine is NULL until the timeline is moved again, in machines made anew. */
void timeline_idle(struct timeline *);

/* Puts the machine exactly there (restore + run), at the end for what is beyond it. False if it cannot be put there,
 * because a trace is not of a run, or within limits.seconds: the machine is then anywhere, and timeline_failure tells
 * why. */
bool timeline_seek(struct timeline *, uint64_t icount);

/* Keeps the state at an instant, instead of the one that was kept before: whoever goes back to an instant behind it
 * begins there, also in runs that leave this one there or later. Nothing is done if it is kept already. False as for
 * timeline_seek. */
bool timeline_keep(struct timeline *, uint64_t icount);

/* Runs [from, to) again in detail. Functions, which are those of struct listener, may be NULL. False as for
 * timeline_seek. It is another machine that runs, which is kept for this: the timeline's own is moved or not, and the
 * engine need not decode everything anew each time. It comes back early if a function calls machine_stop_here. */
bool timeline_detail(struct timeline *, uint64_t from, uint64_t to, void (*insn)(void *, uint64_t, uint32_t),
                     void (*store)(void *, const struct store *), void (*flow)(void *, const struct flow *), void *arg);

/* The same for a listener that has more functions; those for events and the console are not called. */
bool timeline_listen(struct timeline *, uint64_t from, uint64_t to, const struct listener *);

/* Runs [from, to) again without detail, nearly as fast as it ran, with machine_watch on. False as for timeline_seek; it
 * is the timeline's own machine that runs. It comes back early if tell calls machine_stop_here. */
bool timeline_watch(struct timeline *, uint64_t from, uint64_t to, uint32_t pa, uint32_t size,
                    void (*tell)(void *arg, const struct watched *), void *arg);

/* Who wants to know where timeline_detail is, as it begins and some ten times a second; NULL: nobody. Where tell says
 * false the work is given up: what was asked for fails, and timeline_stopped is true until the next such work. */
void timeline_progress(struct timeline *, bool (*tell)(void *arg, uint64_t icount, uint64_t end), void *arg);
bool timeline_stopped(const struct timeline *);

/* The machine that timeline_detail runs: for its functions, and at `to` afterwards. NULL if there can be none:
 * timeline_failure tells why. */
struct machine *timeline_watched(struct timeline *);

/* Why the last of these functions returned false, one line. */
const char *timeline_failure(const struct timeline *);

/* Pid that runs at an icount, from the proc.switch events. *until (NULL: not wanted): the icount of the next switch, or
 * UINT64_MAX. */
uint32_t timeline_pid(const struct timeline *, uint64_t icount, uint64_t *until);

#endif
