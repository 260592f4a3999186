/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Functions, lines and variables of tests/unit/guest/variables.c, compiled for the machine; of a demo and of the kernel
 * as they were built; and images that are broken in every way.
 */
#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/machine.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/symbols.h"
#include "debuginfo/symbols_pool.h"

enum { VARIABLES_MAX = 32 };

static const char *fixture_path; /* variables.elf, beside this program */

struct image {
	uint8_t *data;
	size_t size;
};

static struct image read_image(const char *path)
{
	struct image image = {0};
	FILE *f = fopen(path, "rb");

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

static struct symbols *open_path(const char *path)
{
	char error[ERROR_MAX] = "";
	struct image image = read_image(path);
	struct symbols *s = symbols_open(image.data, image.size, error);

	free(image.data); /* the image is copied */
	if (!s)
		fail_msg("%s: %s", path, error);
	return s;
}

static const char *guest_path(const char *name)
{
	const char *guest = getenv("VFORKSCOPE_GUEST");
	static char path[4096];

	snprintf(path, sizeof path, "%s/%s", guest ? guest : "build/guest", name);
	return path;
}

static struct symbols *open_guest(const char *name)
{
	return open_path(guest_path(name));
}

static const struct variable *find(const struct variable *v, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(v[i].name, name))
			return &v[i];
	return NULL;
}

/* Line of a text in a source file, from 1; 0 if it is not there. */
static int line_of(const char *file, const char *text)
{
	FILE *f = fopen(file, "r");
	char line[512];
	int number = 0;

	if (!f)
		fail_msg("%s: DWARF names a source that cannot be opened", file);
	while (fgets(line, sizeof line, f)) {
		number++;
		if (strstr(line, text)) {
			fclose(f);
			return number;
		}
	}
	fclose(f);
	return 0;
}

/* A program that lies elsewhere: the same answers for the addresses there. */
static void moved(void **state)
{
	enum { BASE = 0x73a000 };
	struct symbols *there = open_guest("demos/borrow"), *here = open_guest("demos/borrow");
	struct variable globals[2][64], locals[2][16];
	uint32_t main_here, main_there, start;
	const char *file[2];
	int line[2];
	size_t n;

	(void)state;
	symbols_move(there, BASE);
	assert_true(symbols_address(here, "main", &main_here));
	assert_true(symbols_address(there, "main", &main_there));
	assert_int_equal(main_there, main_here + BASE);
	assert_string_equal(symbols_function(there, main_there + 8, &start), "main");
	assert_int_equal(start, main_there);
	assert_null(symbols_function(there, main_here, NULL));
	assert_true(symbols_line(here, main_here + 8, &file[0], &line[0]));
	assert_true(symbols_line(there, main_there + 8, &file[1], &line[1]));
	assert_int_equal(line[0], line[1]);
	assert_string_equal(file[0], file[1]);
	assert_false(symbols_line(there, main_here + 8, &file[1], &line[1]));
	n = symbols_locals(here, main_here + 8, locals[0], 16);
	assert_true(n > 0 && n == symbols_locals(there, main_there + 8, locals[1], 16));
	assert_int_equal(locals[0][0].where, locals[1][0].where); /* in the stack frame, wherever that is */
	n = symbols_globals(here, globals[0], 64);
	assert_true(n > 0 && n <= 64 && n == symbols_globals(there, globals[1], 64));
	assert_int_equal((uint32_t)globals[1][0].where, (uint32_t)globals[0][0].where + BASE);
	symbols_move(there, 0);
	assert_string_equal(symbols_function(there, main_here + 8, NULL), "main");
	symbols_close(here);
	symbols_close(there);
}

/* First pc of the function whose line holds the text. */
static uint32_t pc_of(struct symbols *s, const char *function, const char *text)
{
	uint32_t start, at;
	const char *file;
	int line, wanted;

	assert_true(symbols_address(s, function, &start));
	assert_true(symbols_line(s, start, &file, &line));
	wanted = line_of(file, text);
	for (uint32_t pc = start; symbols_function(s, pc, &at) && at == start; pc += 2)
		if (symbols_line(s, pc, &file, &line) && line == wanted)
			return pc;
	fail_msg("no code of %s on the line of '%s'", function, text);
	return 0;
}

