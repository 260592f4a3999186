/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What became of the memory in a vfork, as the kernel's events tell it. */
#ifndef EMU_LOAN_KIND_H
#define EMU_LOAN_KIND_H

enum loan_kind {
	LOAN_COPIED, /* the child got a copy (fork.copy, perhaps on write): no loan at all, only a wait */
	LOAN_LENT,   /* the page tables went to the child and came back (vm.pass, vm.return) */
	LOAN_SHARED, /* both were attached to one page table (vm.share, vm.part) */
	LOAN_FORKED, /* no vfork: fork made the child a copy, and the parent goes on beside it */
};

#endif
