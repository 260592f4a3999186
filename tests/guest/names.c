/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of files: hard and symbolic links, renaming, lengths, owners, and programs that run with their owner's
 * rights. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <utime.h>

#include "check.h"

static char text[1100]; /* more than a path may have */
static int sticky;      /* does the system know sticky directories? Not with the argument "plain" */

static void check_fails(int error, long result, const char *name)
{
	check(result == -1 && errno == error, name);
	if (result != -1 || errno != error)
		printf("# expected error %d, got %ld, error %d\n", error, result, errno);
}

/* A file with that content. */
static void make(const char *path, const char *content)
{
	int fd = creat(path, 0644);

	write(fd, content, strlen(content));
	close(fd);
}

static int holds(const char *path, const char *content)
{
	char found[40] = "";
	int fd = open(path, O_RDONLY), n = fd < 0 ? -1 : (int)read(fd, found, sizeof found - 1);

	close(fd);
	return n == (int)strlen(content) && strcmp(found, content) == 0;
}

static ino_t number(const char *path)
{
	struct stat sb;

	return lstat(path, &sb) == 0 ? sb.st_ino : 0;
}

static int links(const char *path)
{
	struct stat sb;

	return lstat(path, &sb) == 0 ? sb.st_nlink : -1;
}

static void hard_links(void)
{
	make("a", "one");
	check(link("a", "b") == 0 && number("a") == number("b") && links("a") == 2, "link");
	make("b", "two");
	check(holds("a", "two"), "both are one file");
	check(unlink("a") == 0 && links("b") == 1 && holds("b", "two"), "and it lives until the last is gone");
	check_fails(EEXIST, link("b", "/tmp"), "link: over something");
	check_fails(ENOENT, link("a", "c"), "link: of nothing");
	check_fails(EPERM, link("/tmp/names", "c"), "link: of a directory");
	check_fails(EXDEV, link("/etc/rc", "c"), "link: from the disk");
	check_fails(EXDEV, link("b", "/etc/c"), "link: to the disk");
	unlink("b");
}

static void symbolic_links(void)
{
	struct stat sb;

	make("file", "content");
	check(symlink("file", "l") == 0 && holds("l", "content"), "symlink: to a file beside it");
	check(readlink("l", text, sizeof text) == 4 && memcmp(text, "file", 4) == 0, "readlink");
	check(readlink("l", text, 2) == 2, "as much as there is room for");
	check(lstat("l", &sb) == 0 && S_ISLNK(sb.st_mode) && sb.st_size == 4, "lstat tells of the link");
	check(stat("l", &sb) == 0 && S_ISREG(sb.st_mode) && sb.st_size == 7, "stat of the file");
	check(symlink("/etc", "d") == 0 && access("d/rc", R_OK) == 0 && access("d/../tmp/names/file", R_OK) == 0,
	      "symlink: a directory on the disk, and .. is its own");
	check(chdir("d/") == 0 && strcmp(getcwd(text, sizeof text), "/etc") == 0 && chdir("/tmp/names") == 0,
	      "chdir through it; getcwd tells the real path");
	check(symlink("d", "dd") == 0 && access("dd/rc", R_OK) == 0, "a link to a link");
	symlink("loop", "loop");
	check_fails(ELOOP, open("loop", O_RDONLY), "a link to itself");
	symlink("nowhere", "dangling");
	check_fails(ENOENT, open("dangling", O_RDONLY), "a link to nothing");
	check_fails(EEXIST, open("dangling", O_WRONLY | O_CREAT | O_EXCL, 0600), "O_EXCL does not go through it");
	check(close(creat("dangling", 0600)) == 0 && access("nowhere", F_OK) == 0, "but creat makes what it leads to");
	check_fails(EINVAL, readlink("file", text, 10), "readlink: of a file");
	check_fails(EEXIST, symlink("x", "file"), "symlink: over something");
	check_fails(EROFS, symlink("x", "/etc/x"), "symlink: on the disk");
	check_fails(ENOENT, symlink("", "empty"), "symlink: without a text");
	check_fails(EFAULT, readlink("l", (char *)0x50000000, 4), "readlink: to nowhere");
	check_fails(EFAULT, symlink((char *)0x50000000, "y"), "symlink: from nowhere");
	memset(text, 'x', 1020);
	text[1020] = 0;
	check(symlink(text, "long") == 0, "a long text");
	check_fails(ENAMETOOLONG, open("long/and/more", O_RDONLY), "too long with what follows");
	check(unlink("l") == 0 && holds("file", "content"), "unlink takes the link");
	check_fails(ENOENT, unlink("l"), "once");
	unlink("d");
	unlink("dd");
	unlink("loop");
	unlink("dangling");
	unlink("nowhere");
	unlink("long");
	unlink("file");
}

