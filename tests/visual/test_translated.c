/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that a student reads is there in the other languages. The window is shown in a language in which each letter of
 * each text that has a translation is another one, while values in it stay as they are: what is left in plain letters
 * has to be a name, or a word of the machine. The texts are those of one language; that the others have the same is
 * tests/command/languages.sh's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/be.h"
#include "base/file.h"
#include "base/language.h"
#include "instrument.h"
#include "lesson/tutor.h"
#include "visualizer/panel.h"
#include "visualizer/sheet.h"

enum { WORDS_MOST = 400, WORD = 64, ENTRY = 8, COUNT_AT = 8, ENGLISH_AT = 12, OTHERS_AT = 16, LETTER = 0x430 };

static char error[ERROR_MAX];

/* A catalog in which others than those letters stand that are not part of a format, a value or a name. */
static char *disguised(const char *text)
{
	char *out = malloc(strlen(text) * 2 + 1), *end = out;
	char until = '\0';

	assert_non_null(out);
	for (const char *at = text; *at; at++) {
		if (until)
			until = *at == until ? '\0' : until;
		else if (*at == '{' || *at == '`')
			until = *at == '{' ? '}' : '`';
		else if (*at == '%') {
			size_t n = 1 + strspn(at + 1, "-+ #0123456789.*lz") + 1;

			memcpy(end, at, n);
			end += n;
			at += n - 1;
			continue;
		} else if (isalpha((unsigned char)*at)) {
			unsigned letter = LETTER + ((unsigned)tolower((unsigned char)*at) - 'a');

			*end++ = (char)(0xc0 | letter >> 6);
			*end++ = (char)(0x80 | (letter & 0x3f));
			continue;
		}
		*end++ = *at;
	}
	*end = '\0';
	return out;
}

static void disguise(const char *language)
{
	char *path = alloc_format("%s/lang/%s.mo", getenv("VFORKSCOPE_DATA"), language);
	uint8_t *mo, *made;
	size_t size, used;

	if (!file_read(path, 4 << 20, &mo, &size, error))
		fail_msg("%s", error);
	uint32_t count = be32_get(mo + COUNT_AT), english = be32_get(mo + ENGLISH_AT), table = 28 + count * ENTRY;

	made = calloc(1, table + count * ENTRY + 3 * size);
	assert_non_null(made);
	memcpy(made, mo, 28);
	be32_put(made + ENGLISH_AT, 28);
	be32_put(made + OTHERS_AT, table);
	used = table + count * ENTRY;
	for (uint32_t i = 0; i < count; i++) {
		const char *text = (const char *)mo + be32_get(mo + english + i * ENTRY + 4);
		char *other = disguised(text);
		const char *both[] = {text, other};

		for (uint32_t k = 0; k < 2; k++) {
			uint8_t *entry = made + (k ? table : 28) + i * ENTRY;

			be32_put(entry, (uint32_t)strlen(both[k]));
			be32_put(entry + 4, (uint32_t)used);
			memcpy(made + used, both[k], strlen(both[k]) + 1);
			used += strlen(both[k]) + 1;
		}
		free(other);
	}
	free(mo);
	free(path);
	assert_true(language_take(made, used));
}

/* What is to be read ------------------------------------------------------------------------------------ */

/* Words of the machine: programs and their functions, variables and files; calls, registers, instructions, events. */
static const char names[] =
	" addend argc args argv borrow brk cerror child childs close closed descriptors environment errno "
	"execl execv execve exit explore failed fate fclose fcntl fflush first fork format fp fputc frame free "
	"from getpid grandchild half halt handled handler hazard here hello init jmp jsr kill left "
	"local longjmp lseek main malloc me message moved moveq more nested offset one open options parents pc pid "
	"pipes pri printed printf put queue read reboot registers report return rts say sbrk shared "
	"sigreturn sigvec sp spawn status stderr stdin stdio stdout stub sum swapper systems trap two umask use "
	"vfork vfprintf wait waitpid write Alt Backspace Ctrl End Enter Esc Home PgDn PgUp Return Shift "
	"Space Tab ";

static char found[WORDS_MOST][WORD];
static size_t nfound;

static bool is_name(const char *word, size_t n)
{
	bool lower = false;

	for (size_t i = 0; i < n; i++) {
		lower |= islower((unsigned char)word[i]) != 0;
		if (strchr("_()./0123456789", word[i]))
			return true;
	}
	if (!lower || n < 2)
		return true;
	for (const char *at = names; (at = strstr(at, " ")) && at[1]; at++)
		if (!memcmp(at + 1, word, n) && at[1 + n] == ' ')
			return true;
	return strspn(word, "0123456789abcdef") >= n; /* a part of a number */
}

static void read_text(const struct drawn_text *t)
{
	const struct event *e = timeline_event(viewer->timeline, (size_t)viewer->mark.event);
	const char *at = t->text;

	if (t->part == PANEL_SOURCE || t->part == PANEL_CONSOLE ||
	    (t->part == PANEL_CAPTION && e && e->kind == EV_TTY_WRITE))
		return; /* the program's own */
	while (*at) {
		if (*at == '"') { /* what it has in memory */
			at = strchr(at + 1, '"') ? strchr(at + 1, '"') + 1 : at + strlen(at);
			continue;
		}
		size_t n = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_()./0123456789");

		if (n && !is_name(at, n) && strncmp(at + n, " = ", 3) != 0) {
			size_t i = 0;
			char line[WORD];

			snprintf(line, sizeof line, "%.*s (%d: %.40s", (int)n, at, t->part, t->text);
			while (i < nfound && strncmp(found[i], line, n + 5))
				i++;
			if (i == nfound && nfound < WORDS_MOST)
				strcpy(found[nfound++], line);
		}
		at += n ? n : 1;
	}
}

