/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fixtures. Numbers are like those of a real run of a program that returns from the function that called vfork. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/proc.h"

const char *const fixture_names[FIXTURE_COUNT] = {"damage", "quiet", "over", "extreme", "empty"};

#define COPY(to, text) snprintf(to, sizeof(to), "%s", text)

static void *make(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);

	if (p == NULL)
		abort();
	return p;
}

static const char *const program[] = {
	"/* The mistake: the child returns from the function that called vfork. */",
	"#include <stdio.h>",
	"#include <unistd.h>",
	"",
	"static void report(int a, int b, int c)",
	"{",
	"\tint buffer[3] = {a, b, c};",
	"",
	"\tprintf(\"%d %d\\n\", buffer[0], buffer[1]);",
	"}",
	"",
	"static int spawn(const char *prog)",
	"{",
	"\tpid_t pid = vfork();",
	"\tif (pid == 0)",
	"\t\treturn 0;\t/* the mistake */",
	"\treturn pid;",
	"}",
	"",
	"int main(void)",
	"{",
	"\tint pid = spawn(\"/bin/ls\");",
	"\tif (pid == 0) {",
	"\t\treport(1, 2, 3);",
	"\t\t_exit(0);",
	"\t}",
	"\tprintf(\"child %d\\n\", pid);",
	"\treturn 0;",
	"}",
};

static void add_source(struct snapshot *s)
{
	s->source.nlines = sizeof program / sizeof program[0];
	s->source.lines = make(s->source.nlines, sizeof *s->source.lines);
	for (size_t i = 0; i < s->source.nlines; i++)
		s->source.lines[i] = strdup(program[i]);
	COPY(s->source.file, "/usr/src/demos/return.c");
}

static void add_instructions(struct snapshot *s)
{
	static const struct {
		uint32_t va;
		const char *text, *function;
	} code[] = {
		{0x1090, "link.w fp, #-$c", "report"},
		{0x1094, "move.l $8(fp), -$c(fp)", ""},
		{0x109a, "move.l $c(fp), -$8(fp)", ""},
		{0x10a0, "move.l $10(fp), -$4(fp)", ""},
		{0x10a6, "move.l -$8(fp), -(sp)", ""},
		{0x10aa, "move.l -$c(fp), -(sp)", ""},
		{0x10ae, "pea.l $2100.l", ""},
		{0x10b4, "jsr $1b20.l", ""},
		{0x10ba, "unlk fp", ""},
		{0x10bc, "rts", ""},
		{0x10be, "link.w fp, #-$4", "spawn"},
		{0x10c2, "jsr $1170.l", ""},
		{0x10c8, "move.l d0, -$4(fp)", ""},
	};

	s->insns_pid = s->loan ? s->borrower : 4;
	s->ninsns = sizeof code / sizeof code[0];
	s->insns = make(s->ninsns, sizeof *s->insns);
	for (size_t i = 0; i < s->ninsns; i++) {
		s->insns[i].va = code[i].va;
		COPY(s->insns[i].text, code[i].text);
		COPY(s->insns[i].function, code[i].function);
		s->insns[i].current = i == 6;
	}
}

static void add_registers(struct snapshot *s, bool loan)
{
	static const char *const names[] = {"d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "a0",
	                                    "a1", "a2", "a3", "a4", "a5", "fp", "sp", "pc"};

	s->nregisters = sizeof names / sizeof names[0];
	s->registers = make(s->nregisters, sizeof *s->registers);
	for (size_t i = 0; i < s->nregisters; i++) {
		struct snap_register *r = &s->registers[i];

		COPY(r->name, names[i]);
		r->at_vfork = i < 8 ? (uint32_t)i * 3 : 0x1170 + (uint32_t)i * 2;
		r->borrower = i == 0 || i == 2 || i >= 14 ? r->at_vfork + 0x1004 : r->at_vfork;
		r->has_borrower = r->has_after = loan;
		r->differs = loan && r->borrower != r->at_vfork;
		r->after = r->at_vfork;
	}
	COPY(s->registers[2].variable, "pid");
	COPY(s->registers[10].variable, "prog");
}

