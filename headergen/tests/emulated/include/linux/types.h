#ifndef LINUX_TYPES_H
#define LINUX_TYPES_H
typedef unsigned int __u32;
__extension__ typedef unsigned long long __u64;
#endif
