/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Buffered input and output, after 4.3BSD. A FILE and its buffer live in user memory: after vfork the borrower's
 * printf, fflush and exit work on its lender's.
 */
#ifndef _STDIO_H
#define _STDIO_H

#include <sys/cdefs.h>
#ifndef __OLD_C /* <varargs.h> has these names, too */
#include <stdarg.h>
#endif
#include <stddef.h>
#include <sys/types.h>

#define BUFSIZ 1024
#define EOF (-1)

#define _IOFBF 0x000 /* written out when the buffer is full */
#define _IOREAD 0x001
#define _IOWRT 0x002
#define _IONBF 0x004   /* not buffered: stderr */
#define _IOMYBUF 0x008 /* the buffer came from malloc */
#define _IOEOF 0x010
#define _IOERR 0x020
#define _IOSTRG 0x040  /* a string of sprintf, no file */
#define _IOLBF 0x080   /* written out at the end of a line: stdout, which is the console */
#define _IORW 0x100    /* opened for both; _IOREAD or _IOWRT says which it is now */
#define _IOGROWS 0x200 /* a string of open_memstream */
#define _IOWIDE 0x400  /* fwide: wide characters were the first */
#define _IOBYTES 0x800 /* bytes were */

typedef struct _iobuf {
	int _cnt;             /* bytes still to be read, or places still free */
	unsigned char *_ptr;  /* next byte */
	unsigned char *_base; /* the buffer; 0 until first used */
	int _bufsiz;
	int _flag; /* 0: closed, and nothing can be written any more */
	int _file; /* descriptor */
} FILE;

#define NFILE 20
#define FOPEN_MAX NFILE
#define FILENAME_MAX 256
#define L_tmpnam 20
#define TMP_MAX 10000
#define P_tmpdir "/tmp"
extern FILE _iob[NFILE];
#define stdin (&_iob[0])
#define stdout (&_iob[1])
#define stderr (&_iob[2])

/* mode: "r", "w" or "a", with "+" for both reading and writing */
FILE *fopen __P((const char *path, const char *mode));
FILE *fdopen __P((int fd, const char *mode));
FILE *freopen __P((const char *path, const char *mode, FILE *f));
int fclose __P((FILE * f));
int fflush __P((FILE * f)); /* 0: all of them */
int setvbuf __P((FILE * f, char *buffer, int mode, size_t bytes));
void setbuf __P((FILE * f, char *buffer));
void setbuffer __P((FILE * f, char *buffer, int bytes));
void setlinebuf __P((FILE * f));

int fputc __P((int c, FILE *f));
int putc __P((int c, FILE *f));
int putchar __P((int c));
int fputs __P((const char *s, FILE *f));
int puts __P((const char *s));
size_t fwrite __P((const void *from, size_t bytes, size_t count, FILE *f));

int fgetc __P((FILE * f));
int ungetc __P((int c, FILE *f)); /* one can always be put back */
int getc __P((FILE * f));
int getchar __P((void));
char *gets __P((char *to)); /* there has to be room for the line: fgets asks how much there is */
char *fgets __P((char *to, int bytes, FILE *f));
int getw __P((FILE * f));
int putw __P((int word, FILE *f));
size_t fread __P((void *to, size_t bytes, size_t count, FILE *f));

#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif
int fseek __P((FILE * f, long offset, int whence));
long ftell __P((FILE * f));
void rewind __P((FILE * f));
typedef long fpos_t;
int fgetpos __P((FILE * f, fpos_t *to));
int fsetpos __P((FILE * f, const fpos_t *to));

int feof __P((FILE * f));
int ferror __P((FILE * f));
void clearerr __P((FILE * f));
int fileno __P((FILE * f));

/*
 * %d %i %u %o %x %X %c %s %lc %ls %p %n %%, %f %F %e %E %g %G %a %A (exact, from the bits of the double), with flags
 * - + space 0 #, width, precision, hh h l ll j z t. The number of bytes, or EOF.
 */
int printf __P((const char *format, ...)) __attribute__((format(printf, 1, 2)));
int fprintf __P((FILE * f, const char *format, ...)) __attribute__((format(printf, 2, 3)));
int sprintf __P((char *to, const char *format, ...)) __attribute__((format(printf, 2, 3)));
int vsprintf __P((char *to, const char *format, __builtin_va_list args));
int vprintf __P((const char *format, __builtin_va_list args));
int vfprintf __P((FILE * f, const char *format, __builtin_va_list args));

/* %d %u %i %o %x %p %e %f %g %c %s %[ %n %%, with *, a width, hh h l ll j z t. The number of values stored, or EOF. */
int scanf __P((const char *format, ...)) __attribute__((format(scanf, 1, 2)));
int fscanf __P((FILE * f, const char *format, ...)) __attribute__((format(scanf, 2, 3)));
int sscanf __P((const char *s, const char *format, ...)) __attribute__((format(scanf, 2, 3)));

/* A pipe from ("r") or to ("w") a shell with a command. pclose waits for it and returns its status. */
FILE *popen __P((const char *command, const char *mode));
int pclose __P((FILE * f));

int remove __P((const char *path)); /* a file or an empty directory */
int rename __P((const char *from, const char *to));
void perror __P((const char *what));

#ifndef __OLD_C
/* What came after 4.3BSD. */
FILE *tmpfile(void);                                  /* without a name: gone when it is closed */
char *tmpnam(char *name);                             /* a name under /tmp that is not in use */
ssize_t getline(char **line, size_t *bytes, FILE *f); /* into memory of malloc, which grows */
ssize_t getdelim(char **line, size_t *bytes, int last, FILE *f);
int snprintf(char *to, size_t bytes, const char *format, ...) __attribute__((format(printf, 3, 4)));
int dprintf(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));
int asprintf(char **to, const char *format, ...) __attribute__((format(printf, 2, 3)));
int vdprintf(int fd, const char *format, __builtin_va_list args);
int vasprintf(char **to, const char *format, __builtin_va_list args);
int vsnprintf(char *to, size_t bytes, const char *format, __builtin_va_list args);
int vscanf(const char *format, __builtin_va_list args);
int vfscanf(FILE *f, const char *format, __builtin_va_list args);
int vsscanf(const char *s, const char *format, __builtin_va_list args);
/* Long offsets are no longer than others here. */
int fseeko(FILE *f, off_t offset, int whence);
off_t ftello(FILE *f);
/* Writes into memory of malloc, which grows; fflush and fclose set *to and *bytes. A NUL follows what is written. */
FILE *open_memstream(char **to, size_t *bytes);
FILE *fmemopen(void *memory, size_t bytes, const char *mode); /* reads from memory, or writes into it */
char *tempnam(const char *directory, const char *prefix);     /* from malloc */
char *ctermid(char *to);
int getc_unlocked(FILE *f); /* there are no threads: these are the others */
int getchar_unlocked(void);
int putc_unlocked(int c, FILE *f);
int putchar_unlocked(int c);
void flockfile(FILE *f);
int ftrylockfile(FILE *f);
void funlockfile(FILE *f);
#define L_ctermid 16
#endif

#endif