static void renaming(void)
{
	ino_t is;

	make("a", "first");
	make("b", "second");
	is = number("a");
	check(rename("a", "b") == 0 && number("b") == is && holds("b", "first") && number("a") == 0,
	      "rename: over another file");
	check(link("b", "c") == 0 && rename("b", "c") == 0 && links("b") == 2 && unlink("c") == 0,
	      "rename: two names of one file both stay");
	mkdir("d", 0755);
	mkdir("d/e", 0755);
	check(rename("b", "d/b") == 0 && holds("d/b", "first"), "rename: into a directory");
	check(links("d") == 3 && links(".") == 3, "before");
	check(rename("d/e", "f") == 0 && links("d") == 2 && links(".") == 4, "rename: a directory moves");
	check(chdir("f") == 0 && strcmp(getcwd(text, sizeof text), "/tmp/names/f") == 0 && chdir("..") == 0,
	      "and knows its new parent");
	check_fails(EINVAL, rename("d", "d/g"), "rename: into itself");
	mkdir("f/h", 0755);
	check_fails(EINVAL, rename("f", "f/h/g"), "rename: deep into itself");
	check_fails(ENOTEMPTY, rename("f", "d"), "rename: over a directory with something in it");
	check_fails(EISDIR, rename("d/b", "f"), "rename: a file over a directory");
	check_fails(ENOTDIR, rename("f", "d/b"), "rename: a directory over a file");
	unlink("d/b");
	check(rename("f", "d") == 0 && access("d/h", F_OK) == 0 && links(".") == 3, "rename: over an empty directory");
	check_fails(ENOENT, rename("nothing", "x"), "rename: of nothing");
	check_fails(EROFS, rename("/etc/rc", "x"), "rename: from the disk");
	check_fails(EXDEV, rename("d", "/etc/d"), "rename: to the disk");
	check_fails(EINVAL, rename("d/.", "x"), "rename: of .");
	rmdir("d/h");
	rmdir("d");
}

static void lengths(void)
{
	int fd = open("a", O_RDWR | O_CREAT | O_TRUNC, 0600);

	write(fd, "0123456789", 10);
	check(ftruncate(fd, 4) == 0 && lseek(fd, 0, SEEK_END) == 4, "ftruncate: shorter");
	check(truncate("a", 8) == 0 && lseek(fd, 0, SEEK_SET) == 0 && read(fd, text, 20) == 8 &&
	              memcmp(text, "0123\0\0\0\0", 8) == 0,
	      "truncate: longer, by zeros");
	check(ftruncate(fd, 100000) == 0 && lseek(fd, 99999, SEEK_SET) >= 0 && read(fd, text, 5) == 1 && !text[0],
	      "by a hole");
	check(ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0 && read(fd, text, 5) == 0, "to nothing");
	check_fails(EINVAL, ftruncate(fd, -1), "negative");
	check_fails(EFBIG, ftruncate(fd, 0x7fffffff), "larger than a file can be");
	check_fails(EROFS, truncate("/etc/rc", 0), "on the disk");
	check_fails(EISDIR, truncate(".", 0), "of a directory");
	close(fd);
	fd = open("a", O_RDONLY);
	check_fails(EINVAL, ftruncate(fd, 0), "not open for writing");
	close(fd);
	unlink("a");
}

