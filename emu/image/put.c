/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of the host for the home directory: see put.h. */
#include "image/put.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "abi/arch.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"

char *put_name(const char *path)
{
	const char *base = strrchr(path, '/');
	char *name = alloc_string(base ? base + 1 : path);

	for (char *p = name; *p; p++)
		if (*p < ' ' || *p > '~')
			*p = '_';
	return name;
}

/* One file for the home directory. *pages: what all of them take there, each with a page of page numbers. */
static bool put_file(struct disk_builder *disk, const char *from, uint32_t ram, size_t *pages, char *error)
{
	char why[ERROR_MAX], *name = put_name(from), *path = alloc_format("/etc/skel/%s", name);
	size_t most = ram / NBPG / 4, size, taken;
	uint8_t *data = NULL;
	struct stat st;
	bool ok = true;

	if (!file_read(from, PUT_BYTES, &data, &size, why)) {
		ok = error_set(error, "--put %.200s", why);
	} else if (disk_has(disk, path)) {
		ok = error_set(error, "--put %.100s: there is a file %s already", from, name);
	} else {
		taken = *pages + (size + NBPG - 1) / NBPG + (size > 0);
		if (taken > most)
			ok = error_set(error,
			               "--put %.100s: %zu KB together; files take at most %zu, a quarter of --ram",
			               from, taken * (NBPG >> 10), most * (NBPG >> 10));
		*pages = taken;
	}
	ok = ok && disk_add(disk, path, data, size, error) &&
	     disk_permit(disk, path, !stat(from, &st) && st.st_mode & 0100 ? 0755 : 0644, error);
	free(data);
	free(path);
	free(name);
	return ok;
}

bool put_files(struct disk_builder *disk, const char *const *files, uint32_t ram, char *error)
{
	size_t pages = 0;

	for (size_t i = 0; files && files[i]; i++) {
		if (i == PUT_FILES)
			return error_set(error, "--put: at most %d files", PUT_FILES);
		if (!put_file(disk, files[i], ram, &pages, error))
			return false;
	}
	return true;
}
