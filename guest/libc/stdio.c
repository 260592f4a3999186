/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FILEs: their buffers and how these are filled and written out. The formats are in printf.c. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

FILE _iob[NFILE] = {
	{._flag = _IOREAD, ._file = STDIN_FILENO},
	{._flag = _IOWRT | _IOLBF, ._file = STDOUT_FILENO},
	{._flag = _IOWRT | _IONBF, ._file = STDERR_FILENO},
};

/* Gives an open FILE its buffer at the first use. Without memory it goes on unbuffered, one byte at a time. */
static void give_buffer(FILE *f)
{
	static unsigned char single[NFILE];

	if (!(f->_flag & _IONBF) && (f->_base = malloc(BUFSIZ)) != NULL) {
		f->_bufsiz = BUFSIZ;
		f->_flag |= _IOMYBUF;
	} else {
		f->_base = &single[f - _iob];
		f->_bufsiz = 1;
		f->_flag = (f->_flag & ~_IOLBF) | _IONBF;
	}
	f->_ptr = f->_base;
	f->_cnt = f->_flag & _IOWRT ? f->_bufsiz : 0;
}

int fflush(FILE *f)
{
	unsigned char *from;
	int result = 0;

	if (f == NULL) {
		for (f = _iob; f < _iob + NFILE; f++)
			if (f->_flag & _IOWRT)
				result |= fflush(f);
		return result;
	}
	if (!(f->_flag & _IOWRT) || f->_base == NULL)
		return 0;
	for (from = f->_base; from < f->_ptr;) {
		ssize_t n = write(f->_file, from, f->_ptr - from);

		if (n <= 0) {
			f->_flag |= _IOERR;
			result = EOF;
			break;
		}
		from += n;
	}
	f->_ptr = f->_base;
	f->_cnt = f->_bufsiz;
	return result;
}

/*
 * As in 4.3BSD the FILE is emptied, closed and its buffer freed. After vfork all this is the lender's too,
 * except for the close: descriptors are each process's own.
 */
int fclose(FILE *f)
{
	int result = EOF;

	if (f->_flag & (_IOREAD | _IOWRT | _IORW)) {
		result = fflush(f);
		if (close(f->_file) < 0)
			result = EOF;
		if (f->_flag & _IOMYBUF)
			free(f->_base);
	}
	memset(f, 0, sizeof(*f));
	return result;
}

/* What exit does to all FILEs. */
void _cleanup(void)
{
	for (FILE *f = _iob; f < _iob + NFILE; f++)
		if (f->_flag != 0)
			fclose(f);
}

/* Flags of a FILE and of open for a mode: "r", "w", "a", each with or without "+" and "b". 0 if it is none of them. */
static int modeflags(const char *mode, int *flags)
{
	int plus = mode[1] == '+' || (mode[1] != '\0' && mode[2] == '+');

	*flags = plus ? O_RDWR : mode[0] == 'r' ? O_RDONLY : O_WRONLY;
	switch (mode[0]) {
	case 'r':
		break;
	case 'w':
		*flags |= O_CREAT | O_TRUNC;
		break;
	case 'a':
		*flags |= O_CREAT | O_APPEND;
		break;
	default:
		errno = EINVAL;
		return 0;
	}
	return plus ? _IORW : mode[0] == 'r' ? _IOREAD : _IOWRT;
}

static FILE *open_file(FILE *f, int flag, int fd)
{
	memset(f, 0, sizeof(*f));
	f->_flag = flag;
	f->_file = fd;
	return f;
}

/* A FILE that is not in use; null and EMFILE if there is none. */
static FILE *free_file(void)
{
	for (FILE *f = _iob; f < _iob + NFILE; f++)
		if (f->_flag == 0)
			return f;
	errno = EMFILE;
	return NULL;
}

FILE *fdopen(int fd, const char *mode)
{
	int flags, flag = modeflags(mode, &flags);
	FILE *f = flag != 0 ? free_file() : NULL;

	return f != NULL ? open_file(f, flag, fd) : NULL;
}

/* Opens into a FILE that is not in use. */
static FILE *open_into(FILE *f, const char *path, const char *mode)
{
	int flags, flag = modeflags(mode, &flags), fd;

	if (flag == 0 || f == NULL)
		return NULL;
	fd = open(path, flags, 0666);
	return fd >= 0 ? open_file(f, flag, fd) : NULL;
}

FILE *fopen(const char *path, const char *mode)
{
	return open_into(free_file(), path, mode);
}

FILE *freopen(const char *path, const char *mode, FILE *f)
{
	fclose(f);
	return open_into(f, path, mode);
}

int setvbuf(FILE *f, char *buffer, int mode, size_t bytes)
{
	if (mode != _IOFBF && mode != _IOLBF && mode != _IONBF)
		return EOF;
	fflush(f);
	if (f->_flag & _IOMYBUF)
		free(f->_base);
	f->_flag = (f->_flag & ~(_IOMYBUF | _IOLBF | _IONBF)) | mode;
	f->_base = NULL;
	f->_cnt = 0;
	if (buffer != NULL && bytes > 0 && mode != _IONBF) {
		f->_base = f->_ptr = (unsigned char *)buffer;
		f->_bufsiz = bytes;
		f->_cnt = f->_flag & _IOWRT ? f->_bufsiz : 0;
	}
	return 0;
}

void setbuf(FILE *f, char *buffer)
{
	setvbuf(f, buffer, buffer != NULL ? _IOFBF : _IONBF, BUFSIZ);
}

