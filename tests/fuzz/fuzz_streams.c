/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes the machine with streams of instructions, the even ones in user mode, the odd ones in kernel mode:
 * instructions that there are, with operands at random, and words that are none; jumps anywhere; code that stores into
 * code; all extended functions and processor registers; exceptions in exceptions. Nothing may crash, take longer than
 * SECONDS or more than MEGABYTES, and the same stream must end the same whether it runs straight through, in steps with
 * every hook on, from a checkpoint on, or with page frames watched, of which the same is told as in detail.
 *
 *	fuzz_streams FROM COUNT [WORKERS]    tries the streams of these numbers
 *	fuzz_streams FROM 1 0                one, in this process, for a debugger
 *
 * What the manual says may go wrong is not compared: see `excuse`.
 */
#include <elf.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/be.h"
#include "base/sanitizer.h"
#include "machine/machine.h"

enum {
	SECONDS = 5,
	MEGABYTES = 512, /* without a sanitizer, which keeps what was freed */
	INSNS = 2000,    /* of a stream's run */
	AT_ONCE = 100,   /* streams of one worker process; then another one goes on */
	WORKERS = 2,     /* unless told otherwise */
	WORKERS_MAX = 16,
	RAM = 2 << 20,
	MORE_WORK = 3, /* exit statuses of a worker */
	DIFFERS = 4,
	BROKEN = 5,
};

/* Memory, physical. The stream's pages are in P0 from USER on, and in S0 one to one. */
enum {
	BOOT = KERNEL_PA,
	HANDLER = 0x5000,
	SCB = 0x6000,
	SPT = 0x7000, /* for RAM / NBPG pages */
	P0PT = 0x8000,
	DATA = 0x9000, /* count of exceptions, registers, where they go on */
	COUNT_AT = DATA,
	REGISTERS = DATA + 0x10,
	ENTRIES = DATA + 0x100,
	STREAM = 0xA000,
	STREAM_PAGES = 4,
	STACK = STREAM + STREAM_PAGES * NBPG, /* two pages */
	IMAGE_END = STACK + 2 * NBPG,
	P0_PAGES = 16,
	USER = 0x4000, /* virtual address of the stream */
	NENTRIES = 64,
};

struct stream {
	uint64_t random;
	bool kernel, mapped;
	uint8_t image[IMAGE_END];
};

