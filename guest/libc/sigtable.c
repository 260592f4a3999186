/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of handlers that some systems' libraries keep in the program's memory. There the kernel is given one and
 * the same function, call(), for every signal that is caught; it looks into the table. A borrower that catches a signal
 * writes into its lender's table, since it runs on its lender's memory, and who runs when the lender gets that signal
 * is decided there. csh saved and restored its handlers around vfork for that reason.
 *
 * Where the kernel has the addresses (VR_KERNEL), all of this is one call of the kernel.
 */
#include <signal.h>
#include <stddef.h>
#include <sys/vforkrule.h>

typedef void (*handler_t)(int sig, int code, struct sigcontext *context);

int _sigvec(int sig, const struct sigvec *how, struct sigvec *was); /* sys.S */
int _sigtable(int sig, const struct sigvec *how, struct sigvec *was, int by_signal);

static sig_t table[NSIG];

static void call(int sig, int code, struct sigcontext *context)
{
	handler_t handler = (handler_t)(void *)table[sig];

	handler(sig, code, context);
}

/* What the system does: asked for once. */
static int place(void)
{
	static int rule = VR_ASK;

	if (rule == VR_ASK)
		rule = vforkrule(VR_SIGTABLE, VR_ASK);
	return rule;
}

int _sigtable(int sig, const struct sigvec *how, struct sigvec *was, int by_signal)
{
	struct sigvec to;
	sig_t before, caller = (sig_t)(void *)call;

	if (place() == VR_KERNEL || sig <= 0 || sig >= NSIG)
		return _sigvec(sig, how, was);
	before = table[sig];
	if (how != NULL && how->sv_handler != SIG_DFL && how->sv_handler != SIG_IGN &&
	    (by_signal || place() == VR_USER)) {
		to = *how;
		to.sv_handler = caller;
		/* First the table, so that there is something to call as soon as the kernel may call it. */
		table[sig] = how->sv_handler;
		how = &to;
	}
	if (_sigvec(sig, how, was) < 0) {
		table[sig] = before;
		return -1;
	}
	if (was != NULL && was->sv_handler == caller)
		was->sv_handler = before;
	return 0;
}
