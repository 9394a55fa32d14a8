"""What a learner's process may ask of Linux: a list of system calls, kept by the kernel (seccomp).

A filter is a small program (BPF) that the kernel runs before each call. It looks at the number
of the call, and at numbers among its arguments, but never at what a pointer points to: so it says
*what* may be asked, and Landlock (`lock.py`) says of *which files*. What is not on the list is
refused with EPERM, which Python raises as a PermissionError. No process or thread can be made,
nothing executed, no socket opened, nobody else signalled or traced, nothing mounted, and no
file's owner, mode or times changed.

There are no threads either: NumPy's are limited to one before it is imported, and a thousand
of a learner's would keep everybody else's processes from starting.
"""

import ctypes
import errno
import os
import struct
import sys

#: By machine: what the kernel calls it (linux/audit.h), and its column in the tables below.
MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

#: Calls that may be made with any arguments, with their numbers on x86-64 and on arm64.
ALLOWED = {
    # memory, time, and what a process knows of itself
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214),
    "mremap": (25, 216), "madvise": (28, 233), "membarrier": (324, 283), "rseq": (334, 293),
    "futex": (202, 98), "sched_yield": (24, 124), "sched_getaffinity": (204, 123),
    "getcpu": (309, 168), "getpid": (39, 172), "gettid": (186, 178), "getppid": (110, 173),
    "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177),
    "getrandom": (318, 278), "uname": (63, 160), "sysinfo": (99, 179), "getrusage": (98, 165),
    "times": (100, 153), "gettimeofday": (96, 169), "time": (201, None),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101), "getrlimit": (97, 163), "exit": (60, 93), "exit_group": (231, 94),
    # its own signals
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132), "restart_syscall": (219, 128), "alarm": (37, None),
    "setitimer": (38, 103), "getitimer": (36, 102),
    # files that are open
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66),
    "pread64": (17, 67), "pwrite64": (18, 68), "lseek": (8, 62), "close": (3, 57),
    "close_range": (436, 436), "dup": (32, 23), "fstat": (5, 80), "fsync": (74, 82),
    "fdatasync": (75, 83), "ftruncate": (77, 46), "getdents64": (217, 61),
    "select": (23, None), "pselect6": (270, 72), "poll": (7, None), "ppoll": (271, 73),
    # files by their names: which, Landlock says
    "open": (2, None), "openat": (257, 56), "stat": (4, None), "lstat": (6, None),
    "newfstatat": (262, 79), "statx": (332, 291), "access": (21, None),
    "faccessat": (269, 48), "faccessat2": (439, 439), "readlink": (89, None),
    "readlinkat": (267, 78), "getcwd": (79, 17), "chdir": (80, 49),
    "mkdir": (83, None), "mkdirat": (258, 34), "rmdir": (84, None), "unlink": (87, None),
    "unlinkat": (263, 35), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
}  # fmt: skip

#: Calls of which one argument is looked at: its place, and the values that it may have.
F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC = 0, 1, 2, 3, 4, 1030
TCGETS, TCGETS2, FIONREAD, FIONCLEX, FIOCLEX = 0x5401, 0x802C542A, 0x541B, 0x5450, 0x5451
LIMITED = {
    # Else signals could be sent to others (F_SETOWN), or words typed into a terminal (TIOCSTI).
    "fcntl": ((72, 25), 1, (F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC)),
    "ioctl": ((16, 29), 1, (TCGETS, TCGETS2, FIONREAD, FIONCLEX, FIOCLEX)),
    # Limits may be read, and not set: the third argument is where the new ones would be.
    "prlimit64": ((302, 261), 2, (0,)),
}  # fmt: skip

#: Only while Landlock, from its third version on, says of which files.
TRUNCATE = (76, 45)

#: The instructions that are needed, of linux/bpf_common.h and linux/seccomp.h.
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
KILL, REFUSE, ALLOW = 0x80000000, 0x00050000, 0x7FFF0000

#: Where the kernel puts the call's number, the machine, and the arguments (struct seccomp_data).
NUMBER, MACHINE, ARGUMENTS = 0, 4, 16


def program(machine, pid, truncate):
    """The filter, as instructions (code, jump if true, jump if false, value)."""
    name, column = MACHINES[machine]
    # Numbers mean other calls where another machine's are made (int 0x80): that is no accident.
    lines = [(LOAD, 0, 0, MACHINE), (EQUAL, 1, 0, name), (RETURN, 0, 0, KILL)]
    lines += [(LOAD, 0, 0, NUMBER)]
    anyhow = [*ALLOWED.values(), *([TRUNCATE] if truncate else [])]
    for number in (numbers[column] for numbers in anyhow):
        if number is not None:
            lines += [(EQUAL, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    # A process may end itself by a signal, as abort() does.
    limited = [*LIMITED.values(), ((234, 131), 0, (pid,))]
    for numbers, place, values in limited:
        low = ARGUMENTS + 8 * place  # of its 64 bits; both machines put the lower half first
        look = [(LOAD, 0, 0, low + 4), (EQUAL, 1, 0, 0), (RETURN, 0, 0, REFUSE | errno.EPERM)]
        look += [(LOAD, 0, 0, low)]
        for value in values:
            look += [(EQUAL, 0, 1, value), (RETURN, 0, 0, ALLOW)]
        look += [(RETURN, 0, 0, REFUSE | errno.EPERM)]
        lines += [(EQUAL, 0, len(look), numbers[column]), *look]
    return [*lines, (RETURN, 0, 0, REFUSE | errno.EPERM)]


def keep_to_the_list(truncate=False):
    """Give up every other call, for good; returns whether the kernel holds this."""
    machine = os.uname().machine if sys.platform == "linux" else None
    if machine not in MACHINES or struct.calcsize("P") != 8:
        return False
    lines = program(machine, os.getpid(), truncate)
    code = b"".join(struct.pack("=HBBI", *line) for line in lines)
    kept = ctypes.create_string_buffer(code, len(code))
    filter = struct.pack("@HP", len(lines), ctypes.addressof(kept))
    PR_SET_SECCOMP, SECCOMP_MODE_FILTER, PR_SET_NO_NEW_PRIVS = 22, 2, 38
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter, 0, 0) == 0
