/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Completion in shells: see shell_words.h. Each shell is told its words in its own way; which words they are is found
 * here, once: `words_of` for an option's value, `first_words` for what may stand behind a command. */
#include "cli/shell_words.h"

#include <ctype.h>
#include <string.h>

#include "base/output.h"
#include "base/system_list.h"
#include "base/version.h"
#include "cli/options.h"
#include "image/lesson.h"

enum { WORDS_MAX = 4096 };

static void add(char *words, const char *word, size_t size)
{
	if (strlen(words) + size + 2 < WORDS_MAX) {
		if (*words)
			strcat(words, " ");
		strncat(words, word, size);
	}
}

/* The alternatives of "bash|zsh|fish" that are words to be typed: in lower-case letters. */
static void add_alternatives(char *words, const char *text)
{
	size_t n = strcspn(text, " ");

	for (size_t at = 0; at < n; at++) {
		size_t size = strcspn(text + at, "| ");

		if (islower((unsigned char)text[at]))
			add(words, text + at, strspn(text + at, "abcdefghijklmnopqrstuvwxyz"));
		at += size;
	}
}

/* The words that an option's value can be; "" if those are endless. */
static void words_of(const struct poptOption *o, char words[WORDS_MAX])
{
	*words = '\0';
	if (!strcmp(o->longName, "systems") || !strcmp(o->longName, "system") || !strcmp(o->longName, "beside"))
		for (size_t i = 0; i < SYSTEMS_COUNT; i++)
			add(words, historic_systems[i].name, strlen(historic_systems[i].name));
	else if (strchr(o->argDescrip, '|') && islower((unsigned char)*o->argDescrip))
		add_alternatives(words, o->argDescrip);
}

/* Is its value the name of a file? */
static bool is_file(const struct poptOption *o)
{
	return !strncmp(o->argDescrip, "FILE", 4) || !strncmp(o->argDescrip, "DIR", 3) ||
	       !strncmp(o->argDescrip, "X.", 2) || !strcmp(o->longName, "beside");
}

/* The words that may stand first behind a command, as its synopsis tells: "check|format X.vps". */
static void first_words(const struct command *command, char words[WORDS_MAX])
{
	*words = '\0';
	if (islower((unsigned char)*command->synopsis))
		add_alternatives(words, command->synopsis);
}

/* Does it take a program, so that it may be a lesson? */
static bool takes_program(const struct command *command)
{
	return !command->foreign && (strstr(command->synopsis, "PROG") || strstr(command->synopsis, "NAME") ||
	                             !strcmp(command->name, "diff"));
}

static void lessons(char words[WORDS_MAX])
{
	char error[ERROR_MAX];
	struct lesson *all;
	size_t n = lesson_list(&all, error);

	*words = '\0';
	for (size_t i = 0; i < n; i++)
		add(words, all[i].name, strlen(all[i].name));
	lesson_list_free(all, n);
}

static void about(const char *shell)
{
	output_line("# What %s completes for vforkscope %s, from its tables of commands and options.", shell,
	            version_number);
}

/* bash ------------------------------------------------------------------------------------------------------------ */

static void bash_option(const struct poptOption *o, void *arg)
{
	(void)arg;
	if (o->longName)
		output_text(" --%s", o->longName);
	if (o->shortName)
		output_text(" -%c", o->shortName);
}

static void bash_value(const struct poptOption *o, void *arg)
{
	const struct command *command = arg;
	char words[WORDS_MAX];

	if (!o->longName || !options_valued(o))
		return;
	words_of(o, words);
	output_text("    %s,--%s", command->name, o->longName);
	if (o->shortName)
		output_text(" | %s,-%c", command->name, o->shortName);
	output_line(") words='%s' files=%s ;;", words, is_file(o) ? "yes" : "");
}

static void bash(const struct command *const *commands)
{
	char words[WORDS_MAX];

	about("bash");
	lessons(words);
	output_line("_vforkscope_lessons='%s'", words);
	output_lines(0, "_vforkscope()\n"
	                "{\n"
	                "    local command=${COMP_WORDS[1]} word=$2 before=$3 words= files= options=\n"
	                "    # --system=4 is three words here\n"
	                "    [ \"$word\" = = ] && word=\n"
	                "    [ \"$before\" = = ] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
	                "    case $command in\n");
	for (const struct command *const *c = commands; *c; c++) {
		first_words(*c, words);
		output_text("    %s) words=\"%s%s\" options='", (*c)->name, words,
		            takes_program(*c) ? " $_vforkscope_lessons" : "");
		command_describe(*c, bash_option, NULL);
		output_line(" --help' files=yes ;;");
	}
	output_lines(0, "    esac\n    case $command,$before in\n");
	for (const struct command *const *c = commands; *c; c++)
		command_describe(*c, bash_value, (void *)*c);
	output_text("    *) case $COMP_CWORD,$word in 1,*) words='");
	for (const struct command *const *c = commands; *c; c++)
		output_text("%s ", (*c)->name);
	output_lines(0, "--help --version' files= ;; *,-*) words=$options files= ;; esac ;;\n"
	                "    esac\n"
	                "    mapfile -t COMPREPLY < <(\n"
	                "        compgen -W \"$words\" -- \"$word\"\n"
	                "        [ -z \"$files\" ] || compgen -f -- \"$word\"\n"
	                "    )\n"
	                "    [ -z \"$files\" ] || compopt -o filenames 2>/dev/null\n"
	                "}\n"
	                "complete -F _vforkscope vforkscope\n");
}

