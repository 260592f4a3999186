/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a program has that its process could use: functions, variables, blocks, jmp_bufs, signals, pipes. See
 * choice_parts.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/captions.h"
#include "analysis/choice_parts.h"
#include "analysis/library_view.h"
#include "base/alloc.h"
#include "base/be.h"
#include "base/language.h"
#include "base/text.h"

enum {
	NAMES_MAX = 4096,    /* functions of a program that are looked at */
	VARIABLES_MAX = 256, /* variables of a function */
	BLOCKS_MAX = 4096,   /* of the heap */
	FOUND_MAX = 32,      /* of one kind that can be chosen among */
	NEW_VALUE = 7,       /* that is stored; 8 where that is there already */
	JMPBUF_SP = 44,      /* of setjmp.S */
	JMPBUF_PC = 48,
	SIGNAL_USR1 = 30, /* signals that are sent if none is caught */
	SIGNAL_TERM = 15,
	SIGNAL_KILL = 9,
	PLAIN = 8, /* bytes of a variable that is a number */
};

static bool none(struct choice *o, const char *why)
{
	snprintf(o->why, sizeof o->why, "%s", tr(why));
	return false;
}

/* Is a source the program's own, not the library's? */
static bool own_source(const char *file)
{
	return !strstr(file, "guest/libc/");
}

static bool is_number(const struct variable *v)
{
	static const char *const others[] = {"*", "[", "struct ", "union ", "float", "double", "(", "?"};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strstr(v->type, others[i]))
			return false;
	return v->size == 1 || v->size == 2 || v->size == 4;
}

/* Functions -------------------------------------------------------------------------------------- */

struct callee {
	const char *name;
	size_t arguments;
};

/* Can the function be called with numbers? Then it is told with how many. At its end all have a place. */
static bool takes_numbers(struct symbols *symbols, uint32_t end, size_t *arguments)
{
	struct variable v[VARIABLES_MAX];
	size_t n = symbols_locals(symbols, end - 2, v, VARIABLES_MAX);

	*arguments = 0;
	for (size_t i = 0; i < n && i < VARIABLES_MAX; i++) {
		if (!v[i].argument)
			continue;
		if (!is_number(&v[i]))
			return false;
		++*arguments;
	}
	return *arguments <= 8;
}

static bool is_in(const struct chooser *c, const char *function)
{
	for (size_t i = 0; i < c->ncalls; i++)
		if (c->calls[i].function && !strcmp(c->calls[i].function, function))
			return true;
	return false;
}

/* Functions of the program's own that it is not in, those that take most first: their frames are the largest. */
static size_t find_functions(const struct chooser *c, struct callee *found)
{
	const char **names = alloc_new(NAMES_MAX, sizeof *names), *file;
	size_t n = symbols_functions(c->symbols, names, NAMES_MAX), count = 0, arguments;
	uint32_t start, end;
	int line;

	for (size_t i = 0; i < n && i < NAMES_MAX && count < FOUND_MAX; i++) {
		size_t at = count;

		if (!strcmp(names[i], "main") || *names[i] == '_' ||
		    !symbols_bounds(c->symbols, names[i], &start, &end) ||
		    !symbols_line(c->symbols, start, &file, &line) || !own_source(file) || is_in(c, names[i]) ||
		    !takes_numbers(c->symbols, end, &arguments))
			continue;
		for (; at > 0 && found[at - 1].arguments < arguments; at--)
			found[at] = found[at - 1];
		found[at] = (struct callee){names[i], arguments};
		count++;
	}
	free(names);
	return count;
}

bool choice_function(const struct chooser *c, size_t variant, struct choice *o)
{
	struct callee found[FOUND_MAX];
	struct text detail = text_in(o->detail, sizeof o->detail), action = text_in(o->action, sizeof o->action);
	const struct callee *f;

	snprintf(o->what, sizeof o->what, tr("call a function, deeper"));
	o->variants = find_functions(c, found);
	if (!o->variants)
		return none(o, "no other function takes numbers");
	f = &found[variant % o->variants];
	text_put(&detail, "%.63s(", f->name);
	text_put(&action, "%s %.64s(", "call", f->name);
	for (size_t i = 0; i < f->arguments; i++) {
		text_put(&detail, i ? ", %zu" : "%zu", i + 1);
		text_put(&action, i ? ", %zu" : "%zu", i + 1);
	}
	text_put(&detail, ")");
	text_put(&action, ")");
	return true;
}

