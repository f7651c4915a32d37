#ifndef STDIO_H
#define STDIO_H
struct file;
#ifdef __cplusplus
extern "C" {
#endif
extern struct file *const stderr;
int fprintf(struct file *, const char *, ...);
#ifdef __cplusplus
}
#endif
#endif
