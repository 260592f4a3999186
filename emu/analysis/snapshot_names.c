/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/snapshot_names.h"

#include <stdio.h>

#include "abi/proc.h"
#include "base/language.h"

enum { FUNCTION_MAX = SNAP_TEXT - 24 }; /* of a name, so that there is room for the rest */

static const char *const roles[] = {
	[ROLE_NONE] = "",
	[ROLE_KERNEL] = N_("kernel"),
	[ROLE_LENDER] = N_("lender"),
	[ROLE_MIDDLE] = N_("middle"),
	[ROLE_BORROWER] = N_("borrower"),
	[ROLE_PARENT] = N_("parent"),
	[ROLE_CHILD] = N_("child"),
	[ROLE_OTHER] = N_("other"),
};

static const char *const calls[] = {
	[CALL_FUNCTION] = "function",
	[CALL_VAX] = "vax call",
	[CALL_SIGNAL] = N_("signal frame"),
};

static const char *const uses[CM_TYPES] = {
	[CFREE] = N_("free"),         [CKERNEL] = N_("kernel"), [CTEXT] = N_("text"),
	[CDATA] = N_("data"),         [CSTACK] = N_("stack"),   [CUAREA] = N_("u area"),
	[CPTABLE] = N_("page table"), [CMAPPED] = N_("mapped"), [CSHARED] = N_("shared mapping"),
};

static const char *const data[DATA_KINDS] = {
	[DATA_GLOBAL] = "global", [DATA_LIBRARY] = "library", [DATA_HEAP] = "heap",
	[DATA_STREAM] = "stream", [DATA_FILE] = "file",       [DATA_SELF] = "self",
};

static const char *const registers[16] = {"d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7",
                                          "a0", "a1", "a2", "a3", "a4", "a5", "a6", "sp"};

/* How a word is told: a text alone, "saved" and a register, with its name or number behind the text. */
enum telling { TEXT, REGISTER, NAMED, NUMBERED, RETURN };
static const struct {
	const char *name, *text;
	enum telling telling;
	bool links;
} kinds[WORD_KINDS] = {
	/* clang-format off */
	[WORD_UNKNOWN]        = {"unknown", "", TEXT, false},
	[WORD_RETURN]         = {"return", "return", RETURN, true},
	[WORD_SAVED_FP]       = {"saved-fp", "fp", REGISTER, true},
	[WORD_SAVED_REGISTER] = {"saved-register", NULL, REGISTER, true},
	[WORD_LOCAL]          = {"local", "", NAMED, false},
	[WORD_PARAMETER]      = {"parameter", "", NAMED, false},
	[WORD_SAVED_AP]       = {"saved-ap", "ap", REGISTER, true},
	[WORD_MASK]           = {"mask-psw", "mask, PSW", TEXT, true},
	[WORD_HANDLER]        = {"condition-handler", N_("condition handler"), TEXT, false},
	[WORD_ARGUMENTS]      = {"number-of-arguments", N_("number of arguments"), TEXT, false},
	[WORD_ARGUMENT]       = {"argument", N_("argument "), NUMBERED, false},
	[WORD_SIGNAL]         = {"signal", N_("signal"), TEXT, false},
	[WORD_SIGNAL_CODE]    = {"signal-code", N_("code"), TEXT, false},
	[WORD_CONTEXT]        = {"context-address", N_("where the context is"), TEXT, false},
	[WORD_SIGNAL_STACK]   = {"on-signal-stack", N_("on the signal stack"), TEXT, false},
	[WORD_SIGNAL_MASK]    = {"signal-mask", N_("mask"), TEXT, false},
	[WORD_SAVED_PC]       = {"saved-pc", "pc", REGISTER, true},
	[WORD_SAVED_PS]       = {"saved-ps", "ps", REGISTER, true},
	[WORD_TRAMPOLINE]     = {"trampoline", N_("code: calls sigreturn"), TEXT, false},
	/* clang-format on */
};

const char *snapshot_role_name(enum role role)
{
	return (size_t)role < sizeof roles / sizeof *roles ? roles[role] : "?";
}

const char *snapshot_use_name(uint32_t type)
{
	return type < CM_TYPES ? uses[type] : "?";
}

const char *snapshot_call_name(enum call_kind kind)
{
	return (size_t)kind < sizeof calls / sizeof *calls ? calls[kind] : "?";
}

const char *snapshot_kind_name(enum word_kind kind)
{
	return kind < WORD_KINDS ? kinds[kind].name : "?";
}

const char *snapshot_word_register(const struct snap_word *w)
{
	if (w->kind == WORD_SAVED_REGISTER)
		return registers[w->number & 15];
	return kinds[w->kind].telling == REGISTER ? kinds[w->kind].text : NULL;
}

bool snapshot_word_leads(const struct snap_word *w)
{
	return w->kind == WORD_RETURN && *w->name && !w->astray;
}

void snapshot_word_text(const struct snap_word *w, char out[SNAP_TEXT])
{
	const char *text = kinds[w->kind].text;

	text = text && *text ? tr(text) : text;
	switch (kinds[w->kind].telling) {
	case TEXT:
		snprintf(out, SNAP_TEXT, "%s", text);
		break;
	case REGISTER:
		snprintf(out, SNAP_TEXT, tr("saved %s"), snapshot_word_register(w));
		break;
	case NAMED:
		snprintf(out, SNAP_TEXT, "%s", w->name);
		break;
	case NUMBERED:
		snprintf(out, SNAP_TEXT, "%s%u", text, w->number);
		break;
	case RETURN:
		if (snapshot_word_leads(w))
			snprintf(out, SNAP_TEXT, tr("return to %.*s+0x%x"), FUNCTION_MAX, w->name, w->number);
		else
			snprintf(out, SNAP_TEXT, "%s", tr("return address"));
		break;
	}
}

bool snapshot_word_links(const struct snap_word *w)
{
	return kinds[w->kind].links;
}

bool snapshot_links_at(const struct snapshot *s, uint32_t va)
{
	for (size_t i = 0; i < s->nwords; i++)
		if (s->words[i].va == va)
			return snapshot_word_links(&s->words[i]);
	return false;
}

const char *snapshot_data_name(enum data_kind kind)
{
	return kind < DATA_KINDS ? data[kind] : "?";
}

const char *snapshot_part_name(enum page_part part)
{
	static const char *const parts[PAGE_PARTS] = {[PART_TEXT] = N_("text"),
	                                              [PART_DATA] = N_("data"),
	                                              [PART_STACK] = N_("stack"),
	                                              [PART_MAPPED] = N_("mapped")};

	return part < PAGE_PARTS ? parts[part] : "?";
}
