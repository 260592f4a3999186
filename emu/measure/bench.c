/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measurements. The programs are a few instructions, kept here as code so that every engine runs the same bytes. */
#include "measure/bench.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "abi/syscalls.h"
#include "abi/systems.h"
#include "base/be.h"
#include "core/cpu.h"
#include "base/error.h"
#include "image/library.h"
#include "base/alloc.h"
#include "base/scratch.h"
#include "base/tool.h"
#include "measure/bench_private.h"
#include "measure/log_maker.h"

enum {
	LOOPS = 10000000, /* of the machine and the bare engine */
	DETAIL_LOOPS = 250000,
	SIMH_LOOPS = 1000000,
	CALLS = 300000, /* system calls */
	TRAPS = 1000000,
	HOST_LOANS = 5000,
	COMMAND_SECONDS = 300, /* most that another program may take */
	STRETCH_RAM = 64,      /* megabytes for the programs of guest/bench */
	COUNT_AT = 2,          /* offset of the number of rounds in all programs */
	DATA = 0x2000,         /* where the loop stores */
	DATA_SIZE = 0x1000,
};

extern char **environ;

char bench_error[ERROR_MAX];

/* A call, and one store in five instructions. */
static const uint8_t loop_code[] = {
	0x24, 0x3C, 0x00, 0x00, 0x00, 0x00, /*       move.l #rounds,d2 */
	0x41, 0xF8, 0x20, 0x00,             /* loop: lea 0x2000,a0 */
	0x61, 0x0C,                         /*       bsr.s work */
	0x53, 0x82,                         /*       subq.l #1,d2 */
	0x66, 0xF6,                         /*       bne.s loop */
	0x42, 0xA7,                         /*       clr.l -(sp)    exit(0) ... */
	0x42, 0xA7,                         /*       clr.l -(sp)    ... and where a return address would be */
	0x70, 0x01,                         /*       moveq #1,d0 */
	0x4E, 0x40,                         /*       trap #0 */
	0x4E, 0x56, 0xFF, 0xF0,             /* work: link fp,#-16 */
	0x2D, 0x42, 0xFF, 0xFC,             /*       move.l d2,-4(fp) */
	0x20, 0x2E, 0xFF, 0xFC,             /*       move.l -4(fp),d0 */
	0xD1, 0x98,                         /*       add.l d0,(a0)+ */
	0x20, 0xC0,                         /*       move.l d0,(a0)+ */
	0xB1, 0x83,                         /*       eor.l d0,d3 */
	0xD2, 0x83, 0xB3, 0x83,             /*       add.l d3,d1; eor.l d1,d3 */
	0xE7, 0x9B, 0x52, 0x81,             /*       rol.l #3,d3; addq.l #1,d1 */
	0xD2, 0x83, 0xB3, 0x83,             /*       the same again */
	0xE7, 0x9B, 0x52, 0x81,             /* */
	0xD2, 0x83, 0xB3, 0x83,             /*       and again */
	0xE7, 0x9B, 0x52, 0x81,             /* */
	0xB3, 0x83,                         /*       eor.l d1,d3 */
	0x4E, 0x5E,                         /*       unlk fp */
	0x4E, 0x75,                         /*       rts */
};
enum { LOOP_INSNS = 25, LOOP_TRAP = 23 /* low byte of the trap: #0 for the kernel, #1 stops the bare engine */ };

static const uint8_t call_code[] = {
	0x24, 0x3C, 0x00, 0x00, 0x00, 0x00,             /*       move.l #rounds,d2 */
	0x70, 0x14,                                     /* loop: moveq #20,d0   getpid */
	0x4E, 0x40,                                     /*       trap #0 */
	0x53, 0x82,                                     /*       subq.l #1,d2 */
	0x66, 0xF8,                                     /*       bne.s loop */
	0x42, 0xA7, 0x42, 0xA7, 0x70, 0x01, 0x4E, 0x40, /* exit(0) as above */
};

/* A kernel that traps and returns, and nothing else. Its SCB follows at SCB_AT. */
static const uint8_t trap_code[] = {
	0x24, 0x3C, 0x00, 0x00, 0x00, 0x00, /*       move.l #rounds,d2 */
	0x4F, 0xF9, 0x80, 0x00, 0x70, 0x00, /*       lea KERNEL+DATA+DATA_SIZE,sp */
	0x20, 0x3C, 0x00, 0x00, 0x00, 0x00, /*       move.l #scb,d0 */
	0x72, 0x11, 0xA0, 0x00,             /*       moveq #SCBB,d1; MTPR */
	0x4E, 0x40,                         /* loop: trap #0 */
	0x53, 0x82,                         /*       subq.l #1,d2 */
	0x66, 0xFA,                         /*       bne.s loop */
	0x70, 0x00, 0xA0, 0x09,             /*       moveq #0,d0; HALT */
	0x58, 0x8F, 0x4E, 0x73,             /* trap: addq.l #4,sp (the code); rte */
};
enum { TRAP_SCB = 14 /* where the SCB's address goes */, TRAP_HANDLER = 32, SCB_AT = 36 };