static uint64_t next(struct stream *s)
{
	uint64_t z = s->random += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static uint32_t below(struct stream *s, uint32_t n)
{
	return (uint32_t)(next(s) >> 16) % n;
}

/* Making a stream ------------------------------------------------------------------------------- */

static uint32_t base(const struct stream *s)
{
	return s->kernel ? S0BASE + STREAM : USER;
}

/* An address that is worth trying. */
static uint32_t address(struct stream *s)
{
	static const uint32_t borders[] = {
		0,
		NBPG - 1,
		NBPG,
		0x3FFFFFFE,
		P1BASE,
		P1END - 4,
		P1END - 1,
		S0BASE,
		S0BASE + BOOT,
		S0BASE + RAM - 2,
		S0BASE + RAM,
		S0END - 1,
		S0END,
		0xFFFFE000,
		0xFFFFF000,
		0xFFFFF002,
		0xFFFFFFFE,
		0xFFFFFFFF,
		S0BASE + SCB,
		S0BASE + SPT,
		S0BASE + HANDLER,
	};
	uint32_t size = STREAM_PAGES * NBPG;

	switch (below(s, 10)) {
	case 0:
		return (uint32_t)next(s);
	case 1:
		return borders[below(s, sizeof borders / sizeof *borders)] + below(s, 3);
	case 2:
		return base(s) + NBPG * below(s, STREAM_PAGES) - below(s, 8); /* across pages */
	case 3:
		return S0BASE + below(s, IMAGE_END);
	case 4:
		return S0BASE + STACK + below(s, 2 * NBPG);
	case 5: /* the same by another address */
		return (s->kernel ? USER : S0BASE + STREAM) + below(s, size);
	case 6:
		return NBPG * below(s, P0_PAGES) + below(s, NBPG);
	default:
		return base(s) + (below(s, size) & ~1u);
	}
}

static uint32_t number(struct stream *s)
{
	static const uint32_t borders[] = {0,          1,          2,          3,          7,         8,      31,
	                                   32,         0x7F,       0x80,       0xFF,       0x7FFF,    0x8000, 0xFFFF,
	                                   0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFD8F0};

	switch (below(s, 4)) {
	case 0:
		return borders[below(s, sizeof borders / sizeof *borders)];
	case 1:
		return below(s, 256);
	case 2:
		return address(s);
	default:
		return (uint32_t)next(s);
	}
}

struct writer {
	struct stream *s;
	uint32_t at, end;
};

static void word(struct writer *w, uint32_t value)
{
	if (w->at + 2 <= w->end)
		be16_put(w->s->image + w->at, (uint16_t)value);
	w->at += 2;
}

static void longword(struct writer *w, uint32_t value)
{
	word(w, value >> 16);
	word(w, value & 0xFFFF);
}

/* Instructions by the bits that are fixed; the others are at random, and so are the words behind. */
static const struct {
	uint16_t word, free, extra; /* words behind it that it needs, but for those of its operand's address */
} opcodes[] = {
	{0x1000, 0x0fff, 0}, {0x2000, 0x0fff, 0}, {0x3000, 0x0fff, 0}, {0x0000, 0x0fff, 1}, {0x4000, 0x0fff, 0},
	{0x4800, 0x00ff, 1}, {0x4880, 0x047f, 1}, {0x4c00, 0x007f, 1}, {0x4e40, 0x000f, 0}, {0x4e50, 0x0007, 1},
	{0x4e58, 0x0007, 0}, {0x4e60, 0x000f, 0}, {0x4e70, 0x000f, 1}, {0x4e80, 0x007f, 0}, {0x41c0, 0x0e3f, 0},
	{0x4180, 0x0e3f, 0}, {0x5000, 0x0fff, 0}, {0x50c8, 0x0f07, 1}, {0x6000, 0x0fff, 0}, {0x6000, 0x0f1e, 0},
	{0x7000, 0x0eff, 0}, {0x8000, 0x0fff, 0}, {0x9000, 0x0fff, 0}, {0xb000, 0x0fff, 0}, {0xc000, 0x0fff, 0},
	{0xd000, 0x0fff, 0}, {0xe000, 0x0fff, 0}, {0xe8c0, 0x073f, 1}, {0x0ac0, 0x043f, 1}, {0x0cfc, 0x0200, 2},
	{0x0108, 0x0ec7, 1}, {0x0e00, 0x00ff, 1}, {0x00c0, 0x063f, 1}, {0x4e7a, 0x0001, 1}, {0x46c0, 0x003f, 0},
	{0x40c0, 0x003f, 0}, {0x4848, 0x0007, 0}, {0x4e72, 0x0000, 1}, {0xf200, 0x01ff, 1}, {0xf400, 0x00ff, 0},
	{0xf500, 0x007f, 0}, {0xf600, 0x003f, 2}, {0x48d0, 0x042f, 1}, {0x007c, 0x0a00, 1}, {0x4e73, 0x0000, 0},
	{0x4e75, 0x0000, 0},
};

/* Loads a register: the data registers d0 to d2 with numbers, the others with addresses. */
static void load(struct writer *w, uint32_t reg, uint32_t value)
{
	word(w, 0x203c | (reg & 7) << 9 | (reg & 8) << 3);
	longword(w, value);
}

static void extended(struct writer *w)
{
	static const uint8_t registers[] = {PR_KSP,  PR_P0BR, PR_P0LR, PR_P1BR,  PR_P1LR, PR_SBR, PR_SLR,
	                                    PR_PCBB, PR_SCBB, PR_IPL,  PR_ICCS,  PR_NICR, PR_ICR, PR_RXCS,
	                                    PR_RXDB, PR_TXCS, PR_TXDB, PR_MAPEN, PR_TBIA, PR_SID, PR_DKBN,
	                                    PR_DKPA, PR_DKCS, PR_DKSZ, PR_ICIA,  PR_DKSW};
	uint32_t function = below(w->s, 5) ? below(w->s, XFC_COUNT) : XFC_TRACE + below(w->s, 64);

	if (below(w->s, 3) == 0)
		function = XFC_MTPR;
	for (uint32_t reg = 0; reg < 3; reg++)
		if (below(w->s, 2))
			load(w, reg, below(w->s, 3) ? below(w->s, 3 * NBPG) : number(w->s));
	for (uint32_t reg = 8; reg < 10; reg++)
		if (below(w->s, 2))
			load(w, reg, address(w->s));
	if (function <= XFC_MFPR) {
		load(w, 0, number(w->s));
		load(w, 1, registers[below(w->s, sizeof registers)]);
	}
	word(w, XFC_BASE + function);
	if (function == XFC_CALLS) {
		word(w, below(w->s, 6));
		longword(w, address(w->s));
	}
}

static void one_instruction(struct writer *w)
{
	struct stream *s = w->s;
	uint32_t n = below(s, 100);

	if (n < 55) {
		size_t i = below(s, sizeof opcodes / sizeof *opcodes);

		word(w, opcodes[i].word | (opcodes[i].free & next(s)));
		for (uint32_t k = opcodes[i].extra; k > 0; k--)
			word(w, number(s) & 0xFFFF);
		if (below(s, 3) == 0)
			word(w, number(s) & 0xFFFF);
	} else if (n < 70) {
		load(w, below(s, 16), below(s, 2) ? address(s) : number(s));
	} else if (n < 80) {
		extended(w);
	} else if (n < 86) { /* jmp, jsr, pea or lea of an address */
		static const uint16_t jumps[] = {0x4ef9, 0x4eb9, 0x4879, 0x41f9, 0x43f9, 0x4ff9};

		word(w, jumps[below(s, sizeof jumps / sizeof *jumps)]);
		longword(w, address(s));
	} else if (n < 90) { /* stores a word, often into the stream */
		word(w, 0x33fc);
		word(w, below(s, 2) ? opcodes[below(s, sizeof opcodes / sizeof *opcodes)].word : next(s) & 0xFFFF);
		longword(w, address(s));
	} else if (n < 93) {
		word(w, 0x6000 | (next(s) & 0x0ffe)); /* a short branch, not to an odd address */
	} else {
		word(w, next(s) & 0xFFFF);
	}
}

static void mtpr(struct writer *w, uint32_t reg, uint32_t value)
{
	load(w, 0, value);
	load(w, 1, reg);
	word(w, XFC_BASE + XFC_MTPR);
}

static void make_tables(struct stream *s)
{
	static const uint32_t rights[] = {PG_KW, PG_KW, PG_KW, PG_UW, PG_KR, PG_URKW};

	for (uint32_t page = 0; page < RAM / NBPG; page++)
		be32_put(s->image + SPT + 4 * page,
		         PG_V | (page < STREAM >> PGSHIFT ? PG_KW : rights[below(s, 6)]) | page);
	for (uint32_t page = 0; page < P0_PAGES; page++) {
		uint32_t frame = (STREAM >> PGSHIFT) + page - USER / NBPG, pte = PG_V | PG_UW | frame;

		if (page < USER / NBPG || frame >= IMAGE_END >> PGSHIFT)
			pte = below(s, 2) ? PG_V | rights[below(s, 6)] | below(s, RAM >> PGSHIFT)
			                  : (uint32_t)next(s) & ~PG_V;
		else if (below(s, 4) == 0)
			pte = PG_V | PG_URKR | frame;
		be32_put(s->image + P0PT + 4 * page, pte);
	}
	for (uint32_t vector = 0; vector < SCB_BYTES; vector += 4)
		be32_put(s->image + SCB + vector, S0BASE + HANDLER);
}

static void make_stream(struct stream *s, uint64_t seed)
{
	struct writer boot = {s, BOOT, HANDLER}, handler = {s, HANDLER, SCB}, code = {s, STREAM, STACK};
	uint32_t psl;

	memset(s, 0, sizeof *s);
	s->random = seed;
	s->kernel = seed & 1;
	s->mapped = !s->kernel || below(s, 2);
	psl = s->kernel ? below(s, 2) * PSL_IPL : PSL_USERSET;
	make_tables(s);
	for (uint32_t i = 0; i < 15; i++)
		be32_put(s->image + REGISTERS + 4 * i, below(s, 3) ? address(s) : number(s));
	for (uint32_t i = 0; i < NENTRIES; i++)
		be32_put(s->image + ENTRIES + 4 * i,
		         below(s, 8) ? base(s) + (below(s, STREAM_PAGES * NBPG) & ~1u) : address(s));
	while (code.at < code.end)
		one_instruction(&code);
	for (uint32_t at = STACK; at < IMAGE_END; at += 4)
		be32_put(s->image + at, address(s));

	load(&boot, 15, S0BASE + IMAGE_END);
	mtpr(&boot, PR_SBR, SPT);
	mtpr(&boot, PR_SLR, RAM / NBPG);
	mtpr(&boot, PR_P0BR, S0BASE + P0PT);
	mtpr(&boot, PR_P0LR, P0_PAGES);
	mtpr(&boot, PR_SCBB, SCB);
	mtpr(&boot, PR_PCBB, STACK);
	if (s->mapped)
		mtpr(&boot, PR_MAPEN, 1);
	if (below(s, 2)) {
		mtpr(&boot, PR_NICR, -(below(s, 3) ? 1 + below(s, 300) : below(s, 3)));
		mtpr(&boot, PR_ICCS, ICCS_RUN | ICCS_IE | ICCS_TRANSFER);
	}
	for (int i = 0; i < 2; i++) { /* begins the same way as it goes on after an exception */
		struct writer *w = i ? &handler : &boot;

		word(w, 0x52b9); /* addq.l #1, count */
		longword(w, S0BASE + COUNT_AT);
		load(w, 15, S0BASE + IMAGE_END - 4 * below(s, 64));
		word(w, 0x2039); /* move.l count, d0 */
		longword(w, S0BASE + COUNT_AT);
		word(w, 0x0280); /* and.l #, d0 */
		longword(w, NENTRIES - 1);
		word(w, 0xe588); /* lsl.l #2, d0 */
		load(w, 8, S0BASE + ENTRIES);
		word(w, 0x2f3c); /* the new PSL and PC */
		longword(w, psl);
		word(w, 0x2f30);
		word(w, 0x0800);
		if (!i || below(s, 2)) {
			word(w, 0x4cf9); /* movem.l registers, d0-d7/a0-a6 */
			word(w, 0x7fff);
			longword(w, S0BASE + REGISTERS);
		}
		word(w, 0x4e73);
	}
}

/* Running it ------------------------------------------------------------------------------------ */

struct run {
	struct machine *m;
	const char *excuse;                                           /* why its runs may differ */
	bool stored[IMAGE_END - STREAM], watched[IMAGE_END - STREAM]; /* bytes that were, as is told */
};

/* What the manual does not promise: see docs/machine.md, "Beginning again" and "Code that was stored". */
static const struct {
	uint16_t word, mask;
} begun_twice[] = {
	{0xd108, 0xf138}, {0x9108, 0xf138}, {0xc108, 0xf1f8}, {0x8108, 0xf1f8}, /* addx, subx, abcd, sbcd of memory */
	{0x4000, 0xff00}, {0x4800, 0xffc0}, {0xe4c0, 0xfec0},                   /* negx, nbcd, roxl, roxr of memory */
};

/* Those that keep some of the condition codes, or read them, and store: see "Beginning again", too. */
static const struct {
	uint16_t word, mask;
} codes_lost[] = {
	{0x0100, 0xf100}, {0x0800, 0xff00}, {0x50c0, 0xf0c0}, /* of bits, and scc */
};

static void on_insn(void *arg, uint64_t icount, uint32_t pc)
{
	struct run *r = arg;
	uint32_t pa;

	(void)icount;
	if (!machine_translate(r->m, pc, &pa) || pa > RAM - 2)
		return;
	for (size_t i = 0; i < sizeof begun_twice / sizeof *begun_twice; i++) {
		uint32_t opcode = be16_get(machine_ram(r->m) + pa);

		if ((opcode & begun_twice[i].mask) == begun_twice[i].word && (opcode & 0x38)) /* not of a register */
			r->excuse = "an instruction that must not be begun again";
	}
}

static void note(bool *bytes, uint32_t pa, uint32_t size)
{
	for (; size; pa++, size--)
		if (pa >= STREAM && pa < IMAGE_END)
			bytes[pa - STREAM] = true;
}

static void on_watched(void *arg, const struct watched *w)
{
	note(((struct run *)arg)->watched, w->pa, w->size);
}

static void on_store(void *arg, const struct store *store)
{
	struct run *r = arg;
	uint32_t pa;

	note(r->stored, store->pa, store->size);

	for (size_t i = 0; i < sizeof codes_lost / sizeof *codes_lost; i++)
		if (machine_translate(r->m, store->pc, &pa) && pa <= RAM - 2 && store->pa >= STREAM &&
		    store->pa < STACK && (be16_get(machine_ram(r->m) + pa) & codes_lost[i].mask) == codes_lost[i].word)
			r->excuse = "codes that an instruction keeps, which stores into a page of code";
	if (store->pa < P0PT + NBPG && store->pa + store->size > SPT)
		r->excuse = "a store into page tables";
}

static void on_console(void *arg, const uint8_t *data, size_t size)
{
	(void)arg;
	(void)data;
	(void)size;
}

/* Runs to the end; step: 0 straight through, else in steps of at most so many. Answers everything that is asked. */
static void run(struct run *r, uint64_t end, uint32_t step, struct stream *s)
{
	enum machine_stop stop = STOP_TARGET;

	for (int i = 0; i < 10 * INSNS && stop != STOP_HALT && machine_icount(r->m) < end; i++) {
		uint64_t to = step ? machine_icount(r->m) + 1 + below(s, step) : end;

		stop = machine_run(r->m, to < end ? to : end);
		if (stop == STOP_INPUT)
			machine_input(r->m, (const uint8_t *)"x", 1);
	}
}

static uint64_t result(struct run *r)
{
	return machine_hash(r->m) ^ machine_icount(r->m) << 20;
}

static struct machine *new_machine(const struct stream *s)
{
	enum { HEADERS = sizeof(Elf32_Ehdr) + sizeof(Elf32_Phdr), SIZE = IMAGE_END - KERNEL_PA };
	static uint8_t file[HEADERS + SIZE], disk[4 * NBPG];
	uint8_t *e = file, *p = file + sizeof(Elf32_Ehdr);
	struct machine_config config = {.kernel = file,
	                                .kernel_size = sizeof file,
	                                .disk = disk,
	                                .disk_size = sizeof disk,
	                                .ram = RAM,
	                                .swap = 4 * NBPG,
	                                .system = "4.3bsd"};
	char error[ERROR_MAX] = "";
	struct machine *m;

	memcpy(e, ELFMAG, SELFMAG);
	e[EI_CLASS] = ELFCLASS32;
	e[EI_DATA] = ELFDATA2MSB;
	e[EI_VERSION] = EV_CURRENT;
	be16_put(e + offsetof(Elf32_Ehdr, e_type), ET_EXEC);
	be16_put(e + offsetof(Elf32_Ehdr, e_machine), EM_68K);
	be32_put(e + offsetof(Elf32_Ehdr, e_version), EV_CURRENT);
	be32_put(e + offsetof(Elf32_Ehdr, e_entry), S0BASE + BOOT);
	be32_put(e + offsetof(Elf32_Ehdr, e_phoff), sizeof(Elf32_Ehdr));
	be16_put(e + offsetof(Elf32_Ehdr, e_ehsize), sizeof(Elf32_Ehdr));
	be16_put(e + offsetof(Elf32_Ehdr, e_phentsize), sizeof(Elf32_Phdr));
	be16_put(e + offsetof(Elf32_Ehdr, e_phnum), 1);
	be32_put(p + offsetof(Elf32_Phdr, p_type), PT_LOAD);
	be32_put(p + offsetof(Elf32_Phdr, p_offset), HEADERS);
	be32_put(p + offsetof(Elf32_Phdr, p_vaddr), S0BASE + KERNEL_PA);
	be32_put(p + offsetof(Elf32_Phdr, p_filesz), SIZE);
	be32_put(p + offsetof(Elf32_Phdr, p_memsz), SIZE);
	memcpy(file + HEADERS, s->image + KERNEL_PA, SIZE);
	m = machine_new(&config, error);
	if (!m) {
		fprintf(stderr, "%s\n", error);
		exit(BROKEN);
	}
	return m;
}

static bool tables_moved(struct machine *m)
{
	struct cpu_regs regs;

	machine_regs(m, &regs);
	return regs.sbr != SPT || regs.p0br != S0BASE + P0PT;
}

struct figures {
	uint64_t insns, excused, halted, checked;
};

/* Tries a stream. False: its runs differ, which has been told. */
static bool try_stream(uint64_t seed, struct figures *f)
{
	static struct stream s;
	static struct run r;
	struct listener listener = {.arg = &r, .insn = on_insn, .store = on_store, .console = on_console};
	size_t first_size, size;
	void *first, *checkpoint;
	uint64_t straight, stepped, resumed, watched, insns;
	bool same;

	memset(&r, 0, sizeof r);
	make_stream(&s, seed);
	r.m = new_machine(&s);
	machine_listen(r.m, &listener);
	first = machine_save(r.m, &first_size);
	run(&r, INSNS, 0, &s);
	straight = result(&r);
	insns = machine_icount(r.m);
	f->insns += insns;
	f->halted += machine_halt(r.m)->halted;
	if (machine_halt(r.m)->check && strstr(machine_halt(r.m)->report, "engine")) {
		fprintf(stderr, "%s\n", machine_halt(r.m)->report);
		machine_free(r.m);
		return false;
	}
	if (tables_moved(r.m))
		r.excuse = "page tables elsewhere";

	machine_restore(r.m, first, first_size);
	machine_detail(r.m, true);
	run(&r, INSNS, seed % 3 ? 1 + below(&s, 40) : 1, &s);
	stepped = result(&r);
	machine_detail(r.m, false);

	machine_restore(r.m, first, first_size);
	run(&r, insns ? below(&s, (uint32_t)insns + 1) : 0, 50, &s);
	checkpoint = machine_save(r.m, &size);
	machine_restore(r.m, first, first_size);
	run(&r, INSNS / 7, 3, &s);
	machine_restore(r.m, checkpoint, size);
	run(&r, INSNS, 0, &s);
	resumed = result(&r);

	machine_restore(r.m, first, first_size);
	machine_watch(r.m, STREAM, IMAGE_END - STREAM, on_watched, &r);
	run(&r, INSNS, seed % 2 ? 50 : 0, &s);
	machine_watch(r.m, 0, 0, NULL, NULL);
	watched = result(&r);
	same = !memcmp(r.stored, r.watched, sizeof r.stored);
	free(first);
	free(checkpoint);
	machine_free(r.m);

	f->excused += r.excuse != NULL;
	if (r.excuse || (straight == stepped && straight == resumed && straight == watched && same))
		return true;
	fprintf(stderr,
	        "its runs differ: straight %016" PRIx64 ", in steps %016" PRIx64 ", from a checkpoint on %016" PRIx64
	        ", watched %016" PRIx64 "%s\n",
	        straight, stepped, resumed, watched, same ? "" : ", and of other stores");
	return false;
}

/* Workers --------------------------------------------------------------------------------------- */

struct worker {
	pid_t pid;
	uint64_t next, busy, done, slowest;
	double seconds;
	long kilobytes; /* most that one of its processes had */
	struct figures figures;
};

static double processor_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void __attribute__((noreturn)) work(struct worker *w, uint64_t end, uint64_t step)
{
	struct rusage usage;

	for (int n = 0; n < AT_ONCE && w->next < end; n++, w->next += step) {
		const struct itimerval most = {.it_value = {SECONDS, 0}};
		double begin = processor_time(), seconds;

		w->busy = w->next;
		setitimer(ITIMER_PROF, &most, NULL);
		if (!try_stream(w->next, &w->figures))
			exit(DIFFERS);
		seconds = processor_time() - begin;
		w->done++;
		if (seconds > w->seconds) {
			w->seconds = seconds;
			w->slowest = w->busy;
		}
		getrusage(RUSAGE_SELF, &usage);
		if (usage.ru_maxrss > w->kilobytes)
			w->kilobytes = usage.ru_maxrss;
	}
	exit(w->next < end ? MORE_WORK : 0);
}

static bool start(struct worker *w, uint64_t end, uint64_t step)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		work(w, end, step);
	w->pid = pid;
	return pid > 0;
}