static void functions(void **state)
{
	(void)state;
	struct symbols *s = open_path(fixture_path);
	uint32_t address, start = 0;

	assert_true(symbols_address(s, "main", &address));
	assert_string_equal(symbols_function(s, address, &start), "main");
	assert_int_equal(start, address);
	assert_string_equal(symbols_function(s, address + 4, &start), "main");
	assert_int_equal(start, address);
	assert_string_equal(symbols_function(s, address - 2, NULL), "inner");
	assert_null(symbols_function(s, 0, NULL));
	assert_null(symbols_function(s, UINT32_MAX, NULL));
	assert_false(symbols_address(s, "mai", &address));
	assert_false(symbols_address(s, "", &address));
	assert_true(symbols_address(s, "counter", &address));
	assert_null(symbols_function(s, address, NULL)); /* data */
	symbols_close(s);
}

static void lines(void **state)
{
	(void)state;
	struct symbols *s = open_path(fixture_path);
	const char *const *files;
	const char *file;
	uint32_t address;
	int line;

	assert_int_equal(symbols_files(s, &files), 1);
	assert_int_equal(files[0][0], '/');
	assert_non_null(strstr(files[0], "/tests/unit/guest/variables.c"));
	assert_true(symbols_address(s, "main", &address));
	assert_true(symbols_line(s, address, &file, &line));
	assert_string_equal(file, files[0]);
	assert_int_equal(line, line_of(file, "int main(") + 1); /* the opening brace */
	assert_false(symbols_line(s, 0, &file, &line));
	assert_false(symbols_line(s, UINT32_MAX, &file, &line));
	symbols_close(s);
}

static void locals(void **state)
{
	(void)state;
	struct symbols *s = open_path(fixture_path);
	struct variable v[VARIABLES_MAX];
	const struct variable *found;
	uint32_t pc = pc_of(s, "inner", "/* here: kept */"), entry;
	size_t count = symbols_locals(s, pc, v, VARIABLES_MAX);

	found = find(v, count, "number");
	assert_non_null(found);
	assert_true(found->argument);
	assert_int_equal(found->place, VAR_FRAME);
	assert_int_equal(found->where, 8); /* above the saved fp and the return address */
	assert_int_equal(found->size, 4);
	assert_string_equal(found->type, "int");
	found = find(v, count, "text");
	assert_non_null(found);
	assert_int_equal(found->where, 12);
	assert_string_equal(found->type, "const char *");
	found = find(v, count, "buffer");
	assert_non_null(found);
	assert_false(found->argument);
	assert_int_equal(found->place, VAR_FRAME);
	assert_true(found->where < 0);
	assert_int_equal(found->size, 32);
	assert_string_equal(found->type, "char [32]");
	found = find(v, count, "kept");
	assert_non_null(found);
	assert_int_equal(found->place, VAR_REGISTER);
	assert_int_equal(found->where, 3);
	found = find(v, count, "calls");
	assert_non_null(found);
	assert_int_equal(found->place, VAR_MEMORY);
	assert_null(find(v, count, "nested")); /* its block does not hold this pc */

	count = symbols_locals(s, pc_of(s, "inner", "/* here: nested */"), v, VARIABLES_MAX);
	assert_non_null(find(v, count, "nested"));
	assert_non_null(find(v, count, "i"));
	assert_non_null(find(v, count, "number"));

	/* Before `link` nothing has a place relative to fp. */
	assert_true(symbols_address(s, "inner", &entry));
	count = symbols_locals(s, entry, v, VARIABLES_MAX);
	assert_null(find(v, count, "number"));
	assert_null(find(v, count, "buffer"));

	/* The count is the whole one, whatever the room. */
	count = symbols_locals(s, pc, v, VARIABLES_MAX);
	assert_int_equal(symbols_locals(s, pc, NULL, 0), count);
	assert_int_equal(symbols_locals(s, 0, v, VARIABLES_MAX), 0);
	symbols_close(s);
}

