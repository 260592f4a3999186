/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * naive: the VAX's vfork without the trick
 *
 * A VAX routine is entered by CALLS and left by RET. CALLS pushes a frame of six longwords at least: the number of
 * arguments, PC, FP, AP, a word with the register mask and the PSW, and 0. Here vfork's stub has such a frame, and both
 * processes RET through it. The child goes first. Its next CALLS puts a frame of its own over the old one, lower by one
 * longword for each argument and each saved register, and the parent's RET takes what lies in the old places then.
 *
 * "naive N M" has the child end the loan by a call with N arguments to a routine that saves M registers:
 *	0 0  only the PC differs: the parent returns from the child's call
 *	1 0  _exit(0): the saved AP is taken for the PSW, whose bits 15:8 must be 0: reserved operand fault, SIGILL
 *	2 0  execv(path, argv): it is the saved FP	3 0  execl(path, "NO", 0): it is the saved PC
 *	4 0  execl(path, "true", "NO", 0): it is the 4; the parent jumps to its third argument, whose letters N and O
 *	     are the instruction trap #15
 * More rows: 5 0 · 0 1 · 1 1 · 0 3 · 0 4 · 1 3 · 2 2 · 3 1 · 0 5, and "3 0 low", where the PC is below 0x100.
 *
 * Watch what the parent's RET finds, against what the child's found. docs/stubs.md has the table.
 *
 * Try: naive · naive 1 0 · naive 4 0 · naive 3 0 low · naive under --system 4.4bsd
 *
 * Topic: One stack, 4
 *
 * In the matrix:
 *	lost       I came back
 *	harmless   all is well
 */
#include <callframe.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* At even addresses, where instructions begin. */
char no[] __attribute__((aligned(2))) = "NO";
char path[] __attribute__((aligned(2))) = "/bin/true";
char name[] __attribute__((aligned(2))) = "true";
char *args[] = {name, NULL};

pid_t experiment(const void *row) __attribute__((returns_twice));

/* ROW label, N, M, what is pushed: the child's call; who comes back from it has never made it. */
#define ROW(label, n, m, ...) VAX(label:) __VA_OPT__(VAX(__VA_ARGS__)) CALLS(n, leaves_##m) VAX(jsr lost)
#define LEAVES(m, mask) VAX(leaves_##m:) ENTRY(mask) VAX(move.l AP, -(SP); jsr leave)

