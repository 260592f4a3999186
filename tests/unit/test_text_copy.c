/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies of program text, by which the engine knows what it has decoded: emu/core/text_copy.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/arch.h"
#include "abi/events.h"
#include "base/be.h"
#include "base/error.h"
#include "core/cpu_private.h"
#include "image/library.h"
#include "machine/machine_private.h"

static void one_of_each_content(void **state)
{
	struct text_copies *t = calloc(1, sizeof *t);
	uint8_t frame[NBPG] = {0};

	(void)state;
	assert_true(text_copies_init(t, 2));
	for (uint32_t i = 0; i < TEXT_COPIES; i++) {
		be32_put(frame + 8, i);
		assert_int_equal(text_copy_of(t, 1, frame), i);
		assert_memory_equal(t->pages + (size_t)i * NBPG, frame, NBPG);
	}
	be32_put(frame + 8, 3);
	assert_int_equal(text_copy_of(t, 1, frame), 3);
	assert_int_equal(text_copy_of(t, 0, frame), 3); /* another page frame with the same text */
	assert_int_equal(text_copy_of(t, 1, frame), 3);
	frame[NBPG - 1] = 1;
	assert_int_equal(text_copy_of(t, 1, frame), -1); /* no room */
	text_copies_clear(t);
	assert_int_equal(text_copy_of(t, 1, frame), 0);
	text_copies_free(t);
	free(t);
}

/* What was decoded of a program, from its first instruction to its exit. */
struct programs {
	struct machine *m;
	uint32_t before, decoded[8];
	uint32_t pid;
	size_t count;
};

static bool on_event(void *arg, const struct event *e)
{
	struct programs *p = arg;

	if (e->kind == EV_EXEC_DONE && !strcmp(e->text, "/bin/true")) {
		p->pid = e->pid;
		p->before = p->m->cpu->decoded;
	} else if (e->kind == EV_EXIT_BEGIN && e->pid == p->pid && p->count < 8) {
		p->decoded[p->count++] = p->m->cpu->decoded - p->before;
	}
	return false;
}

static void executed_again_nothing_is_decoded(void **state)
{
	static const char *const words[] = {"sh", "-c", "/bin/true; /bin/true; /bin/true; /bin/true", NULL};
	struct programs p = {0};
	struct run_config config;
	char error[ERROR_MAX];

	(void)state;
	if (!library_prepare(&(struct launch){0}, words, &config, error))
		fail_msg("%s", error);
	p.m = run_config_machine(&config, error);
	assert_non_null(p.m);
	machine_listen(p.m, &(struct listener){.arg = &p, .event = on_event});
	assert_int_equal(machine_run(p.m, 100000000), STOP_HALT);
	assert_int_equal(p.count, 4);
	assert_true(p.decoded[0] > 20); /* the program is not empty */
	assert_true(p.decoded[3] < p.decoded[0] / 8);
	machine_free(p.m);
	run_config_free(&config);
}

/* The core on a page of text, which the user executes and nobody may store into. */
struct page_of_text {
	struct cpu *cpu;
	uint8_t *ram;
};

enum { TEXT_RAM = 1 << 20, TEXT = 0x10000, MOVEQ_D0 = 0x7000, TRAP_1 = 0x4e41 };

static bool fill(void *arg, uint32_t va, enum cpu_access access, struct cpu_page *page)
{
	(void)arg;
	*page = (struct cpu_page){.pa = va, .constant = true};
	return va < TEXT_RAM && access != CPU_WRITE;
}

static bool look(void *arg, uint32_t va, bool user, struct cpu_page *page)
{
	(void)user;
	return fill(arg, va, CPU_READ, page);
}

static bool stop(void *arg, const struct cpu_exception *e)
{
	struct page_of_text *t = arg;

	assert_int_equal(e->number, CPU_TRAP0 + 1);
	cpu_set_pc(t->cpu, TEXT);
	cpu_break(t->cpu);
	return true;
}

static size_t code(void *arg, uint32_t va, uint8_t *buf, size_t size)
{
	const struct page_of_text *t = arg;

	memcpy(buf, t->ram + va, size);
	return size;
}

/* What d0 is when the text, which puts that number there, has run. */
static uint32_t run_text(struct page_of_text *t)
{
	cpu_set_pc(t->cpu, TEXT);
	assert_int_equal(cpu_run(t->cpu, cpu_icount(t->cpu) + 100), CPU_STOP_ASKED);
	return cpu_get(t->cpu, 0);
}

static void text_that_changes(void **state)
{
	struct page_of_text t = {.ram = calloc(1, TEXT_RAM)};
	const struct cpu_client client = {.arg = &t, .fill = fill, .look = look, .exception = stop, .code = code};

	(void)state;
	t.cpu = cpu_new(&client, t.ram, TEXT_RAM);
	assert_non_null(t.cpu);
	be16_put(t.ram + TEXT + 2, TRAP_1);
	cpu_set_mode(t.cpu, false, 0);
	for (uint16_t n = 1; n < 8; n++) {
		be16_put(t.ram + TEXT, MOVEQ_D0 | n);
		if (n & 1) {
			cpu_memory_changed(t.cpu, TEXT);
		} else { /* by the client itself: seen with the next fetch */
			cpu_table_changed(t.cpu, TEXT);
			cpu_forget_stores(t.cpu);
		}
		assert_int_equal(run_text(&t), n);
		assert_int_equal(run_text(&t), n);
	}
	cpu_free(t.cpu);
	free(t.ram);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_of_each_content),
		cmocka_unit_test(text_that_changes),
		cmocka_unit_test(executed_again_nothing_is_decoded),
	};
	const char *guest = getenv("VFORKSCOPE_GUEST");

	setenv("VFORKSCOPE_DATA", guest ? guest : "build/guest", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