/* The loop for the VAX, as longwords to deposit at 0x1000; 27 instructions a round:
 *	movl #rounds,r2
 * loop: movl #0x2000,r0; bsbb work; sobgtr r2,loop; halt
 * work: pushl fp; movl sp,fp; subl2 #16,sp; movl r2,-4(fp); movl -4(fp),r1; addl2 r1,(r0)+; movl r1,(r0)+;
 *	xorl2 r1,r3; three times (addl2 r3,r4; xorl2 r4,r3; rotl #3,r3,r3; incl r4); xorl2 r4,r3;
 *	movl fp,sp; movl (sp)+,fp; rsb; nop */
static const uint8_t vax_code[] = {
	0xD0, 0x8F, 0x00, 0x00, 0x00, 0x00, 0x52, 0xD0, 0x8F, 0x00, 0x20, 0x00, 0x00, 0x50, 0x10, 0x04,
	0xF5, 0x52, 0xF4, 0x00, 0xDD, 0x5D, 0xD0, 0x5E, 0x5D, 0xC2, 0x10, 0x5E, 0xD0, 0x52, 0xAD, 0xFC,
	0xD0, 0xAD, 0xFC, 0x51, 0xC0, 0x51, 0x80, 0xD0, 0x51, 0x80, 0xCC, 0x51, 0x53, 0xC0, 0x53, 0x54,
	0xCC, 0x54, 0x53, 0x9C, 0x03, 0x53, 0x53, 0xD6, 0x54, 0xC0, 0x53, 0x54, 0xCC, 0x54, 0x53, 0x9C,
	0x03, 0x53, 0x53, 0xD6, 0x54, 0xC0, 0x53, 0x54, 0xCC, 0x54, 0x53, 0x9C, 0x03, 0x53, 0x53, 0xD6,
	0x54, 0xCC, 0x54, 0x53, 0xD0, 0x5D, 0x5E, 0xD0, 0x8E, 0x5D, 0x05, 0x01,
};
enum { VAX_INSNS = 27 };

double bench_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The same of all that it started and that has ended. */
static double seconds_of_children(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* A program around some code: text from base on, data at base + DATA. The code begins behind the ELF headers, at
 * base + TEXT. */
enum { TEXT = sizeof(Elf32_Ehdr) + 2 * sizeof(Elf32_Phdr) };
static uint8_t *make_elf(const uint8_t *code, size_t size, uint32_t base, uint32_t rounds, size_t *total)
{
	const uint32_t whole = (uint32_t)(TEXT + size), data = base + DATA;
	const uint32_t segments[2][8] = {
		/* type, offset, vaddr, paddr, filesz, memsz, flags, align */
		{PT_LOAD, 0, base, base, whole, whole, PF_R | PF_X, 0x1000},
		{PT_LOAD, 0, data, data, 0, DATA_SIZE, PF_R | PF_W, 0x1000},
	};
	static const uint8_t ident[] = {0x7F, 'E', 'L', 'F', ELFCLASS32, ELFDATA2MSB, EV_CURRENT};
	uint8_t *elf = alloc_new(TEXT + size, 1);

	memcpy(elf, ident, sizeof ident);
	be16_put(elf + offsetof(Elf32_Ehdr, e_type), ET_EXEC);
	be16_put(elf + offsetof(Elf32_Ehdr, e_machine), EM_68K);
	be32_put(elf + offsetof(Elf32_Ehdr, e_version), EV_CURRENT);
	be32_put(elf + offsetof(Elf32_Ehdr, e_entry), base + TEXT);
	be32_put(elf + offsetof(Elf32_Ehdr, e_phoff), sizeof(Elf32_Ehdr));
	be16_put(elf + offsetof(Elf32_Ehdr, e_ehsize), sizeof(Elf32_Ehdr));
	be16_put(elf + offsetof(Elf32_Ehdr, e_phentsize), sizeof(Elf32_Phdr));
	be16_put(elf + offsetof(Elf32_Ehdr, e_phnum), 2);
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < 8; k++)
			be32_put(elf + sizeof(Elf32_Ehdr) + i * sizeof(Elf32_Phdr) + 4 * k, segments[i][k]);
	memcpy(elf + TEXT, code, size);
	be32_put(elf + TEXT + COUNT_AT, rounds);
	*total = TEXT + size;
	return elf;
}

