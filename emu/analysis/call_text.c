/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls in words. See call_text.h. */
#include "analysis/call_text.h"

#include <string.h>

#include "abi/syscalls.h"
#include "analysis/captions.h"
#include "analysis/kernel_self.h"
#include "analysis/syscall_name.h"
#include "analysis/source_text.h"
#include "analysis/value_text.h"
#include "base/language.h"

enum { TEXT_MAX = 32 /* bytes shown of what is written or named */, ARGUMENTS = 3 /* that an event holds */ };

/* What is known of a process at the instant. */
struct caller {
	struct proc proc;
	struct kernel_user user;
	bool there;
};

static struct caller caller_of(const struct moment *mo, uint32_t pid)
{
	struct caller c = {0};

	c.there = kernel_find(&mo->view, pid, &c.proc) >= 0 && c.proc.p_stat != SZOMB &&
	          kernel_user(&mo->view, &c.proc, &c.user);
	return c;
}

static void put_signal(struct text *t, uint32_t number)
{
	if (captions_signal(number))
		text_put(t, "%s", captions_signal(number));
	else
		text_put(t, "%u", number);
}

void call_tell_signals(struct text *t, uint32_t set)
{
	const char *between = "";

	if (!set || set == UINT32_MAX) {
		text_put(t, set ? N_("all signals") : N_("none"));
		return;
	}
	for (uint32_t n = 1; n < SIGNALS; n++)
		if (set & 1u << (n - 1)) {
			text_put(t, "%s", between);
			put_signal(t, n);
			between = " ";
		}
}

/* A handler as the kernel has it: 0 and 1 are no addresses. */
void call_tell_handler(struct text *t, const struct moment *mo, uint32_t handler)
{
	if (handler <= 1)
		text_put(t, handler ? "SIG_IGN" : "SIG_DFL");
	else
		value_function(t, mo->running, handler);
}

static const char *const whences[] = {"SEEK_SET", "SEEK_CUR", "SEEK_END"};
static const char *const resources[] = {"RLIMIT_CPU", "RLIMIT_FSIZE",   "RLIMIT_DATA",  "RLIMIT_STACK", "RLIMIT_CORE",
                                        "RLIMIT_RSS", "RLIMIT_MEMLOCK", "RLIMIT_NPROC", "RLIMIT_NOFILE"};

const char *call_resource(uint32_t number)
{
	return number < sizeof resources / sizeof *resources ? resources[number] : "?";
}

static void put_named(struct text *t, const char *const *names, size_t n, uint32_t value)
{
	if (value < n)
		text_put(t, "%s", names[value]);
	else
		text_put(t, "%u", value);
}

static void put_argument(struct text *t, const struct moment *mo, const struct caller *c, char shape, uint32_t value,
                         uint32_t next)
{
	const struct address_space *space = &c->user.space;
	char bytes[TEXT_MAX];
	uint32_t handler;

	switch (shape) {
	case 's':
		if (!value_string(t, mo, space, value, 2 * TEXT_MAX))
			text_put(t, "%#x", value);
		break;
	case 'b':
		next = next < TEXT_MAX ? next : TEXT_MAX;
		if (kernel_peek(&mo->view, space, value, bytes, next))
			text_quote(t, bytes, next);
		else
			text_put(t, "%#x", value);
		break;
	case 'o':
		text_put(t, value ? "0%o" : "%o", value);
		break;
	case 'w':
		put_named(t, whences, sizeof whences / sizeof *whences, value);
		break;
	case 'r':
		put_named(t, resources, sizeof resources / sizeof *resources, value);
		break;
	case 'a':
	case 'x':
		text_put(t, value ? "%#x" : "%x", value);
		break;
	case 'P':
		text_put(t, value ? "pid %d" : "%d", (int)value);
		break;
	case 'W':
		text_put(t, (int)value > 0 ? "pid %d" : N_("any child"), (int)value);
		break;
	case 'S':
		put_signal(t, value);
		break;
	case 'M':
		call_tell_signals(t, value);
		break;
	case 'H':
		if (value && kernel_peek_long(&mo->view, space, value, &handler))
			call_tell_handler(t, mo, handler);
		else
			text_put(t, value ? "%#x" : "%x", value);
		break;
	default:
		text_put(t, "%d", (int)value);
		break;
	}
}

static void put_name(struct text *t, uint32_t number)
{
	const char *name = syscall_name(number, NULL);

	/* the library's name for it is the one that programs know */
	if (!name)
		text_put(t, "system call %u", number);
	else
		text_put(t, "%s", number == SYS_OBREAK ? "brk" : number == SYS_EXIT ? "_exit" : name);
}

static void put_call(struct text *t, const struct moment *mo, const struct caller *c, uint32_t number,
                     const uint32_t *arguments)
{
	const char *shape = syscall_shape(number);

	put_name(t, number);
	if (!syscall_name(number, NULL))
		return;
	text_put(t, "(");
	for (size_t i = 0; i < ARGUMENTS && shape[i]; i++) {
		text_put(t, i ? ", " : "");
		put_argument(t, mo, c, shape[i], arguments[i], i + 1 < ARGUMENTS ? arguments[i + 1] : 0);
	}
	text_put(t, ")");
}

