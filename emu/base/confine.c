/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Giving up the rest of the host, with Landlock's three system calls: landlock(7). */
#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/environment.h"

/* The same on every architecture that Linux has been given since; older headers do not name them. */
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 };

enum { CREATE_RULESET_VERSION = 1, RULE_PATH_BENEATH = 1 };

/* The rights in the file system, as the kernel numbers them: linux/landlock.h. */
enum {
	EXECUTE = 1 << 0,
	WRITE_FILE = 1 << 1,
	READ_FILE = 1 << 2,
	READ_DIR = 1 << 3,
	REMOVE_DIR = 1 << 4,
	REMOVE_FILE = 1 << 5,
	MAKE_ANY = 0x7f << 6, /* devices, directories, files, sockets, pipes, links */
	REFER = 1 << 13,      /* rename and link from one directory to another */
	TRUNCATE = 1 << 14,
	IOCTL_DEV = 1 << 15,
};

/* A rule for a file may name these only. */
#define OF_A_FILE (EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV)

static const uint64_t granted[] = {
	[CONFINE_READ] = READ_FILE | READ_DIR,
	[CONFINE_EXECUTE] = READ_FILE | READ_DIR | EXECUTE,
	[CONFINE_WRITE] =
		READ_FILE | READ_DIR | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_ANY | REFER | TRUNCATE | IOCTL_DEV,
};

enum { BIND_TCP = 1, CONNECT_TCP = 2 };
enum { ABSTRACT_SOCKETS = 1, SIGNALS = 2 };

struct ruleset {
	uint64_t files;
	uint64_t network; /* since version 4 */
	uint64_t scoped;  /* since version 6 */
};

struct path_beneath {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

/* What a version of the interface knows. The next is asked for nothing that it does not know. */
static struct ruleset known(long version)
{
	struct ruleset all = {.files = EXECUTE | WRITE_FILE | READ_FILE | READ_DIR | REMOVE_DIR | REMOVE_FILE |
	                               MAKE_ANY};

	if (version >= 2)
		all.files |= REFER;
	if (version >= 3)
		all.files |= TRUNCATE;
	if (version >= 4)
		all.network = BIND_TCP | CONNECT_TCP;
	if (version >= 5)
		all.files |= IOCTL_DEV;
	if (version >= 6)
		all.scoped = ABSTRACT_SOCKETS | SIGNALS;
	return all;
}

/* The version to use, or 0 and the reason why there is none. */
static long version(enum confine_result *why)
{
	const char *most = environment_get(ENV_VFORKSCOPE_LANDLOCK);
	long offered = syscall(CREATE_RULESET, NULL, 0, CREATE_RULESET_VERSION);

	*why = CONFINE_DONE;
	if (most) {
		long limit = strtol(most, NULL, 10);

		if (limit <= 0) {
			*why = CONFINE_OFF;
			return 0;
		}
		if (offered > limit)
			offered = limit;
	}
	if (offered > 0)
		return offered;
	*why = offered < 0 && errno == EOPNOTSUPP ? CONFINE_DISABLED : CONFINE_OLD;
	return 0;
}

enum confine_result confine_possible(void)
{
	enum confine_result why;

	version(&why);
	return why;
}

/* False if the rule could not be made; a path that is not there needs none. */
static bool add_rule(int ruleset, const struct confine_rule *rule, uint64_t files)
{
	struct path_beneath beneath = {.allowed = granted[rule->access] & files};
	struct stat st;
	bool ok;

	beneath.parent = open(rule->path, O_PATH | O_CLOEXEC);
	if (beneath.parent < 0)
		return true;
	ok = !fstat(beneath.parent, &st);
	if (ok && !S_ISDIR(st.st_mode))
		beneath.allowed &= OF_A_FILE;
	ok = ok && !syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, &beneath, 0);
	close(beneath.parent);
	return ok;
}

/* seccomp(2) sees calls by number, so the architecture must be known; a call of another one (i386 on x86-64) is
 * refused. */
#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#endif

static bool give_up_sockets(void)
{
#ifdef ARCHITECTURE
	enum { OTHER_CALLS = 0x40000000 /* x86's x32 */ };
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 0, 5),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, OTHER_CALLS, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 1, 0), /* which can make sockets, too */
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
	};
	const struct sock_fprog program = {sizeof filter / sizeof *filter, filter};

	/* a kernel without seccomp has said no; Landlock has its own word on TCP */
	return !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) || errno == EINVAL;
#else
	return true;
#endif
}

enum confine_result confine_here(const struct confine_rule *rules, size_t count, unsigned flags)
{
	enum confine_result why;
	struct ruleset all = known(version(&why));
	int ruleset;
	bool ok;

	if (why != CONFINE_DONE)
		return why;
	if (!(flags & CONFINE_NO_NETWORK))
		all.network = 0;
	if (!(flags & CONFINE_NO_SIGNALS))
		all.scoped = 0;
	ruleset = (int)syscall(CREATE_RULESET, &all, sizeof all, 0);
	if (ruleset < 0)
		return CONFINE_FAILED;
	ok = !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	for (size_t i = 0; ok && i < count; i++)
		ok = add_rule(ruleset, &rules[i], all.files);
	ok = ok && !syscall(RESTRICT_SELF, ruleset, 0);
	if (flags & CONFINE_NO_SOCKETS)
		ok = ok && give_up_sockets();
	close(ruleset);
	return ok ? CONFINE_DONE : CONFINE_FAILED;
}

const char *confine_reason(enum confine_result result)
{
	static const char *const reasons[] = {
		[CONFINE_DONE] = "confined",
		[CONFINE_OLD] = "the kernel has no Landlock",
		[CONFINE_DISABLED] = "Landlock is switched off on this system",
		[CONFINE_OFF] = "VFORKSCOPE_LANDLOCK is 0",
		[CONFINE_FAILED] = "the kernel refuses Landlock",
	};

	return reasons[result];
}