/* A text within single quotes, up to one of the signs of `end`. Those of `escaped` get a backslash; mark is how the
 * shell writes a single quote there. */
static void quoted(const char *text, const char *end, const char *escaped, const char *mark)
{
	for (size_t i = 0; text[i] && !strchr(end, text[i]); i++)
		if (text[i] == '\'')
			output_text("%s", mark);
		else
			output_text("%s%c", strchr(escaped, text[i]) ? "\\" : "", text[i]);
}

#define BRIEFLY ":;(" /* what an option is for, in a few words */

/* zsh ------------------------------------------------------------------------------------------------------------- */

#define ZSH_MARK "'\\''"

/* zsh's _arguments gives some signs a meaning. */
static void zsh_quoted(const char *text, const char *end)
{
	quoted(text, end, "[]:\\", ZSH_MARK);
}

/* The next word of a command in the next line. */
static void zsh_next(void)
{
	output_line(" \\");
	output_text("            ");
}

static void zsh_option(const struct poptOption *o, void *arg)
{
	char words[WORDS_MAX];

	(void)arg;
	if (!o->longName)
		return;
	if (o->shortName) {
		zsh_next();
		output_text("'(--%s)-%c[", o->longName, o->shortName);
		zsh_quoted(o->descrip, BRIEFLY);
		output_text("]%s'", options_valued(o) ? ":value:_files" : "");
	}
	zsh_next();
	output_text("'%s--%s%s[", (o->argInfo & POPT_ARG_MASK) == POPT_ARG_ARGV ? "*" : "", o->longName,
	            options_valued(o) ? "=" : "");
	zsh_quoted(o->descrip, BRIEFLY);
	output_text("]");
	if (options_valued(o)) {
		words_of(o, words);
		output_text(":");
		zsh_quoted(o->argDescrip, "");
		if (*words)
			output_text(":(%s)", words);
		else
			output_text(":%s", is_file(o) ? "_files" : "");
	}
	output_text("'");
}

static void zsh(const struct command *const *commands)
{
	char words[WORDS_MAX];

	output_line("#compdef vforkscope");
	about("zsh");
	lessons(words);
	output_line("_vforkscope_lessons='%s'", words);
	output_lines(0, "_vforkscope_first() { [[ -z $1 ]] || compadd -- ${=1}; _files }\n"
	                "_vforkscope()\n"
	                "{\n"
	                "    local -a commands\n"
	                "    commands=(\n");
	for (const struct command *const *c = commands; *c; c++) {
		output_text("        '%s:", (*c)->name);
		quoted((*c)->help, BRIEFLY, "\\", ZSH_MARK);
		output_line("'");
	}
	output_lines(0, "    )\n"
	                "    if (( CURRENT == 2 )); then\n"
	                "        _describe command commands\n"
	                "        return\n"
	                "    fi\n"
	                "    shift words\n"
	                "    (( CURRENT-- ))\n"
	                "    case $words[1] in\n");
	for (const struct command *const *c = commands; *c; c++) {
		first_words(*c, words);
		output_text("    %s) _arguments '(-h)--help[tell its options]' '(--help)-h[tell its options]'",
		            (*c)->name);
		command_describe(*c, zsh_option, NULL);
		zsh_next();
		output_line("'*:word:{_vforkscope_first \"%s%s\"}' ;;", words,
		            takes_program(*c) ? " $_vforkscope_lessons" : "");
	}
	output_lines(0, "    esac\n}\n_vforkscope \"$@\"\n");
}

/* fish ------------------------------------------------------------------------------------------------------------ */

static void fish_quoted(const char *text)
{
	quoted(text, BRIEFLY, "\\", "\\'");
}

static void fish_option(const struct poptOption *o, void *arg)
{
	const struct command *command = arg;
	char words[WORDS_MAX];

	if (!o->longName)
		return;
	output_text("complete -c vforkscope -n '__fish_seen_subcommand_from %s' -l %s", command->name, o->longName);
	if (o->shortName)
		output_text(" -s %c", o->shortName);
	if (options_valued(o)) {
		words_of(o, words);
		output_text(" -%c", is_file(o) ? 'r' : 'x');
		if (*words)
			output_text(" -a '%s'", words);
	}
	output_text(" -d '");
	fish_quoted(o->descrip);
	output_line("'");
}

static void fish(const struct command *const *commands)
{
	char words[WORDS_MAX];

	about("fish");
	lessons(words);
	output_line("set -g _vforkscope_lessons %s", words);
	for (const struct command *const *c = commands; *c; c++) {
		output_text("complete -c vforkscope -n __fish_use_subcommand -f -a %s -d '", (*c)->name);
		fish_quoted((*c)->help);
		output_line("'");
		first_words(*c, words);
		if (*words || takes_program(*c))
			output_line("complete -c vforkscope -n '__fish_seen_subcommand_from %s' -a \"%s%s\"",
			            (*c)->name, words, takes_program(*c) ? " $_vforkscope_lessons" : "");
		command_describe(*c, fish_option, (void *)*c);
	}
}

static const struct {
	const char *name;
	void (*print)(const struct command *const *commands);
} shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};

bool shell_words_print(const struct command *const *commands, const char *shell)
{
	for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
		if (!strcmp(shell, shells[i].name)) {
			shells[i].print(commands);
			return true;
		}
	return false;
}
