/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What actions change in registers and memory. See action.h. */
#include "analysis/action.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/syscalls.h"
#include "analysis/analysis_cache.h"
#include "analysis/datum.h"
#include "analysis/passage.h"
#include "analysis/snapshot_parts.h"
#include "base/alloc.h"
#include "base/be.h"

enum { D0 = 0, A0 = 8, FP = 14, SP = 15, PC = MACHINE_PC, REGISTERS };
enum {
	ARGS_MAX = 16 /* as read_arguments says */,
	AREA_MAX = 1024 /* bytes on the stack for one call */,
	PSL_CODES = 0xf
};

/* Instructions of the piece of code on the stack. */
enum {
	LEA_SP = 0x4FEF,    /* lea (d16,sp), sp */
	RESTORE = 0x4CDF,   /* movem.l (sp)+, ... */
	SCRATCH = 0x0303,   /* d0, d1, a0, a1: those that a function may change */
	POP_CODES = 0x44DF, /* move.w (sp)+, ccr */
	LOAD_D0 = 0x203C,   /* move.l #..., d0 */
	MOVE_BYTE = 0x13FC, /* move.b #..., (xxx).l */
	MOVE_WORD = 0x33FC,
	MOVE_LONG = 0x23FC,
	TRAP_0 = 0x4E40,
	RTS = 0x4E75,
	CODE_BYTES = 12,
	STUB_BYTES = 10,
};

/* The process, while its actions are read. */
struct actor {
	struct session *session;
	struct timeline_mark mark;
	uint32_t pid;
	struct kernel_view view;
	struct proc proc;
	struct kernel_user user;
	struct symbols *symbols;
	uint32_t reg[REGISTERS];
	bool changed[REGISTERS];
	uint8_t codes; /* condition codes, as the ccr has them */
	struct action_changes *changes;
};

static void add(struct action_changes *c, enum timeline_input_kind kind, uint32_t place, uint32_t value)
{
	c->list = alloc_room(c->list, c->count, &c->room, sizeof *c->list);
	c->list[c->count++] = (struct timeline_input){.kind = kind, .place = place, .value = value};
}

static void set_register(struct actor *a, int n, uint32_t value)
{
	a->reg[n] = value;
	a->changed[n] = true;
}

/* Stores into the process's memory. False if there is no page. */
static bool store(struct actor *a, uint32_t va, const uint8_t *bytes, uint32_t size)
{
	uint32_t pa;

	for (uint32_t i = 0; i < size; i++)
		if (!machine_translate_in(a->view.machine, &a->user.space, va + i, &pa))
			return false;
	for (uint32_t i = 0; i < size; i++) {
		machine_translate_in(a->view.machine, &a->user.space, va + i, &pa);
		add(a->changes, INPUT_MEMORY, pa, bytes[i]);
	}
	return true;
}

static const char *skip(const char *text)
{
	return text + strspn(text, " \t");
}

/* What is wrong at a place of an action. The line begins with the word that stands there, or the last one, so that a
 * caret can stand below it; where that word comes again with all that follows. */
static bool wrong(const char *whole, const char *at, char *error, const char *what)
{
	static const char ends[] = " \t,()=";
	size_t length;

	at = skip(at);
	while (at > whole && (!*at || isspace((unsigned char)*at)))
		at--;
	while (at > whole && !at[1] && !strchr(ends, *at) && !strchr(ends, at[-1]))
		at--;
	length = strcspn(at, ends) ? strcspn(at, ends) : 1;
	error_set(error, "%.*s: %s", length < 80 ? (int)length : 80, at, what);
	if (error_place(error, whole) != at - whole)
		error_set(error, "%.80s: %s", at, what);
	return false;
}

static bool read_number(const char **text, uint32_t *value)
{
	const char *at = *text;
	bool minus = *at == '-', hex = !strncmp(at + minus, "0x", 2);
	unsigned long long n;
	char *end;

	if (!isdigit((unsigned char)at[minus]))
		return false;
	errno = 0;
	n = strtoull(at + minus, &end, hex ? 16 : 10);
	if (errno || n > UINT32_MAX || (hex && end == at + minus + 2))
		return false;
	*value = minus ? (uint32_t) - (uint32_t)n : (uint32_t)n;
	*text = end;
	return true;
}