static void globals(void **state)
{
	(void)state;
	static const struct {
		const char *name, *type;
		uint32_t size;
	} expected[] = {
		/* clang-format off */
		{"counter", "int", 4},
		{"pair", "struct pair", 8},
		{"names", "const char *[3]", 12},
		{"handler", "int (*)()", 4},
		{"rows", "int (*)[4]", 4},
		{"ticks", "volatile count_t", 4},
		{"fixed", "char *const", 4},
		{"table", "void (*[2])()", 8},
		{"colour", "enum colour", 4},
		{"calls", "short int", 2},
		/* clang-format on */
	};
	struct symbols *s = open_path(fixture_path);
	struct variable v[VARIABLES_MAX];
	size_t count = symbols_globals(s, v, VARIABLES_MAX);

	assert_int_equal(count, sizeof expected / sizeof *expected);
	for (size_t i = 0; i < count; i++) {
		const struct variable *found = find(v, count, expected[i].name);
		uint32_t address;

		assert_non_null(found);
		assert_string_equal(found->type, expected[i].type);
		assert_int_equal(found->size, expected[i].size);
		assert_int_equal(found->place, VAR_MEMORY);
		assert_true(i == 0 || (uint32_t)v[i - 1].where < (uint32_t)v[i].where);
		if (symbols_address(s, expected[i].name, &address))
			assert_int_equal((uint32_t)found->where, address);
	}
	assert_int_equal(symbols_globals(s, v, 2), count);
	symbols_close(s);
}

static void same_variables(const struct variable *a, const struct variable *b, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(a[i].name, b[i].name);
		assert_string_equal(a[i].type, b[i].type);
		assert_int_equal(a[i].place, b[i].place);
		assert_int_equal(a[i].where, b[i].where);
		assert_int_equal(a[i].size, b[i].size);
	}
}

/* The same in each version of DWARF. */
static void versions(void **state)
{
	(void)state;
	struct symbols *now = open_path(fixture_path);
	struct variable v[2][VARIABLES_MAX];
	uint32_t low, high;

	assert_true(symbols_address(now, "inner", &low) && symbols_address(now, "main", &high));
	for (char version = '2'; version <= '4'; version++) {
		char path[4096];
		struct symbols *s;
		size_t count;

		snprintf(path, sizeof path, "%.*s-dwarf%c.elf", (int)(strlen(fixture_path) - 4), fixture_path, version);
		s = open_path(path);
		assert_null(symbols_note(s));
		count = symbols_globals(now, v[0], VARIABLES_MAX);
		assert_int_equal(symbols_globals(s, v[1], VARIABLES_MAX), count);
		same_variables(v[0], v[1], count);
		for (uint32_t pc = low; pc < high + 32; pc += 2) {
			const char *file[2];
			int line[2];

			assert_true(symbols_line(now, pc, &file[0], &line[0]) &&
			            symbols_line(s, pc, &file[1], &line[1]));
			assert_int_equal(line[0], line[1]);
			assert_string_equal(file[0], file[1]);
			count = symbols_locals(now, pc, v[0], VARIABLES_MAX);
			assert_int_equal(symbols_locals(s, pc, v[1], VARIABLES_MAX), count);
			same_variables(v[0], v[1], count);
		}
		symbols_close(s);
	}
	symbols_close(now);
}