static void add_process(struct snapshot *s, uint32_t pid, enum role role, const char *name, const char *state,
                        const char *flags)
{
	s->processes = realloc(s->processes, (s->nprocesses + 1) * sizeof *s->processes);
	if (s->processes == NULL)
		abort();
	struct snap_process *p = &s->processes[s->nprocesses++];

	*p = (struct snap_process){
		.pid = pid, .ppid = pid ? pid - 1 : 0, .role = role, .tsize = 3, .dsize = 2, .ssize = 2};
	p->space = (struct address_space){0x80406000 + pid * 0x2000, 8, 0x80407000 + pid * 0x2000, 0x3fffd};
	COPY(p->name, name);
	COPY(p->state, state);
	COPY(p->flags, flags);
}

/* Pages of a process at page frames from pfn on. */
static void add_pages(struct snapshot *s, uint32_t pid, const unsigned count[3], uint32_t pfn, bool written)
{
	static const uint32_t base[3] = {0x1000, 0x4000, 0x7fffe000};

	for (int part = 0; part < 3; part++)
		for (unsigned i = 0; i < count[part]; i++) {
			s->pages = realloc(s->pages, (s->npages + 1) * sizeof *s->pages);
			if (s->pages == NULL)
				abort();
			s->pages[s->npages++] = (struct snap_page){
				.pid = pid,
				.va = base[part] + i * NBPG,
				.part = (enum page_part)part,
				.pfn = pfn,
				.present = !(part == PART_DATA && i == count[part] - 1),
				.written = written && part == PART_STACK && i == 0,
			};
			pfn++;
		}
}

static void add_memory(struct snapshot *s, size_t nframes, bool loan)
{
	s->nframes = nframes;
	s->frames = make(nframes, sizeof *s->frames);
	for (size_t i = 0; i < nframes; i++) {
		struct snap_frame *f = &s->frames[i];

		if (i < 84)
			*f = (struct snap_frame){.type = CKERNEL, .role = ROLE_KERNEL};
		else if (i >= 100 && i < 106)
			*f = (struct snap_frame){.type = CUAREA,
			                         .role = i < 102   ? ROLE_OTHER
			                                 : i < 104 ? ROLE_LENDER
			                                           : ROLE_BORROWER,
			                         .pid = 1};
		else if (i >= 110 && i < 118)
			*f = (struct snap_frame){.type = i < 114   ? CTEXT
			                                 : i < 116 ? CDATA
			                                           : CSTACK,
			                         .role = ROLE_OTHER,
			                         .pid = 1};
		else if (i >= 130 && i < 137)
			*f = (struct snap_frame){
				.type = i < 133   ? CTEXT
			                : i < 135 ? CDATA
			                          : CSTACK,
				.role = ROLE_LENDER,
				.pid = 4,
				.lent = loan,
				.written = loan && (i == 134 || i == 135),
				.shared = i == 130,
			};
	}
}

struct spec {
	uint32_t va, value, was;
	enum word_kind kind;
	const char *name;
	uint32_t number;
	enum role writer;
	bool changed, damaged;
};