/* Variables -------------------------------------------------------------------------------------- */

/* A variable that can be named, of a call or, NULL, of the program. */
struct named {
	struct variable v;
	const struct call *call;
	uint32_t va; /* 0: in a register */
};

/* Adds those of the calls that have a place now and pass, the innermost call's first, and of a call its own variables
 * before its arguments. */
static size_t find_locals(const struct chooser *c, bool (*pass)(const struct variable *), struct named *found)
{
	size_t count = 0;

	for (size_t i = 0; i < c->ncalls && count < FOUND_MAX; i++) {
		const struct call *call = &c->calls[i];
		struct variable v[VARIABLES_MAX];
		size_t n = symbols_locals(c->symbols, call->pc, v, VARIABLES_MAX);

		n = n < VARIABLES_MAX ? n : VARIABLES_MAX;
		for (size_t k = 0; k < 2 * n && count < FOUND_MAX; k++) {
			const struct variable *one = &v[k % n];
			bool in_frame = one->place == VAR_FRAME && call->fp;

			if (pass(one) && one->argument == (k >= n) && (in_frame || (one->place == VAR_REGISTER && !i)))
				found[count++] =
					(struct named){*one, call, in_frame ? call->fp + (uint32_t)one->where : 0};
		}
	}
	return count;
}

static size_t find_globals(const struct chooser *c, bool (*pass)(const struct variable *), struct named *found)
{
	size_t n = symbols_globals(c->symbols, NULL, 0), count = 0;
	struct variable *v = alloc_new(n + 1, sizeof *v);

	symbols_globals(c->symbols, v, n);
	for (size_t i = 0; i < n && count < FOUND_MAX; i++)
		if (v[i].place == VAR_MEMORY && pass(&v[i]))
			found[count++] = (struct named){v[i], NULL, (uint32_t)v[i].where};
	free(v);
	return count;
}

/* The value of one that is a number. */
static uint32_t value_of(const struct chooser *c, const struct named *d)
{
	uint8_t bytes[PLAIN];
	uint32_t value = 0, reg = (uint32_t)d->v.where;

	if (!d->va)
		return reg < 8 ? c->regs.tf_d[reg] : reg < 15 ? c->regs.tf_a[reg - 8] : c->regs.tf_usp;
	if (!kernel_peek(&c->view, &c->user.space, d->va, bytes, d->v.size))
		return 0;
	for (uint32_t i = 0; i < d->v.size; i++)
		value = value << 8 | bytes[i];
	return value;
}

static void store(const struct chooser *c, const struct named *d, struct choice *o)
{
	uint32_t now = value_of(c, d), value = now == NEW_VALUE ? NEW_VALUE + 1 : NEW_VALUE;

	snprintf(o->detail, sizeof o->detail, tr("%.63s = %u  was %d"), d->v.name, value, (int32_t)now);
	if (d->call)
		snprintf(o->action, sizeof o->action, "store %.64s.%.64s = %" PRIu32, d->call->function, d->v.name,
		         value);
	else
		snprintf(o->action, sizeof o->action, "store %.64s = %" PRIu32, d->v.name, value);
}

bool choice_local(const struct chooser *c, size_t variant, struct choice *o)
{
	struct named found[FOUND_MAX];
	const struct named *d;

	o->variants = find_locals(c, is_number, found);
	snprintf(o->what, sizeof o->what, tr("store into a local"));
	if (!o->variants)
		return none(o, "none of its functions has a number in its frame");
	d = &found[variant % o->variants];
	snprintf(o->what, sizeof o->what, tr("store into a local of %.63s()"), d->call->function);
	store(c, d, o);
	return true;
}

bool choice_global(const struct chooser *c, size_t variant, struct choice *o)
{
	struct named found[FOUND_MAX];

	snprintf(o->what, sizeof o->what, tr("store into a global"));
	o->variants = find_globals(c, is_number, found);
	if (!o->variants)
		return none(o, "the program has no global number");
	store(c, &found[variant % o->variants], o);
	return true;
}

/* The heap --------------------------------------------------------------------------------------- */

static bool is_pointer(const struct variable *v)
{
	return v->size == 4 && strchr(v->type, '*') && !strchr(v->type, '[') && !strchr(v->type, '(');
}

