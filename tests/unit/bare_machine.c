/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Machines without a kernel: see bare_machine.h. */
#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/be.h"
#include "bare_machine.h"

enum { RAM = 4 << 20, LIMIT = 1000000 };

struct image bare_image(const char *argv0, const char *name)
{
	struct image image = {0};
	const char *slash = strrchr(argv0, '/');
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%.*s%s.elf", slash ? (int)(slash + 1 - argv0) : 0, argv0, name);
	f = fopen(path, "rb");
	if (!f)
		fail_msg("%s: cannot open; is it built?", path);
	fseek(f, 0, SEEK_END);
	image.size = (size_t)ftell(f);
	rewind(f);
	image.data = malloc(image.size);
	assert_int_equal(fread(image.data, 1, image.size, f), image.size);
	fclose(f);
	return image;
}

struct image bare_code(const void *code, size_t size)
{
	enum { HEADERS = sizeof(Elf32_Ehdr) + sizeof(Elf32_Phdr) };
	struct image image = {calloc(1, HEADERS + size), HEADERS + size};
	uint8_t *e = image.data, *p = e + sizeof(Elf32_Ehdr);

	memcpy(e, ELFMAG, SELFMAG);
	e[EI_CLASS] = ELFCLASS32;
	e[EI_DATA] = ELFDATA2MSB;
	e[EI_VERSION] = EV_CURRENT;
	be16_put(e + offsetof(Elf32_Ehdr, e_type), ET_EXEC);
	be16_put(e + offsetof(Elf32_Ehdr, e_machine), EM_68K);
	be32_put(e + offsetof(Elf32_Ehdr, e_version), EV_CURRENT);
	be32_put(e + offsetof(Elf32_Ehdr, e_entry), S0BASE + KERNEL_PA);
	be32_put(e + offsetof(Elf32_Ehdr, e_phoff), sizeof(Elf32_Ehdr));
	be16_put(e + offsetof(Elf32_Ehdr, e_ehsize), sizeof(Elf32_Ehdr));
	be16_put(e + offsetof(Elf32_Ehdr, e_phentsize), sizeof(Elf32_Phdr));
	be16_put(e + offsetof(Elf32_Ehdr, e_phnum), 1);
	be32_put(p + offsetof(Elf32_Phdr, p_type), PT_LOAD);
	be32_put(p + offsetof(Elf32_Phdr, p_offset), HEADERS);
	be32_put(p + offsetof(Elf32_Phdr, p_vaddr), S0BASE + KERNEL_PA);
	be32_put(p + offsetof(Elf32_Phdr, p_filesz), (uint32_t)size);
	be32_put(p + offsetof(Elf32_Phdr, p_memsz), (uint32_t)size);
	memcpy(image.data + HEADERS, code, size);
	return image;
}

struct machine *bare_machine(const struct image *image, const uint8_t *disk, size_t disk_size)
{
	struct machine_config config = {
		.kernel = image->data,
		.kernel_size = image->size,
		.disk = disk,
		.disk_size = disk_size,
		.ram = RAM,
		.swap = BARE_SWAP * NBPG,
		.system = "4.3bsd",
	};
	char error[ERROR_MAX] = "";
	struct machine *m = machine_new(&config, error);

	if (!m)
		fail_msg("%s", error);
	return m;
}

uint32_t bare_long(struct machine *m, struct symbols *s, const char *label)
{
	uint32_t va;

	if (!symbols_address(s, label, &va))
		fail_msg("%s: no such label", label);
	return be32_get(machine_ram(m) + (va & PAMASK));
}

uint64_t bare_random(uint64_t *seed)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static bool on_event(void *arg, const struct event *e)
{
	struct fixture *f = arg;

	assert_true(f->nevents < sizeof f->events / sizeof *f->events);
	f->events[f->nevents++] = *e;
	return false;
}