/* A demo: its own globals, not the library's, and its own file among the library's. */
static void demo(void **state)
{
	(void)state;
	struct symbols *s = open_guest("demos/borrow");
	const char *const *files;
	size_t count = symbols_files(s, &files);
	struct variable v[VARIABLES_MAX];
	const char *file;
	uint32_t address, at;
	int line;
	bool listed = false;

	assert_true(symbols_address(s, "main", &address));
	assert_true(symbols_line(s, address, &file, &line));
	assert_string_equal(file, "/vforkscope/guest/demos/borrow.c"); /* wherever it was compiled */
	assert_true(line >= line_of("guest/demos/borrow.c", "main(") && line_of("guest/demos/borrow.c", "main(") > 0);
	for (size_t i = 0; i < count; i++)
		listed |= !strcmp(files[i], file);
	assert_true(listed);
	assert_true(count > 1);
	for (size_t i = 1; i < count; i++)
		assert_true(strcmp(files[i - 1], files[i]) < 0);
	assert_true(symbols_address(s, "vfork", &address));
	assert_string_equal(symbols_function(s, address, &at), "vfork");
	assert_true(symbols_globals(s, v, VARIABLES_MAX) > 0);
	assert_null(find(v, symbols_globals(s, v, VARIABLES_MAX), "errno"));
	symbols_close(s);
}

static void kernel(void **state)
{
	(void)state;
	static const char *const tables[] = {"proc", "cmap", "forkstat", "maxmem", "curproc"};
	struct symbols *s = open_guest("kernel");
	struct variable v[512];
	size_t count = symbols_globals(s, v, 512);
	uint32_t address;

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		assert_true(symbols_address(s, tables[i], &address));
		assert_true(address >= S0BASE + KERNEL_PA);
		assert_non_null(find(v, count, tables[i]));
	}
	assert_true(symbols_address(s, "start", &address));
	assert_int_equal(address, S0BASE + KERNEL_PA);
	assert_string_equal(symbols_function(s, address, NULL), "start");
	symbols_close(s);
}

/* Opens what may be anything and asks everything of it; a sanitizer or a crash tells the rest. */
static void look_through(const uint8_t *data, size_t size)
{
	char error[ERROR_MAX] = "";
	struct symbols *s = symbols_open(data, size, error);
	struct variable v[VARIABLES_MAX];
	const char *const *files;
	const char *file;
	uint32_t address;
	int line;

	if (!s) {
		assert_true(strlen(error) > 0);
		assert_null(strchr(error, '\n'));
		return;
	}
	symbols_files(s, &files);
	symbols_globals(s, v, VARIABLES_MAX);
	symbols_address(s, "main", &address);
	for (uint32_t pc = 0x80000080; pc < 0x80000200; pc += 8) {
		symbols_function(s, pc, NULL);
		symbols_line(s, pc, &file, &line);
		symbols_locals(s, pc, v, VARIABLES_MAX);
	}
	symbols_close(s);
}

static void cut_images(void **state)
{
	(void)state;
	struct image image = read_image(fixture_path);

	for (size_t size = 0; size < image.size; size += size < 256 ? 1 : 37) {
		uint8_t *exact = malloc(size ? size : 1);

		memcpy(exact, image.data, size);
		look_through(exact, size);
		free(exact);
	}
	free(image.data);
}

static void damaged_images(void **state)
{
	(void)state;
	struct image image = read_image(fixture_path);
	uint8_t *copy = malloc(image.size);
	uint32_t random = 2463534242;

	for (int round = 0; round < 2000; round++) {
		memcpy(copy, image.data, image.size);
		for (int i = 0; i < 1 + round % 8; i++) {
			random ^= random << 13;
			random ^= random >> 17;
			random ^= random << 5;
			copy[random % image.size] = (uint8_t)(random >> 24);
		}
		look_through(copy, image.size);
	}
	free(copy);
	free(image.data);
}

