/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of terms. */
#include "analysis/term.h"

#include <string.h>

#include "base/language.h"

/* clang-format off */
const struct term terms[] = { /* flags: guest/abi/proc.h; memory management: docs/machine.md */
	{"", N_("Flags of a process")},
	{"SLOAD", N_("The process is in memory, not on swap.")},
	{"SSYS", N_("A process of the kernel's own: the swapper.")},
	{"SKEEP", N_("It must not be swapped out for now.")},
	{"SWEXIT", N_("It is exiting.")},
	{"SVFORK", N_("The borrower: it runs in its parent's memory until it execs or exits.")},
	{"SVFDONE", N_("The lender has taken its memory back; the child may go on.")},
	{"SNOVM", N_("The lender: it has no memory now, a child has it.")},
	{"SVFPRNT", N_("2.11BSD: a lender, which the swapper is to bring in first.")},
	{"SPPWAIT", N_("4.4BSD: the parent waits until this child execs or exits.")},
	{"STRC", N_("It is traced: it stops at every signal.")},
	{"", N_("Memory management")},
	{"P0BR", N_("Base of the page table of region P0, text, data and heap: an address in the kernel's memory.")},
	{"P0LR", N_("Length of P0's page table, in pages.")},
	{"P1BR", N_("Base of the page table of region P1, the stack, which grows down.")},
	{"P1LR", N_("Length of P1: the first page that is not there, counted from the region's low end.")},
	{"from",
         N_("Where the process's block of memory begins: without memory management all have one address space.")},
	{"to", N_("Where the process's block of memory ends.")},
	{"", N_("Registers")},
	{"sp", N_("Stack pointer: the address of the word pushed last.")},
	{"fp", N_("Frame pointer, a6: the address of the caller's frame pointer in the present stack frame.")},
	{"pc", N_("Program counter: the address of the instruction that comes next.")},
	{"", N_("Letters of pages and page frames")},
	{"t", N_("Text: the program's code, which nobody writes.")},
	{"d", N_("Data: variables and heap.")},
	{"s", N_("Stack.")},
	{"u", N_("The u area: what the kernel keeps of a process while it is in memory, with its kernel stack.")},
	{"p", N_("Page tables.")},
	{"m", N_("Mapped: memory that mmap has given to its owner alone.")},
	{"M", N_("A shared mapping: memory of mmap that parents and children have in common.")},
	{"W", N_("Written by the borrower in the loan.")},
	{"", N_("Roles, and the colours that stand for them")},
	{"lender",
         N_("Blue: the parent that has called vfork. It sleeps without memory until the child execs or exits.")},
	{"borrower", N_("Vermilion: the child of vfork. It runs in the lender's memory.")},
	{"middle", N_("A borrower that has lent on what it borrowed.")},
	{"parent", N_("Violet: the parent of a fork, or of a vfork that copies.")},
	{"child", N_("Ochre: the child of a fork, with a copy of the memory.")},
	{"lent", N_("Hatched: memory of the lender that a borrower has now.")},
	{"lent on", N_("Memory that a borrower has lent on.")},
	{"lent by others", N_("Memory that is lent outside the loan that is shown.")},
	{"written in the loan", N_("A page that the borrower has stored into: the lender will find it changed.")},
	{"lender's", N_("Memory that only the lender has.")},
	{"middle's", N_("Memory that only a borrower has who lends on.")},
	{"borrower's", N_("Memory that only the borrower has: its u area and page tables.")},
	{"parent's", N_("Memory that only the parent has.")},
	{"child's", N_("Memory that only the child has: its copies.")},
	{"shared", N_("A page frame that several page tables point at, or whose page table several processes have.")},
	{"others'", N_("Memory of processes outside the loan.")},
	{"kernel", N_("The kernel's own memory.")},
	{"", N_("Letters of who wrote a word of the stack")},
	{"L", N_("The lender has written this word last.")},
	{"B", N_("The borrower has.")},
	{"K", N_("The kernel has, for a process.")},
	{"P", N_("The parent of a fork has.")},
	{"C", N_("The child of a fork has.")},
	{"", N_("Words")},
	{N_("loan"), N_("The time for which a child of vfork has its parent's memory.")},
	{N_("page"), N_("4096 bytes of a process's memory, which begin at a multiple of that.")},
	{N_("page frame"), N_("A piece of the machine's memory in which a page may lie.")},
	{N_("page table"), N_("Says for each page of a process in which page frame it lies.")},
	{N_("stack frame"), N_("What one call of a function has on the stack: arguments, return address, variables.")},
	{N_("u area"), N_("What the kernel keeps of a process: descriptors, signals, its saved registers.")},
	{N_("zombie"), N_("A process that has ended, and whose parent has not asked for its status yet.")},
	{N_("hazard"), N_("What a borrower does to its lender: the flags in Time.")},
	{N_("comes back"), N_("What the lender will find when the loan is over.")},
	{"?", N_("Covered: a lesson's question asks for it. It is shown when the question is answered.")},
};
const size_t nterms = sizeof terms / sizeof *terms;
/* clang-format on */

const char *term_meaning(const char *name)
{
	for (size_t i = 0; i < nterms; i++)
		if (*name && strcmp(terms[i].name, name) == 0)
			return terms[i].meaning;
	return NULL;
}