static void tell_failure(const struct worker *w, int status)
{
	const char *why = WIFSIGNALED(status)              ? strsignal(WTERMSIG(status))
	                  : WEXITSTATUS(status) == DIFFERS ? "see above"
	                                                   : "it ended the program";

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF)
		printf("# stream %" PRIu64 ": over %d s\n", w->busy, SECONDS);
	else
		printf("# stream %" PRIu64 ": %s\n", w->busy, why);
}

static uint64_t run_workers(struct worker *workers, uint64_t from, uint64_t count, uint64_t n)
{
	uint64_t failures = 0, running = 0;
	struct worker sum = {0};

	for (uint64_t i = 0; i < n; i++) {
		workers[i].next = from + i;
		running += start(&workers[i], from + count, n);
	}
	while (running > 0) {
		struct worker *w = workers;
		int status;
		pid_t pid = wait(&status);

		while (pid > 0 && w->pid != pid)
			w++;
		if (pid < 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) {
			running--;
			continue;
		}
		if (!WIFEXITED(status) || WEXITSTATUS(status) != MORE_WORK) {
			tell_failure(w, status);
			failures++;
			w->next = w->busy + n;
			w->done++;
		}
		if (w->next >= from + count || !start(w, from + count, n))
			running--;
	}
	for (const struct worker *w = workers; w < workers + n; w++) {
		sum.done += w->done;
		sum.figures.insns += w->figures.insns;
		sum.figures.excused += w->figures.excused;
		sum.figures.halted += w->figures.halted;
		sum.kilobytes = w->kilobytes > sum.kilobytes ? w->kilobytes : sum.kilobytes;
		if (w->seconds > sum.seconds) {
			sum.seconds = w->seconds;
			sum.slowest = w->slowest;
		}
	}
	printf("# %" PRIu64 " streams, %" PRIu64 " instructions; %" PRIu64 " ended by themselves, %" PRIu64
	       " not compared; %" PRIu64 " failures\n# slowest: stream %" PRIu64 ", %.2f s; largest: %ld MB\n",
	       sum.done, sum.figures.insns, sum.figures.halted, sum.figures.excused, failures, sum.slowest, sum.seconds,
	       sum.kilobytes / 1024);
	return failures + (!SANITIZED && sum.kilobytes > MEGABYTES * 1024L) + (sum.done < count);
}

int main(int argc, char **argv)
{
	uint64_t from = argc > 1 ? strtoull(argv[1], NULL, 10) : 0, count = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	uint64_t n = argc > 3 ? strtoull(argv[3], NULL, 10) : WORKERS;
	struct worker *workers;

	if (n == 0) {
		struct figures figures = {0};

		return !try_stream(from, &figures);
	}
	n = n < WORKERS_MAX ? n : WORKERS_MAX;
	workers = mmap(NULL, n * sizeof *workers, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (workers == MAP_FAILED)
		return 1;
	return run_workers(workers, from, count, n) != 0;
}