static void add_stack(struct snapshot *s, bool loan)
{
	static const struct spec specs[] = {
		{0x7fffffec, 0x0000112a, 0x0000112a, WORD_RETURN, "start", 0x1e, ROLE_LENDER, false, false},
		{0x7fffffe8, 0x00000000, 0x00000000, WORD_SAVED_FP, "", 0, ROLE_LENDER, false, false},
		{0x7fffffe4, 0x00000000, 0x00000000, WORD_LOCAL, "pid", 0, ROLE_BORROWER, true, false},
		{0x7fffffe0, 0x00002100, 0x00002100, WORD_LOCAL, "prog = \"/bin/ls\"", 0, ROLE_LENDER, false, false},
		{0x7fffffdc, 0x00000003, 0x0000118c, WORD_RETURN, "main", 0x22, ROLE_BORROWER, true, true},
		{0x7fffffd8, 0x00000002, 0x7fffffe8, WORD_SAVED_FP, "", 0, ROLE_BORROWER, true, true},
		{0x7fffffd4, 0x00000001, 0x00000000, WORD_LOCAL, "pid", 0, ROLE_BORROWER, true, true},
		{0x7fffffd0, 0x000010c8, 0x00000000, WORD_RETURN, "main", 0x44, ROLE_BORROWER, true, false},
		{0x7fffffcc, 0x7fffffe8, 0x00000000, WORD_SAVED_FP, "", 0, ROLE_BORROWER, true, false},
		{0x7fffffc8, 0x00000003, 0x00000000, WORD_LOCAL, "buffer[2]", 0, ROLE_BORROWER, true, false},
		{0x7fffffc4, 0x00000002, 0x00000000, WORD_LOCAL, "buffer[1]", 0, ROLE_BORROWER, true, false},
		{0x7fffffc0, 0x00000001, 0x00000000, WORD_LOCAL, "buffer[0]", 0, ROLE_BORROWER, true, false},
		{0x7fffffbc, 0x0000117a, 0x0000117a, WORD_LOCAL, "popped into a0: safe in a register", 0, ROLE_LENDER,
	         false, false},
		{0x7fffffb8, 0x00000000, 0x00000000, WORD_UNKNOWN, "", 0, ROLE_KERNEL, false, false},
	};
	static const struct snap_stack_frame calls[] = {
		{"main", ROLE_LENDER, true, false, 0x7fffffe8, 0, 3, CALL_FUNCTION, 4, 0, 0},
		{"spawn", ROLE_LENDER, true, true, 0x7fffffd8, 3, 4, CALL_FUNCTION, 4, 0, 5},
		{"report", ROLE_BORROWER, false, false, 0x7fffffcc, 7, 5, CALL_FUNCTION, 5, 0, 0},
		{"vfork", ROLE_LENDER, false, true, 0, 12, 2, CALL_FUNCTION, 4, 0, 4},
	};

	s->nwords = loan ? sizeof specs / sizeof specs[0] : 4;
	s->words = make(s->nwords, sizeof *s->words);
	for (size_t i = 0; i < s->nwords; i++) {
		struct snap_word *w = &s->words[i];

		*w = (struct snap_word){
			.va = specs[i].va,
			.value = specs[i].value,
			.was = specs[i].was,
			.kind = specs[i].kind,
			.number = specs[i].number,
			.changed = loan && specs[i].changed,
			.damaged = loan && specs[i].damaged,
			.astray = loan && specs[i].damaged && specs[i].kind == WORD_RETURN,
			.writer_role = specs[i].writer,
			.writer = specs[i].writer == ROLE_LENDER     ? 4
		                  : specs[i].writer == ROLE_BORROWER ? 5
		                                                     : 0,
			.written_at = 18000 + i,
		};
		COPY(w->name, specs[i].name);
		if (!loan) {
			w->writer_role = ROLE_OTHER;
			w->writer = 4;
		}
	}
	s->ncalls = loan ? 4 : 1;
	s->calls = make(s->ncalls, sizeof *s->calls);
	memcpy(s->calls, calls, s->ncalls * sizeof *calls);
	if (!loan) {
		s->calls[0].role = ROLE_OTHER;
		s->calls[0].needed = false;
		s->calls[0].count = 4;
	}
	s->lender_fp = loan ? 0x7fffffd8 : 0;
	s->lender_sp = loan ? 0x7fffffbc : 0x7fffffe0;
	s->borrower_sp = loan ? 0x7fffffc0 : 0;
	s->borrower_fp = loan ? 0x7fffffcc : 0;
}

static void add_data(struct snapshot *s, bool loan)
{
	static const struct {
		enum data_kind kind;
		const char *name, *type;
		uint32_t va, size;
		const char *value[DATA_TIMES];
		bool changed, comes_back;
	} data[] = {
		{DATA_GLOBAL, "count", "int", 0x4000, 4, {"3", "7", "7"}, true, true},
		{DATA_GLOBAL, "names", "char *[4]", 0x4004, 16, {"00002100 00002108 00000000 00000000"}, false, false},
		{DATA_LIBRARY, "errno", "", 0x4020, 4, {"0", "2, ENOENT", "2, ENOENT"}, true, true},
		{DATA_HEAP, "heap", "", 0, 0, {"1 block of 1024 bytes, 3056 free"}, false, false},
		{DATA_STREAM,
	         "stdout",
	         "",
	         0x4060,
	         24,
	         {"descriptor 1, written, by lines", "12 wait: \"child: hello\"; descriptor 1, written, by lines",
	          "12 wait: \"child: hello\"; descriptor 1, written, by lines"},
	         true,
	         true},
		{DATA_FILE, "descriptor 0", "", 0, 0, {"/dev/console, read and write"}, false, false},
		{DATA_FILE,
	         "descriptor 3",
	         "",
	         0,
	         0,
	         {"/etc/motd, read, at 0", "closed", "/etc/motd, read, at 0"},
	         true,
	         false},
		{DATA_SELF, "directory", "", 0, 0, {"/home", "/tmp", "/home"}, true, false},
		{DATA_SELF, "umask", "", 0, 0, {"0"}, false, false},
	};

	s->ndata = sizeof data / sizeof data[0];
	s->data = make(s->ndata, sizeof *s->data);
	s->data_pid[DATA_NOW] = loan ? 5 : 4;
	s->data_pid[DATA_AT_VFORK] = s->data_pid[DATA_AFTER] = loan ? 4 : 0;
	for (size_t i = 0; i < s->ndata; i++) {
		struct snap_datum *d = &s->data[i];

		*d = (struct snap_datum){.kind = data[i].kind, .va = data[i].va, .size = data[i].size};
		COPY(d->name, data[i].name);
		COPY(d->type, data[i].type);
		for (int t = 0; t < DATA_TIMES; t++)
			if (s->data_pid[t])
				COPY(d->value[t], data[i].value[data[i].value[t] ? t : 0]);
		d->changed = loan && data[i].changed;
		d->comes_back = loan && data[i].comes_back;
	}
}