static void on_console(void *arg, const uint8_t *data, size_t n)
{
	struct fixture *f = arg;

	assert_true(f->nprinted + n < sizeof f->printed);
	memcpy(f->printed + f->nprinted, data, n);
	f->nprinted += n;
}

static void on_input(void *arg, uint64_t icount, uint16_t character)
{
	struct fixture *f = arg;

	if (f->nkeys < sizeof f->key / sizeof *f->key) {
		f->key_icount[f->nkeys] = icount;
		f->key[f->nkeys] = character;
	}
	f->nkeys++;
}

static void on_insn(void *arg, uint64_t icount, uint32_t pc)
{
	(void)arg;
	(void)icount;
	(void)pc;
}

struct fixture *bare_new(const char *argv0, const char *name, const uint8_t *disk, size_t disk_size, uint64_t step,
                         bool detail)
{
	struct fixture *f = calloc(1, sizeof *f);
	const struct listener listener = {
		.arg = f,
		.event = on_event,
		.console = on_console,
		.input = on_input,
		.insn = on_insn,
	};
	char error[ERROR_MAX];

	f->step = step;
	f->image = bare_image(argv0, name);
	f->symbols = symbols_open(f->image.data, f->image.size, error);
	assert_non_null(f->symbols);
	f->m = bare_machine(&f->image, disk, disk_size);
	machine_listen(f->m, &listener);
	machine_detail(f->m, detail);
	return f;
}

void bare_free(struct fixture *f)
{
	machine_free(f->m);
	symbols_close(f->symbols);
	free(f->image.data);
	free(f);
}

enum machine_stop bare_run(struct fixture *f)
{
	enum machine_stop stop;

	while ((stop = machine_run(f->m, machine_icount(f->m) + f->step)) == STOP_TARGET)
		assert_true(machine_icount(f->m) < LIMIT);
	if (machine_halt(f->m)->check)
		fail_msg("%s", machine_halt(f->m)->report);
	return stop;
}

void bare_run_to_halt(struct fixture *f)
{
	assert_int_equal(bare_run(f), STOP_HALT);
	assert_int_equal(machine_halt(f->m)->status, BARE_STATUS);
}

int bare_tear_down(void **state)
{
	bare_free(*state);
	return 0;
}

static struct shared {
	struct fixture *(*run)(uint64_t step, bool detail);
	uint64_t step;
	bool detail;
	struct fixture *fixture;
} shared[4];
static size_t nshared;

int bare_share(void **state, struct fixture *(*run)(uint64_t step, bool detail), uint64_t step, bool detail)
{
	struct shared *s = shared;

	while (s < shared + nshared && (s->run != run || s->step != step || s->detail != detail))
		s++;
	if (s == shared + nshared) {
		assert_true(nshared < sizeof shared / sizeof *shared);
		*s = (struct shared){run, step, detail, run(step, detail)};
		nshared++;
	}
	*state = s->fixture;
	return 0;
}

int bare_forget(void **state)
{
	(void)state;
	while (nshared)
		bare_free(shared[--nshared].fixture);
	return 0;
}

void bare_same(const struct fixture *a, struct fixture *b)
{
	void *state = b;

	assert_int_equal(machine_icount(a->m), machine_icount(b->m));
	assert_int_equal(machine_hash(a->m), machine_hash(b->m));
	bare_tear_down(&state);
}

uint32_t address(const struct fixture *f, const char *label)
{
	uint32_t va;

	if (!symbols_address(f->symbols, label, &va))
		fail_msg("%s: no such label", label);
	return va;
}

const uint8_t *bytes(const struct fixture *f, const char *label)
{
	return machine_ram(f->m) + (address(f, label) & PAMASK);
}

uint32_t value(const struct fixture *f, const char *label, unsigned n)
{
	return be32_get(bytes(f, label) + 4 * n);
}

uint32_t noted(const struct fixture *f, const char *name, unsigned n)
{
	char label[64];

	snprintf(label, sizeof label, "%s_log", name);
	return value(f, label, n);
}