/* A text in quotes. False if it is none, or has no end. */
static bool read_text(const char **text, char *to, size_t size)
{
	const char *at = *text;
	size_t n = 0;

	if (*at++ != '"')
		return false;
	for (; *at && *at != '"' && n + 1 < size; at++) {
		if (*at == '\\' && at[1])
			at++;
		to[n++] = at[-1] != '\\' ? *at : *at == 'n' ? '\n' : *at == 't' ? '\t' : *at;
	}
	to[n] = '\0';
	if (*at != '"')
		return false;
	*text = at + 1;
	return true;
}

/* return -------------------------------------------------------------------------------------- */

static bool peek(void *arg, uint32_t va, uint32_t *value)
{
	const struct actor *a = arg;

	return kernel_peek_long(&a->view, &a->user.space, va, value);
}

/* Registers as the function's caller will find them. */
static bool act_return(struct actor *a, const char *text, const char *whole, char *error)
{
	struct stack_region region = kernel_stack(&a->proc);
	struct trapframe regs;
	struct call call;
	uint32_t value, back;

	if (*text) {
		if (!read_number(&text, &value) || *skip(text))
			return wrong(whole, text, error, "behind return comes a number, or nothing");
		set_register(a, D0, value);
		set_register(a, A0, value); /* where pointers come back */
	}
	memcpy(regs.tf_d, a->reg, sizeof regs.tf_d);
	memcpy(regs.tf_a, a->reg + A0, sizeof regs.tf_a);
	regs.tf_usp = a->reg[SP];
	regs.tf_pc = a->reg[PC];
	if (!a->symbols || !snapshot_walk(a->symbols, &regs, &region, peek, a, &call, 1) || !call.ra ||
	    call.kind != CALL_FUNCTION || !peek(a, call.ra, &back))
		return error_set(error, "%.80s: pid %" PRIu32 " is in no function with its return address on the stack",
		                 whole, a->pid);
	for (uint32_t i = 0; i < call.nsaved; i++)
		if (peek(a, call.saved[i].va, &value))
			set_register(a, call.saved[i].reg, value);
	if (call.fp && peek(a, call.fp, &value))
		set_register(a, FP, value);
	set_register(a, SP, call.ra + 4);
	set_register(a, PC, back);
	return true;
}

/* Calls --------------------------------------------------------------------------------------- */

/* A call's part of the stack: it is built from its end, the highest address, down. */
struct area {
	uint8_t bytes[AREA_MAX];
	uint32_t size; /* bytes used, at the end */
	uint32_t high; /* address behind it */
};

static uint32_t put(struct area *s, const void *data, uint32_t size)
{
	s->size += size;
	if (data && s->size <= AREA_MAX)
		memcpy(s->bytes + AREA_MAX - s->size, data, size);
	return s->high - s->size;
}

static uint32_t put_long(struct area *s, uint32_t value)
{
	uint8_t bytes[4];

	be32_put(bytes, value);
	return put(s, bytes, sizeof bytes);
}

static uint32_t put_words(struct area *s, const uint16_t *words, unsigned n)
{
	while (n-- > 0) {
		uint8_t bytes[2];

		be16_put(bytes, words[n]);
		put(s, bytes, sizeof bytes);
	}
	return s->high - s->size;
}

struct arguments {
	uint32_t value[ARGS_MAX];
	bool is_text[ARGS_MAX];
	size_t count;
};