static void add_lane(struct snapshot *s, uint32_t pid, enum role role, const char *name, const struct snap_span *spans,
                     size_t n)
{
	s->lanes = realloc(s->lanes, (s->nlanes + 1) * sizeof *s->lanes);
	if (s->lanes == NULL)
		abort();
	struct snap_lane *l = &s->lanes[s->nlanes++];

	*l = (struct snap_lane){.pid = pid, .role = role, .spans = make(n, sizeof *spans), .nspans = n};
	COPY(l->name, name);
	memcpy(l->spans, spans, n * sizeof *spans);
}

static void add_ticks(struct snapshot *s)
{
	static const struct snap_tick ticks[] = {
		{16100, EV_VFORK_BEGIN, 17, 4},      {16200, EV_VM_PASS, 19, 4},        {18442, EV_TTY_WRITE, 23, 5},
		{19300, EV_EXIT_BEGIN, 27, 5},       {19340, EV_VM_RETURN, 30, 4},      {19380, EV_VFORK_END, 32, 4},
		{19900, EV_FAULT_PROTECTION, 36, 4}, {19960, EV_SIGNAL_DELIVER, 38, 4}, {24000, EV_HALT, 41, 0},
	};

	s->nticks = sizeof ticks / sizeof ticks[0];
	s->ticks = make(s->nticks, sizeof ticks[0]);
	memcpy(s->ticks, ticks, sizeof ticks);
}

static void add_lanes(struct snapshot *s, bool roles)
{
	static const struct snap_span init[] = {
		{300, 9000, LANE_RUN}, {9000, 20100, LANE_SLEEP}, {20100, 24000, LANE_RUN}};
	static const struct snap_span lender[] = {
		{9000, 9100, LANE_READY}, {9100, 16200, LANE_RUN},     {16200, 19340, LANE_LENT},
		{19340, 19960, LANE_RUN}, {19960, 20100, LANE_ZOMBIE},
	};
	static const struct snap_span borrower[] = {
		{16200, 19300, LANE_RUN}, {19300, 19400, LANE_READY}, {19400, 20000, LANE_ZOMBIE}};

	add_lane(s, 1, ROLE_OTHER, "init", init, 3);
	add_lane(s, 4, roles ? ROLE_LENDER : ROLE_OTHER, "return", lender, 5);
	add_lane(s, 5, roles ? ROLE_BORROWER : ROLE_OTHER, "return", borrower, 3);
}

static struct snapshot *base(void)
{
	struct snapshot *s = make(1, sizeof *s);

	COPY(s->program, "return");
	COPY(s->system, "4.3bsd");
	s->event_seq = -1;
	return s;
}

static struct snapshot *damage(void)
{
	static const unsigned pages[3] = {3, 3, 2};
	struct snapshot *s = base();

