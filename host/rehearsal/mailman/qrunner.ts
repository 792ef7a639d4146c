/**
 * `bin/qrunner` of the simulated Mailman. Every runner lives until it is told to end; three have work:
 * IncomingRunner turns a post into an outgoing message, OutgoingRunner hands it to Exim with the envelope
 * sender that the settings ask for, ArchRunner keeps the wrapper's records from growing without end.
 */
export const QRUNNER = String.raw`#! @PYTHON@ -S
"""One queue runner of the simulated Mailman of a rehearsal host."""
import os
import signal
import sys
import time

import paths
from Mailman import Site
from Mailman import mm_cfg
# What only some runners need is imported where they need it: all of them start at once on a restart.

RECORDS = os.path.join(mm_cfg.PREFIX, 'simulated', 'received')
KEPT_RECORDS = 1000
# Seconds until a message that Exim did not take is tried again; Mailman waits an hour.
RETRY_AFTER = 2


def entries(directory):
    return sorted(os.path.join(directory, name) for name in os.listdir(directory) if not name.startswith('.'))


def put(directory, name, value):
    """Writes a queue entry so that no other runner can see half of it."""
    import pickle
    hidden = os.path.join(directory, '.' + name)
    with open(hidden, 'wb') as file:
        pickle.dump(value, file, 2)
    os.rename(hidden, os.path.join(directory, name))


def incoming():
    for path in entries(mm_cfg.INQUEUE_DIR):
        from Mailman import Post
        outgoing = Post.prepare(path)
        if outgoing:
            put(mm_cfg.OUTQUEUE_DIR, os.path.basename(path), outgoing)
        os.unlink(path)


def outgoing():
    for path in entries(mm_cfg.OUTQUEUE_DIR):
        import pickle
        from Mailman import Post
        with open(path, 'rb') as file:
            post = pickle.load(file)
        if post.get('not_before', 0) > time.time():
            continue
        left = Post.deliver(post)
        if left:
            post.update(recipients=left, not_before=time.time() + RETRY_AFTER)
            put(mm_cfg.OUTQUEUE_DIR, os.path.basename(path), post)
        else:
            os.unlink(path)


def archive():
    records = [os.path.join(RECORDS, name) for name in os.listdir(RECORDS)]
    if len(records) > KEPT_RECORDS:
        for path in sorted(records, key=os.path.getmtime)[:-KEPT_RECORDS]:
            os.unlink(path)


WORK = {'IncomingRunner': incoming, 'OutgoingRunner': outgoing, 'ArchRunner': archive}


def run(name):
    """Works until a signal ends it; gives the signal's number, which tells the master whether to restart."""
    signals = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    Site.log('qrunner', '%s qrunner started.' % name)
    work = WORK.get(name, lambda: None)
    pause = mm_cfg.QRUNNER_SLEEP_TIME if name in ('IncomingRunner', 'OutgoingRunner') else 60
    while True:
        work()
        caught = signal.sigtimedwait(signals, pause)
        if caught is None:
            continue
        if caught.si_signo == signal.SIGHUP:
            Site.log('qrunner', '%s qrunner caught SIGHUP.  Reopening logs.' % name)
            continue
        Site.log('qrunner', '%s qrunner caught %s.  Stopping.' % (name, signal.Signals(caught.si_signo).name))
        Site.log('qrunner', '%s qrunner exiting.' % name)
        return caught.si_signo


def main():
    names = [word[len('--runner='):].split(':')[0] for word in sys.argv[1:] if word.startswith('--runner=')]
    if len(names) != 1:
        sys.stderr.write('No runner name given.\n')
        return 1
    return run(names[0])


sys.exit(main())
`;

