/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages of systems, and the words of guest/abi/systems.h in sentences. See explain.h; docs/systems.md tells more of the
 * sources. */
#include "analysis/explain_systems.h"

#include <string.h>

#include "abi/systems.h"
#include "base/language.h"

static const struct {
	const char *word, *sentence;
} sentences[] = {
	{"FORK_COPIES", N_("fork copies data and stack at once")},
	{"FORK_COW", N_("fork copies a page when one of the two writes to it")},
	{"FORK_NEVER", N_("there is no fork: a copy would lie at other addresses")},
	{"MOVE", N_("vfork moves the page tables to the child; the parent has none")},
	{"EXCHANGE", N_("vfork exchanges the page tables; the parent gets the child's empty one")},
	{"ADDRESSES", N_("vfork gives the child the addresses of the memory; the parent keeps them, with sizes of 0")},
	{"SHARE", N_("vfork attaches the child to its parent's page table: both have the memory")},
	{"DUP", N_("vfork gives the child memory of its own, as fork does")},
	{"ONE_STACK", N_("where memory is one, so is the stack")},
	{"FIXED_STACK", N_("the stack is one, and cannot grow during the loan")},
	{"OWN_STACK", N_("the child has a stack of its own")},
	{"HOLD_RELEASE", N_("the parent waits until the child gives up the memory, at exec's commit point or in exit")},
	{"HOLD_END", N_("the parent waits until exec's commit point, or until the child is a zombie")},
	{"HOLD_START", N_("the parent waits until exec's commit point, or until exit begins")},
	{"HOLD_NOT", N_("the parent does not wait")},
	{"SLEEP_PSWP", N_("it sleeps as deep as the swapper: no signal is looked at")},
	{"SLEEP_PZERO", N_("it sleeps at PZERO-1: no signal is looked at")},
	{"SLEEP_PWAIT", N_("signals to it stay pending")},
	{"SLEEP_POLLS", N_("signals to it stay pending, but once a second it looks whether it is to stop")},
	{"SLEEP_STOPS", N_("it can be stopped while it waits; other signals stay pending")},
	{"SLEEP_KILLABLE", N_("a signal that kills without a core ends its wait; others stay pending")},
	{"REGS_OWN", N_("it goes on with its own registers")},
	{"REGS_CHILD", N_("it goes on with its child's local registers: they are saved in the one stack")},
	{"FDS_OWN", N_("descriptors are the child's own")},
	{"FDS_SHARED", N_("descriptors are shared until exec or exit")},
	{"SIGS_KEPT", N_("the child has its parent's handlers")},
	{"SIGS_RESET", N_("the child has no handlers until exec")},
	{"USAGE_PASSES", N_("the account goes with the memory: the parent pays for its child's time")},
	{"USAGE_FAULTS", N_("page faults are charged to the parent, time is not")},
	{"USAGE_OWN", N_("each pays for its own time")},
	{"STOPS_DEFERRED", N_("a stop of the child waits for exec; reading from the background is an error")},
	{"STOPS_EOF", N_("a stop of the child waits for exec; reading from the background is at the end of file")},
	{"STOPS_REFUSED", N_("a stop of the child waits; reading, writing and requests from the background fail")},
	{"STOPS_KEYS", N_("SIGSTOP stops the child; the keys' signals wait, and so does the terminal")},
	{"STOPS_SIGSTOP", N_("SIGSTOP stops the child; the keys' signals wait")},
	{"STOPS_ACT", N_("the child can be stopped, and its parent waits on")},
	{"STOPS_NONE", N_("there is no job control")},
	{"TABLE_KERNEL", N_("the table of handlers is in the kernel")},
	{"TABLE_USER", N_("the table of handlers is in the program's memory: a child's handler becomes its parent's")},
	{"TABLE_SIGNAL", N_("signal() keeps its handlers in the program's memory: a child's becomes its parent's")},
	{"EXTRA_NONE", ""},
	{"EXTRA_CLONE", N_("there is clone")},
	{"EXTRA_FORKX", N_("there are forkx and vforkx")},
	{"EXTRA_RANDOM", N_("the numbers of processes come in no order")},
	{"EXTRA_ONCE", N_("a borrower cannot lend: EINVAL")},
	{"EXTRA_ATFORK", N_("vfork calls what pthread_atfork was given")},
	{"COUNT_EFFECTIVE", N_("processes count by effective user, and one more than the limit can be")},
	{"COUNT_REAL", N_("processes count by real user, up to the limit")},
	{"COUNT_RLIMIT", N_("processes count by real user, up to RLIMIT_NPROC")},
};