static bool peek_bytes(void *arg, uint32_t va, void *to, size_t size)
{
	const struct chooser *c = arg;

	return kernel_peek(&c->view, &c->user.space, va, to, size);
}

struct block {
	uint32_t va, size;
	const char *name;   /* of a variable that points there; NULL: none does */
	const char *stream; /* whose buffer it is; NULL: it is none */
};

/* Whose buffer a block is: that of a FILE; NULL if it is none. */
static const char *stream_of(const struct chooser *c, uint32_t iob, uint32_t va)
{
	static const char *const names[] = {"stdin", "stdout", "stderr"};
	uint8_t bytes[STREAM_BYTES];

	for (uint32_t i = 0; iob && i < STREAMS; i++)
		if (kernel_peek(&c->view, &c->user.space, iob + i * STREAM_BYTES, bytes, sizeof bytes) &&
		    library_stream(bytes).buffer == va)
			return i < sizeof names / sizeof *names ? names[i] : tr("a FILE");
	return NULL;
}

/* Blocks in use, those that a variable of the program's points to first. */
static size_t find_blocks(const struct chooser *c, struct block *found)
{
	struct library_memory memory = {peek_bytes, (void *)(uintptr_t)c};
	struct heap_block *blocks = alloc_new(BLOCKS_MAX, sizeof *blocks);
	struct named *pointers = alloc_new((size_t)2 * FOUND_MAX, sizeof *pointers);
	size_t npointers = find_globals(c, is_pointer, pointers), count = 0, n;
	uint32_t iob = 0;
	bool whole;

	if (!library_streams(c->symbols, &iob))
		iob = 0;
	npointers += find_locals(c, is_pointer, pointers + npointers);
	n = library_heap(&memory, c->symbols, c->user.end, blocks, BLOCKS_MAX, &whole);
	for (int named = 1; named >= 0; named--)
		for (size_t i = 0; i < n && i < BLOCKS_MAX && count < FOUND_MAX; i++) {
			const char *name = NULL;

			for (size_t k = 0; k < npointers && !name; k++)
				if (value_of(c, &pointers[k]) == blocks[i].va)
					name = pointers[k].v.name;
			if (blocks[i].used && (name != NULL) == (named == 1))
				found[count++] = (struct block){blocks[i].va, blocks[i].size, name,
				                                stream_of(c, iob, blocks[i].va)};
		}
	free(pointers);
	free(blocks);
	return count;
}

/* The block that is wanted; false if there is none. */
static bool choose_block(const struct chooser *c, size_t variant, struct choice *o, struct block *b)
{
	struct block found[FOUND_MAX];

	o->variants = find_blocks(c, found);
	if (!o->variants)
		return none(o, "no block of malloc's is in use");
	*b = found[variant % o->variants];
	return true;
}

bool choice_heap(const struct chooser *c, size_t variant, struct choice *o)
{
	struct block b;

	snprintf(o->what, sizeof o->what, tr("store into the heap"));
	if (!choose_block(c, variant, o, &b))
		return false;
	if (b.name)
		snprintf(o->detail, sizeof o->detail, "*%.24s = %d", b.name, NEW_VALUE);
	else if (b.stream)
		snprintf(o->detail, sizeof o->detail, tr("%s's buffer, 0x%x = %d"), b.stream, b.va, NEW_VALUE);
	else
		snprintf(o->detail, sizeof o->detail, "*0x%" PRIx32 " = %d", b.va, NEW_VALUE);
	snprintf(o->action, sizeof o->action, "store 0x%" PRIx32 " = %d", b.va, NEW_VALUE);
	return true;
}

bool choice_free(const struct chooser *c, size_t variant, struct choice *o)
{
	uint32_t start, end;
	struct block b;

	snprintf(o->what, sizeof o->what, "free");
	if (!symbols_bounds(c->symbols, "free", &start, &end))
		return none(o, "the program has no free()");
	if (!choose_block(c, variant, o, &b))
		return false;
	if (b.name)
		snprintf(o->detail, sizeof o->detail, "free(%.24s)", b.name);
	else if (b.stream)
		snprintf(o->detail, sizeof o->detail, tr("%s's buffer, 0x%x"), b.stream, b.va);
	else
		snprintf(o->detail, sizeof o->detail, tr("0x%x, %u bytes"), b.va, b.size);
	snprintf(o->action, sizeof o->action, "call free(0x%" PRIx32 ")", b.va);
	return true;
}