/* What was read ahead is given back, so that the descriptor is where the program believes it to be. */
static void stop_reading(FILE *f)
{
	if (f->_cnt > 0 && !(f->_flag & _IOSTRG))
		lseek(f->_file, -f->_cnt, SEEK_CUR);
	f->_cnt = 0;
	f->_ptr = f->_base;
}

/* Turns a FILE for both to reading or to writing. */
static void turn(FILE *f, int way)
{
	if (!(f->_flag & _IORW) || (f->_flag & way))
		return;
	if (f->_flag & _IOWRT)
		fflush(f);
	if (f->_flag & _IOREAD)
		stop_reading(f);
	f->_flag = (f->_flag & ~(_IOREAD | _IOWRT)) | way;
	f->_ptr = f->_base;
	f->_cnt = f->_base != NULL && way == _IOWRT ? f->_bufsiz : 0;
}

int fputc(int c, FILE *f)
{
	turn(f, _IOWRT);
	if (!(f->_flag & _IOWRT)) {
		errno = EBADF;
		return EOF;
	}
	if (f->_flag & _IOSTRG) {
		if (f->_cnt > 0) {
			*f->_ptr++ = c;
			f->_cnt--;
		}
		return (unsigned char)c;
	}
	if (f->_base == NULL)
		give_buffer(f);
	*f->_ptr++ = c;
	f->_cnt--;
	if (f->_cnt == 0 || ((f->_flag & _IOLBF) && c == '\n'))
		if (fflush(f) < 0)
			return EOF;
	return (unsigned char)c;
}

int putc(int c, FILE *f)
{
	return fputc(c, f);
}

int putchar(int c)
{
	return fputc(c, stdout);
}

int fputs(const char *s, FILE *f)
{
	for (; *s != '\0'; s++)
		if (fputc(*s, f) == EOF)
			return EOF;
	return 0;
}

int puts(const char *s)
{
	return fputs(s, stdout) == EOF ? EOF : fputc('\n', stdout);
}

size_t fwrite(const void *from, size_t bytes, size_t count, FILE *f)
{
	const unsigned char *p = from;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < bytes; j++)
			if (fputc(*p++, f) == EOF)
				return i;
	return count;
}

int fgetc(FILE *f)
{
	turn(f, _IOREAD);
	if (!(f->_flag & _IOREAD) || (f->_flag & _IOEOF))
		return EOF;
	if (f->_base == NULL)
		give_buffer(f);
	if (f->_cnt == 0) {
		if (f->_flag & _IOSTRG)
			return EOF;
		if (f == stdin) /* a prompt must be there before we wait for the answer */
			fflush(stdout);
		f->_cnt = read(f->_file, f->_base, f->_bufsiz);
		f->_ptr = f->_base;
		if (f->_cnt <= 0) {
			f->_flag |= f->_cnt == 0 ? _IOEOF : _IOERR;
			f->_cnt = 0;
			return EOF;
		}
	}
	f->_cnt--;
	return *f->_ptr++;
}

int ungetc(int c, FILE *f)
{
	turn(f, _IOREAD);
	if (c == EOF || !(f->_flag & _IOREAD))
		return EOF;
	if (f->_base == NULL)
		give_buffer(f);
	if (f->_ptr == f->_base) {
		if (f->_cnt > 0)
			return EOF;
		f->_ptr++;
	}
	f->_ptr--;
	f->_cnt++;
	if (!(f->_flag & _IOSTRG)) /* a string has the character there already, and may not be written to */
		*f->_ptr = c;
	f->_flag &= ~_IOEOF;
	return (unsigned char)c;
}

int getc(FILE *f)
{
	return fgetc(f);
}

int getchar(void)
{
	return fgetc(stdin);
}

char *fgets(char *to, int bytes, FILE *f)
{
	char *p = to;

	while (p < to + bytes - 1) {
		int c = fgetc(f);

		if (c == EOF)
			break;
		*p++ = c;
		if (c == '\n')
			break;
	}
	if (p == to)
		return NULL;
	*p = '\0';
	return to;
}

size_t fread(void *to, size_t bytes, size_t count, FILE *f)
{
	unsigned char *p = to;

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < bytes; j++) {
			int c = fgetc(f);

			if (c == EOF)
				return i;
			*p++ = c;
		}
	}
	return count;
}

int fseek(FILE *f, long offset, int whence)
{
	if (f->_flag & _IOWRT)
		fflush(f);
	if (f->_flag & _IOREAD)
		stop_reading(f);
	if (f->_flag & _IORW)
		f->_flag &= ~(_IOREAD | _IOWRT);
	if (lseek(f->_file, offset, whence) < 0)
		return -1;
	f->_flag &= ~_IOEOF;
	return 0;
}

long ftell(FILE *f)
{
	long at = lseek(f->_file, 0, SEEK_CUR);

	if (at < 0)
		return -1;
	if (f->_flag & _IOREAD)
		return at - f->_cnt;
	return f->_base != NULL && (f->_flag & _IOWRT) ? at + (f->_ptr - f->_base) : at;
}

void rewind(FILE *f)
{
	fseek(f, 0, SEEK_SET);
	clearerr(f);
}

int feof(FILE *f)
{
	return (f->_flag & _IOEOF) != 0;
}

int ferror(FILE *f)
{
	return (f->_flag & _IOERR) != 0;
}

void clearerr(FILE *f)
{
	f->_flag &= ~(_IOEOF | _IOERR);
}

int fileno(FILE *f)
{
	return f->_file;
}

int remove(const char *path)
{
	return unlink(path);
}
