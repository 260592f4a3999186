#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The library against the lists: each header stands on its own, and all functions that C89 and ordinary 4.3BSD and POSIX
# programs may name are declared where they should be, and are there.
. "$(dirname "$0")/../lib.sh"

headers=$(cd "$VFORKSCOPE_GUEST/include" && printf '%s\n' ./*.h sys/*.h protocols/*.h | sed 's|^\./||' | LC_ALL=C sort)
for header in $headers; do
	grep -q '^#error' "$VFORKSCOPE_GUEST/include/$header" && continue # says what the machine has not
	printf '#include <%s>\n#include <%s>\nint main(void) { return 0; }\n' "$header" "$header" >"$SCRATCH/one.c"
	run vforkscope cc -Wall -Wextra -Wstrict-prototypes -Werror -c "$SCRATCH/one.c" -o "$SCRATCH/one.o"
	same "<$header> stands on its own" '0 ' "$status $err"
done

# declares HEADER NAME...: a program that takes the address of each function links
declares()
{
	local header=$1 name
	shift
	{
		echo "#include <$header>"
		echo 'typedef void (*function)(void);'
		echo 'function functions[] = {'
		for name; do echo "	(function)($name),"; done
		echo '};'
		echo 'int main(void) { return functions[0] == 0; }'
	} >"$SCRATCH/list.c"
	run vforkscope cc -Wall -Wno-cast-function-type -Werror "$SCRATCH/list.c" -o "$SCRATCH/list"
	same "<$header> has $# functions" '0 ' "$status $err"
}

# What there is not is said in a line.
for header in sys/socket sys/un netdb netinet/in netinet/tcp arpa/inet net/if; do
	echo "#include <$header.h>" >"$SCRATCH/one.c"
	run vforkscope cc -c "$SCRATCH/one.c" -o "$SCRATCH/one.o"
	like "<$header.h>: no sockets" 'error: .*no network, and no sockets' "$err"
done

# C89
declares ctype.h isalnum isalpha iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit tolower \
	toupper
declares locale.h setlocale localeconv
declares math.h acos asin atan atan2 ceil cos cosh exp fabs floor fmod frexp ldexp log log10 modf pow sin sinh sqrt \
	tan tanh
declares setjmp.h setjmp longjmp
declares signal.h signal raise
declares stdio.h remove rename tmpfile tmpnam fclose fflush fopen freopen setbuf setvbuf fprintf fscanf printf scanf \
	sprintf sscanf vfprintf vprintf vsprintf fgetc fgets fputc fputs getc getchar putc putchar puts ungetc fread \
	fwrite \
	fgetpos fseek fsetpos ftell rewind clearerr feof ferror perror
declares stdlib.h atof atoi atol strtod strtol strtoul rand srand calloc free malloc realloc abort atexit exit getenv \
	system bsearch qsort abs div labs ldiv
declares string.h memcpy memmove strcpy strncpy strcat strncat memcmp strcmp strcoll strncmp strxfrm memchr strchr \
	strcspn strpbrk strrchr strspn strstr strtok memset strerror strlen
declares time.h clock difftime mktime time asctime ctime gmtime localtime strftime

# 4.3BSD, POSIX and what has become usual
declares stdio.h fdopen fileno popen pclose snprintf vsnprintf dprintf vdprintf asprintf vasprintf vfscanf vscanf \
	vsscanf \
	getline getdelim getw putw setbuffer setlinebuf
declares stdlib.h strtoll strtoull strtof atoll llabs lldiv random srandom rand_r setenv unsetenv putenv mkstemp \
	mkdtemp \
	mktemp _Exit
declares string.h strdup strndup strnlen strcasecmp strncasecmp strsep strtok_r stpcpy strsignal memccpy memmem
declares strings.h ffs index rindex bcopy bzero bcmp
declares string.h ffs index rindex bcopy bzero bcmp
declares getopt.h getopt getopt_long
declares sys/times.h times
declares unistd.h _exit access alarm brk sbrk chdir chown close dup dup2 execl execle execlp execv execve execvp \
	chroot fchown fpathconf pathconf \
	fork fsync ftruncate getcwd getdtablesize getegid geteuid getgid gethostname getopt getpagesize getpgid \
	getpgrp \
	getpid getppid getresgid getresuid getuid getwd isatty link lseek nice pause pipe read readlink rmdir setegid \
	seteuid setgid sethostname setpgid setpgrp setregid setreuid setsid setuid sleep symlink sysconf tcgetpgrp \
	tcsetpgrp truncate ttyname ualarm unlink usleep vfork write
declares fcntl.h open creat fcntl
declares fnmatch.h fnmatch
declares glob.h glob globfree
declares math.h hypot log2 trunc round rint copysign scalbn
declares vfork.h vfork vfork_lends_descriptors
declares dirent.h opendir readdir closedir rewinddir dirfd
declares err.h err errx warn warnx verr verrx vwarn vwarnx
declares signal.h kill killpg sigaction sigaddset sigblock sigdelset sigemptyset sigfillset siginterrupt sigismember \
	sigpause sigpending sigprocmask sigsetmask sigstack sigsuspend sigvec psignal
declares setjmp.h _setjmp _longjmp sigsetjmp siglongjmp
declares sys/wait.h wait wait3 wait4 waitid waitpid
declares sys/mman.h mmap munmap mprotect
declares sys/stat.h stat lstat fstat chmod fchmod mkdir umask
declares sys/time.h gettimeofday getitimer setitimer utimes
declares sys/resource.h getrlimit setrlimit getrusage getpriority setpriority
declares sys/select.h select
declares sys/uio.h readv writev
declares sys/utsname.h uname
declares sys/ioctl.h ioctl
declares poll.h poll
declares utime.h utime
declares time.h gmtime_r localtime_r asctime_r ctime_r timegm tzset clock_gettime nanosleep
declares pthread.h pthread_atfork
declares spawn.h posix_spawn posix_spawnp posix_spawn_file_actions_init posix_spawn_file_actions_destroy \
	posix_spawn_file_actions_addopen posix_spawn_file_actions_addclose posix_spawn_file_actions_adddup2 \
	posix_spawn_file_actions_addchdir posix_spawnattr_init posix_spawnattr_destroy posix_spawnattr_setflags \
	posix_spawnattr_getflags posix_spawnattr_setpgroup posix_spawnattr_getpgroup posix_spawnattr_setsigdefault \
	posix_spawnattr_getsigdefault posix_spawnattr_setsigmask posix_spawnattr_getsigmask

declares pwd.h getpwent getpwuid getpwnam setpwent endpwent getpw getpwuid_r getpwnam_r
declares grp.h getgrent getgrgid getgrnam setgrent endgrent getgrgid_r getgrnam_r
declares regex.h regcomp regexec regerror regfree re_comp re_exec
declares termios.h tcgetattr tcsetattr tcflush tcdrain tcflow tcsendbreak tcgetsid cfgetispeed cfgetospeed cfsetispeed \
	cfsetospeed cfmakeraw
declares dirent.h scandir alphasort telldir seekdir fdopendir readdir_r
declares search.h hcreate hdestroy hsearch tsearch tfind tdelete twalk lfind lsearch insque remque
declares libgen.h basename dirname
declares syslog.h syslog vsyslog openlog closelog setlogmask
declares fstab.h getfsent getfsspec getfsfile getfstype setfsent endfsent
declares ttyent.h getttyent getttynam setttyent endttyent
declares sys/timeb.h ftime
declares time.h strptime clock_getres clock_nanosleep
declares stdlib.h realpath initstate setstate drand48 erand48 lrand48 nrand48 mrand48 jrand48 srand48 seed48 lcong48 \
	valloc posix_memalign aligned_alloc cfree
declares string.h stpncpy strcasestr strlcpy strlcat strchrnul memrchr mempcpy strerror_r
declares stdio.h gets fseeko ftello open_memstream fmemopen tempnam ctermid getc_unlocked getchar_unlocked \
	putc_unlocked putchar_unlocked flockfile ftrylockfile funlockfile
declares unistd.h fchdir pread pwrite getgroups setgroups crypt
declares sys/file.h flock
declares sys/stat.h mknod mkfifo
declares termcap.h tgetent tgetnum tgetflag tgetstr tgoto tputs
declares grp.h initgroups
declares unistd.h execvpe getlogin getlogin_r cuserid getpass ttyname_r ttyslot sync fdatasync swab

# The same in a program that is written as one writes today
cat >"$SCRATCH/today.c" <<'C'
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/param.h>
#include <sys/utsname.h>
#include <unistd.h>

int main(void)
{
	struct utsname u;
	bool good = uname(&u) == 0 && getpgrp() == getpgid(0) && sysconf(_SC_OPEN_MAX) == getdtablesize();

	printf("%s %s, %" PRIu64 " %d %s\n", u.nodename, u.machine, UINT64_C(1) << 40, MIN(3, 4),
	       good ? "good" : "bad");
	return 0;
}
C
run vforkscope run "$SCRATCH/today.c"
same 'names and sizes' 'vforkscope m68k, 1099511627776 3 good0 ' "$out$status $err"

# ... and as one wrote in 1986
cat >"$SCRATCH/then.c" <<'C'
#include <sys/param.h>
#include <sys/dir.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <errno.h>
#include <setjmp.h>
#include <sgtty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

int caught();
jmp_buf again;

main(argc, argv)
	int argc;
	char **argv;
{
	char path[MAXPATHLEN], *cp;
	struct sgttyb modes;
	struct direct *dp;
	union wait status;
	struct rusage ru;
	int pid, mask, n = 0;
	DIR *d;

	signal(SIGHUP, caught);
	mask = sigblock(sigmask(SIGINT));
	if ((pid = vfork()) == 0) {
		execl("/bin/sh", "sh", "-c", "exit 9", 0);
		_exit(1);
	}
	while (wait3(&status, 0, &ru) != pid)
		;
	sigsetmask(mask);
	printf("status %d %d, ", status.w_retcode, status.w_termsig);
	if (setjmp(again) == 0)
		kill(getpid(), SIGHUP);
	if ((d = opendir("/dev")) != NULL) {
		while ((dp = readdir(d)) != NULL)
			n += dp->d_name[0] != '.';
		closedir(d);
	}
	getwd(path);
	cp = rindex(path, '/');
	bzero((char *)&modes, sizeof modes);
	printf("%d devices, %s, %d\n", n, cp, gtty(fileno(stdin), &modes) == 0 && access("/tmp", W_OK) == 0);
	exit(0);
}

caught()
{
	printf("caught, ");
	longjmp(again, 1);
}
C
run vforkscope cc -w -std=gnu89 "$SCRATCH/then.c" -o "$SCRATCH/then"
same 'a program of 1986 compiles' '0 ' "$status $err"
run vforkscope run "$SCRATCH/then"
same 'and runs' 'status 9 0, caught, 5 devices, /home, 10 ' "$out$status $err"

# It may write into its strings, and have functions of its own that call the library's, which must not call them back.
cat >"$SCRATCH/own.c" <<'C'
char *mktemp(), *rindex(), *index(), *getwd();
char *name = "/tmp/vXXXXX", here[1024];
char *strrchr(s, c) char *s; { return rindex(s, c); }
char *strchr(s, c) char *s; { return index(s, c); }
char *getcwd(to, n) char *to; { return getwd(to); }
memset(to, c, n) char *to; { bzero(to, n); }
memmove(to, from, n) char *to, *from; { bcopy(from, to, n); }
memcmp(a, b, n) char *a, *b; { return bcmp(a, b, n); }
main()
{
	char buffer[4];

	memmove(buffer, "abc", 4);
	memset(buffer, 0, 1);
	printf("%s %s %s %s %d %d\n", mktemp(name), strrchr("a/b/c", '/'), strchr("a/b/c", '/'), getcwd(here, 1024),
	       buffer[0], memcmp(buffer + 1, "bc", 3));
	return 0;
}
C
run vforkscope cc -w -std=gnu89 "$SCRATCH/own.c" -o "$SCRATCH/own"
same 'own names for library functions compile' '0 ' "$status $err"
run vforkscope run "$SCRATCH/own"
same 'and run' '/tmp/va0002 /c /b/c /home 0 00 ' "$out$status $err"
# asks "MACRO[=VALUE] ..." STATUS: what comes of a program that defines these and calls vfork
asks()
{
	local macro
	{
		for macro in $1; do
			echo "#define ${macro/=/ }"
		done
		echo '#include <unistd.h>'
		echo 'int main(void) { return vfork() < 0; }'
	} >"$SCRATCH/asks.c"
	run vforkscope cc -Werror=implicit-function-declaration -c "$SCRATCH/asks.c" -o "$SCRATCH/asks.o"
	same "vfork, with '$1'" "$2" "$status"
}

# vfork went with POSIX.1-2008: whoever asks for that, or for a POSIX without X/Open, is not told of it.
for macros in '' _XOPEN_SOURCE=500 _XOPEN_SOURCE=600 '_POSIX_C_SOURCE=200112L _XOPEN_SOURCE=600' _BSD_SOURCE \
	'_POSIX_C_SOURCE=200809L _DEFAULT_SOURCE' _GNU_SOURCE; do
	asks "$macros" 0
done
for macros in _POSIX_SOURCE _POSIX_C_SOURCE=199506L _POSIX_C_SOURCE=200809L _XOPEN_SOURCE _XOPEN_SOURCE=700 \
	'_POSIX_C_SOURCE=200809L _XOPEN_SOURCE=600'; do
	asks "$macros" 2
done
finish