static void owners(void)
{
	const struct utimbuf when = {5, 7};
	struct stat sb;
	int fd;

	make("a", "");
	fd = open("a", O_RDONLY);
	check(fchmod(fd, 0640) == 0 && fstat(fd, &sb) == 0 && (sb.st_mode & 07777) == 0640, "fchmod");
	check(fchown(fd, 7, -1) == 0 && chown("a", -1, 8) == 0 && stat("a", &sb) == 0 && sb.st_uid == 7 &&
	              sb.st_gid == 8,
	      "chown, fchown");
	check(utime("a", &when) == 0 && stat("a", &sb) == 0 && sb.st_mtime == 7, "utime");
	check_fails(EROFS, chown("/etc/rc", 1, 1), "chown: on the disk");
	close(fd);
	unlink("a");
}

/* A copy of a program. */
static void copy(const char *from, const char *to)
{
	int in = open(from, O_RDONLY), out = creat(to, 0755), n;

	while ((n = (int)read(in, text, sizeof text)) > 0)
		write(out, text, n);
	close(in);
	close(out);
}

static int as_user(char *const argv[], int use_vfork)
{
	pid_t pid = use_vfork ? vfork() : fork();

	if (pid == 0) {
		setregid(8, 8);
		setreuid(7, 7);
		execv(argv[0], argv);
		_exit(99);
	}
	return status_of(pid);
}

/* What the copy does: tells its ids. */
static int probe(void)
{
	return (geteuid() == 0) + 2 * (getuid() == 7) + 4 * (getegid() == 0);
}

static void set_uid(void)
{
	char *argv[] = {"/tmp/names/program", "probe", NULL};

	copy("/bin/names", argv[0]);
	check_same(EXITED(2), as_user(argv, 0), "a program runs with its user's rights");
	chmod(argv[0], 04755);
	check_same(EXITED(3), as_user(argv, 0), "set-uid: with its owner's");
	check_same(EXITED(3), as_user(argv, 1), "by a borrower");
	check(geteuid() == 0 && getuid() == 0, "whose lender stays who it is");
	chmod(argv[0], 06755);
	check_same(EXITED(7), as_user(argv, 1), "set-gid");
	unlink(argv[0]);
}

/* Who may write to a set-uid file does not get its owner's rights by it. */
static int spoil(void)
{
	struct stat sb;
	int fd;

	setreuid(7, 7);
	fd = open("/tmp/names/program", O_WRONLY);
	return !(write(fd, "x", 1) == 1 && fstat(fd, &sb) == 0 && (sb.st_mode & 07777) == 0777);
}

static void spoiled(void)
{
	pid_t pid;

	make("program", "");
	chmod("program", 06777);
	pid = fork();
	if (pid == 0)
		_exit(spoil());
	check_same(0, status_of(pid), "another user's write takes set-uid away");
	unlink("program");
}

/* An ordinary user and other people's things. */
static int stranger(void)
{
	int wrong = 0;

	setreuid(7, 7);
	wrong += !(unlink("/tmp/names/roots") == -1 && errno == EACCES);
	wrong += !(rename("/tmp/names/roots", "/tmp/mine") == -1 && errno == EACCES);
	wrong += !(symlink("x", "/tmp/names/x") == -1 && errno == EACCES);
	wrong += !(truncate("/tmp/names/roots", 0) == -1 && errno == EACCES);
	wrong += !(chown("/tmp/names/roots", 7, 7) == -1 && errno == EPERM);
	close(creat("/tmp/mine", 0600));
	wrong += !(chown("/tmp/mine", 8, 8) == -1 && errno == EPERM);
	wrong += unlink("/tmp/mine") != 0;
	return wrong;
}

static void permissions(void)
{
	pid_t pid;

	make("roots", "");
	pid = fork();
	if (pid == 0)
		_exit(stranger());
	check_same(0, status_of(pid), "an ordinary user cannot change what is not his");
	unlink("roots");
}

