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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_of_each_content),
		cmocka_unit_test(executed_again_nothing_is_decoded),
	};
	const char *guest = getenv("VFORKSCOPE_GUEST");

	setenv("VFORKSCOPE_DATA", guest ? guest : "build/guest", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