/* longjmp ---------------------------------------------------------------------------------------- */

static bool is_jmp_buf(const struct variable *v)
{
	return strstr(v->type, "jmp_buf") && !strchr(v->type, '*') && !strchr(v->type, '[');
}

bool choice_jump(const struct chooser *c, size_t variant, struct choice *o)
{
	struct named found[2 * FOUND_MAX];
	size_t n = find_locals(c, is_jmp_buf, found), count = 0;
	uint32_t start, end, sp, pc;

	snprintf(o->what, sizeof o->what, tr("longjmp out"));
	n += find_globals(c, is_jmp_buf, found + n);
	for (size_t i = 0; i < n; i++)
		if (found[i].va && chooser_long(c, found[i].va + JMPBUF_SP, &sp) && sp &&
		    chooser_long(c, found[i].va + JMPBUF_PC, &pc) && pc)
			found[count++] = found[i];
	o->variants = count;
	if (!count)
		return none(o, n ? N_("setjmp() has filled no jmp_buf yet") : N_("no jmp_buf is in scope"));
	if (!symbols_bounds(c->symbols, "longjmp", &start, &end))
		return none(o, "the program has no longjmp()");
	snprintf(o->detail, sizeof o->detail, "longjmp(%.24s, 1)", found[variant % count].v.name);
	snprintf(o->action, sizeof o->action, "call longjmp(0x%" PRIx32 ", 1)", found[variant % count].va);
	return true;
}

/* Signals and pipes ------------------------------------------------------------------------------ */

bool choice_signal(const struct chooser *c, size_t variant, struct choice *o)
{
	uint32_t signals[FOUND_MAX];
	size_t n = 0;
	const uint32_t usual[] = {SIGNAL_USR1, SIGNAL_TERM, SIGNAL_KILL};
	const char *name, *handler;
	uint32_t signal, start;

	snprintf(o->what, sizeof o->what, tr("signal the parent"));
	if (!c->has_parent)
		return none(o, "its parent has ended");
	for (uint32_t s = 1; s < SIGNALS && n < FOUND_MAX; s++)
		if (c->parents.handlers[s] > 1)
			signals[n++] = s;
	for (size_t i = 0; i < sizeof usual / sizeof *usual && n < FOUND_MAX; i++)
		if (c->parents.handlers[usual[i]] <= 1)
			signals[n++] = usual[i];
	o->variants = n;
	signal = signals[variant % n];
	name = captions_signal(signal);
	handler = c->parents.handlers[signal] > 1 ? symbols_function(c->symbols, c->parents.handlers[signal], &start)
	                                          : NULL;
	snprintf(o->detail, sizeof o->detail, tr("%s to pid %u%s%.63s"), name ? name : tr("signal"), c->loan->lender,
	         handler ? tr(", caught: ") : "", handler ? handler : "");
	snprintf(o->action, sizeof o->action, "signal %" PRIu32 " %" PRIu32, c->loan->lender, signal);
	return true;
}

bool choice_pipe(const struct chooser *c, size_t variant, struct choice *o)
{
	const struct self_file *found[SELF_FILES], *f;
	struct text detail = text_in(o->detail, sizeof o->detail);
	uint32_t pids[4];
	size_t n = 0, users;

	snprintf(o->what, sizeof o->what, tr("read a pipe"));
	for (size_t i = 0; i < c->self.nfiles; i++)
		if (c->self.files[i].open.file.f_type == DPIPE && c->self.files[i].open.file.f_flag & FREAD)
			found[n++] = &c->self.files[i];
	o->variants = n;
	if (!n)
		return none(o, "it has no pipe open to read");
	f = found[variant % n];
	users = kernel_pipe_users(&c->view, f->open.file.f_pipe, FWRITE, pids, 4);
	text_put(&detail, "%s(%u)  ", "read", f->fd);
	if (f->open.pipe.p_last != f->open.pipe.p_first)
		text_put(&detail, "%u bytes are in it", f->open.pipe.p_last - f->open.pipe.p_first);
	else if (!users)
		text_put(&detail, "no writer: end of file");
	else if (users == 1)
		text_put(&detail, "only pid %u writes", pids[0]);
	else
		text_put(&detail, "%zu can write", users);
	snprintf(o->action, sizeof o->action, "read(%" PRIu32 ", \"       \", 8)", f->fd);
	return true;
}
