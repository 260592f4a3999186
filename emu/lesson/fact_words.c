/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A fact in a reader's words. See fact_words.h. */
#include "lesson/fact_words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/language.h"

/* Does the text begin with the word? Then the rest follows. */
static bool begins(const char **text, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*text, word, n) != 0)
		return false;
	*text += n;
	return true;
}

/* Is it the name of a register? */
static bool is_register(const char *name)
{
	if (!strcmp(name, "sp") || !strcmp(name, "fp") || !strcmp(name, "pc"))
		return true;
	return (*name == 'd' || *name == 'a') && name[1] >= '0' && name[1] <= '7' && !name[2];
}

/* What holds a value, without when. */
static char *holder_words(const char *name)
{
	const char *whose = "%s";
	char *what, *told, *frame = NULL;
	const char *dot;

	if (begins(&name, "parent:"))
		whose = tr("%s of the parent");
	else if (begins(&name, "child:"))
		whose = tr("%s of the child");
	bool in_frame = begins(&name, "frame:");
	dot = strchr(name, '.');
	if (dot && !strcmp(dot, ".return"))
		what = alloc_format(tr("the return address of %.*s()"), (int)(dot - name), name);
	else if (dot)
		what = alloc_format(tr("\"%s\" of %.*s()"), dot + 1, (int)(dot - name), name);
	else if (!strncmp(name, "0x", 2))
		what = alloc_format(tr("the word at %s"), name);
	else if (is_register(name))
		what = alloc_format(tr("the register %s"), name);
	else
		what = alloc_format("\"%s\"", name);
	told = alloc_format(whose, what);
	if (in_frame)
		frame = alloc_format(tr("the page frame of %s"), told);
	free(what);
	if (frame)
		free(told);
	return frame ? frame : told;
}

/* An instant of the run as a student knows it, with a blank before it: " at the end". NULL: there are no words. */
static char *instant_words(const char *when)
{
	static const struct {
		const char *where, *words;
	} known[] = {{"end", N_(" at the end")},
	             {"vfork.begin", N_(" at the call of vfork")},
	             {"vm.pass", N_(" when the memory goes to the child")},
	             {"vm.return", N_(" when the parent gets its memory back")},
	             {"vfork.end", N_(" when the parent goes on")}};
	const char *colon = strchr(when, ':');

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(when, known[i].where))
			return alloc_string(tr(known[i].words));
	if (begins(&when, "call ")) /* with a count or a process it has no words */
		return when[strcspn(when, " #")] ? NULL : alloc_format(tr(" when %s() is called"), when);
	if (colon && isdigit((unsigned char)colon[1]) && colon[1 + strspn(colon + 1, "0123456789")] == '\0')
		return alloc_format(tr(" at line %s of %.*s"), colon + 1, (int)(colon - when), when);
	return NULL;
}

/* VALUE = VALUE: what holds the left one, and what the right one is. */
static char *compared_words(struct session *session, const struct timeline_mark *here, const char *fact, bool denied,
                            char *error)
{
	static const struct {
		const char *operator, * told, *denied;
	} ways[] = {{" = ", N_("For that, %s would have to be %s%s."), N_("For that, %s must not be %s%s.")},
	            {" != ", N_("For that, %s must not be %s%s."), N_("For that, %s would have to be %s%s.")},
	            {" < ", N_("For that, %s would have to be less than %s%s."), NULL},
	            {" > ", N_("For that, %s would have to be more than %s%s."), NULL}};
	char left[FACT_NAME], value[24], *name, *when, *told = NULL;
	const char *at = NULL, *told_as = NULL, *right, *sentence;
	struct fact_value v;

	for (size_t i = 0; !at && i < sizeof ways / sizeof *ways; i++)
		if ((at = strstr(fact, ways[i].operator))) {
			sentence = denied ? ways[i].denied : ways[i].told;
			told_as = sentence ? tr(sentence) : NULL;
			right = at + strlen(ways[i].operator);
		}
	if (!at || !told_as || (size_t)(at - fact) >= sizeof left)
		return alloc_string("");
	snprintf(left, sizeof left, "%.*s", (int)(at - fact), fact);
	if (strstr(left, " + ") || !strncmp(left, "pid:", 4))
		return alloc_string("");
	if (!fact_value(session, here, right, &v, error))
		return NULL;
	bool hex = strstr(left, "frame:") || (!v.size && !strncmp(right, "0x", 2)); /* as Page frames numbers them */
	fact_tell(&v, hex, value);
	char *instant = strstr(left, " at ");
	if (instant)
		*instant = '\0';
	when = instant ? instant_words(instant + strlen(" at ")) : alloc_string("");
	name = holder_words(left);
	if (when)
		told = alloc_format(told_as, name, value, when);
	free(name);
	free(when);
	return told ? told : alloc_string("");
}

char *fact_words(struct session *session, const struct timeline_mark *here, const char *fact, char error[ERROR_MAX])
{
	static const struct {
		const char *fact, *told;
	} ends[] = {{"parent lives", N_("For that, the parent would have to live.")},
	            {"parent dies", N_("For that, the parent would have to die.")},
	            {"parent sleeps", N_("For that, the parent would have to sleep for ever.")},
	            {"parent strays", N_("For that, the parent would have to go astray.")}};
	bool denied = begins(&fact, "not ");

	if (begins(&fact, "prints ") || begins(&fact, "printed ")) /* what must not be there says little */
		return denied ? alloc_string("")
		              : alloc_format(tr("For that, the console would have to show \"%s\"."), fact);
	for (size_t i = 0; !denied && i < sizeof ends / sizeof *ends; i++)
		if (!strcmp(fact, ends[i].fact))
			return alloc_string(tr(ends[i].told));
	if (!strncmp(fact, "happens ", 8) || !strncmp(fact, "parent ", 7))
		return alloc_string("");
	return compared_words(session, here, fact, denied, error);
}
