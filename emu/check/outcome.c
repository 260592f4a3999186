/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a run ended, in words. See outcome.h. */
#include "check/outcome.h"

#include <stdio.h>

#include "analysis/captions.h"

void outcome_word(char word[OUTCOME], const struct machine_halt *halt, enum drive_end end, bool deadlock)
{
	uint32_t status = halt->status & 0xFF;
	const char *name = status > 128 ? captions_signal(status - 128) : NULL;

	if (end != DRIVE_HALT)
		snprintf(word, OUTCOME, "no end");
	else if (halt->check)
		snprintf(word, OUTCOME, "machine check");
	else if (deadlock)
		snprintf(word, OUTCOME, "deadlock");
	else if (name)
		snprintf(word, OUTCOME, "%s", name);
	else if (status)
		snprintf(word, OUTCOME, "exit %u", status);
	else
		snprintf(word, OUTCOME, "ok");
}