/* "ARG, ARG)": texts are put on the stack. */
static bool read_arguments(struct actor *a, const char *text, struct area *s, struct arguments *args, const char *whole,
                           char *error)
{
	text = skip(text);
	if (*text == ')')
		return !*skip(text + 1) || wrong(whole, text + 1, error, "nothing comes behind )");
	for (;; text = skip(text + 1)) {
		char string[ACTION_MAX];
		size_t n = args->count++;

		if (n == ARGS_MAX)
			return wrong(whole, text, error, "there are at most 16 arguments in a call");
		if (read_text(&text, string, sizeof string)) {
			uint32_t size = (uint32_t)strlen(string) + 1;

			args->value[n] = put(s, string, size);
			args->is_text[n] = true;
		} else if (!read_number(&text, &args->value[n])) {
			size_t length =
				strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:");
			char name[ACTION_MAX];
			struct datum d;

			snprintf(name, sizeof name, "%.*s", (int)length, text);
			if (!length)
				return wrong(whole, text, error, "an argument is a number, a \"text\" or a variable");
			if (!datum_read(a->session, &a->mark, a->pid, name, &d, error))
				return false;
			args->value[n] = (uint32_t)d.value;
			text += length;
		}
		text = skip(text);
		if (*text == ')')
			return !*skip(text + 1) || wrong(whole, text + 1, error, "nothing comes behind )");
		if (*text != ',')
			return wrong(whole, text, error, "between arguments comes a comma, and ) at the end");
	}
}

/* Number of a system call, by what programs call it. */
static int system_call(const char *name)
{
	static const struct {
		int number;
		const char *name;
	} calls[] = {
#define SYSCALL(number, symbol, name, nargs) {number, #name},
		SYSCALLS(SYSCALL)
#undef SYSCALL
	};

	if (!strcmp(name, "_exit"))
		name = "exit";
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (!strcmp(calls[i].name, name))
			return calls[i].number;
	return -1;
}

/* Makes execve's arguments of those of execl and execv. False if they are none. */
static bool exec_arguments(struct actor *a, const char *name, struct area *s, struct arguments *args)
{
	uint32_t environ_at, environ = 0;

	if (!args->count || !args->is_text[0] || strncmp(name, "exec", 4) != 0)
		return false;
	if (!strcmp(name, "execl")) {
		put_long(s, 0);
		for (size_t i = args->count; i-- > 1;)
			if (i + 1 < args->count || args->value[i])
				put_long(s, args->value[i]);
		args->value[1] = s->high - s->size;
	} else if (strcmp(name, "execv") != 0 || args->count != 2) {
		return false;
	}
	if (a->symbols && symbols_address(a->symbols, "environ", &environ_at))
		peek(a, environ_at, &environ);
	if (!environ)
		environ = put_long(s, 0);
	args->value[2] = environ;
	args->count = 3;
	return true;
}

/* What the piece of code on the stack takes to go on as if nothing had been: where to, right below the stack pointer
 * so that this is again what it was; above the condition codes, and the registers. Returns where those are. */
static uint32_t put_return(const struct actor *a, struct area *s)
{
	put_long(s, a->reg[PC]);
	put_words(s, (uint16_t[]){a->codes}, 1);
	for (int i = 4; i-- > 0;)
		put_long(s, a->reg[i < 2 ? D0 + i : A0 + i - 2]);
	return s->high - s->size;
}

/* vfork() as if it stood in the program's text, its result of no use: child and parent come back on one stack, one
 * after the other, so nothing can lie there that the second one needs. The library's vfork keeps its return address in
 * a register. */
static bool act_vfork(struct actor *a, const char *whole, char *error)
{
	uint32_t target, end;
	uint8_t back[4];

	if (!a->symbols || !symbols_bounds(a->symbols, "vfork", &target, &end))
		return error_set(error, "%.80s: %.16s has no such function", whole, a->user.comm);
	be32_put(back, a->reg[PC]);
	if (!store(a, a->reg[SP] - sizeof back, back, sizeof back))
		return error_set(error, "%.80s: there is no room for it on the stack of pid %" PRIu32 " now", whole,
		                 a->pid);
	set_register(a, SP, a->reg[SP] - sizeof back);
	set_register(a, PC, target);
	return true;
}

/* Lets the process run the code at an address, which ends with rts, with arguments; then it goes on where it was. What
 * else it needs is in the area already. */