/* Stops at the program's first instruction and at its exit. */
static bool at_border(void *arg, const struct event *e)
{
	(void)arg;
	return (e->kind == EV_EXEC_DONE && strstr(e->text, "bench")) || e->kind == EV_EXIT_BEGIN;
}

/* Runs up to the first event at which the listener stops the machine, and from there to the second. Seconds between the
 * two, negative on failure; *insns: how many instructions that were. */
static double time_between(const struct run_config *config, const struct listener *listener, bool detail,
                           uint64_t *insns)
{
	struct machine *m = run_config_machine(config, bench_error);
	double begin, time = -1;

	if (!m)
		return -1;
	machine_listen(m, listener);
	if (machine_run(m, limits_default.instructions) == STOP_EVENT) {
		*insns = machine_icount(m);
		machine_detail(m, detail);
		begin = bench_seconds();
		if (machine_run(m, limits_default.instructions) == STOP_EVENT)
			time = bench_seconds() - begin;
		*insns = machine_icount(m) - *insns;
	}
	if (time < 0)
		error_set(bench_error, "the program does not run to its end");
	machine_free(m);
	return time;
}

/* Runs code as a program under the kernel. Seconds from its first instruction to its exit, negative on failure;
 * *insns: how many instructions that were. */
static double run_program(const uint8_t *code, size_t size, uint32_t rounds, bool detail, uint64_t *insns)
{
	const struct listener listener = {.event = at_border};
	struct run_config config;
	double time = -1;
	uint8_t *elf = make_elf(code, size, 0, rounds, &size);

	if (library_image(&(struct launch){0}, "bench", elf, size, &config, bench_error)) {
		time = time_between(&config, &listener, detail, insns);
		run_config_free(&config);
	}
	free(elf);
	return time;
}

double bench_machine_mips(void)
{
	uint64_t insns = 0;
	double time = run_program(loop_code, sizeof loop_code, LOOPS, false, &insns);

	return time > 0 ? (double)insns / time / 1e6 : -1;
}

double bench_detail_mips(void)
{
	uint64_t insns = 0;
	double time = run_program(loop_code, sizeof loop_code, DETAIL_LOOPS, true, &insns);

	return time > 0 ? (double)insns / time / 1e6 : -1;
}

double bench_getpid_ns(void)
{
	uint64_t insns;
	double time = run_program(call_code, sizeof call_code, CALLS, false, &insns);

	return time > 0 ? time * 1e9 / CALLS : -1;
}

double bench_bare_mips(void)
{
	uint8_t code[sizeof loop_code];
	double mips;

	memcpy(code, loop_code, sizeof code);
	be32_put(code + COUNT_AT, LOOPS);
	code[LOOP_TRAP] |= 1;
	mips = cpu_bare_mips(code, sizeof code, 0, (uint64_t)LOOPS * LOOP_INSNS);
	return mips > 0 ? mips : -1;
}

/* Runs a command with its output thrown away. Seconds of processor time, negative when it cannot be run or fails with a
 * status above `good`. */
static double time_command(const char *path, const char *const *argv, int good)
{
	char *data = alloc_format("VFORKSCOPE_DATA=%s", library_directory(bench_error));
	const struct tool tool = {
		.path = path,
		.argv = argv,
		.environment = (const char *[]){data, NULL},
		.seconds = COMMAND_SECONDS,
		.trusted = true,
	};
	double begin = seconds_of_children(), time;
	struct tool_result result;
	bool ok = tool_run(&tool, &result, bench_error);

	time = seconds_of_children() - begin;
	if (ok && result.status > good)
		ok = error_set(bench_error, "%s does not run", path);
	tool_free(&result);
	free(data);
	return ok ? time : -1;
}

/* Writes SIMH's script. */
static bool write_script(const char *name, uint32_t rounds)
{
	uint8_t code[sizeof vax_code];
	FILE *f = fopen(name, "w");

	if (!f)
		return error_set(bench_error, "%s cannot be written", name);
	memcpy(code, vax_code, sizeof code);
	for (int i = 0; i < 4; i++) /* the VAX is little-endian */
		code[COUNT_AT + i] = (uint8_t)(rounds >> 8 * i);
	for (size_t i = 0; i < sizeof code; i += 4)
		fprintf(f, "deposit -l %zx %02x%02x%02x%02x\n", 0x1000 + i, code[i + 3], code[i + 2], code[i + 1],
		        code[i]);
	fputs("deposit sp 8000\ndeposit pc 1000\ngo\nexit\n", f);
	return !fclose(f) || error_set(bench_error, "%s cannot be written", name);
}

