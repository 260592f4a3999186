/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making a machine: what is refused, and what a kernel finds when it starts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/be.h"
#include "bare_machine.h"

static const uint8_t idle[] = {0x4e, 0x71, 0x60, 0xfc}; /* 1: nop; bra 1b */

static void assert_refused(struct machine_config config, const char *why)
{
	char error[ERROR_MAX] = "";
	struct machine *m = machine_new(&config, error);

	assert_null(m);
	if (!strstr(error, why))
		fail_msg("expected \"%s\", got \"%s\"", why, error);
	assert_null(strchr(error, '\n'));
}

/* Very many segments that are all the same bytes at the same place would take for ever to load. */
static void no_segments_upon_others(void **state)
{
	enum { SEGMENTS = 1000, ENTRY = 32, E_PHOFF = 28, E_PHNUM = 44 };
	struct image image = bare_code(idle, sizeof idle);
	size_t size = image.size + SEGMENTS * ENTRY;
	uint8_t *data = malloc(size);
	struct machine_config c = {.kernel = data, .kernel_size = size, .ram = 4 << 20, .system = "4.3bsd"};

	(void)state;
	memcpy(data, image.data, image.size);
	for (size_t i = 0; i < SEGMENTS; i++)
		memcpy(data + image.size + i * ENTRY, image.data + be32_get(image.data + E_PHOFF), ENTRY);
	be32_put(data + E_PHOFF, (uint32_t)image.size);
	be16_put(data + E_PHNUM, SEGMENTS);
	assert_refused(c, "segments overlap");
	free(data);
	free(image.data);
}

static void no_machine_for_bad_configs(void **state)
{
	struct image image = bare_code(idle, sizeof idle);
	struct machine_config good = {
		.kernel = image.data, .kernel_size = image.size, .ram = 4 << 20, .system = "4.3bsd"};
	struct machine_config c = good;

	(void)state;
	c.ram = 0;
	assert_refused(c, "memory must be 2 to 64 MB");
	c.ram = 1 << 20;
	assert_refused(c, "memory must be 2 to 64 MB");
	c.ram = 65 << 20;
	assert_refused(c, "memory must be 2 to 64 MB");
	c.ram = (4 << 20) + 4096;
	assert_refused(c, "memory must be 2 to 64 MB");
	c = good;
	c.system = "a system whose name is far too long";
	assert_refused(c, "the system's name is too long");
	for (size_t size = 0; size < image.size; size += 7) {
		c = good;
		c.kernel_size = size;
		assert_refused(c, size < 52 ? "not an executable 68k ELF file" : "cut off");
	}
	static const struct {
		size_t offset;
		uint32_t value;
		const char *why;
	} patches[] = {
		{0, 0x7f454c47, "not an executable 68k"},  /* magic */
		{4, 0x02020100, "not an executable 68k"},  /* 64 bits */
		{4, 0x01010100, "not an executable 68k"},  /* little-endian */
		{16, 0x00030004, "not an executable 68k"}, /* a shared object */
		{16, 0x0002003e, "not an executable 68k"}, /* another processor's */
		{28, 0xfffffff0, "cut off in its program headers"},
		{56, 0xfffffff0, "cut off in a segment"}, /* p_offset */
		{60, 0x80000000, "outside of S0"},        /* p_vaddr: where bootinfo is */
		{60, 0x00004000, "outside of S0"},
		{60, 0xc0000000, "outside of S0"},
		{60, 0x80400000, "does not fit"},
		{72, 0xfffff000, "does not fit"}, /* p_memsz */
		{68, 0x00100000, "segment"},      /* p_filesz */
	};
	for (size_t i = 0; i < sizeof patches / sizeof *patches; i++) {
		uint8_t *copy = malloc(image.size);

		memcpy(copy, image.data, image.size);
		be32_put(copy + patches[i].offset, patches[i].value);
		c = good;
		c.kernel = copy;
		assert_refused(c, patches[i].why);
		free(copy);
	}
	free(image.data);
}

static void boot_information(void **state)
{
	struct image image = bare_code(idle, sizeof idle);
	struct machine *m = bare_machine(&image, NULL, 0);
	const uint8_t *ram = machine_ram(m);
	struct cpu_regs regs;

	(void)state;
	assert_int_equal(be32_get(ram + offsetof(struct bootinfo, b_magic)), BOOT_MAGIC);
	assert_int_equal(be32_get(ram + offsetof(struct bootinfo, b_ram)), machine_ram_size(m));
	assert_int_equal(be32_get(ram + offsetof(struct bootinfo, b_kernend)), KERNEL_PA + 4);
	assert_string_equal((const char *)ram + offsetof(struct bootinfo, b_system), "4.3bsd");
	machine_regs(m, &regs);
	assert_int_equal(regs.pc, S0BASE + KERNEL_PA);
	assert_int_equal(regs.psl, IPL_HIGH << PSL_IPLSHIFT);
	assert_int_equal(regs.mapen, 0);
	assert_int_equal(regs.p0lr, 0);
	assert_int_equal(regs.p1lr, P1PAGES);
	machine_free(m);
	free(image.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_machine_for_bad_configs),
		cmocka_unit_test(no_segments_upon_others),
		cmocka_unit_test(boot_information),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