/* Somebody in a directory where all may write, but only root has files. */
static int guest(void)
{
	struct stat sb;
	int wrong = 0;

	setreuid(7, 7);
	make("open/his", "");
	if (sticky) {
		wrong += !(unlink("open/roots") == -1 && errno == EPERM);
		wrong += !(rename("open/roots", "open/x") == -1 && errno == EPERM);
		wrong += !(rename("open/his", "open/roots") == -1 && errno == EPERM);
		wrong += !(rmdir("open/dir") == -1 && errno == EPERM);
		wrong += !(stat("/tmp", &sb) == 0 && (sb.st_mode & 07777) == 01777);
	} else {
		wrong += unlink("open/roots") != 0;
	}
	wrong += rename("open/his", "open/my") != 0;
	wrong += unlink("open/my") != 0;
	return wrong;
}

static void directories(void)
{
	pid_t pid;

	mkdir("closed", 0);
	make("closed/file", "inside");
	check(chdir("closed") == 0 && holds("file", "inside"), "root searches every directory");
	chdir("..");
	unlink("closed/file");
	rmdir("closed");

	mkdir("open", 0);
	chmod("open", 01777);
	mkdir("open/dir", 0755);
	make("open/roots", "");
	make("open/not", "");
	chown("open/not", 8, 8);
	pid = fork();
	if (pid == 0)
		_exit(guest());
	check_same(0, status_of(pid),
	           sticky ? "a sticky directory keeps files for their owners" : "a sticky directory");
	check(unlink("open/roots") == (sticky ? 0 : -1), "root may take what is its own");
	check(unlink("open/not") == 0, "and what is not");
	rmdir("open/dir");
	check(rmdir("open") == 0, "the directory itself");
}

/* "letters/aaa", with that many letters. */
static const char *letters(int n)
{
	strcpy(text, "letters/");
	memset(text + 8, 'a' + n % 26, n);
	text[8 + n] = '\0';
	return text;
}

/* Entries of "letters"; -1 if one does not tell its length. */
static int entries(void)
{
	DIR *d = opendir("letters");
	struct dirent *e;
	int n = 0, wrong = 0;

	while ((e = readdir(d)) != NULL) {
		n++;
		wrong |= strlen(e->d_name) != e->d_namlen;
	}
	closedir(d);
	return wrong ? -1 : n;
}

/* Names of all lengths for one file, in a directory that has many blocks; every second one goes and comes again. */
static void long_names(void)
{
	int wrong = 0, n;
	long size;
	struct stat sb;

	mkdir("letters", 0755);
	make("file", "x");
	for (n = 1; n <= 255; n++)
		wrong += link("file", letters(n)) != 0;
	check(wrong == 0 && links("file") == 256 && entries() == 257, "names have up to 255 letters");
	check_fails(ENAMETOOLONG, link("file", letters(256)), "and not 256");
	check_fails(ENAMETOOLONG, open(letters(256), O_RDONLY), "nor where nothing is to be made");
	stat("letters", &sb);
	size = sb.st_size;
	for (n = 1; n <= 255; n += 2)
		wrong += unlink(letters(n)) != 0;
	check(wrong == 0 && entries() == 129 && number(letters(254)) && !number(letters(255)), "every second one goes");
	for (n = 255; n > 0; n -= 2)
		wrong += link("file", letters(n)) != 0;
	stat("letters", &sb);
	check(wrong == 0 && entries() == 257 && sb.st_size == size, "and comes again, where there is room now");
	check_fails(ENOTEMPTY, rmdir("letters"), "the directory is not empty");
	for (n = 1; n <= 255; n++)
		wrong += unlink(letters(n)) != 0;
	check(wrong == 0 && entries() == 2 && links("file") == 1 && rmdir("letters") == 0, "until all are gone");
	unlink("file");
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "probe") == 0)
		return probe();
	sticky = argc < 2 || strcmp(argv[1], "plain") != 0;
	mkdir("/tmp/names", 0755);
	chdir("/tmp/names");
	hard_links();
	symbolic_links();
	renaming();
	lengths();
	owners();
	set_uid();
	spoiled();
	permissions();
	directories();
	long_names();
	check(chdir("/") == 0 && rmdir("/tmp/names") == 0, "nothing is left");
	return check_end();
}
