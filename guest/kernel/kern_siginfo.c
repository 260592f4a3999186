/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a handler that was installed with SA_SIGINFO is told of its signal: who has sent it, which child it is about, or
 * where the fault was. A signal that is pending is a bit; what is to be told waits here until the handler is called, as
 * in Linux, which also loses it when there is no room: then the sender is process 0.
 */
#include "vm.h"

#define NNOTES 64

static struct note {
	const struct proc *n_to; /* null: free */
	struct siginfo_k n_info;
} notes[NNOTES];

/* The note for p about a signal; with p null a free one. Null if there is none. */
static struct note *find(const struct proc *p, uint32_t sig)
{
	for (struct note *n = notes; n < notes + NNOTES; n++)
		if (n->n_to == p && (!p || n->n_info.sk_signo == sig))
			return n;
	return 0;
}

/* A second one of the same signal is lost, as the signal is. */
static void note(const struct proc *to, const struct siginfo_k *info)
{
	struct note *n = find(to, info->sk_signo);

	if (n && (to->p_sig & sigmask(info->sk_signo)))
		return;
	if (!n)
		n = find(0, 0);
	if (n)
		*n = (struct note){to, *info};
}

void signote(const struct proc *to, uint32_t sig, uint32_t code, const struct proc *who, uint32_t status)
{
	note(to, &(struct siginfo_k){sig, 0, code, who->p_pid, who->p_ruid, status, 0});
}

struct siginfo_k sigtake(const struct proc *p, uint32_t sig)
{
	struct note *n = find(p, sig);

	if (!n)
		return (struct siginfo_k){.sk_signo = sig, .sk_code = SI_KERNEL};
	n->n_to = 0;
	return n->n_info;
}

void sigforget(const struct proc *p)
{
	for (struct note *n = notes; n < notes + NNOTES; n++)
		if (n->n_to == p)
			n->n_to = 0;
}

/* All codes of faults begin with 1, which is the only one for most signals. */
void faultnote(uint32_t sig, uint32_t address)
{
	uint32_t vpage = address >> PGSHIFT, code = 1;
	const uint32_t *pte = address < S0BASE ? vtopte(curproc, vpage) : 0;

	if (sig == SIGBUS || (sig == SIGSEGV && pte && *pte))
		code = 2; /* BUS_ADRERR, SEGV_ACCERR */
	note(curproc, &(struct siginfo_k){.sk_signo = sig, .sk_code = code, .sk_addr = address});
}