/* Refused with a line that says why. */
static void wrong_images(void **state)
{
	(void)state;
	static const struct {
		size_t offset;
		uint8_t byte;
		const char *why;
	} wrong[] = {
		{0, 'X', "not an ELF program"},
		{4, 2, NULL}, /* 64 bits */
		{5, 1, NULL}, /* little-endian */
		{19, 62, "not a program for the m68k"},
		{17, 1, "not an executable program"},
		{17, 3, "not an executable program"},
	};
	struct image image = read_image(fixture_path);
	char error[ERROR_MAX];

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		uint8_t saved = image.data[wrong[i].offset];

		*error = '\0';
		image.data[wrong[i].offset] = wrong[i].byte;
		assert_null(symbols_open(image.data, image.size, error));
		assert_true(strlen(error) > 0);
		if (wrong[i].why)
			assert_non_null(strstr(error, wrong[i].why));
		image.data[wrong[i].offset] = saved;
	}
	assert_null(symbols_open("", 0, error));
	assert_null(symbols_open("#!/bin/sh\n", 10, error));
	assert_string_equal(error, "not an ELF program");
	symbols_close(NULL);
	free(image.data);
}

static int debugging_sections(const struct image *image)
{
	struct elf_section section;
	struct elf_file file;
	char error[ERROR_MAX];
	int count = 0;

	assert_true(elf_open(&file, image->data, image->size, error));
	for (uint32_t i = 0; elf_section(&file, i, &section); i++)
		if (section.type != SHT_NULL && !strncmp(section.name, ".debug_", strlen(".debug_")))
			count++;
	return count;
}

/* A file that ships, as traces hold it: nothing of its debugging information is left, and one sees that; and nobody who
 * is told that there is none looks for it. */
static void whole_and_slim(void **state)
{
	static const size_t blocks[] = {1, 4096};
	struct image image = read_image(guest_path("kernel"));

	(void)state;
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
		assert_true(elf_is_whole(image.data, image.size, blocks[i]));
		elf_slim(image.data, image.size, blocks[i]);
		assert_false(elf_is_whole(image.data, image.size, blocks[i]));
		assert_true(debugging_sections(&image) > 3);
		elf_hide_debugging(image.data, image.size);
		assert_int_equal(debugging_sections(&image), 0);
		free(image.data);
		image = read_image(guest_path("kernel"));
	}
	assert_false(elf_is_whole((const uint8_t *)"no program", 10, 1));
	free(image.data);
}

static void a_pool_opens_once(void **state)
{
	struct image image = read_image(fixture_path), other = read_image(fixture_path);
	char error[ERROR_MAX];
	struct symbols *a, *b, *c;
	uint32_t address;

	(void)state;
	elf_slim(other.data, other.size, 1);
	a = symbols_pool_take(image.data, image.size, error);
	b = symbols_pool_take(image.data, image.size, error);
	assert_non_null(a);
	assert_ptr_equal(a, b);
	c = symbols_pool_take(other.data, other.size, error);
	assert_non_null(c);
	assert_ptr_not_equal(a, c);
	symbols_pool_give_back(a);
	assert_true(symbols_address(b, "main", &address)); /* still open */
	symbols_pool_give_back(b);
	symbols_pool_give_back(c);
	assert_ptr_equal(symbols_pool_take(other.data, other.size, error), c); /* the last ones are kept */
	symbols_pool_give_back(c);
	assert_null(symbols_pool_take("no program", 10, error));
	assert_non_null(strstr(error, "ELF"));
	free(image.data);
	free(other.data);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(functions),         cmocka_unit_test(lines),        cmocka_unit_test(locals),
		cmocka_unit_test(globals),           cmocka_unit_test(demo),         cmocka_unit_test(kernel),
		cmocka_unit_test(versions),          cmocka_unit_test(moved),        cmocka_unit_test(cut_images),
		cmocka_unit_test(damaged_images),    cmocka_unit_test(wrong_images), cmocka_unit_test(whole_and_slim),
		cmocka_unit_test(a_pool_opens_once),
	};
	static char path[4096];

	(void)argc;
	snprintf(path, sizeof path, "%.*svariables.elf",
	         (int)(strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 - argv[0] : 0), argv[0]);
	fixture_path = path;
	return cmocka_run_group_tests_name("symbols", tests, NULL, NULL);
}