/** `Mailman/Post.py`: a post on its way out, as much of it as shows whether VERP and tuning do what was set. */
export const POST = String.raw`"""Sends a post to a list's members, in the simulated Mailman of a rehearsal host."""
import os
import socket

from Mailman import Site
from Mailman import mm_cfg


def prepare(path):
    """Reads a wrapper's record; gives the outgoing post, or None for one that loops or has no readers."""
    with open(path, 'rb') as file:
        fields, _, message = file.read().partition(b'\0\0')
    fields = dict(field.partition('=')[::2] for field in fields.decode('utf-8', 'replace').split('\0'))
    name = fields['list']
    settings = Site.load_list(name)
    address = '%s@%s' % (name, settings['host_name'])
    bounces = '%s-bounces@%s' % (name, settings['host_name'])
    head, _, body = message.replace(b'\r\n', b'\n').partition(b'\n\n')
    lines = head.split(b'\n')
    if ('X-BeenThere: %s' % address).encode() in lines:
        return None
    lines = list(kept_headers(lines, (b'sender:', b'errors-to:', b'return-path:', b'from ')))
    lines += [line.encode() for line in (
        'X-BeenThere: %s' % address,
        'X-Mailman-Version: %s' % mm_cfg.VERSION,
        'Precedence: list',
        'List-Id: <%s.%s>' % (name, settings['host_name']),
        'List-Post: <mailto:%s>' % address,
        'Errors-To: %s' % bounces,
        'Sender: "%s" <%s>' % (settings['real_name'], bounces))]
    recipients = Site.members(name)
    return recipients and {
        'sender': bounces,
        'recipients': recipients,
        'verp': verp_wanted(settings, next_post_id(name)),
        'single': bool(settings.get('personalize')),
        'message': b'\n'.join(lines) + b'\n\n' + body,
    }


def kept_headers(lines, dropped):
    keep = True
    for line in lines:
        if not line[:1].isspace():
            keep = not line.lower().startswith(dropped)
        if keep:
            yield line


def next_post_id(name):
    path = os.path.join(Site.list_directory(name), 'post_id')
    try:
        with open(path) as file:
            number = int(file.read()) + 1
    except (IOError, ValueError):
        number = 1
    with open(path, 'w') as file:
        file.write('%d\n' % number)
    return number


def verp_wanted(settings, post_id):
    """Whether this post carries each member's address in its envelope sender."""
    if settings.get('personalize'):
        return bool(mm_cfg.VERP_PERSONALIZED_DELIVERIES)
    interval = int(mm_cfg.VERP_DELIVERY_INTERVAL)
    return interval > 0 and post_id % interval == 0


def deliver(post):
    """Hands a post to Exim; gives the recipients it has to be tried again for."""
    if post['verp'] or post['single']:
        chunks = [[recipient] for recipient in post['recipients']]
    else:
        chunks = list(chunkify(post['recipients'], int(mm_cfg.SMTP_MAX_RCPTS)))
    connection = Connection()
    left = []
    for at, chunk in enumerate(chunks):
        sender = verp_sender(post['sender'], chunk[0]) if post['verp'] else post['sender']
        try:
            left += connection.send(sender, chunk, post['message'])
        except Refused as error:
            # A message refused for good is nobody's bounce: its recipients never hear of it (SMTPDirect.bulkdeliver).
            Site.log('smtp-failure', 'delivery failed: %s' % error)
            left += [] if error.for_good else chunk
            connection.quit()
        except (OSError, EOFError) as error:
            Site.log('smtp-failure', 'delivery failed: %s' % error)
            left += [recipient for rest in chunks[at:] for recipient in rest]
            break
    connection.quit()
    return left


# Groups of top-level domains whose members never share a message; all others are one more (SMTPDirect.chunkify).
GROUPS = {'com': 1, 'net': 2, 'org': 2, 'edu': 3, 'us': 3, 'ca': 3}


def chunkify(recipients, size):
    """Recipients of each message: at most so many, from one group; a size of 0 is no limit."""
    groups = {}
    for recipient in recipients:
        groups.setdefault(GROUPS.get(recipient.rpartition('.')[2], 0), []).append(recipient)
    for group in groups.values():
        step = size or len(group)
        for at in range(0, len(group), step):
            yield group[at:at + step]


def verp_sender(bounces, recipient):
    # Utils.ParseEmail gives small letters, and splits at the first @.
    mailbox, _, host = recipient.lower().partition('@')
    local, _, domain = bounces.rpartition('@')
    return '%s@%s' % (mm_cfg.VERP_FORMAT % {'bounces': local, 'mailbox': mailbox, 'host': host}, domain)


class Refused(Exception):
    """Exim's answer, which was not the one that lets the dialogue go on."""

    @property
    def for_good(self):
        return str(self).startswith('5') and not str(self).startswith('552')


class Connection:
    """SMTP to SMTPHOST, closed after SMTP_MAX_SESSIONS_PER_CONNECTION messages."""

    def __init__(self):
        self.socket = None
        self.sessions = 0

    def open(self):
        self.socket = socket.create_connection((mm_cfg.SMTPHOST, int(mm_cfg.SMTPPORT) or 25), 60)
        self.file = self.socket.makefile('rb')
        self.sessions = 0
        self.expect(b'2')
        self.ask('EHLO %s' % (mm_cfg.DEFAULT_EMAIL_HOST or 'localhost'), b'2')

    def reply(self):
        while True:
            line = self.file.readline()
            if not line:
                raise EOFError('the connection was closed')
            if line[3:4] != b'-':
                return line.rstrip()

    def expect(self, digit):
        line = self.reply()
        if not line.startswith(digit):
            raise Refused(line.decode('utf-8', 'replace'))

    def ask(self, command, digit):
        self.socket.sendall(command.encode() + b'\r\n')
        self.expect(digit)

    def send(self, sender, recipients, message):
        """One transaction; gives the recipients that were put off. Those refused for good are logged."""
        if self.socket is None:
            self.open()
        self.ask('MAIL FROM:<%s>' % sender, b'2')
        taken, put_off = 0, []
        for recipient in recipients:
            self.socket.sendall(('RCPT TO:<%s>\r\n' % recipient).encode())
            answer = self.reply()
            if answer.startswith(b'2'):
                taken += 1
            else:
                Site.log('smtp-failure', 'delivery to %s failed: %s' % (recipient, answer.decode('utf-8', 'replace')))
                if answer.startswith(b'4'):
                    put_off.append(recipient)
        if taken:
            self.ask('DATA', b'3')
            lines = [b'.' + line if line.startswith(b'.') else line for line in message.rstrip(b'\n').split(b'\n')]
            self.socket.sendall(b'\r\n'.join(lines) + b'\r\n.\r\n')
            self.expect(b'2')
        else:
            self.ask('RSET', b'2')
        self.sessions += 1
        if self.sessions == int(mm_cfg.SMTP_MAX_SESSIONS_PER_CONNECTION):
            self.quit()
        return put_off

    def quit(self):
        if self.socket is not None:
            try:
                self.ask('QUIT', b'2')
            except (OSError, EOFError, Refused):
                pass
            self.socket.close()
            self.socket = None
`;