/* Seconds that SIMH takes for so many rounds. */
static double time_simh(uint32_t rounds)
{
	char *path = tool_find("vax780"), *name = NULL;
	struct scratch scratch;
	double time = -1;
	sigset_t before;

	tool_hold(&before);
	if (!path) {
		error_set(bench_error, "vax780 does not run");
	} else if (scratch_make(&scratch, bench_error)) {
		name = alloc_format("%s/script", scratch.path);
		if (write_script(name, rounds))
			time = time_command(path, (const char *[]){"vax780", name, NULL}, 0);
		scratch_remove(&scratch);
	}
	tool_release(&before);
	free(name);
	free(path);
	return time;
}

double bench_simh_mips(void)
{
	double start = time_simh(1), all = start < 0 ? -1 : time_simh(SIMH_LOOPS);

	return all > start ? (double)SIMH_LOOPS * VAX_INSNS / (all - start) / 1e6 : -1;
}

static bool at_stretch(void *arg, const struct event *e)
{
	struct stretch *s = arg;

	if (!s->begun)
		return s->begun = e->kind == s->begin && (!s->call || e->arg[0] == s->call);
	return e->kind == s->counted && ++s->seen == s->wanted;
}

double bench_stretch(const struct run_config *config, struct stretch s)
{
	const struct listener listener = {
		.arg = &s,
		.event = at_stretch,
		.only = UINT64_C(1) << s.begin | UINT64_C(1) << s.counted,
	};
	uint64_t insns;
	double time = time_between(config, &listener, false, &insns);

	return time < 0 ? -1 : time * 1e6 / (double)s.wanted;
}

/* The same of a program of guest/bench. */
static double run_stretch(const char *const *argv, struct stretch s)
{
	const struct launch launch = {.ram = STRETCH_RAM};
	const char *guest = library_directory(bench_error);
	struct run_config config;
	const char *words[4] = {NULL};
	double us = -1;
	char *path;

	if (!guest)
		return -1;
	path = alloc_format("%s/bench/%s", guest, argv[0]);
	words[0] = path;
	for (int i = 1; i < 3; i++)
		words[i] = argv[i];
	if (library_prepare(&launch, words, &config, bench_error)) {
		us = bench_stretch(&config, s);
		run_config_free(&config);
	}
	free(path);
	return us;
}

static double loans(const char *kilobytes)
{
	return run_stretch((const char *const[]){"loans", "10001", kilobytes},
	                   (struct stretch){.begin = EV_VFORK_BEGIN, .counted = EV_WAIT_REAP, .wanted = 10000});
}

