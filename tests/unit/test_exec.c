/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Damaged programs on the machine's disk. The host looks at a program before it goes there, so what the kernel's exec
 * makes of a bad one is only seen behind the host's back: here the disk is built without that look. Whatever the file
 * says, exec gives an error or the program runs or dies; the kernel goes on, and init tells the end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "image/disk.h"
#include "image/library.h"

enum {
	SEEDS = 150,
	LIMIT = 20000000, /* a damaged program may run for ever */
	RAM = 4 << 20,
	FILE_MAX = 16 << 20,
	HEADERS = 52 + 3 * 32, /* bytes of the ELF header and its program headers */
	PANIC = 125,           /* statuses of the kernel's own ends */
	DEADLOCK = 126,
	CANNOT_RUN = 127, /* init's child could not exec */
};

struct file {
	uint8_t *data;
	size_t size;
};

static uint32_t seed;

static uint32_t random_below(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static struct file read_guest(const char *name)
{
	char path[4096], error[ERROR_MAX] = "";
	const char *directory = library_directory(error);
	struct file f = {0};

	snprintf(path, sizeof path, "%s/%s", directory ? directory : "", name);
	if (!directory || !file_read(path, FILE_MAX, &f.data, &f.size, error))
		fail_msg("%s", error);
	return f;
}

/* How the machine ends with this program: init's status, or -1 when the limit comes first. */
static int run_program(const struct file *kernel, const struct file *init, const struct file *program,
                       const char *system)
{
	static const char rc[] = "/bin/damaged\0";
	struct machine_config config = {
		.kernel = kernel->data, .kernel_size = kernel->size, .ram = RAM, .swap = RAM, .system = system};
	struct disk_builder *builder = disk_new();
	char error[ERROR_MAX] = "";
	struct machine *m;
	uint8_t *disk;
	int status = -1;

	if (!disk_add_nodes(builder, error) || !disk_add(builder, "/etc/init", init->data, init->size, error) ||
	    !disk_add(builder, "/etc/rc", rc, sizeof rc, error) ||
	    !disk_add(builder, "/bin/damaged", program->data, program->size, error))
		fail_msg("%s", error);
	disk = disk_finish(builder, &config.disk_size, error);
	config.disk = disk;
	m = machine_new(&config, error);
	if (!m)
		fail_msg("%s", error);
	while (machine_run(m, LIMIT) == STOP_INPUT)
		machine_hang_up(m);
	if (machine_halt(m)->check)
		fail_msg("machine check: %s", machine_halt(m)->report);
	if (machine_halt(m)->halted)
		status = (int)machine_halt(m)->status;
	machine_free(m);
	free(disk);
	return status;
}

static void damage(struct file *f)
{
	static const uint8_t borders[] = {0, 1, 0x7F, 0x80, 0xFF};
	uint32_t kind = random_below(3), from = kind == 0 ? 0 : 52, to = kind == 0 ? 52 : HEADERS;

	if (kind == 2) {
		f->size = random_below((uint32_t)f->size);
		return;
	}
	for (uint32_t n = 1 + random_below(4); n > 0; n--) {
		uint8_t byte = (uint8_t)random_below(256);

		if (random_below(2))
			byte = borders[random_below(sizeof borders)];
		f->data[from + random_below(to - from)] = byte;
	}
}

static void a_damaged_program_harms_nobody(void **state)
{
	struct file kernel = read_guest("kernel"), init = read_guest("bin/init"), good = read_guest("demos/borrow");
	int refused = 0, ran = 0;

	(void)state;
	for (uint32_t i = 1; i <= SEEDS; i++) {
		struct file bad = {malloc(good.size), good.size};
		int status;

		seed = i * 7919;
		memcpy(bad.data, good.data, good.size);
		damage(&bad);
		status = run_program(&kernel, &init, &bad, i % 2 ? "4.3bsd" : "4.4bsd");
		if (status == PANIC || status == DEADLOCK)
			fail_msg("seed %u: the kernel ends with %d", i, status);
		refused += status == CANNOT_RUN;
		ran += status == 0;
		free(bad.data);
	}
	assert_true(refused > SEEDS / 5);
	assert_true(ran > SEEDS / 20);
	free(kernel.data);
	free(init.data);
	free(good.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_damaged_program_harms_nobody)};
	const char *guest = getenv("VFORKSCOPE_GUEST");

	setenv("VFORKSCOPE_DATA", guest ? guest : "build/guest", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
