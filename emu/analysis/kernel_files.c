/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors, read out of the u areas and the kernel's tables. See kernel_files.h. */
#include "analysis/kernel_files.h"

#include <stddef.h>
#include <string.h>

#include "base/be.h"

bool kernel_file(const struct kernel_view *v, const struct proc *p, uint32_t fd, struct open_file *f)
{
	const uint8_t *from = p->p_stat == SZOMB ? NULL : kernel_uarea(v, p, 0);

	memset(f, 0, sizeof *f);
	/* What stands in the table behind the last one in use means nothing. */
	if (!from || fd >= NOFILE || fd > be32_get(from + offsetof(struct user, u_lastfile)))
		return false;
	f->at = be32_get(from + offsetof(struct user, u_ofile) + fd * 4);
	if (!f->at || !kernel_copy(v, f->at, &f->file, sizeof f->file))
		return false;
	if (f->file.f_type == DINODE)
		return kernel_copy(v, f->file.f_inode, &f->inode, sizeof f->inode);
	return f->file.f_type == DPIPE && kernel_copy(v, f->file.f_pipe, &f->pipe, sizeof f->pipe);
}

size_t kernel_pipe_users(const struct kernel_view *v, uint32_t pipe, uint32_t end, uint32_t *pids, size_t max)
{
	size_t n = 0;

	for (int slot = 0; slot < NPROC; slot++) {
		struct open_file f;
		struct proc p;
		bool has = false;

		if (!kernel_proc(v, slot, &p))
			continue;
		for (uint32_t fd = 0; fd < NOFILE && !has; fd++)
			has = kernel_file(v, &p, fd, &f) && f.file.f_type == DPIPE && f.file.f_pipe == pipe &&
			      f.file.f_flag & end;
		if (has && n < max)
			pids[n] = p.p_pid;
		n += has;
	}
	return n;
}
