/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ps: the process table. usage: ps [l | u | v]
 *
 * The columns are 4.3BSD's. STAT has three letters: R runs or could, S asleep, I asleep for more than 20 seconds, D
 * asleep where no signal reaches it, T stopped, Z zombie; W swapped out; N nice to others, < the contrary. TIME is
 * processor time, to the hundredth of a second as in 4.4BSD: the hours of those days are short here. With l also
 *
 *	F      flags                   UID    effective user            PPID  parent
 *	CP     recent processor use    PRI    priority, 0 is PZERO      NI    nice
 *	ADDR   page frame of the u area, or block of the swap area where it is
 *	SZ     kilobytes of data and stack                              RSS   kilobytes in page frames, text as well
 *	WCHAN  what it sleeps on: the address, since that of a lender is its child's slot
 *
 * u: with users, who ran most first; v: with memory, who has most first. Besides
 *
 *	%CPU  of the time since its program began, what it ran        %MEM  of all page frames, those it has
 *	SL    seconds asleep        RE  seconds since it was swapped in or made        PAGEIN  pages read from the disk
 *	SIZE  as SZ                 TSIZ  kilobytes of its text. 4.3BSD's LIM and TRS nobody counts here
 *
 * A lender has no memory: its sizes are 0, and as its arguments cannot be read then, its name stands in parentheses.
 * All processes are shown, so 4.3BSD's a, g and x are allowed and change nothing.
 */
#include <err.h>
#include <kvm.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KB (NBPG / 1024)
#define MAXSLP 20 /* seconds */

/* A process with what is not in its slot. */
struct row {
	struct proc proc;
	char name[MAXCOMLEN + 1];
	uint32_t ticks;   /* of processor time */
	uint32_t pageins; /* pages read */
	uint32_t cpu;     /* in thousandths */
};

static void print_long(const struct proc *p)
{
	printf("%7x %3d %5d %5d %2d %3d %2d %4x %3d %4d ", p->p_flag, p->p_uid, p->p_pid, p->p_ppid, p->p_cpu & 0377,
	       (int)p->p_pri - PZERO, (int)p->p_nice, p->p_flag & SLOAD ? p->p_addr[0] : p->p_swaddr,
	       KB * (p->p_dsize + p->p_ssize), KB * p->p_rssize);
	if (p->p_wchan != 0)
		printf("%8x", p->p_wchan);
	else
		printf("%8s", "");
}

static void print_state(const struct proc *p)
{
	char state = kvm_state(p);
	int nice = (int)p->p_nice;

	if (state == 'S' && p->p_slptime > MAXSLP)
		state = 'I';
	printf(" %c%c%c ", state, p->p_flag & SLOAD ? ' ' : 'W', nice > 0 ? 'N' : nice < 0 ? '<' : ' ');
}

/* What was running, and for how long. */
static void find_program(struct row *r, uint32_t now)
{
	const struct proc *p = &r->proc;
	struct user user;

	if (p->p_flag & SSYS) { /* its u area is where ours is now */
		strcpy(r->name, "swapper");
		return;
	}
	if (kvm_user(p, &user) < 0) {
		strcpy(r->name, "<defunct>");
		return;
	}
	r->ticks = user.u_ru.ru_utime + user.u_ru.ru_stime;
	r->pageins = user.u_ru.ru_majflt;
	if (now > user.u_start)
		r->cpu = r->ticks * 1000 / (now - user.u_start);
	r->cpu = r->cpu < 1000 ? r->cpu : 1000; /* a borrower has ticks of before its exec */
	sprintf(r->name, "%.*s", MAXCOMLEN, p->p_flag & SWEXIT ? "<exiting>" : user.u_comm);
}

static void print_program(const struct row *r)
{
	const char *before = r->proc.p_flag & SNOVM ? "(" : "", *after = r->proc.p_flag & SNOVM ? ")" : "";

	printf("%s%s%s\n", before, r->name, after);
}

static void print_time(const struct row *r)
{
	printf("%2u:%02u.%02u ", r->ticks / 6000, r->ticks / 100 % 60, r->ticks % 100);
}