static bool run_code(struct actor *a, struct area *s, uint32_t target, uint32_t saved, const struct arguments *args,
                     const char *whole, char *error)
{
	uint32_t first = s->high - s->size - CODE_BYTES - 4 * (uint32_t)args->count;
	uint32_t back = put_words(s, (uint16_t[]){LEA_SP, (uint16_t)(saved - first), RESTORE, SCRATCH, POP_CODES, RTS},
	                          CODE_BYTES / 2);

	for (size_t i = args->count; i-- > 0;)
		put_long(s, args->value[i]);
	put_long(s, back);
	if (s->size > AREA_MAX || !store(a, s->high - s->size, s->bytes + AREA_MAX - s->size, s->size))
		return error_set(error, "%.80s: there is no room for it on the stack of pid %" PRIu32 " now", whole,
		                 a->pid);
	set_register(a, SP, s->high - s->size);
	set_register(a, PC, target);
	return true;
}

static bool no_function(const struct actor *a, const char *name, char *error)
{
	const char **names, *near = NULL;
	size_t n = a->symbols ? symbols_functions(a->symbols, NULL, 0) : 0;

	names = alloc_new(n + 1, sizeof *names);
	if (n)
		symbols_functions(a->symbols, names, n);
	near = error_nearest(name, names);
	error_set(error, "%.40s: %.16s has no such function, and there is no such system call%s%.40s%s", name,
	          a->user.comm, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
	free(names);
	return false;
}

static bool act_call(struct actor *a, const char *name, const char *text, const char *whole, char *error)
{
	struct area s = {.high = a->reg[SP]};
	struct arguments args = {0};
	uint32_t target, end, saved = put_return(a, &s);
	int number;

	if (!read_arguments(a, text, &s, &args, whole, error))
		return false;
	put(&s, NULL, s.size % 2);
	if (!a->symbols || !symbols_bounds(a->symbols, name, &target, &end)) {
		number = system_call(name);
		if (number < 0 && exec_arguments(a, name, &s, &args))
			number = SYS_EXECVE;
		if (number < 0)
			return no_function(a, name, error);
		target = put_words(&s, (uint16_t[]){LOAD_D0, (uint16_t)(number >> 16), (uint16_t)number, TRAP_0, RTS},
		                   STUB_BYTES / 2);
	}
	return run_code(a, &s, target, saved, &args, whole, error);
}

/* The others ---------------------------------------------------------------------------------- */

/* "NAME = VALUE": what is set, to what. */
static bool read_setting(struct actor *a, const char *text, const char *verb, const char *whole, struct datum *d,
                         uint32_t *value, char *error)
{
	const char *equals = strchr(text, '=');
	char name[ACTION_MAX];
	size_t length;

	if (!equals)
		return error_set(error, "%s: write %s NAME = VALUE", verb, verb);
	snprintf(name, sizeof name, "%.*s", (int)(equals - text), text);
	for (length = strlen(name); length && isspace((unsigned char)name[length - 1]); length--)
		name[length - 1] = '\0';
	equals = skip(equals + 1);
	if (!read_number(&equals, value) || *skip(equals))
		return wrong(whole, equals, error, "behind = comes a number");
	if (!datum_read(a->session, &a->mark, a->pid, name, d, error))
		return false;
	return d->reg >= 0 || d->pid || error_set(error, "%.80s: the kernel's data are not changed", name);
}

static bool act_set(struct actor *a, const char *text, const char *whole, char *error)
{
	uint8_t bytes[DATUM_BYTES];
	struct datum d;
	uint32_t value;

	if (!read_setting(a, text, "set", whole, &d, &value, error))
		return false;
	if (d.reg >= 0) {
		set_register(a, d.reg, value);
		return true;
	}
	for (uint32_t i = 0; i < d.size; i++)
		bytes[d.size - 1 - i] = i < 4 ? (uint8_t)(value >> 8 * i) : value >> 31 ? 0xff : 0;
	return store(a, d.va, bytes, d.size) || error_set(error, "%.80s: there is no page", whole);
}

/* The same by an instruction of the process's, where it is in memory. */
static bool act_store(struct actor *a, const char *text, const char *whole, char *error)
{
	struct area s = {.high = a->reg[SP]};
	struct datum d;
	uint32_t value, target, saved;
	uint16_t code[6], n = 0;

	if (!read_setting(a, text, "store", whole, &d, &value, error))
		return false;
	if (d.reg >= 0) {
		set_register(a, d.reg, value);
		return true;
	}
	if (d.size != 1 && d.size != 2 && d.size != 4)
		return error_set(error, "%.80s: store is for 1, 2 or 4 bytes", whole);
	saved = put_return(a, &s);
	code[n++] = d.size == 1 ? MOVE_BYTE : d.size == 2 ? MOVE_WORD : MOVE_LONG;
	if (d.size == 4)
		code[n++] = (uint16_t)(value >> 16);
	code[n++] = d.size == 1 ? (uint8_t)value : (uint16_t)value;
	code[n++] = (uint16_t)(d.va >> 16);
	code[n++] = (uint16_t)d.va;
	code[n++] = RTS;
	target = put_words(&s, code, n);
	return run_code(a, &s, target, saved, &(struct arguments){0}, whole, error);
}

static bool act_signal(struct actor *a, const char *text, const char *whole, char *error)
{
	char arguments[ACTION_MAX], alive[ERROR_MAX - 130];
	const char *at = text;
	uint32_t pid, signal;
	struct proc p;

	if (!read_number(&text, &pid))
		return wrong(whole, text, error, "behind signal comes a pid, and the signal's number");
	if ((int32_t)pid > 0 && kernel_find(&a->view, pid, &p) < 0) {
		kernel_alive(&a->view, alive, sizeof alive);
		return error_set(error, "%.*s: there is no such process now: alive are pid %s", (int)(text - at), at,
		                 alive);
	}
	at = text = skip(text);
	if (!read_number(&text, &signal) || !signal || signal >= SIGNALS)
		return wrong(whole, at, error, "behind the pid comes a signal's number, from 1 to 31");
	if (*skip(text))
		return wrong(whole, text, error, "nothing comes behind the signal's number");
	snprintf(arguments, sizeof arguments, "%" PRIi32 ", %" PRIu32 ")", (int32_t)pid, signal);
	return act_call(a, "kill", arguments, whole, error);
}

static bool act_input(struct actor *a, const char *text, const char *whole, char *error)
{
	char typed[ACTION_MAX];

	if (!read_text(&text, typed, sizeof typed) || *skip(text))
		return wrong(whole, text, error, "behind input comes a \"text\"");
	for (const char *c = typed; *c; c++)
		add(a->changes, INPUT_KEY, 0, (uint8_t)*c);
	return true;
}

/* The rest of a text behind a word; NULL if it does not begin with it. */
static const char *behind(const char *text, const char *word)
{
	size_t length = strlen(word);

	return strncmp(text, word, length) != 0 || (text[length] && !isspace((unsigned char)text[length]))
	               ? NULL
	               : skip(text + length);
}

static bool act(struct actor *a, const char *whole, char *error)
{
	const char *text = skip(whole), *rest, *open;
	char name[ACTION_MAX];

	if (strlen(whole) >= ACTION_MAX)
		return error_set(error, "%.40s...: an action is shorter", whole);
	if ((rest = behind(text, "return")))
		return act_return(a, rest, whole, error);
	if ((rest = behind(text, "set")))
		return act_set(a, rest, whole, error);
	if ((rest = behind(text, "store")))
		return act_store(a, rest, whole, error);
	if ((rest = behind(text, "signal")))
		return act_signal(a, rest, whole, error);
	if ((rest = behind(text, "input")))
		return act_input(a, rest, whole, error);
	if ((rest = behind(text, "call")))
		text = rest;
	open = strchr(text, '(');
	if (!open || open == text ||
	    strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != (size_t)(open - text))
		return error_set(error, "%.80s: no action; there are return, F(ARG, ...), store, set, signal and input",
		                 whole);
	snprintf(name, sizeof name, "%.*s", (int)(open - text), text);
	if (!strcmp(name, "vfork") && *skip(open + 1) == ')' && !*skip(skip(open + 1) + 1))
		return act_vfork(a, whole, error);
	return act_call(a, name, open + 1, whole, error);
}

/* Is it an instruction of the process, in user mode? */
static bool runs(void *pid, const struct passage *at)
{
	return at->user && at->pid == *(uint32_t *)pid;
}

#define NOT_THERE "is not there"

/* What a process does that does not run. */
static const char *what_it_does(const struct actor *a)
{
	struct proc p;

	if (kernel_find(&a->view, a->pid, &p) < 0)
		return NOT_THERE;
	return p.p_stat == SZOMB                         ? "has ended"
	       : p.p_stat == SSLEEP && p.p_flag & SNOVM  ? "is asleep, its memory is lent,"
	       : p.p_stat == SSLEEP || p.p_stat == SWAIT ? "is asleep"
	       : p.p_stat == SSTOP                       ? "is stopped"
	                                                 : "waits for the processor";
}

/* The process is not where it could act: tells when it will be. */
static bool not_now(struct actor *a, const char *why, char *error)
{
	struct passage next;
	char later[ERROR_MAX], alive[ERROR_MAX - 130];

	if (passage_first(a->session, a->mark.icount, UINT64_MAX, runs, &a->pid, &next, later) == PASSAGE_FOUND)
		return error_set(error, "pid %" PRIu32 " %s at @%" PRIu64 "; it runs in user mode again at @%" PRIu64,
		                 a->pid, why, a->mark.icount, next.icount);
	kernel_alive(&a->view, alive, sizeof alive);
	if (!strcmp(why, NOT_THERE))
		return error_set(error, "pid %" PRIu32 " %s at @%" PRIu64 ", nor later: alive are pid %s", a->pid, why,
		                 a->mark.icount, alive);
	return error_set(error, "pid %" PRIu32 " %s at @%" PRIu64 ", and never runs in user mode again", a->pid, why,
	                 a->mark.icount);
}

/* Looks at the process. False if it cannot act now. */
static bool begin(struct actor *a, char *error)
{
	struct timeline *t = session_timeline(a->session);
	struct cpu_regs regs;

	if (!timeline_seek(t, a->mark.icount))
		return error_set(error, "%s", timeline_failure(t));
	kernel_view(&a->view, timeline_machine(t), &session_cache(a->session)->names);
	if (!a->pid)
		a->pid = timeline_pid(t, a->mark.icount, NULL);
	machine_regs(a->view.machine, &regs);
	if (timeline_pid(t, a->mark.icount, NULL) != a->pid)
		return not_now(a, what_it_does(a), error);
	if ((regs.psl & PSL_CURMOD) != PSL_USER || kernel_find(&a->view, a->pid, &a->proc) < 0 ||
	    !kernel_user(&a->view, &a->proc, &a->user))
		return not_now(a, "is in the kernel", error);
	a->symbols = analysis_cache_symbols(session_cache(a->session), a->user.comm, a->proc.p_base);
	memcpy(a->reg, regs.d, sizeof regs.d);
	memcpy(a->reg + A0, regs.a, sizeof regs.a);
	a->reg[PC] = regs.pc;
	a->codes = (uint8_t)((regs.psl & PSL_CODES) | (regs.psl & PSL_X ? 0x10 : 0));
	return true;
}

bool actions_read(struct session *session, const struct timeline_mark *mark, uint32_t pid, const char *const *texts,
                  size_t n, struct action_changes *changes, char error[ERROR_MAX])
{
	struct actor a = {.session = session, .mark = *mark, .pid = pid, .changes = changes};

	*changes = (struct action_changes){0};
	if (!begin(&a, error))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!act(&a, texts[i], error))
			return false;
	for (int i = 0; i < REGISTERS; i++)
		if (a.changed[i])
			add(changes, INPUT_REGISTER, (uint32_t)i, a.reg[i]);
	return true;
}
