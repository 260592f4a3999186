/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * df: kilobytes of the file systems, used and left: df [-i] [file ...]. -i: files as well. With a name, the one that
 * has that file. Of the disk's superblock nothing is left, as it is made full; /tmp and /home share the memory that
 * processes leave.
 */
#include <err.h>
#include <kvm.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int inodes;

static unsigned percent(unsigned used, unsigned all)
{
	return all > 0 ? (used * 100 + all / 2) / all : 0;
}

static void print(const struct kvm_mount *m)
{
	unsigned kb = NBPG / 1024, used = m->blocks - m->left, files = m->inodes - m->unused;

	printf("%-12.12s%8u%8u%8u%6u%% ", m->name, kb * m->blocks, kb * used, kb * m->left, percent(used, m->blocks));
	if (inodes)
		printf("%8u%8u%6u%% ", files, m->unused, percent(files, m->inodes));
	printf("   %s\n", m->path);
}

/* The one with that file: of those on the same device the one whose root the name begins with. */
static const struct kvm_mount *mount_of(const struct kvm_mount *list, int n, const char *path, int dev)
{
	const struct kvm_mount *found = NULL;

	for (; n > 0; n--, list++)
		if (list->dev == dev && (found == NULL || strncmp(path, list->path, strlen(list->path)) == 0))
			found = list;
	return found;
}

int main(int argc, char **argv)
{
	struct kvm_mount list[KVM_MOUNTS];
	int option, n = kvm_mounts(list), failed = 0;

	if (n < 0)
		err(1, "/dev/kmem");
	while ((option = getopt(argc, argv, "i")) != -1) {
		if (option == '?')
			return 2;
		inodes = 1;
	}
	printf("Filesystem    kbytes    used   avail capacity%s  Mounted on\n",
	       inodes ? "  iused   ifree  %iused" : "");
	for (int i = 0; optind == argc && i < n; i++)
		print(&list[i]);
	for (; optind < argc; optind++) {
		struct stat sb;

		if (stat(argv[optind], &sb) < 0) {
			warn("%s", argv[optind]);
			failed = 1;
			continue;
		}
		print(mount_of(list, n, argv[optind], sb.st_dev));
	}
	return failed;
}