void call_tell(struct text *t, const struct moment *mo, const struct event *e)
{
	const struct caller c = caller_of(mo, e->pid);

	put_call(t, mo, &c, e->arg[0], e->arg + 1);
}

void call_tell_inode(struct text *t, const struct moment *mo, uint32_t number)
{
	char path[128];

	if (kernel_path(&mo->view, mo->cache->disk, number, path, sizeof path))
		text_put(t, "%s", path);
	else
		text_put(t, "a file without a name");
}

void call_tell_open(struct text *t, const struct moment *mo, const struct open_file *f)
{
	if (f->file.f_type == DPIPE)
		text_put(t, f->file.f_flag & FREAD ? N_("a pipe to read from") : N_("a pipe to write to"));
	else
		call_tell_inode(t, mo, f->inode.i_number);
}

bool call_tell_file(struct text *t, const struct moment *mo, const struct proc *p, uint32_t fd)
{
	struct open_file f;

	if (!kernel_file(&mo->view, p, fd, &f))
		return false;
	call_tell_open(t, mo, &f);
	return true;
}

/* A call that makes a process: how does its child hear that it is one? */
static bool is_childs(const struct event *e)
{
	return syscall_makes(e->arg[0]) && e->arg[0] != SYS_EXECVE && !e->arg[3] && (e->arg[2] == 1 || !e->arg[1]);
}

void call_tell_end(struct text *t, const struct moment *mo, const struct event *e)
{
	const struct caller c = caller_of(mo, e->pid);
	uint32_t value = e->arg[1];

	if (is_childs(e)) {
		put_name(t, e->arg[0]);
		if (value)
			text_put(t, " comes back in pid %u with its parent's pid, %u, in d0 and 1 in d1.", e->pid,
			         value);
		else
			text_put(t, " returns 0 in pid %u, the child: that is what C sees.", e->pid);
		return;
	}
	if (c.there && e->arg[0] != SYS_EXECVE)
		put_call(t, mo, &c, e->arg[0], c.user.args);
	else
		put_name(t, e->arg[0]);
	if (e->arg[3] && syscall_error(e->arg[3]))
		text_put(t, " fails with %s in pid %u.", syscall_error(e->arg[3]), e->pid);
	else if (e->arg[3])
		text_put(t, " fails with error %u in pid %u.", e->arg[3], e->pid);
	else if (e->arg[0] == SYS_EXECVE)
		text_put(t, " does not return: pid %u begins in its new program.", e->pid);
	else if (e->arg[0] == SYS_PIPE)
		text_put(t, " gives pid %u %u to read from and %u to write to.", e->pid, value, e->arg[2]);
	else if (e->arg[0] == SYS_UMASK)
		text_put(t, " returns %#o in pid %u.", value, e->pid);
	else
		text_put(t,
		         value < 0x10000 || (int32_t)value < 0 ? N_(" returns %d in pid %u.")
		                                               : N_(" returns %#x in pid %u."),
		         (int)value, e->pid);
}

/* The child's side of a call that returns twice: who makes 0 of what the kernel returns? */
static void tell_child(struct text *t, const struct moment *mo, const struct event *e)
{
	const char *stub = NULL, *file;
	struct trapframe regs;
	bool own = false;
	struct proc p;
	int line;

	if (!e->arg[1]) {
		text_put(t, "The kernel itself returns 0 to a child here: nothing is left to do for the stub.");
		return;
	}
	if (mo->snapshot->icount != e->icount) { /* the process is somewhere else by now */
		text_put(t, "d1 tells a child from its parent: the stub that made the call makes of it what C sees.");
		return;
	}
	if (mo->running && kernel_find(&mo->view, e->pid, &p) >= 0 && kernel_registers(&mo->view, &p, &regs)) {
		stub = symbols_function(mo->running, regs.tf_pc, NULL);
		own = stub && (strcmp(stub, "vfork") != 0 && strcmp(stub, "fork") != 0) &&
		      (!symbols_line(mo->running, regs.tf_pc, &file, &line) || source_kept(mo->timeline, file));
	}
	if (own)
		text_put(t, "d1 tells a child from its parent. What C sees is for the program's own stub to say, %s().",
		         stub);
	else
		text_put(t, "d1 tells a child from its parent: the library's stub makes 0 of the %u, and C sees 0.",
		         e->arg[1]);
}

static void tell_refused(struct text *t, const struct moment *mo, const struct event *e)
{
	if (e->arg[0] != SYS_EXECVE)
		text_put(t, "No child was made: only pid %u goes on, and should look at what the call returned.",
		         e->pid);
	else if (mo->snapshot->loan && e->pid == mo->snapshot->borrower && mo->loan->kind != LOAN_COPIED)
		text_put(t, "pid %u goes on in the old program, and errno is a variable of pid %u's, too.", e->pid,
		         mo->snapshot->lender);
	else
		text_put(t, "pid %u goes on in the old program.", e->pid);
}