static void read_all(void)
{
	instrument_look();
	for (size_t i = 0; i < viewer->log.ntexts; i++)
		read_text(&viewer->log.texts[i]);
}

/* Is it to be hovered on? One thing of each kind, and each term. */
static bool is_new(const struct thing *t)
{
	static char seen[WORDS_MOST][THING_TEXT];
	static size_t nseen;
	char name[THING_TEXT];

	if (t->kind == THING_TERM)
		thing_text(t, name);
	else
		snprintf(name, sizeof name, "%d", t->kind);
	for (size_t i = 0; i < nseen; i++)
		if (!strcmp(seen[i], name))
			return false;
	if (nseen < WORDS_MOST)
		strcpy(seen[nseen++], name);
	return true;
}

/* Each panel in front, and what hovers tell. */
static void read_step(void)
{
	static const enum panel panels[] = {PANEL_SPACES, PANEL_REGISTERS, PANEL_PAGES, PANEL_DATA,
	                                    PANEL_FILES,  PANEL_PROCESS,   PANEL_STACK};

	read_all();
	for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
		viewer_open_panel(viewer, panels[i]);
		read_all();
		for (size_t k = 0; k < viewer->log.ntargets; k++) {
			const struct drawn_target *t = &viewer->log.targets[k];

			double x = t->rect.x + t->rect.w / 2, y = t->rect.y + t->rect.h / 2;
			enum thing_kind on = draw_log_at(&viewer->log, x, y, NULL)->thing.kind;

			if (on == THING_LINE || on == THING_INSN || !is_new(&t->thing)) /* the program's own text */
				continue;
			viewer_move(viewer, x * viewer->log.scale, y * viewer->log.scale);
			instrument_wait(3000);
			read_all();
			viewer_leave(viewer);
			instrument_look();
		}
	}
}

static void report(void)
{
	for (size_t i = 0; i < nfound; i++)
		print_message("# %s\n", found[i]);
	if (nfound)
		fail_msg("%zu words that are not translated", nfound);
}

static void lessons_are_read(void **unused)
{
	struct tutorial *all;
	size_t n = tutorial_list(&all, error);

	(void)unused;
	nfound = 0;
	for (size_t i = 0; i < n && all[i].number; i++) {
		char *file = alloc_format("%s" TUTORIAL_ENDING, all[i].name);

		instrument_begin(file, "end");
		instrument_wait(100);
		for (size_t step = 0; step < all[i].nsteps; step++) {
			read_step();
			instrument_key("Ctrl+PageDown");
		}
		instrument_end();
		free(file);
	}
	tutorial_list_free(all, n);
	report();
}

/* Every event has its caption, and the processes have their states there. */
static void captions_are_read(void **unused)
{
	static const char *const programs[] = {"return", "descriptors"};

	(void)unused;
	nfound = 0;
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
		instrument_begin(programs[i], "end");
		instrument_key("F");
		instrument_key("Home");
		for (size_t events = timeline_nevents(viewer->timeline); events-- > 0;) {
			read_all();
			instrument_key("Right");
		}
		instrument_end();
	}
	report();
}

/* What can be chosen, what comes of it, and why something cannot be. */
static void the_explorer_is_read(void **unused)
{
	static const char keys[] = "RXQPCSGHMFOLKTIV";

	(void)unused;
	nfound = 0;
	instrument_begin("explore", "vfork");
	instrument_key("E");
	read_all();
	for (const char *key = keys; *key; key++) {
		double x, y;
		char name[] = "choice ?";

		name[7] = *key;
		if (viewer_find(viewer, name, &x, &y)) {
			viewer_move(viewer, x, y);
			instrument_wait(3000);
			read_all();
			viewer_leave(viewer);
		}
		instrument_key((const char[]){*key, '\0'});
		instrument_wait(100);
		read_all();
		instrument_key("U");
		instrument_wait(100);
		read_all();
	}
	instrument_end();
	report();
}

static void lists_are_read(void **unused)
{
	static const char *const keys[] = {"H", "F10", "'", "V"};

	(void)unused;
	nfound = 0;
	instrument_begin("return", "hazard.frame");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		instrument_key(keys[i]);
		for (int page = 0; page < 6; page++) {
			read_all();
			instrument_key("PageDown");
		}
		instrument_key("Escape");
	}
	instrument_end();
	report();
}

static void two_runs_are_read(void **unused)
{
	(void)unused;
	nfound = 0;
	instrument_begin("return", "hazard.frame#2");
	instrument_key("V");
	instrument_type("4.4bsd");
	instrument_key("Return");
	instrument_wait(500);
	for (int step = 0; step < 12; step++) {
		read_all();
		instrument_key(step % 2 ? "J" : ">");
		instrument_wait(100);
	}
	assert_non_null(viewer->view.beside);
	instrument_end();
	report();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lessons_are_read),     cmocka_unit_test(captions_are_read),
		cmocka_unit_test(the_explorer_is_read), cmocka_unit_test(lists_are_read),
		cmocka_unit_test(two_runs_are_read),
	};
	const char *guest = getenv("VFORKSCOPE_GUEST");

	setenv("VFORKSCOPE_DATA", guest ? guest : "build/guest", 1);
	disguise("de");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
