/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What processes wait for, in words. See wait_text.h. */
#include "analysis/wait_text.h"

#include <stdlib.h>
#include <string.h>

#include "abi/syscalls.h"
#include "base/alloc.h"
#include "base/language.h"
#include "analysis/call_text.h"
#include "analysis/kernel_files.h"
#include "analysis/source_text.h"

enum { USERS_MAX = 4 /* of a pipe that are named */, TOLD_MAX = 5 /* processes that have a sentence */ };

/* The system call that a process is in: its number, or 0. */
static uint32_t call_of(const struct moment *mo, const struct proc *p)
{
	struct trapframe regs;

	return kernel_registers(&mo->view, p, &regs) && regs.tf_type == SCB_CHMK ? regs.tf_code : 0;
}

static const char *does(const struct proc *p)
{
	switch (p->p_stat) {
	case SSTOP:
		return N_("is stopped");
	case SZOMB:
		return N_("is a zombie");
	case SSLEEP:
	case SWAIT:
		return N_("sleeps");
	default:
		return N_("can run");
	}
}

/* Who could end the wait at the other end of a pipe. */
static void put_users(struct text *t, const struct moment *mo, uint32_t pipe, uint32_t end)
{
	const bool writes = end == FWRITE;
	uint32_t pids[USERS_MAX];
	size_t n = kernel_pipe_users(&mo->view, pipe, end, pids, USERS_MAX);
	struct proc other;

	if (n == 0) {
		text_put(t, writes ? N_(" that has no writer") : N_(" that has no reader"));
	} else if (n == 1 && kernel_find(&mo->view, pids[0], &other) >= 0) {
		text_put(t, writes ? N_(" whose only writer %s: pid %u") : N_(" whose only reader %s: pid %u"),
		         tr(does(&other)), pids[0]);
	} else {
		text_put(t, writes ? N_(" whose writers are") : N_(" whose readers are"));
		for (size_t i = 0; i < n && i < USERS_MAX; i++)
			text_put(t, "%s pid %u", i ? "," : "", pids[i]);
		if (n > USERS_MAX)
			text_put(t, " and %zu more", n - USERS_MAX);
	}
}

/* The wait in a read or write of a pipe: by the descriptor it is the same pipe that the process sleeps on. */
static bool tell_pipe(struct text *t, const struct moment *mo, const struct proc *p)
{
	struct kernel_user u;
	struct open_file f;

	if (!kernel_user(&mo->view, p, &u) || !kernel_file(&mo->view, p, u.args[0], &f) || f.file.f_type != DPIPE ||
	    f.file.f_pipe != p->p_wchan)
		return false;
	if (f.file.f_flag & FREAD) {
		text_put(t, "reads a pipe (descriptor %u)", u.args[0]);
		put_users(t, mo, p->p_wchan, FWRITE);
	} else {
		text_put(t, "waits for room in a pipe (descriptor %u)", u.args[0]);
		put_users(t, mo, p->p_wchan, FREAD);
	}
	return true;
}

static bool is(const char *name, const char *what)
{
	return name && !strcmp(name, what);
}

/* A wait for a process, by the slot that is slept on. */
static void tell_process(struct text *t, const struct proc *p, const struct proc *on)
{
	if (on->p_pid != p->p_pid && (p->p_flag & SNOVM || on->p_ppid == p->p_pid))
		text_put(t, "sleeps until pid %u executes a program or exits", on->p_pid);
	else if (on->p_pid != p->p_pid)
		text_put(t, "sleeps on proc %u", on->p_pid);
	else if (p->p_pri < PZERO)
		text_put(t, "waits for pid %u to take its memory back", p->p_ppid);
	else
		text_put(t, "waits for a child to end");
}

void wait_tell(struct text *t, const struct moment *mo, const struct proc *p)
{
	int slot = kernel_slot(&mo->view, p->p_wchan);
	const char *name = analysis_cache_variable(mo->cache, p->p_wchan);
	uint32_t call = call_of(mo, p);
	struct proc on;

	if (p->p_stat != SSLEEP && p->p_stat != SWAIT)
		text_put(t, "%s", tr(does(p)));
	else if (slot >= 0 && kernel_proc(&mo->view, slot, &on))
		tell_process(t, p, &on);
	else if (tell_pipe(t, mo, p))
		return;
	else if (p->p_wchan == UADDR)
		text_put(t, "waits for a signal");
	else if (is(name, "selecting"))
		text_put(t, "waits in select");
	else if (is(name, "ipc"))
		text_put(t, "waits for the process that it traces");
	else if (call == SYS_READ || call == SYS_READV)
		text_put(t, "waits for input from the terminal");
	else if (name)
		text_put(t, "sleeps on %s", name);
	else
		text_put(t, "sleeps on %08x", p->p_wchan);
}

/* The innermost call that is the program's own, or else where the process is itself. */
static uint32_t own_pc(const struct moment *mo, struct symbols *sym, const struct proc *p, const struct kernel_user *u,
                       const struct trapframe *regs)
{
	struct stack_region region = kernel_stack(p);
	struct kernel_memory memory = {&mo->view, &u->space};
	struct call *calls = alloc_new(CALLS_MAX, sizeof *calls);
	size_t n = snapshot_walk(sym, regs, &region, kernel_memory_long, &memory, calls, CALLS_MAX);
	uint32_t pc = regs->tf_pc;
	const char *file;
	int line;

	for (size_t i = n; i-- > 0;)
		if (symbols_line(sym, calls[i].pc, &file, &line) && mo->timeline && source_kept(mo->timeline, file))
			pc = calls[i].pc;
	free(calls);
	return pc;
}

void wait_tell_place(struct text *t, const struct moment *mo, const struct proc *p)
{
	struct symbols *sym = NULL;
	const char *function, *file, *slash;
	struct kernel_user u;
	struct trapframe regs;
	uint32_t pc;
	int line;

	if (p->p_stat != SZOMB && kernel_user(&mo->view, p, &u) && kernel_registers(&mo->view, p, &regs))
		sym = analysis_cache_symbols(mo->cache, u.comm, p->p_base);
	if (!sym)
		return;
	pc = own_pc(mo, sym, p, &u, &regs);
	function = symbols_function(sym, pc, NULL);
	if (!function)
		return;
	text_put(t, " in %s()", function);
	if (symbols_line(sym, pc, &file, &line)) {
		slash = strrchr(file, '/');
		text_put(t, ", %s:%d", slash ? slash + 1 : file, line);
	}
}

void wait_tell_all(struct text *t, const struct moment *mo)
{
	int current = kernel_current(&mo->view);
	size_t n = 0;

	/* Round 0: the one that runs; 1: the others; 2: init where there are none. */
	for (int round = 0; round < 3 && !(round == 2 && n); round++)
		for (int slot = 0; slot < NPROC; slot++) {
			struct proc p;

			if (!kernel_proc(&mo->view, slot, &p) || p.p_pid == 0 || (p.p_pid == 1) != (round == 2) ||
			    (round < 2 && (slot == current) != (round == 0)) || ++n > TOLD_MAX)
				continue;
			text_put(t, "%spid %u ", n > 1 ? " " : "", p.p_pid);
			if (slot == current)
				text_put(t, "runs");
			else
				wait_tell(t, mo, &p);
			if (slot == current || p.p_stat == SRUN)
				wait_tell_place(t, mo, &p);
			text_put(t, ".");
		}
	if (n > TOLD_MAX)
		text_put(t, " And %zu more.", n - TOLD_MAX);
}