static const char *tty(const struct proc *p)
{
	return p->p_flag & SSYS ? "? " : "co";
}

static void print_shares(const struct row *r, uint32_t frames)
{
	unsigned memory = r->proc.p_rssize * 1000 / frames;

	printf(" %3u.%u %3u.%u", r->cpu / 10, r->cpu % 10, memory / 10, memory % 10);
}

static void print_user(const struct row *r, uint32_t frames)
{
	const struct proc *p = &r->proc;
	const struct passwd *user = getpwuid(p->p_uid);

	if (user != NULL)
		printf("%-8.8s %5d", user->pw_name, p->p_pid);
	else
		printf("%-8d %5d", p->p_uid, p->p_pid);
	print_shares(r, frames);
	printf(" %4d %4d %s", KB * (p->p_dsize + p->p_ssize), KB * p->p_rssize, tty(p));
	print_state(p);
	printf(" ");
	print_time(r);
}

static void print_memory(const struct row *r, uint32_t frames)
{
	const struct proc *p = &r->proc;
	unsigned asleep = p->p_slptime < 99 ? p->p_slptime : 99, here = p->p_time < 99 ? p->p_time : 99;

	printf("%5d %s", p->p_pid, tty(p));
	print_state(p);
	printf(" ");
	print_time(r);
	printf("%2u %2u %6u %4d %4d %4d", asleep, here, r->pageins, KB * (p->p_dsize + p->p_ssize), KB * p->p_rssize,
	       KB * p->p_tsize);
	print_shares(r, frames);
	printf(" ");
}

static void print(const struct row *r, char form, uint32_t frames)
{
	const struct proc *p = &r->proc;

	switch (form) {
	case 'l':
		print_long(p);
		print_state(p);
		printf(" %s ", tty(p));
		print_time(r);
		break;
	case 'u':
		print_user(r, frames);
		break;
	case 'v':
		print_memory(r, frames);
		break;
	default:
		printf("%5d %s", p->p_pid, tty(p));
		print_state(p);
		printf(" ");
		print_time(r);
	}
	print_program(r);
}

static const char *head(char form)
{
	return form == 'l'   ? "      F UID   PID  PPID CP PRI NI ADDR  SZ  RSS    WCHAN STAT TT    TIME COMMAND"
	       : form == 'u' ? "USER       PID  %CPU  %MEM   SZ  RSS TT STAT    TIME COMMAND"
	       : form == 'v' ? "  PID TT STAT    TIME SL RE PAGEIN SIZE  RSS TSIZ  %CPU  %MEM COMMAND"
	                     : "  PID TT STAT    TIME COMMAND";
}

static int by_cpu(const void *a, const void *b)
{
	uint32_t first = ((const struct row *)a)->cpu, second = ((const struct row *)b)->cpu;

	return (first < second) - (first > second);
}

static int by_memory(const void *a, const void *b)
{
	return (int)((const struct row *)b)->proc.p_rssize - (int)((const struct row *)a)->proc.p_rssize;
}

int main(int argc, char **argv)
{
	static struct proc procs[NPROC];
	static struct row rows[NPROC];
	const char *options = argc > 1 ? argv[1] + (argv[1][0] == '-') : "", *first_form;
	uint32_t now, frames;
	char form;
	int n;

	if (argc > 2 || options[strspn(options, "agluvx")] != '\0')
		errx(2, "usage: ps [l | u | v]");
	first_form = strpbrk(options, "luv");
	form = first_form != NULL ? *first_form : '\0';
	n = kvm_procs(procs, NPROC);
	if (n < 0 || kvm_get("time_ticks", &now, sizeof(now)) < 0 || kvm_get("maxmem", &frames, sizeof(frames)) < 0)
		err(1, "/dev/kmem");
	for (int i = 0; i < n; i++) {
		rows[i].proc = procs[i];
		find_program(&rows[i], now);
	}
	if (form == 'u' || form == 'v')
		qsort(rows, n, sizeof(rows[0]), form == 'u' ? by_cpu : by_memory);
	puts(head(form));
	for (int i = 0; i < n; i++)
		print(&rows[i], form, frames);
	return 0;
}
