/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The historic systems, by what their vfork does: SYSTEM(name, memory, hold, title).
 *   memory   EXCHANGE: the page tables change hands. COW: copy on write.
 *   hold     HOLD_RELEASE: the parent sleeps until the child gives the memory back (exec's commit point,
 *            or the start of exit). HOLD_END: until exec's commit point or the end of exit. HOLD_NOT: never.
 * guest/kernel/policy.c makes the kernel's table of it, the host its --system names.
 */
#ifndef VFORKSCOPE_SYSTEMS_H
#define VFORKSCOPE_SYSTEMS_H

#define SYSTEMS(SYSTEM)                                                                                                \
	SYSTEM("4.3bsd", EXCHANGE, HOLD_RELEASE, "4.3BSD on the VAX (1986)")                                           \
	SYSTEM("4.2bsd", EXCHANGE, HOLD_RELEASE, "4.2BSD on the VAX (1983)")                                           \
	SYSTEM("4.4bsd", COW, HOLD_END, "4.4BSD (1993): vfork is fork plus a wait")                                    \
	SYSTEM("netbsd-1.3", COW, HOLD_END, "NetBSD up to 1.3, OpenBSD")                                               \
	SYSTEM("linux-2.0", COW, HOLD_NOT, "Linux before 2.2: vfork is fork")

#define SYSTEM_DEFAULT "4.3bsd"

#endif
