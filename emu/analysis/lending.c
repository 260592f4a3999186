/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who lends, and where the memory is: see lending.h. */
#include "analysis/lending.h"

#include "abi/proc.h"

const struct snap_process *snapshot_process(const struct snapshot *s, uint32_t pid)
{
	for (size_t i = 0; i < s->nprocesses; i++)
		if (s->processes[i].pid == pid)
			return &s->processes[i];
	return NULL;
}

const struct snap_process *snapshot_running(const struct snapshot *s)
{
	for (size_t i = 0; i < s->nprocesses; i++)
		if (s->processes[i].current)
			return &s->processes[i];
	return NULL;
}

enum lending snapshot_lending(const struct snapshot *s)
{
	const struct snap_process *lender = s->on ? snapshot_process(s, s->lender) : NULL;
	const struct snap_process *borrower = s->on ? snapshot_process(s, s->borrower) : NULL;

	if (lender == NULL)
		return LENDING_NONE;
	if (s->kind == LOAN_COPIED || s->kind == LOAN_FORKED)
		return s->kind == LOAN_COPIED ? LENDING_COPIES : LENDING_FORKED;
	if (s->kind == LOAN_LENT && lender->lends)
		return LENDING_LENT;
	if (s->kind == LOAN_SHARED && lender->shares)
		return s->one_stack ? LENDING_SHARED : LENDING_DATA;
	return borrower != NULL && borrower->stat == SIDL ? LENDING_NONE : LENDING_BACK;
}

int snapshot_given_back(const struct snapshot *s)
{
	bool over = snapshot_lending(s) == LENDING_BACK || (!s->loan && s->kind != LOAN_FORKED);

	if (!s->data_pid[DATA_AT_VFORK])
		return DATA_TIMES;
	if (s->data_pid[DATA_AFTER])
		return DATA_AFTER;
	return over && s->data_pid[DATA_NOW] == s->data_pid[DATA_AT_VFORK] ? DATA_NOW : DATA_TIMES;
}

static bool in_chain(const struct snapshot *s, uint32_t pid)
{
	for (size_t i = 0; i < s->nchain; i++)
		if (pid && s->chain[i] == pid)
			return true;
	return false;
}

uint32_t snapshot_owner(const struct snapshot *s, uint32_t pid)
{
	enum lending lending = snapshot_lending(s);

	return (lending == LENDING_LENT || lending == LENDING_SHARED) && in_chain(s, pid) ? s->chain[0] : pid;
}

uint32_t snapshot_holder(const struct snapshot *s, uint32_t pid)
{
	return snapshot_lending(s) == LENDING_LENT && in_chain(s, pid) ? s->chain[s->nchain - 1] : pid;
}