/* clang-format off */
__asm__(VAX(.text)
	ROW(row_low, 3, 0, clr.l -(SP); pea no; pea path)
	VAX(.skip 256)
	ROW(row_0_0, 0, 0)
	ROW(row_1_0, 1, 0, clr.l -(SP))
	ROW(row_2_0, 2, 0, pea args; pea path)
	ROW(row_3_0, 3, 0, clr.l -(SP); pea no; pea path)
	ROW(row_4_0, 4, 0, clr.l -(SP); pea no; pea name; pea path)
	ROW(row_5_0, 5, 0, clr.l -(SP); pea no; pea no; pea name; pea path)
	ROW(row_0_1, 0, 1)
	ROW(row_1_1, 1, 1, clr.l -(SP))
	ROW(row_0_3, 0, 3)
	ROW(row_0_4, 0, 4)
	ROW(row_1_3, 1, 3, clr.l -(SP))
	ROW(row_2_2, 2, 2, pea args; pea path)
	ROW(row_3_1, 3, 1, clr.l -(SP); pea no; pea path)
	ROW(row_0_5, 0, 5)
	LEAVES(0, 0) LEAVES(1, 0x0800) LEAVES(2, 0x0C00) LEAVES(3, 0x0E00) LEAVES(4, 0x0F00) LEAVES(5, 0x0F80)

	VAX(.type naive_vfork, @function; naive_vfork:)
	ENTRY(0)
	VAX(	moveq #66, R0)
	CHMK
	VAX(	bcs 2f)
	VAX(	tst.l R1)		/* 1 in the child, which is to see 0 */
	VAX(	beq 1f)
	VAX(	moveq #0, R0)
	VAX(1:	movem.l R0/R8/R9, -(SP))
	VAX(	move.l FP, -(SP))	/* look(pid, frame): pushes below the frame only */
	VAX(	move.l R0, -(SP))
	VAX(	jsr look)
	VAX(	addq.l #8, SP)
	VAX(	movem.l (SP)+, R0/R8/R9)
	VAX(way_out:)
	RET				/* the mistake */
	VAX(2:	moveq #-1, R0)
	RET
	VAX(.size naive_vfork, . - naive_vfork)

	VAX(.type parent, @function; parent:)
	ENTRY(0x0FFC)
	VAX(	moveq #7, R7)		/* what a caller has in its registers */
	VAX(	move.l #8, R8)
	VAX(	move.l #9, R9)
	VAX(	move.l #10, R10)
	VAX(	move.l #no, R11)
	CALLS(0, naive_vfork)
	VAX(	tst.l R0)
	VAX(	beq 1f)
	RET
	VAX(1:	move.l 4(AP), -(SP))	/* the child goes to its row */
	VAX(	rts)
	VAX(.size parent, . - parent)

	VAX(.type experiment, @function; experiment:)
	VAX(	link FP, #0)
	VAX(	move.l 8(FP), -(SP))
	CALLS(1, parent)
	VAX(	unlk FP)
	VAX(	rts)
	VAX(.size experiment, . - experiment)
);
/* clang-format on */

#define ROWS(ROW)                                                                                                      \
	ROW(0_0)                                                                                                       \
	ROW(1_0)                                                                                                       \
	ROW(2_0) ROW(3_0) ROW(4_0) ROW(5_0) ROW(0_1) ROW(1_1) ROW(0_3) ROW(0_4) ROW(1_3) ROW(2_2) ROW(3_1) ROW(0_5)
#define DECLARE(row) extern const char row_##row[];
ROWS(DECLARE)
extern const char row_low[], way_out[];

static const struct {
	const char *name;
	const void *code;
} rows[] = {
#define ENTRY_OF(row) {#row, row_##row},
	ROWS(ENTRY_OF){"3_0_low", row_low},
};

/* What RET is about to take. */
void look(pid_t pid, const uint32_t *frame)
{
	printf("%s my RET finds mask/PSW %08x  AP %08x  FP %08x  PC %08x\n", pid ? "parent:" : "child: ", frame[1],
	       frame[2], frame[3], frame[4]);
}

/* The call by which the child ends the loan. list: the number of arguments, and the arguments. */
void leave(uint32_t *list)
{
	if (list[0] < 2)
		_exit(0);
	execv((char *)list[1], list[0] == 2 ? (char **)list[2] : (char **)&list[2]);
	_exit(1);
}

void lost(void)
{
	printf("pid %d:  I came back from a call that I never made\n", getpid());
	_exit(1);
}

/* Where it ends: in the RET itself, or where that has led. */
static void dies(int sig, int code, const struct sigcontext *at)
{
	(void)code;
	printf("parent: signal %d at PC %08x, %s\n", sig, at->sc_pc,
	       at->sc_pc == (uint32_t)way_out ? "my RET" : "where my RET has led");
	signal(sig, SIG_DFL);
	kill(getpid(), sig);
	sigsetmask(0);
}

int main(int argc, char **argv)
{
	const int signals[] = {SIGILL, SIGTRAP, SIGBUS, SIGSEGV};
	char wanted[40];
	pid_t pid;

	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		signal(signals[i], (sig_t)(void (*)(void))dies);

	snprintf(wanted, sizeof wanted, "%s_%s%s%s", argc > 1 ? argv[1] : "0", argc > 2 ? argv[2] : "0",
	         argc > 3 ? "_" : "", argc > 3 ? argv[3] : "");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].name, wanted) == 0) {
			pid = experiment(rows[i].code);
			if (pid < 0) {
				perror("vfork");
				return 1;
			}
			waitpid(pid, NULL, 0);
			printf("parent: vfork() gave me child %d, all is well\n", pid);
			return 0;
		}
	fprintf(stderr, "usage: naive [N M [low]]: there is no row %s\n", wanted);
	return 2;
}
