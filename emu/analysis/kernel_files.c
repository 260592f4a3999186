/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors, read out of the u areas and the kernel's tables. See kernel_files.h. */
#include "analysis/kernel_files.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/be.h"
#include "image/disk.h"

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

/* Files in memory ----------------------------------------------------------------------------- */

enum { DEPTH_MAX = 8 };

static bool inode_in_core(const struct kernel_view *v, uint32_t slot, struct inode *in)
{
	return v->names.inode && slot < NINODE &&
	       kernel_copy(v, v->names.inode + slot * (uint32_t)sizeof *in, in, sizeof *in);
}

/* A page frame, NULL if there is none of that number. */
static const uint8_t *frame(const struct kernel_view *v, uint32_t pfn)
{
	return pfn && pfn < v->ram_size / NBPG ? v->ram + (size_t)pfn * NBPG : NULL;
}

/* The name by which a directory in memory has an inode. False: it has not. */
static bool name_in(const struct kernel_view *v, const struct inode *directory, uint32_t number, struct disk_entry *e)
{
	const uint8_t *pages = frame(v, directory->i_d.di_start);

	for (uint32_t page = 0; pages && page * NBPG < directory->i_d.di_size && page < NBPG / 4; page++) {
		const uint8_t *entries = frame(v, be32_get(pages + 4 * page));
		uint32_t left = directory->i_d.di_size - page * NBPG;

		for (size_t at = 0; entries && disk_next_entry(entries, left < NBPG ? left : NBPG, &at, e);)
			if (e->ino == number && disk_entry_leads_on(e))
				return true;
	}
	return false;
}

/* Puts the path of a file in memory down; its length, 0 if there is none. */
static size_t path_of(const struct kernel_view *v, const struct run_image *disk, uint32_t slot, int depth, char *path,
                      size_t room)
{
	uint8_t mounted[4 * MFSROOTS];
	struct inode directory;

	if (slot < MFSROOTS) {
		if (!v->names.mounted || !disk || !kernel_copy(v, v->names.mounted, mounted, sizeof mounted))
			return 0;
		memcpy(&slot, mounted + 4 * slot, 4); /* kernel_copy has turned it */
		return disk_path(disk->data, disk->size, slot, path, room) ? strlen(path) : 0;
	}
	for (uint32_t i = 0; i < NINODE && depth > 0; i++) {
		struct disk_entry e;
		size_t used;

		if (!inode_in_core(v, i, &directory) || directory.i_number != MFSINO + i ||
		    (directory.i_d.di_mode & IFMT) != IFDIR || !name_in(v, &directory, MFSINO + slot, &e))
			continue;
		used = path_of(v, disk, i, depth - 1, path, room);
		if (!used || room - used < e.length + 2)
			return 0;
		return used + (size_t)snprintf(path + used, room - used, "/%.*s", (int)e.length, e.name);
	}
	return 0;
}

bool kernel_path(const struct kernel_view *v, const struct run_image *disk, uint32_t number, char *path, size_t room)
{
	if (number >= MFSINO)
		return path_of(v, disk, number - MFSINO, DEPTH_MAX, path, room) > 0;
	return number && disk && disk_path(disk->data, disk->size, number, path, room);
}

/* Pipes --------------------------------------------------------------------------------------- */

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
