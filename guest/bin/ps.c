/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ps: the process table. usage: ps [l]
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
 * A lender has no memory: its sizes are 0, and as its arguments cannot be read then, its name stands in parentheses.
 * All processes are shown, so 4.3BSD's a, g and x are allowed and change nothing.
 */
#include <err.h>
#include <kvm.h>
#include <stdio.h>
#include <string.h>

#define KB (NBPG / 1024)
#define MAXSLP 20 /* seconds */

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
static void print_program(const struct proc *p)
{
	const char *before = p->p_flag & SNOVM ? "(" : "", *after = p->p_flag & SNOVM ? ")" : "";
	unsigned ticks = 0;
	struct user user;

	if (p->p_flag & SSYS) { /* its u area is where ours is now */
		strcpy(user.u_comm, "swapper");
	} else if (kvm_user(p, &user) < 0) {
		strcpy(user.u_comm, "<defunct>");
	} else {
		ticks = user.u_ru.ru_utime + user.u_ru.ru_stime;
		if (p->p_flag & SWEXIT)
			strcpy(user.u_comm, "<exiting>");
	}
	printf("%2u:%02u.%02u %s%s%s\n", ticks / 6000, ticks / 100 % 60, ticks % 100, before, user.u_comm, after);
}

int main(int argc, char **argv)
{
	static struct proc procs[NPROC];
	const char *options = argc > 1 ? argv[1] + (argv[1][0] == '-') : "";
	int n, long_lines = strchr(options, 'l') != NULL;

	if (argc > 2 || options[strspn(options, "aglx")] != '\0')
		errx(2, "usage: ps [l]");
	n = kvm_procs(procs, NPROC);
	if (n < 0)
		err(1, "/dev/kmem");
	if (long_lines)
		printf("      F UID   PID  PPID CP PRI NI ADDR  SZ  RSS    WCHAN STAT TT    TIME COMMAND\n");
	else
		printf("  PID TT STAT    TIME COMMAND\n");
	for (int i = 0; i < n; i++) {
		const struct proc *p = &procs[i];
		const char *tty = p->p_flag & SSYS ? "? " : "co";

		if (long_lines) {
			print_long(p);
			print_state(p);
			printf(" %s ", tty);
		} else {
			printf("%5d %s", p->p_pid, tty);
			print_state(p);
			printf(" ");
		}
		print_program(p);
	}
	return 0;
}