	s->icount = 18442;
	s->usec = 18900;
	s->end = 24000;
	s->event_seq = 23;
	s->nevents = 42;
	s->event = (struct event){
		.seq = 23, .icount = 18442, .usec = 18900, .pid = 5, .kind = EV_TTY_WRITE, .text = "1 2"};
	COPY(s->caption[0],
	     "pid 5 has returned from spawn() and calls report(): its frame lands on the one pid 4 still needs.");
	COPY(s->caption[1],
	     "The return address 0000118c is now 00000003. When pid 4 wakes, it will return to nowhere.");
	s->alarm = s->loan = s->on = true;
	s->chain[0] = 4;
	s->chain[1] = 5;
	s->nchain = 2;
	s->kind = LOAN_LENT;
	s->one_stack = true;
	s->lender = 4;
	s->borrower = 5;
	s->loan_begin = 16200;
	add_process(s, 1, ROLE_OTHER, "init", "asleep in wait", "SLOAD");
	add_process(s, 4, ROLE_LENDER, "return", "asleep on proc 5", "SLOAD SNOVM");
	s->processes[1].lends = true;
	s->processes[1].space = (struct address_space){0x80412000, 0, 0x80413000, 0x40000};
	add_process(s, 5, ROLE_BORROWER, "return", "running", "SLOAD SVFORK");
	s->processes[2].current = true;
	add_pages(s, 1, pages, 110, false);
	add_pages(s, 5, pages, 130, true);
	add_memory(s, 1024, true);
	add_registers(s, true);
	add_stack(s, true);
	add_data(s, true);
	add_source(s);
	s->source.lender_line = 14;
	s->source.borrower_line = 24;
	add_instructions(s);
	s->console = strdup("4.3bsd: 4096 KB, 1024 page frames\n/bin/return\n1 2\n");
	add_lanes(s, true);
	add_ticks(s);
	return s;
}

static struct snapshot *quiet(void)
{
	static const unsigned pages[3] = {3, 3, 2};
	struct snapshot *s = base();

	s->icount = 9400;
	s->end = 24000;
	s->event_seq = 9;
	s->nevents = 42;
	s->event = (struct event){.seq = 9, .icount = 9400, .pid = 4, .kind = EV_EXEC_DONE};
	COPY(s->caption[0], "return is loaded and begins at start.");
	COPY(s->caption[1], "It has memory of its own.");
	add_process(s, 1, ROLE_OTHER, "init", "asleep in wait", "SLOAD");
	add_process(s, 4, ROLE_OTHER, "return", "running", "SLOAD");
	s->processes[1].current = true;
	add_pages(s, 1, pages, 110, false);
	add_pages(s, 4, pages, 130, false);
	add_memory(s, 512, false);
	add_registers(s, false);
	add_stack(s, false);
	add_data(s, false);
	add_source(s);
	s->source.current_line = 22;
	s->source.pid = 4;
	add_instructions(s);
	s->console = strdup("");
	add_lanes(s, false);
	add_ticks(s);
	return s;
}

static struct snapshot *over(void)
{
	static const unsigned pages[3] = {3, 3, 2};
	struct snapshot *s = base();

	COPY(s->system, "sunos4-sparc");
	s->icount = s->end = 24000;
	s->event_seq = 41;
	s->nevents = 42;
	s->event = (struct event){.seq = 41, .icount = 24000, .pid = 0, .kind = EV_HALT};
	COPY(s->caption[0], "The machine stops.");
	s->lender = s->chain[0] = 4;
	s->borrower = s->chain[1] = 5;
	s->nchain = 2;
	s->kind = LOAN_LENT;
	s->loan_begin = 16200;
	add_process(s, 4, ROLE_LENDER, "return", "running", "SLOAD");
	s->processes[0].current = true;
	add_pages(s, 4, pages, 130, false);
	add_memory(s, 4096, false);
	add_registers(s, true);
	s->registers[2].inherited = true;
	s->registers[2].after = s->registers[2].borrower;
	add_stack(s, true);
	s->loan = s->on = false;
	add_source(s);
	s->source.lender_line = 27;
	s->source.borrower_line = 5;
	add_instructions(s);
	s->console = strdup("1 2\nchild 5");
	add_lanes(s, true);
	add_ticks(s);
	return s;
}

static void fill(char *to, size_t size, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + 1 < size; i++)
		to[i] = word[i % n];
	to[size - 1] = '\0';
}

static struct snapshot *extreme(void)
{
	static const unsigned many[3] = {400, 900, 60};
	struct snapshot *s = damage();
	char name[SNAP_NAME];

