/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's tables for programs like ps, by way of nlist and /dev/kmem, as in 4.3BSD. */
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <nlist.h>
#include <unistd.h>

/* Bytes of a special file; 0, or -1 and errno. */
static int device_read(const char *path, unsigned long address, void *to, size_t bytes)
{
	int fd = open(path, O_RDONLY), good;

	if (fd < 0)
		return -1;
	good = lseek(fd, address, SEEK_SET) == (off_t)address && read(fd, to, bytes) == (ssize_t)bytes;
	close(fd);
	return good ? 0 : -1;
}

int kvm_read(unsigned long address, void *to, size_t bytes)
{
	return device_read("/dev/kmem", address, to, bytes);
}

int kvm_get(const char *name, void *to, size_t bytes)
{
	struct nlist list[] = {{.n_name = (char *)name}, {.n_name = NULL}};

	if (nlist("/vmunix", list) != 0) {
		errno = ENOENT;
		return -1;
	}
	return kvm_read(list[0].n_value, to, bytes);
}

int kvm_procs(struct proc *to, int max)
{
	struct nlist list[] = {{.n_name = "proc"}, {.n_name = "procend"}, {.n_name = NULL}};
	unsigned long end;
	int n = 0;

	if (nlist("/vmunix", list) != 0) {
		errno = ENOENT;
		return -1;
	}
	if (kvm_read(list[1].n_value, &end, sizeof(end)) < 0)
		return -1;
	for (unsigned long at = list[0].n_value; at < end && n < max; at += sizeof(*to)) {
		if (kvm_read(at, &to[n], sizeof(*to)) < 0)
			return -1;
		n += to[n].p_stat != 0;
	}
	return n;
}

int kvm_user(const struct proc *p, struct user *to)
{
	if (p->p_stat == SZOMB) {
		errno = ESRCH;
		return -1;
	}
	if (!(p->p_flag & SLOAD))
		return device_read("/dev/drum", (unsigned long)p->p_swaddr * NBPG, to, sizeof(*to));
	return kvm_read(S0BASE + (unsigned long)p->p_addr[0] * NBPG, to, sizeof(*to));
}

int kvm_loadavg(unsigned int *to, int max)
{
	uint32_t avenrun[3];

	if (max > 3)
		max = 3;
	if (kvm_get("avenrun", avenrun, sizeof(avenrun)) < 0)
		return -1;
	for (int i = 0; i < max; i++)
		to[i] = avenrun[i];
	return max;
}

char kvm_state(const struct proc *p)
{
	switch (p->p_stat) {
	case SSTOP:
		return 'T';
	case SZOMB:
		return 'Z';
	case SSLEEP:
		/* 4.3BSD's ps goes by the priority; 4.4BSD's sleeps say themselves whether signals end them */
		return p->p_pri > PZERO && (p->p_flag & SSINTR) ? 'S' : 'D';
	default:
		return 'R';
	}
}
