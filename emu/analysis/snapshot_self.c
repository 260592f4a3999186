/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of a snapshot's data that the kernel keeps: descriptors, directories, identity, limits, signals. */
#include <stdio.h>
#include <string.h>

#include "analysis/call_text.h"
#include "analysis/captions.h"
#include "analysis/snapshot_data.h"
#include "base/language.h"

/* open's flags in f_flag that are neither for reading nor for writing, guest/libc/include/sys/fcntl.h. */
enum { FILE_NO_DELAY = 0x4, FILE_APPEND = 0x8 };

static const char *way(uint32_t flag)
{
	return flag & FREAD && flag & FWRITE ? tr("read and write")
	       : flag & FREAD                ? tr("read")
	       : flag & FWRITE               ? tr("write")
	                                     : "";
}

/* "/home/log, write, at 120, append"; "closed". */
static void put_file(struct text *t, const struct moment *mo, const struct kernel_self *s, uint32_t fd)
{
	const struct self_file *f = NULL;

	for (size_t i = 0; i < s->nfiles; i++)
		if (s->files[i].fd == fd)
			f = &s->files[i];
	if (!f) {
		text_put(t, "closed");
		return;
	}
	call_tell_open(t, mo, &f->open);
	if (f->open.file.f_type == DPIPE)
		text_put(t, ", %u bytes in it", f->open.pipe.p_last - f->open.pipe.p_first);
	else
		text_put(t, ", %s", way(f->open.file.f_flag));
	if (f->open.file.f_type == DINODE && (f->open.inode.i_d.di_mode & IFMT) != IFCHR)
		text_put(t, ", at %u", f->open.file.f_offset);
	text_put(t, "%s%s%s", f->open.file.f_flag & FILE_APPEND ? tr(", append") : "",
	         f->open.file.f_flag & FILE_NO_DELAY ? tr(", no delay") : "",
	         f->close_on_exec ? tr(", close on exec") : "");
}

static void add_files(struct data_rows *r)
{
	for (uint32_t fd = 0; fd < SELF_FILES; fd++) {
		struct snap_datum *d = NULL;
		char name[SNAP_VALUE];

		snprintf(name, sizeof name, tr("descriptor %u"), fd);
		for (int k = 0; k < DATA_TIMES && !d; k++)
			for (size_t i = 0; i < r->self[k].nfiles && !d; i++)
				if (r->self[k].files[i].fd == fd)
					d = data_row(r, DATA_FILE, name);
		if (!d)
			continue;
		for (int k = 0; k < DATA_TIMES; k++) {
			struct text t = text_in(d->value[k], sizeof d->value[k]);

			if (r->has[k] && r->self[k].there)
				put_file(&t, r->moment, &r->self[k], fd);
		}
		data_compare(r, d);
	}
}

/* What there is one of. */
enum attribute { DIRECTORY, ROOT, UMASK, USER, GROUP, PROCESS_GROUP, NICE, HEAP_END, BLOCKED, ATTRIBUTES };
static const char *const attributes[ATTRIBUTES] = {
	[DIRECTORY] = N_("directory"),
	[ROOT] = N_("root"),
	[UMASK] = "umask",
	[USER] = N_("user"),
	[GROUP] = N_("group"),
	[PROCESS_GROUP] = N_("process group"),
	[NICE] = "nice",
	[HEAP_END] = N_("end of heap"),
	[BLOCKED] = N_("signals blocked"),
};

static void put_ids(struct text *t, uint32_t id, uint32_t real)
{
	text_put(t, "%u", id);
	if (id != real)
		text_put(t, ", really %u", real);
}

static void put_attribute(struct text *t, const struct moment *mo, const struct kernel_self *s, enum attribute a)
{
	switch (a) {
	case DIRECTORY:
		call_tell_inode(t, mo, s->directory_i);
		break;
	case ROOT:
		if (s->root_i)
			call_tell_inode(t, mo, s->root_i);
		else
			text_put(t, "/");
		break;
	case UMASK:
		text_put(t, "%#o", s->umask);
		break;
	case USER:
		put_ids(t, s->uid, s->ruid);
		break;
	case GROUP:
		put_ids(t, s->gid, s->rgid);
		break;
	case PROCESS_GROUP:
		text_put(t, "%u", s->pgrp);
		break;
	case NICE:
		text_put(t, "%d", (int)s->nice);
		break;
	case HEAP_END:
		text_put(t, "%08x", s->heap_end);
		break;
	default:
		call_tell_signals(t, s->blocked);
		break;
	}
}

static void add_attributes(struct data_rows *r)
{
	for (int a = 0; a < ATTRIBUTES; a++) {
		struct snap_datum *d = data_row(r, DATA_SELF, tr(attributes[a]));

		for (int k = 0; k < DATA_TIMES; k++) {
			struct text t = text_in(d->value[k], sizeof d->value[k]);

			if (r->has[k] && r->self[k].there)
				put_attribute(&t, r->moment, &r->self[k], (enum attribute)a);
		}
		data_compare(r, d);
		/* what nobody has moved is not worth a row */
		if (!d->changed && (a == ROOT || a == NICE) && !strcmp(d->value[DATA_NOW], a == ROOT ? "/" : "0"))
			r->moment->snapshot->ndata--;
	}
}

static void put_limit(struct text *t, uint32_t limit)
{
	if (limit >= INT32_MAX)
		text_put(t, "none");
	else
		text_put(t, "%u", limit);
}

/* Limits that somebody has set. */
static void add_limits(struct data_rows *r)
{
	for (uint32_t n = 0; n < NLIMITS; n++) {
		struct snap_datum *d = data_row(r, DATA_SELF, call_resource(n));

		for (int k = 0; k < DATA_TIMES; k++) {
			const struct rlimit_k *limit = &r->self[k].limits[n];
			struct text t = text_in(d->value[k], sizeof d->value[k]);

			if (!r->has[k] || !r->self[k].there)
				continue;
			put_limit(&t, limit->rlim_cur);
			if (limit->rlim_cur != limit->rlim_max) {
				text_put(&t, ", at most ");
				put_limit(&t, limit->rlim_max);
			}
		}
		data_compare(r, d);
		if (!d->changed)
			r->moment->snapshot->ndata--;
	}
}

/* Signals with another action than the usual one. */
static void add_handlers(struct data_rows *r)
{
	for (uint32_t n = 1; n < SIGNALS; n++) {
		struct snap_datum *d;
		bool set = false;

		for (int k = 0; k < DATA_TIMES; k++)
			set |= r->has[k] && r->self[k].there && r->self[k].handlers[n];
		if (!set || !captions_signal(n))
			continue;
		d = data_row(r, DATA_SELF, captions_signal(n));
		for (int k = 0; k < DATA_TIMES; k++) {
			struct text t = text_in(d->value[k], sizeof d->value[k]);

			if (r->has[k] && r->self[k].there)
				call_tell_handler(&t, r->moment, r->self[k].handlers[n]);
		}
		data_compare(r, d);
	}
}

void data_of_kernel(struct data_rows *r)
{
	add_files(r);
	add_attributes(r);
	add_limits(r);
	add_handlers(r);
}
