/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel keeps of a process. See kernel_self.h. */
#include "analysis/kernel_self.h"

#include <stddef.h>
#include <string.h>

#include "base/be.h"

static uint32_t number_of(const struct kernel_view *v, uint32_t inode)
{
	struct inode in;

	return inode && kernel_copy(v, inode, &in, sizeof in) ? in.i_number : 0;
}

void kernel_self(const struct kernel_view *v, const struct proc *p, struct kernel_self *s)
{
	const uint8_t *u = p->p_stat == SZOMB ? NULL : kernel_uarea(v, p, 0);

	memset(s, 0, sizeof *s);
	if (!u)
		return;
#define MEMBER(member) be32_get(u + offsetof(struct user, member))
	s->there = true;
	for (uint32_t fd = 0; fd < NOFILE && s->nfiles < SELF_FILES; fd++) {
		struct self_file *f = &s->files[s->nfiles];

		if (!kernel_file(v, p, fd, &f->open))
			continue;
		f->fd = fd;
		f->close_on_exec = u[offsetof(struct user, u_pofile) + fd] != 0;
		s->nfiles++;
	}
	s->directory = MEMBER(u_cdir);
	s->root = MEMBER(u_rdir);
	s->directory_i = number_of(v, s->directory);
	s->root_i = number_of(v, s->root);
	s->umask = MEMBER(u_cmask);
	s->uid = MEMBER(u_uid);
	s->ruid = MEMBER(u_ruid);
	s->gid = MEMBER(u_gid);
	s->rgid = MEMBER(u_rgid);
	s->heap_end = MEMBER(u_break);
	for (size_t i = 0; i < NLIMITS; i++) {
		s->limits[i].rlim_cur = be32_get(u + offsetof(struct user, u_rlimit) + i * sizeof(struct rlimit_k));
		s->limits[i].rlim_max = be32_get(u + offsetof(struct user, u_rlimit) + i * sizeof(struct rlimit_k) + 4);
	}
	for (size_t n = 1; n < SIGNALS; n++)
		s->handlers[n] = be32_get(u + offsetof(struct user, u_signal) + 4 * n);
#undef MEMBER
	s->pgrp = p->p_pgrp;
	s->nice = p->p_nice;
	s->blocked = p->p_sigmask;
	s->pending = p->p_sig;
}
