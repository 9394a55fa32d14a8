"""The kernel's list of system calls: what the filter lets through, by a reading of its own."""

import errno
import struct

import pytest

from mixtures_lab.teach import syscalls

PID = 4711
REFUSED = syscalls.REFUSE | errno.EPERM


def verdict(machine, number, arguments=(), name=None, truncate=False):
    """What the kernel would make of a call: the filter's instructions, one by one."""
    arguments = [*arguments, *[0] * (6 - len(arguments))]
    name = name or syscalls.MACHINES[machine][0]
    data = struct.pack("<IIQ6Q", number, name, 0, *arguments)
    lines, at, value = syscalls.program(machine, PID, truncate), 0, 0
    while True:
        code, yes, no, k = lines[at]
        at += 1
        if code == 0x20:  # BPF_LD | BPF_W | BPF_ABS
            (value,) = struct.unpack_from("<I", data, k)
        elif code == 0x15:  # BPF_JMP | BPF_JEQ | BPF_K
            at += yes if value == k else no
        elif code == 0x06:  # BPF_RET | BPF_K
            return k
        else:
            raise AssertionError(f"no instruction {code:#x}")


machines = pytest.mark.parametrize("machine", syscalls.MACHINES)

#: Some that must never be allowed, by their numbers on x86-64 and on arm64.
NEVER = {
    "fork": (57, None), "vfork": (58, None), "clone": (56, 220), "clone3": (435, 435),
    "execve": (59, 221), "execveat": (322, 281), "socket": (41, 198), "socketpair": (53, 199),
    "connect": (42, 203), "sendto": (44, 206), "ptrace": (101, 117), "mount": (165, 40),
    "keyctl": (250, 219), "add_key": (248, 217), "bpf": (321, 280), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kill": (62, 129), "tkill": (200, 130), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "rt_sigqueueinfo": (129, 138), "memfd_create": (319, 279),
    "unshare": (272, 97), "setns": (308, 268), "pivot_root": (155, 41), "chroot": (161, 51),
    "prctl": (157, 167), "seccomp": (317, 277), "setrlimit": (160, 164), "chmod": (90, None),
    "fchmodat": (268, 53), "fchownat": (260, 54), "utimensat": (280, 88), "setxattr": (188, 5),
    "linkat": (265, 37), "symlinkat": (266, 36), "mknodat": (259, 33), "shmget": (29, 194),
    "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180), "perf_event_open": (298, 241),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "init_module": (175, 105),
    "truncate": (76, 45), "setuid": (105, 146), "reboot": (169, 142),
}  # fmt: skip


@machines
@pytest.mark.parametrize("call", NEVER)
def test_what_reaches_others_is_refused(machine, call):
    number = NEVER[call][syscalls.MACHINES[machine][1]]
    if number is not None:
        assert verdict(machine, number) == REFUSED


@machines
def test_the_list_is_allowed_and_nothing_else_is(machine):
    column = syscalls.MACHINES[machine][1]
    listed = {numbers[column] for numbers in syscalls.ALLOWED.values()} - {None}
    looked_at = {numbers[column] for numbers, _, _ in syscalls.LIMITED.values()}
    let_through = {n for n in range(600) if verdict(machine, n, [99] * 3) == syscalls.ALLOW}
    assert let_through == listed
    assert not listed & looked_at


@machines
def test_each_number_stands_for_one_call(machine):
    column = syscalls.MACHINES[machine][1]
    numbers = [numbers[column] for numbers in syscalls.ALLOWED.values()]
    numbers = [number for number in numbers if number is not None]
    assert len(set(numbers)) == len(numbers)


@machines
@pytest.mark.parametrize(
    "call, arguments, allowed",
    [
        ("fcntl", (3, 1030), True),  # F_DUPFD_CLOEXEC
        ("fcntl", (3, 8), False),  # F_SETOWN
        ("fcntl", (3, 1031), False),  # F_SETPIPE_SZ
        ("fcntl", (3, 2**32 + 1), False),
        ("ioctl", (0, 0x5401), True),  # TCGETS
        ("ioctl", (0, 0x5412), False),  # TIOCSTI
        ("prlimit64", (0, 7, 0), True),
        ("prlimit64", (0, 7, 0x7FFE_0000_1000), False),
        ("prlimit64", (0, 7, 2**32), False),
    ],
)
def test_an_argument_decides_where_it_must(machine, call, arguments, allowed):
    number = syscalls.LIMITED[call][0][syscalls.MACHINES[machine][1]]
    assert (verdict(machine, number, arguments) == syscalls.ALLOW) == allowed


@machines
def test_a_process_may_signal_itself_alone(machine):
    tgkill = (234, 131)[syscalls.MACHINES[machine][1]]
    assert verdict(machine, tgkill, (PID, PID, 6)) == syscalls.ALLOW
    assert verdict(machine, tgkill, (PID + 1, PID + 1, 6)) == REFUSED


@machines
def test_a_file_is_cut_by_its_name_only_where_landlock_says_which(machine):
    number = syscalls.TRUNCATE[syscalls.MACHINES[machine][1]]
    assert verdict(machine, number) == REFUSED
    assert verdict(machine, number, truncate=True) == syscalls.ALLOW


def test_calls_of_another_machine_end_the_process():
    assert verdict("x86_64", 39, name=0x40000003) == syscalls.KILL  # int 0x80: 39 is mkdir there
    assert verdict("x86_64", 0x40000000 + 39) == REFUSED  # x32


@machines
def test_every_jump_fits_its_byte(machine):
    for line in syscalls.program(machine, PID, True):
        struct.pack("=HBBI", *line)
