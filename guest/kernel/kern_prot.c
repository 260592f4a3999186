/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who a process is: user and group, real and effective. All in its own u area: a borrower may change them. And what the
 * machine is called.
 */
#include "systm.h"

static char hostname[64] = "vforkscope"; /* of the machine, not of a process */

/* getuid(): the second result is the effective one. So with getgid. */
void getuid(void)
{
	u.u_rval1 = u.u_ruid;
	u.u_rval2 = u.u_uid;
}

void getgid(void)
{
	u.u_rval1 = u.u_rgid;
	u.u_rval2 = u.u_gid;
}

/* New ids out of a call's arguments, -1 for no change. Only root may take ids that it does not have. */
static void setre(uint32_t *real, uint32_t *effective)
{
	uint32_t r = u.u_arg[0], e = u.u_arg[1];

	if (r == (uint32_t)-1)
		r = *real;
	if (e == (uint32_t)-1)
		e = *effective;
	if (u.u_uid != 0 && ((r != *real && r != *effective) || (e != *real && e != *effective))) {
		u.u_error = EPERM;
		return;
	}
	*real = r;
	*effective = e;
}

/* setreuid(real, effective): the slot has copies, by which a user's processes are counted. */
void setreuid(void)
{
	setre(&u.u_ruid, &u.u_uid);
	curproc->p_uid = u.u_uid;
	curproc->p_ruid = u.u_ruid;
}

/* setregid(real, effective) */
void setregid(void)
{
	setre(&u.u_rgid, &u.u_gid);
}

int groupmember(uint32_t gid)
{
	if (u.u_gid == gid)
		return 1;
	for (uint32_t i = 0; i < u.u_ngroups; i++)
		if (u.u_groups[i] == gid)
			return 1;
	return 0;
}

/* getgroups(room, to): how many there are; with no room only that */
void getgroups(void)
{
	u.u_rval1 = u.u_ngroups;
	if (u.u_arg[0] == 0)
		return;
	if (u.u_arg[0] < u.u_ngroups)
		u.u_error = EINVAL;
	else if (copyout(u.u_groups, (void *)u.u_arg[1], u.u_ngroups * sizeof u.u_groups[0]))
		u.u_error = EFAULT;
}

/* setgroups(count, from): root only */
void setgroups(void)
{
	uint32_t groups[NGROUPS], count = u.u_arg[0];

	if (u.u_uid != 0)
		u.u_error = EPERM;
	else if (count > NGROUPS)
		u.u_error = EINVAL;
	else if (copyin((const void *)u.u_arg[1], groups, count * sizeof groups[0]))
		u.u_error = EFAULT;
	if (u.u_error)
		return;
	bcopy(groups, u.u_groups, count * sizeof groups[0]);
	u.u_ngroups = count;
}

/* gethostname(to, bytes): as much of the name, with its NUL, as there is room for */
void gethostname(void)
{
	uint32_t bytes = strlen(hostname) + 1;

	if (bytes > u.u_arg[1])
		bytes = u.u_arg[1];
	if (copyout(hostname, (void *)u.u_arg[0], bytes))
		u.u_error = EFAULT;
}

/* sethostname(name, bytes): root only */
void sethostname(void)
{
	char name[sizeof hostname];

	if (u.u_uid != 0)
		u.u_error = EPERM;
	else if (u.u_arg[1] > sizeof hostname - 1)
		u.u_error = EINVAL;
	else if (copyin((const void *)u.u_arg[0], name, u.u_arg[1]))
		u.u_error = EFAULT;
	if (u.u_error)
		return;
	name[u.u_arg[1]] = 0;
	strncopy(hostname, name, sizeof hostname);
}
