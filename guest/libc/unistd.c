/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small calls that stand on others. */
#include <unistd.h>

int setuid(uid_t uid)
{
	return setreuid(uid, uid);
}

int setgid(gid_t gid)
{
	return setregid(gid, gid);
}
