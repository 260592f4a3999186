/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tables: whose page table?
 *
 * The machine finds a process's memory by four registers: where the page tables of P0 and P1 are, and how long. They
 * are kept in the u area. The program reads its own and its child's out of /dev/kmem: before vfork, in the child, and
 * after.
 * vfork: 4.3BSD exchanges them, so the parent has the small empty table that was made for the child; 3BSD moved them
 *        and left the parent none (P0LR 0 in both). Page frames stay where they are; the few that are taken are the
 *        child's u area and the empty table.
 *        A PDP-11 has no page tables: 2.11BSD passed the addresses of data and stack, and the parent kept them, with
 *        sizes of 0 (P0LR 0 and the child's P0BR).
 *        Later systems put both processes on one table.
 * fork:  two tables, two page frames under one address (or, until one of them stores, one: copy on write).
 *
 * Watch the registers P0BR and P0LR at vm.pass and vm.return, and the page frame under `shared`. In the
 * output pt is the size of the table in pages (p_szpt) and pfn that page frame. The kernel counts each vfork and the
 * pages that it did not copy (forkstat; vmstat -f).
 *
 * Try: tables · tables fork · tables under --system 3bsd, 2.11bsd, netbsd, 4.4bsd
 *
 * Topic: One memory, 2
 *
 * In the matrix:
 *	exchanged  tables were exchanged
 *	moved      tables were moved
 *	addresses  addresses were passed
 *	shared     table is shared
 *	copied     table was copied
 */
#include <kvm.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int shared = 1;

enum { PROCS = 16 }; /* more than there are */
static struct proc procs[PROCS];
static struct user area;
/* The parent's P0BR before vfork; of whom we looked at last: has it no table, and no memory? */
static unsigned long before, tableless, empty;
static unsigned long free_before, free_now;
static struct forkstat counted_before, counted;

/* A line about one process. Returns its P0BR. */
static unsigned long look(const char *when, const char *who, pid_t pid)
{
	int n = kvm_procs(procs, PROCS);
	unsigned long pte = 0;

	for (int i = 0; i < n; i++) {
		if ((pid_t)procs[i].p_pid != pid || kvm_user(&procs[i], &area) < 0)
			continue;
		if (area.u_pcb.pcb_p0lr > (unsigned long)&shared / NBPG)
			kvm_read(area.u_pcb.pcb_p0br + (unsigned long)&shared / NBPG * 4, &pte, sizeof(pte));
		printf("%-9s %-6s %08lx %4ld %08lx %5lx %2ld %4lx\n", when, who, (long)area.u_pcb.pcb_p0br,
		       (long)area.u_pcb.pcb_p0lr, (long)area.u_pcb.pcb_p1br, (long)area.u_pcb.pcb_p1lr,
		       (long)procs[i].p_szpt, pte & PG_PFNUM);
		tableless = procs[i].p_szpt == 0;
		empty = area.u_pcb.pcb_p0lr == 0;
	}
	return area.u_pcb.pcb_p0br;
}

static const char *judge(pid_t parent, pid_t child)
{
	unsigned long childs = look("meanwhile", "child", child), parents = look("", "parent", parent);

	if (childs == parents)
		return empty ? "the addresses were passed" : "the table is shared";
	if (childs != before)
		return "the table was copied";
	return tableless ? "the tables were moved" : "the tables were exchanged";
}

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	const char *verdict;
	pid_t pid;

	printf("                     P0BR P0LR     P1BR  P1LR pt  pfn\n");
	before = look("before", "parent", getpid());
	kvm_get("forkstat", &counted_before, sizeof(counted_before));
	kvm_get("freemem", &free_before, sizeof(free_before));

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		kvm_get("freemem", &free_now, sizeof(free_now));
		verdict = judge(getppid(), getpid());
		printf("child:    %s, %ld page frames were taken\n", verdict, free_before - free_now);
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	look("after", "parent", getpid());
	kvm_get("forkstat", &counted, sizeof(counted));
	printf("parent:   the kernel counts %ld vforks more, of %ld pages\n",
	       (long)(counted.cntvfork - counted_before.cntvfork), (long)(counted.sizvfork - counted_before.sizvfork));
	return 0;
}
