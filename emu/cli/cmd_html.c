/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope html: a lesson or a run as one page that works offline. */
#include "base/output.h"
#include "cli/command.h"
#include "cli/teach.h"
#include "lesson/page.h"

static int write_lesson(const char *name, const char *output)
{
	struct tutorial tutorial;
	struct tutor tutor;
	char error[ERROR_MAX];
	int rc = EXIT_MISTAKE;

	if (!tutorial_load(&tutorial, name, error))
		return command_fail("%s", error);
	if (teach_begin(&tutor, &tutorial, output)) {
		rc = page_of_lesson(&tutor, output, error) ? 0 : command_fail("%s", error);
		session_free(tutor.session);
	}
	tutorial_free(&tutorial);
	return rc;
}

static int html(const struct command *command, int argc, const char **argv)
{
	static const char *output;
	const struct poptOption options[] = {{"output", 'o', POPT_ARG_STRING, &output, 0, "the page", "FILE.html"},
	                                     TEACH_OPTIONS,
	                                     COMMAND_LAUNCH,
	                                     POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	struct session *session;
	char error[ERROR_MAX];
	const char **words;
	int rc = EXIT_MISTAKE;

	if (!context)
		return rc;
	words = command_words(command, context, 1, argc);
	if (words && !teach_chosen())
		words = NULL;
	if (words && !output) {
		command_fail("html: -o FILE is missing");
	} else if (words && !words[1] && !command_launch_option() && tutorial_is(words[0])) {
		rc = write_lesson(words[0], output);
	} else if (words && (session = command_session(words, &(struct seclusion){.output = output}))) {
		rc = page_of_run(session, words[0], output, error) ? 0 : command_fail("%s", error);
		session_free(session);
	}
	poptFreeContext(context);
	return rc;
}

const struct command cmd_html = {
	"html",
	"LESSON|PROG|TRACE [ARG...] -o FILE.html",
	"a lesson, or a run by its notable instants, as one page for a browser that needs no network",
	html,
	.about = "The page needs no network: its steps are gone through by keys and buttons, its questions can be "
		 "answered, and its text is text, also for a screen reader.",
	.examples = "html return -o return.html # a lesson to take home",
};
