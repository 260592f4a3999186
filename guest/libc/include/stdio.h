/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Buffered input and output, after 4.3BSD. A FILE and its buffer live in user memory: after vfork the borrower's
 * printf, fflush and exit work on its lender's.
 */
#ifndef _STDIO_H
#define _STDIO_H

#include <stdarg.h>
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
#define _IOSTRG 0x040 /* a string of sprintf, no file */
#define _IOLBF 0x080  /* written out at the end of a line: stdout, which is the console */
#define _IORW 0x100   /* opened for both; _IOREAD or _IOWRT says which it is now */

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
FILE *fopen(const char *path, const char *mode);
FILE *fdopen(int fd, const char *mode);
FILE *freopen(const char *path, const char *mode, FILE *f);
int fclose(FILE *f);
int fflush(FILE *f); /* 0: all of them */
int setvbuf(FILE *f, char *buffer, int mode, size_t bytes);
void setbuf(FILE *f, char *buffer);
void setbuffer(FILE *f, char *buffer, int bytes);
void setlinebuf(FILE *f);
FILE *tmpfile(void);      /* without a name: gone when it is closed */
char *tmpnam(char *name); /* a name under /tmp that is not in use */

int fputc(int c, FILE *f);
int putc(int c, FILE *f);
int putchar(int c);
int fputs(const char *s, FILE *f);
int puts(const char *s);
size_t fwrite(const void *from, size_t bytes, size_t count, FILE *f);

int fgetc(FILE *f);
int ungetc(int c, FILE *f); /* one can always be put back */
int getc(FILE *f);
int getchar(void);
char *fgets(char *to, int bytes, FILE *f);
ssize_t getline(char **line, size_t *bytes, FILE *f); /* into memory of malloc, which grows */
ssize_t getdelim(char **line, size_t *bytes, int last, FILE *f);
int getw(FILE *f);
int putw(int word, FILE *f);
size_t fread(void *to, size_t bytes, size_t count, FILE *f);

#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif
int fseek(FILE *f, long offset, int whence);
long ftell(FILE *f);
void rewind(FILE *f);
typedef long fpos_t;
int fgetpos(FILE *f, fpos_t *to);
int fsetpos(FILE *f, const fpos_t *to);

int feof(FILE *f);
int ferror(FILE *f);
void clearerr(FILE *f);
int fileno(FILE *f);

/*
 * %d %i %u %o %x %X %c %s %p %n %%, %f %F %e %E %g %G (exact, from the bits of the double), with flags - + space 0 #,
 * width, precision, hh h l ll j z t. The number of bytes, or EOF.
 */
int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int fprintf(FILE *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
int sprintf(char *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
int snprintf(char *to, size_t bytes, const char *format, ...) __attribute__((format(printf, 3, 4)));
int dprintf(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));
int asprintf(char **to, const char *format, ...) __attribute__((format(printf, 2, 3)));
int vsprintf(char *to, const char *format, va_list args);
int vdprintf(int fd, const char *format, va_list args);
int vasprintf(char **to, const char *format, va_list args);
int vprintf(const char *format, va_list args);
int vfprintf(FILE *f, const char *format, va_list args);
int vsnprintf(char *to, size_t bytes, const char *format, va_list args);

/* %d %u %i %o %x %p %e %f %g %c %s %[ %n %%, with *, a width, hh h l ll j z t. The number of values stored, or EOF. */
int scanf(const char *format, ...) __attribute__((format(scanf, 1, 2)));
int fscanf(FILE *f, const char *format, ...) __attribute__((format(scanf, 2, 3)));
int sscanf(const char *s, const char *format, ...) __attribute__((format(scanf, 2, 3)));
int vscanf(const char *format, va_list args);
int vfscanf(FILE *f, const char *format, va_list args);
int vsscanf(const char *s, const char *format, va_list args);

/* A pipe from ("r") or to ("w") a shell with a command. pclose waits for it and returns its status. */
FILE *popen(const char *command, const char *mode);
int pclose(FILE *f);

int remove(const char *path); /* a file or an empty directory */
int rename(const char *from, const char *to);
void perror(const char *what);

#endif
