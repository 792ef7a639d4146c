/**
 * `bin/mailmanctl` of the simulated Mailman: start, stop, restart, reopen, `-s`, `-q`, `-n`, `-u`.
 * Its messages and exit statuses are Mailman 2.1's own, the misleading ones included: nearly everything is
 * status 0, an unknown word does nothing, and the pid file stays after a stop (facts, section 5).
 */
export const MAILMANCTL = String.raw`#! @PYTHON@ -S
"""Starts and stops the queue runners of the simulated Mailman of a rehearsal host.

Usage: mailmanctl [options] [ start | stop | restart | reopen ]

    -n/--no-restart          Don't restart runners that exit.
    -u/--run-as-user         Don't insist on Mailman's user and group.
    -s/--stale-lock-cleanup  Remove a master lock whose process is gone.
    -q/--quiet               Don't print status messages.
    -h/--help                Print this message and exit.
"""
import errno
import getopt
import grp
import os
import pwd
import signal
import sys
import time

import paths
from Mailman import Site
from Mailman import mm_cfg

LOCK = os.path.join(mm_cfg.LOCK_DIR, mm_cfg.MASTER_LOCK_FILE)
# Seconds: refreshed daily, with six hours to spare.
LIFETIME = mm_cfg.days(1) + mm_cfg.hours(6)
CLOCK_SLOP = 10
MAX_RESTARTS = 10
WATCHED = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM]


def usage(code, message=''):
    out = sys.stderr if code else sys.stdout
    out.write('%s\n' % __doc__)
    if message:
        out.write('%s\n' % message)
    sys.exit(code)


def say(text):
    sys.stderr.write('%s\n' % text)


def lock_name(pid):
    return '%s.%s.%d' % (LOCK, os.uname().nodename, pid)


def lock_holder():
    """Host and pid of whoever has the master lock; None when nobody has."""
    for _ in range(100):
        try:
            with open(LOCK) as file:
                parts = os.path.basename(file.read().strip()).split('.')
            return '.'.join(parts[1:-1]), int(parts[-1])
        except ValueError:
            # Read while it changed hands: emptied, not yet written.
            time.sleep(0.01)
        except IOError as error:
            if error.errno != errno.ENOENT:
                raise
            return None
    raise ValueError('%s names no process' % LOCK)


def alive(pid):
    """Whether a process lives. One that only waits to be reaped does not: a container's init may take its time."""
    try:
        with open('/proc/%d/stat' % pid) as file:
            return file.read().rpartition(')')[2].split()[0] not in 'ZX'
    except (IOError, OSError):
        return False


def touch(path):
    """A lock's modification time is when it may be broken."""
    until = time.time() + LIFETIME
    os.utime(path, (until, until))


def remove_lock():
    with open(LOCK) as file:
        claim = file.read().strip()
    for path in (LOCK, claim):
        try:
            os.unlink(path)
        except OSError as error:
            if error.errno != errno.ENOENT:
                raise


def claim(force):
    """Takes the master lock for this process; gives whether it has it."""
    mine = lock_name(os.getpid())
    with open(mine, 'w') as file:
        file.write(mine)
    for _ in (0, 1):
        try:
            os.link(mine, LOCK)
            touch(LOCK)
            return True
        except OSError as error:
            if error.errno != errno.EEXIST:
                raise
        if not (expired() or (force and stale())):
            break
        remove_lock()
    os.unlink(mine)
    return False


def expired():
    return os.stat(LOCK).st_mtime < time.time() - CLOCK_SLOP


def stale():
    host, pid = lock_holder() or (None, 0)
    return host == os.uname().nodename and not alive(pid)


def acquire_lock(force):
    if claim(force):
        return True
    host, pid = lock_holder() or (os.uname().nodename, os.getpid())
    if host != os.uname().nodename:
        say("""\
The master qrunner lock could not be acquired, because it appears as if some
process on some other host may have acquired it.  We can't test for stale
locks across host boundaries, so you'll have to do this manually.  Or, if you
know the lock is stale, re-run mailmanctl with the -s flag.

Lock file: %s
Lock host: %s

Exiting.""" % (LOCK, host))
    elif alive(pid):
        say("""\
The master qrunner lock could not be acquired because it appears as if another
master qrunner is already running.
""")
    else:
        say("""\
The master qrunner lock could not be acquired.  It appears as though there is
a stale master qrunner lock.  Try re-running mailmanctl with the -s flag.
""")
    return False


def hand_lock_to(pid):
    """Makes a child the lock's holder, without a moment in which nobody is."""
    theirs = lock_name(pid)
    os.link(LOCK, theirs)
    with open(LOCK, 'w') as file:
        file.write(theirs)
    touch(LOCK)
    os.unlink(lock_name(os.getpid()))


def await_lock():
    while (lock_holder() or (None, 0))[1] != os.getpid():
        time.sleep(0.01)


def signal_master(number):
    try:
        with open(mm_cfg.PIDFILE) as file:
            pid = int(file.read().strip())
    except (IOError, ValueError) as error:
        say('PID unreadable in: %s' % mm_cfg.PIDFILE)
        say(error)
        say('Is qrunner even running?')
        return
    if alive(pid):
        os.kill(pid, number)
        return
    say('No child with pid: %s' % pid)
    say('[Errno %d] %s' % (errno.ESRCH, os.strerror(errno.ESRCH)))
    say('Stale pid file removed.')
    os.unlink(mm_cfg.PIDFILE)


def become_mailman():
    """Root becomes Mailman's user and group; anybody else has to be that user already."""
    gid = grp.getgrnam(mm_cfg.MAILMAN_GROUP).gr_gid
    uid = pwd.getpwnam(mm_cfg.MAILMAN_USER).pw_uid
    if os.geteuid() == 0:
        os.setgroups([g.gr_gid for g in grp.getgrall() if mm_cfg.MAILMAN_USER in g.gr_mem] + [gid])
        os.setgid(gid)
        os.setuid(uid)
    elif os.geteuid() != uid:
        usage(1, 'Run this program as root or as the %s user, or use -u.' % mm_cfg.MAILMAN_USER)


def start_runner(name, slice, count):
    pid = os.fork()
    if pid:
        return pid
    for number in WATCHED:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED + [signal.SIGCHLD])
    program = os.path.join(mm_cfg.BIN_DIR, 'qrunner')
    # Without site, whose modules are slow to load where there are many, and which has nothing that is needed.
    os.execl(mm_cfg.PYTHON, mm_cfg.PYTHON, '-S', program, '--runner=%s:%d:%d' % (name, slice, count), '-s')


def forward(runners, number):
    for pid in list(runners):
        try:
            os.kill(pid, number)
        except OSError as error:
            if error.errno != errno.ESRCH:
                raise


def reap(runners, pid, status, restart):
    """A runner has ended: says so in the log and starts it again, unless it was told to end or ends too often."""
    killed = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    left = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
    again = restart and signal.SIGTERM not in (killed, left)
    name, slice, count, restarts = runners.pop(pid)
    Site.log('qrunner', 'Master qrunner detected subprocess exit\n(pid: %d, sig: %s, sts: %s, class: %s, slice: %d/%d) %s'
             % (pid, killed, left, name, slice + 1, count, '[restarting]' if again else ''))
    if left != signal.SIGINT:
        restarts += 1
    if restarts > MAX_RESTARTS:
        Site.log('qrunner', 'Qrunner %s reached maximum restart limit of %d, not restarting.' % (name, MAX_RESTARTS))
        again = False
    if again:
        runners[start_runner(name, slice, count)] = (name, slice, count, restarts)


def watch(restart):
    """The master: starts the runners and keeps them until all have ended."""
    runners = {}
    for name, count in mm_cfg.QRUNNERS:
        for slice in range(count):
            runners[start_runner(name, slice, count)] = (name, slice, count, 0)
    signal.alarm(mm_cfg.days(1))
    while runners:
        number = signal.sigwait(WATCHED + [signal.SIGCHLD])
        if number == signal.SIGALRM:
            touch(LOCK)
            signal.alarm(mm_cfg.days(1))
        elif number != signal.SIGCHLD:
            forward(runners, number)
            Site.log('qrunner', 'Master watcher caught %s.  %s' % (
                signal.Signals(number).name,
                {signal.SIGTERM: 'Exiting.', signal.SIGINT: 'Restarting.'}.get(number, 'Re-opening log files.')))
        while runners:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            reap(runners, pid, status, restart)


def start(force, restart, quiet):
    if not Site.list_exists(mm_cfg.MAILMAN_SITE_LIST):
        say('Site list is missing: %s' % mm_cfg.MAILMAN_SITE_LIST)
        Site.log('error', 'Site list is missing: %s' % mm_cfg.MAILMAN_SITE_LIST)
        sys.exit(1)
    if not acquire_lock(force):
        return
    # Blocked before the fork, so that no signal can come before the master waits for it.
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED + [signal.SIGCHLD])
    pid = os.fork()
    if pid:
        if not quiet:
            say("Starting Mailman's master qrunner.")
        hand_lock_to(pid)
        return
    await_lock()
    os.umask(0o007)
    with open(mm_cfg.PIDFILE, 'w') as file:
        file.write('%d\n' % os.getpid())
    os.setsid()
    null = os.open('/dev/null', os.O_RDWR)
    errors = os.open(os.path.join(mm_cfg.LOG_DIR, 'error'), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o660)
    for descriptor, replacement in ((0, null), (1, null), (2, errors)):
        os.dup2(replacement, descriptor)
    os.chdir(mm_cfg.PREFIX)
    try:
        watch(restart)
    except BaseException:
        import traceback
        traceback.print_exc()
    remove_lock()
    os._exit(0)


def main():
    try:
        options, words = getopt.getopt(
            sys.argv[1:], 'hnusq', ['help', 'no-restart', 'run-as-user', 'stale-lock-cleanup', 'quiet'])
    except getopt.error as error:
        usage(1, error)
    given = set(option for option, _ in options)
    if given & {'-h', '--help'}:
        usage(0)
    if not words:
        usage(1, 'No command given.')
    if len(words) > 1:
        usage(1, 'Bad command: %s' % ', '.join(words))
    if given & {'-u', '--run-as-user'}:
        print('Warning!  You may encounter permission problems.')
    else:
        become_mailman()
    quiet = bool(given & {'-q', '--quiet'})
    word = words[0].lower()
    if word == 'start':
        start(bool(given & {'-s', '--stale-lock-cleanup'}), not given & {'-n', '--no-restart'}, quiet)
    elif word == 'stop':
        if not quiet:
            say("Shutting down Mailman's master qrunner")
        signal_master(signal.SIGTERM)
    elif word == 'restart':
        if not quiet:
            say("Restarting Mailman's master qrunner")
        signal_master(signal.SIGINT)
    elif word == 'reopen':
        if not quiet:
            say('Re-opening all log files')
        signal_master(signal.SIGHUP)


main()
`;