	fill(s->program, sizeof s->program, "a-very-long-program-name-");
	fill(s->system, sizeof s->system, "a-system-of-yore-");
	fill(s->caption[0], sizeof s->caption[0], "Something long happened and more of it came. ");
	fill(s->caption[1], sizeof s->caption[1], "It matters for more reasons than fit in here. ");
	s->icount = 123456789012;
	s->end = 999999999999;
	s->event_seq = 4999998;
	s->nevents = 5000000;
	s->event.kind = EV_FAULT_PROTECTION;
	add_pages(s, 5, many, 300, true);
	free(s->frames);
	add_memory(s, 16384, true);
	for (size_t i = 300; i < 1660; i++)
		s->frames[i] = (struct snap_frame){
			.type = CDATA, .role = ROLE_LENDER, .pid = 4, .lent = true, .written = i % 97 == 0};
	for (uint32_t pid = 6; pid < 43; pid++) {
		struct snap_span spans[] = {{pid * 1000000000ull, pid * 1100000000ull, LANE_RUN},
		                            {pid * 1100000000ull, 999999999999ull, LANE_SLEEP}};

		fill(name, sizeof name, "daemon-with-a-name-");
		add_process(s, pid, ROLE_OTHER, name, "asleep on a channel of its own", "SLOAD SKEEP SSYS STRC");
		add_lane(s, pid, ROLE_OTHER, name, spans, 2);
	}
	fill(s->processes[1].state, sizeof s->processes[1].state, "asleep on something long ");
	fill(s->processes[1].flags, sizeof s->processes[1].flags, "SLOAD SNOVM SKEEP ");
	fill(s->processes[2].flags, sizeof s->processes[2].flags, "SLOAD SVFORK SWEXIT ");
	for (size_t i = 0; i < s->nregisters; i++)
		fill(s->registers[i].variable, sizeof s->registers[i].variable, "variable_");

	/* A deep stack: long names, the damage far from the stack pointer, text that is none. */
	free(s->words);
	free(s->calls);
	s->nwords = 600;
	s->words = make(s->nwords, sizeof *s->words);
	s->ncalls = 30;
	s->calls = make(s->ncalls, sizeof *s->calls);
	for (size_t i = 0; i < s->nwords; i++) {
		struct snap_word *w = &s->words[i];

		*w = (struct snap_word){.va = 0x7ffffffc - (uint32_t)i * 4,
		                        .value = 0xffffffff,
		                        .was = 0x12345678,
		                        .kind = WORD_LOCAL,
		                        .writer_role = ROLE_KERNEL,
		                        .written_at = 1};
		fill(w->name, sizeof w->name, i % 3 ? "buffer_of_words[12345]" : "\xff\x01\x80 text");
		w->changed = i >= 40 && i < 60;
		w->damaged = i >= 50 && i < 53;
	}
	for (size_t i = 0; i < s->ncalls; i++) {
		fill(s->calls[i].function, sizeof s->calls[i].function, "function_with_a_name_");
		s->calls[i].role = i < 4 ? ROLE_LENDER : ROLE_BORROWER;
		s->calls[i].needed = i < 4;
		s->calls[i].left = i == 3;
		s->calls[i].first = (uint32_t)i * 20;
		s->calls[i].count = i == 29 ? 100000 : 20; /* one that claims more words than there are */
	}
	s->lender_sp = s->lender_fp = s->borrower_sp = s->borrower_fp = 0x7fffff38;
	free(s->console);
	s->console = make(1, 40000);
	fill(s->console, 40000, "a line that goes on and on \x01\x02\xfe");
	memset(s->source.lines[13], 'x', strlen(s->source.lines[13]));
	s->source.lender_line = 1000;
	return s;
}

struct snapshot *fixture_new(enum fixture fixture)
{
	static struct snapshot *(*const makers[FIXTURE_COUNT])(void) = {damage, quiet, over, extreme, base};

	return makers[fixture]();
}

void fixture_free(struct snapshot *s)
{
	for (size_t i = 0; i < s->source.nlines; i++)
		free(s->source.lines[i]);
	free(s->source.lines);
	for (size_t i = 0; i < s->nlanes; i++)
		free(s->lanes[i].spans);
	free(s->processes);
	free(s->pages);
	free(s->frames);
	free(s->registers);
	free(s->calls);
	free(s->words);
	free(s->insns);
	free(s->console);
	free(s->data);
	free(s->lanes);
	free(s->ticks);
	free(s);
}