/* A descriptor that the borrower has opened, closed or moved: what has the lender? */
static void tell_descriptor(struct text *t, const struct moment *mo, uint32_t number, const struct caller *lender,
                            const struct caller *borrower, uint32_t fd)
{
	uint32_t other = mo->snapshot->lender;
	struct open_file mine, theirs;
	bool has = kernel_file(&mo->view, &lender->proc, fd, &theirs);
	bool same = has && kernel_file(&mo->view, &borrower->proc, fd, &mine) && mine.at == theirs.at;
	char name[SNAP_TEXT];
	struct text file = text_in(name, sizeof name);

	call_tell_file(&file, mo, has ? &lender->proc : &borrower->proc, fd);
	if (number == SYS_LSEEK && same)
		text_put(t,
		         "Both have one open file, %s, behind their %u, with one offset: it is at %u for pid %u, too.",
		         name, fd, theirs.file.f_offset, other);
	else if (number == SYS_LSEEK)
		text_put(t, "The open file, %s, is pid %u's alone.", name, mo->snapshot->borrower);
	else if (same)
		text_put(t, "Descriptor %u, %s, is pid %u's, too: they have the descriptors in common.", fd, name,
		         other);
	else if (has)
		text_put(t, "pid %u has its own %u, %s, open still: descriptors are not lent.", other, fd, name);
	else if (number == SYS_CLOSE)
		text_put(t, "pid %u has no descriptor %u now.", other, fd);
	else
		text_put(t, "Descriptor %u is %s. pid %u does not get it: descriptors are not lent.", fd, name, other);
}

static void tell_handler(struct text *t, const struct moment *mo, uint32_t signal, const struct kernel_self *mine,
                         const struct kernel_self *theirs)
{
	if (!signal || signal >= SIGNALS)
		return;
	text_put(t, "The kernel's handler of ");
	put_signal(t, signal);
	text_put(t, " is now ");
	call_tell_handler(t, mo, mine->handlers[signal]);
	text_put(t, " in pid %u, and ", mo->snapshot->borrower);
	call_tell_handler(t, mo, theirs->handlers[signal]);
	text_put(t, " in pid %u.", mo->snapshot->lender);
}

/* What both have since the call. */
static void tell_own(struct text *t, const struct moment *mo, uint32_t number, const struct kernel_self *mine,
                     const struct kernel_self *theirs)
{
	uint32_t pid = mo->snapshot->borrower, other = mo->snapshot->lender;

	if (number == SYS_UMASK) {
		text_put(t, "The mask is %#o in pid %u and %#o in pid %u: ", mine->umask, pid, theirs->umask, other);
	} else if (number == SYS_SETREUID) {
		text_put(t, "The user is %u in pid %u and %u in pid %u: ", mine->uid, pid, theirs->uid, other);
	} else if (number == SYS_CHDIR) {
		text_put(t, "The working directory is ");
		call_tell_inode(t, mo, mine->directory_i);
		text_put(t, " in pid %u and ", pid);
		call_tell_inode(t, mo, theirs->directory_i);
		text_put(t, " in pid %u: ", other);
	} else {
		text_put(t, "That is pid %u's own: ", pid);
	}
	text_put(t, "what the kernel keeps of a process is not lent.");
}

/* What the borrower's call has to do with the lender. */
static void tell_loan(struct text *t, const struct moment *mo, const struct event *e)
{
	const struct caller borrower = caller_of(mo, mo->snapshot->borrower),
			    lender = caller_of(mo, mo->snapshot->lender);
	uint32_t number = e->arg[0];
	struct kernel_self mine, theirs;

	if (!borrower.there || !lender.there)
		return;
	kernel_self(&mo->view, &borrower.proc, &mine);
	kernel_self(&mo->view, &lender.proc, &theirs);
	switch (number) {
	case SYS_CLOSE:
	case SYS_LSEEK:
		tell_descriptor(t, mo, number, &lender, &borrower, borrower.user.args[0]);
		break;
	case SYS_OPEN:
	case SYS_CREAT:
	case SYS_DUP:
	case SYS_DUP2:
		tell_descriptor(t, mo, number, &lender, &borrower, e->arg[1]);
		break;
	case SYS_SIGVEC:
		if (borrower.user.args[1])
			tell_handler(t, mo, borrower.user.args[0], &mine, &theirs);
		break;
	case SYS_OBREAK:
		text_put(t, "The heap ends at %08x now: pid %u will find it so.", borrower.user.end,
		         mo->snapshot->lender);
		break;
	default:
		if (syscall_changes_self(number))
			tell_own(t, mo, number, &mine, &theirs);
		break;
	}
}

void call_tell_meaning(struct text *t, const struct moment *mo, const struct event *e)
{
	const struct snapshot *s = mo->snapshot;

	if (is_childs(e))
		tell_child(t, mo, e);
	else if (e->arg[3] && syscall_makes(e->arg[0]))
		tell_refused(t, mo, e);
	else if (!e->arg[3] && s->loan && mo->loan->kind != LOAN_COPIED && e->pid == s->borrower)
		tell_loan(t, mo, e);
}