#define LENDS "The child may call execve and _exit and nothing else, and write only what its parent does not mind."
#define COPIES                                                                                                         \
	"Nothing that the child writes is seen by its parent; a program that uses vfork to tell it something fails."

static const struct {
	const char *name;
	struct page page;
} pages[] = {
	{"4.3bsd", {"", "4.3BSD kern_fork.c, vm_proc.c, vm_pt.c; vfork(2), 30 June 1985", LENDS, "tables"}},
	{"4.2bsd", {"", "4.2BSD kern_fork.c, vm_proc.c; vfork(2)", LENDS, "borrow"}},
	{"ultrix", {"", "Ultrix 4 vfork(2), which is 4.2BSD's; its sources are not public", LENDS, "background"}},
	{"2.11bsd", {"", "2.11BSD kern_fork.c, vm_swp.c", LENDS, "tables"}},
	{"3bsd", {"", "3BSD vmpt.c, vmproc.c: the first vfork, 1980", LENDS, "tables"}},
	{"4.4bsd", {"", "4.4BSD kern_fork.c, vm_glue.c", COPIES, "borrow"}},
	{"netbsd-1.3", {"", "NetBSD 1.3 kern_fork.c, kern_exit.c", COPIES, "unkillable"}},
	{"openbsd", {"", "OpenBSD kern_fork.c (sys_vfork, allocpid)", COPIES, "pids"}},
	{"netbsd", {"", "NetBSD kern_fork.c (__vfork14, FORK_SHAREVM)", LENDS, "borrow"}},
	{"freebsd", {"", "FreeBSD kern_fork.c (RFMEM | RFPPWAIT), subr_syscall.c", LENDS, "unkillable"}},
	{"linux-2.0", {"", "Linux 2.0 fork.c; vfork(2) of man-pages 3.53", COPIES, "atfork"}},
	{"linux", {"", "Linux fork.c (CLONE_VM | CLONE_VFORK), signal.c; vfork(2) of man-pages 3.53", LENDS, "clone"}},
	{"uclinux",
         {"", "Linux fork.c without CONFIG_MMU, nommu.c", "vfork, and at once exec: there is no fork. " LENDS,
          "neighbour"}},
	{"sunos4",
         {"", "SunOS 4.1.3 vfork(2); its sources are not public", "Save and restore handlers around vfork. " LENDS,
          "sigtable"}},
	{"sunos4-sparc",
         {"", "SunOS 4.1.3 vfork(2) and <vfork.h>", "Include <vfork.h>: it tells the optimizer. " LENDS, "undeclared"}},
	{"solaris", {"", "illumos fork.c (cfork, vfwait); Solaris vfork(2)", "posix_spawn. " LENDS, "unkillable"}},
	{"irix",
         {"", "Autoconf's tests; IRIX 3.3's manual", "Do not close descriptors in the child. " LENDS, "descriptors"}},
	{"hpux", {"", "HP-UX 11 vfork(2)", "Keep the child's frames small. " LENDS, "sigtable"}},
	{"macos-11", {"", "XNU kern_fork.c, kern_exit.c", "Do not nest vfork. " LENDS, "nested"}},
	{"macos", {"", "macOS 12 vfork(2)", COPIES, "atfork"}},
	{"aix", {"", "AIX 4.3 fork(2)", COPIES, "unkillable"}},
	{"posix", {"", "POSIX.1-2001 vfork: one choice of what it allows", LENDS, "return"}},
	{"private-stack",
         {"", "no system of history: made to tell the hazards of data from those of the stack", LENDS, "return"}},
};

static const struct system_words systems[] = {
#define SYSTEM(name, title, fork, memory, stack, hold, sleep, registers, descriptors, handlers, usage, stops,          \
               sigtable, extras, counts, maxuprc, habits, nofile, ...)                                                 \
	{name,                                                                                                         \
	 title,                                                                                                        \
	 {#fork, #memory, #stack, #hold, #sleep, #registers, #descriptors, #handlers, #usage, #stops, #sigtable,       \
	  #extras, #counts},                                                                                           \
	 maxuprc,                                                                                                      \
	 nofile},
	SYSTEMS(SYSTEM)
#undef SYSTEM
};

const struct system_words *system_words(size_t system)
{
	return system < sizeof systems / sizeof *systems ? &systems[system] : NULL;
}

const char *system_sentence(const char *word)
{
	for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
		if (!strcmp(sentences[i].word, word))
			return sentences[i].sentence;
	return NULL;
}

const struct page *page_of_system(size_t system)
{
	const struct system_words *words = system_words(system);

	for (size_t i = 0; words && i < sizeof pages / sizeof *pages; i++)
		if (!strcmp(pages[i].name, words->name))
			return &pages[i].page;
	return NULL;
}