double bench_vfork_us(void)
{
	return loans("16");
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/*
 * The median of three sizes. Into which page frames the child's u area falls is chance: with 8,192 KB they have the
 * same place in the engine's table of pages as the running process's u area, and each chases the other out of it.
 */
double bench_vfork_large_us(void)
{
	double us[] = {loans("8000"), loans("8192"), loans("8400")};

	qsort(us, sizeof us / sizeof *us, sizeof *us, ascending);
	return us[0] < 0 ? -1 : us[1];
}

/* One loan of the host's own. False if there was none. */
static bool host_loan(void)
{
	pid_t pid = vfork();
	int status;

	if (pid == 0)
		_exit(0);
	return pid > 0 && waitpid(pid, &status, 0) == pid;
}

double bench_host_loan_us(void)
{
	double begin = bench_seconds() + seconds_of_children();

	for (int i = 0; i < HOST_LOANS; i++) {
		if (!host_loan()) {
			error_set(bench_error, "the host has no vfork");
			return -1;
		}
	}
	return (bench_seconds() + seconds_of_children() - begin) * 1e6 / HOST_LOANS;
}

double bench_trap_us(void)
{
	const uint32_t kernel = S0BASE + KERNEL_PA;
	uint8_t code[SCB_AT + SCB_BYTES] = {0};
	struct machine_config config = {.ram = 2 << 20, .system = SYSTEM_DEFAULT};
	struct machine *m;
	double time = -1;
	uint8_t *elf;

	memcpy(code, trap_code, sizeof trap_code);
	be32_put(code + TRAP_SCB, KERNEL_PA + TEXT + SCB_AT);
	be32_put(code + SCB_AT + SCB_CHMK, kernel + TEXT + TRAP_HANDLER);
	elf = make_elf(code, sizeof code, kernel, TRAPS, &config.kernel_size);
	config.kernel = elf;
	m = machine_new(&config, bench_error);
	if (m) {
		double begin = bench_seconds();

		if (machine_run(m, limits_default.instructions) == STOP_HALT && !machine_halt(m)->check)
			time = bench_seconds() - begin;
		else
			error_set(bench_error, "the machine does not trap: %s", machine_halt(m)->report);
		machine_free(m);
	}
	free(elf);
	return time < 0 ? -1 : time * 1e6 / TRAPS;
}

double bench_switch_us(void)
{
	return run_stretch(
		(const char *const[]){"switches", "500", "1000000"},
		(struct stretch){
			.begin = EV_SYSCALL_ENTER, .call = SYS_WRITE, .counted = EV_PROC_SWITCH, .wanted = 100000});
}

static bool at_exec(void *arg, const struct event *e)
{
	(void)arg;
	return e->kind == EV_EXEC_DONE;
}

/* Instructions from power on to init's first one. */
static uint64_t boot_insns(void)
{
	const struct listener listener = {.event = at_exec};
	const char *argv[] = {"true", NULL};
	struct run_config config;
	struct machine *m;
	uint64_t insns = 0;

	if (!library_prepare(&(struct launch){0}, argv, &config, bench_error))
		return 0;
	m = run_config_machine(&config, bench_error);
	if (m) {
		machine_listen(m, &listener);
		if (machine_run(m, limits_default.instructions) == STOP_EVENT)
			insns = machine_icount(m);
		machine_free(m);
	}
	run_config_free(&config);
	return insns;
}

/* Where this program is. False if the host does not tell. */
static bool own_path(char executable[4096])
{
	ssize_t n = readlink("/proc/self/exe", executable, 4095);

	executable[n > 0 ? n : 0] = '\0';
	return n > 0 || error_set(bench_error, "there is no /proc/self/exe");
}

double bench_diff_ms(void)
{
	char executable[4096];
	const char *argv[] = {executable, "diff", "return@4.3bsd", "return@4.4bsd", NULL};
	double time = own_path(executable) ? time_command(executable, argv, 1) : -1; /* they differ */

	return time < 0 ? -1 : time * 1e3;
}

static const struct log_shape few_at_once = {.processes = 4000, .alive = 2, .calls = 97};

static bool write_log(const char *path)
{
	FILE *f = fopen(path, "w");
	bool ok = f && log_make(f, &few_at_once);

	return (f && !fclose(f) && ok) || error_set(bench_error, "%s cannot be written", path);
}

double bench_import_lines(void)
{
	char executable[4096], *log = NULL, *script = NULL;
	struct scratch scratch;
	double time = -1;
	sigset_t before;

	tool_hold(&before);
	if (own_path(executable) && scratch_make(&scratch, bench_error)) {
		log = alloc_format("%s/log", scratch.path);
		script = alloc_format("%s/log.vps", scratch.path);
		if (write_log(log))
			time = time_command(executable,
			                    (const char *[]){executable, "import", "strace", log, "-o", script, NULL},
			                    0);
		scratch_remove(&scratch);
	}
	tool_release(&before);
	free(log);
	free(script);
	return time > 0 ? few_at_once.processes * few_at_once.calls / time / 1e6 : -1;
}

double bench_boot_ms(void)
{
	char limit[24], executable[4096];
	const char *argv[] = {executable, "run", "--max-instructions", limit, "true", NULL};
	uint64_t insns = boot_insns();
	double time;

	if (!insns || !own_path(executable))
		return -1;
	snprintf(limit, sizeof limit, "%llu", (unsigned long long)insns);
	time = time_command(executable, argv, 124); /* stopped by the limit is what we want */
	return time < 0 ? -1 : time * 1e3;
}

double bench_vfork_pages(void)
{
	const char *argv[] = {"borrow", NULL};
	struct run_config config;
	struct timeline *t = NULL;
	double pages = -1;
	bool loan = false;

	if (library_prepare(&(struct launch){0}, argv, &config, bench_error)) {
		t = timeline_new(&config, bench_error);
		run_config_free(&config);
	}
	if (!t)
		return -1;
	timeline_complete(t);
	for (size_t i = 0; i < timeline_nevents(t); i++) {
		const struct event *e = timeline_event(t, i);

		if (e->kind == EV_VFORK_BEGIN) {
			loan = true;
			pages = pages < 0 ? 0 : pages;
		} else if (e->kind == EV_VFORK_END) {
			loan = false;
		} else if (loan && e->kind == EV_FORK_COPY) {
			pages += e->arg[1];
		} else if (loan && e->kind == EV_COW_COPY) {
			pages++;
		}
	}
	timeline_free(t);
	if (pages < 0)
		error_set(bench_error, "borrow has no vfork");
	return pages;
}
