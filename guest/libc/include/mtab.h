/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /etc/mtab: what is mounted. There is no such file: the kernel is asked (kvm.h). */
#ifndef _MTAB_H
#define _MTAB_H

struct mtab {
	char m_path[32];  /* where */
	char m_dname[32]; /* the device */
	char m_type[4];
};

#endif
