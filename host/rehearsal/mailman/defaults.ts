/** The version a simulated installation gives of itself; whoever reads it sees what it is. */
export const SIMULATED_VERSION = "2.1.39 (simulated)";

export const VERSION = `"""Version of the simulated Mailman of a rehearsal host."""
VERSION = '${SIMULATED_VERSION}'
`;

/** `bin/paths.py`: what every program of an installation imports first. */
export const PATHS = `"""Where the simulated Mailman's modules are."""
import sys

prefix = '@PREFIX@'
# A port of Mailman 2.1 to Python 3 finds Defaults beside mm_cfg, as Python 2 did by itself.
sys.path[:0] = [prefix, prefix + '/Mailman']
`;

/** `Mailman/mm_cfg.py` as a fresh installation has it. */
export const MM_CFG = `# -*- python -*-
"""Site settings of the simulated Mailman of a rehearsal host."""

from Defaults import *

# Put YOUR site-specific settings below this line.
`;

/**
 * `Mailman/Defaults.py`: the settings Listkeeper writes or reads back, with Mailman 2.1's own defaults
 * (facts, section 5), and what the stand-in itself needs. Runs on Python 2.7 and 3.
 */
export const DEFAULTS = String.raw`# -*- python -*-
"""Distributed defaults of the simulated Mailman of a rehearsal host."""

import os


def seconds(s): return s
def minutes(m): return m * 60
def hours(h): return h * 60 * 60
def days(d): return d * 60 * 60 * 24


Yes = yes = On = on = True
No = no = Off = off = False

# Names
DEFAULT_EMAIL_HOST = 'localhost.localdomain'
DEFAULT_URL_HOST = 'localhost.localdomain'
DEFAULT_URL_PATTERN = 'http://%s/mailman/'
DEFAULT_HOST_NAME = None
DEFAULT_URL = None
MAILMAN_SITE_LIST = 'mailman'
ACCEPTABLE_LISTNAME_CHARACTERS = '[-+_.=a-z0-9]'

# Virtual domains
VIRTUAL_HOSTS = {}
VIRTUAL_HOST_OVERVIEW = On


def add_virtualhost(urlhost, emailhost=None):
    """Maps the web host to a mail host; without one, to the web host less its first label."""
    if emailhost is None:
        emailhost = urlhost.partition('.')[2]
    VIRTUAL_HOSTS[urlhost.lower()] = emailhost.lower()


add_virtualhost(DEFAULT_URL_HOST, DEFAULT_EMAIL_HOST)

# Outgoing delivery
MTA = 'Manual'
DELIVERY_MODULE = 'SMTPDirect'
SMTPHOST = 'localhost'
SMTPPORT = 0
SMTP_MAX_RCPTS = 500
SMTP_MAX_SESSIONS_PER_CONNECTION = 0
MAX_DELIVERY_THREADS = 0
DELIVERY_RETRY_PERIOD = days(5)
DELIVERY_RETRY_WAIT = hours(1)
REMOVE_DKIM_HEADERS = No

# VERP and personalisation
VERP_FORMAT = '%(bounces)s+%(mailbox)s=%(host)s'
VERP_REGEXP = r'^(?P<bounces>[^+]+?)\+(?P<mailbox>[^=]+)=(?P<host>[^@]+)@.*$'
VERP_PROBE_FORMAT = '%(bounces)s+%(token)s'
VERP_PROBE_REGEXP = r'^(?P<bounces>[^+]+?)\+(?P<token>[^@]+)@.*$'
VERP_PROBES = No
VERP_PASSWORD_REMINDERS = No
VERP_PERSONALIZED_DELIVERIES = No
VERP_DELIVERY_INTERVAL = 0
VERP_CONFIRM_FORMAT = '%(addr)s+%(cookie)s'
VERP_CONFIRM_REGEXP = r'^(.*<)?(?P<addr>[^+]+?)\+(?P<cookie>[^@]+)@.*$'
VERP_CONFIRMATIONS = No
OWNERS_CAN_ENABLE_PERSONALIZATION = No

# Bounces and DMARC
REGISTER_BOUNCES_EVERY = minutes(15)
DEFAULT_BOUNCE_PROCESSING = Yes
DEFAULT_DMARC_MODERATION_ACTION = 0
DEFAULT_DMARC_QUARANTINE_MODERATION_ACTION = Yes
DEFAULT_DMARC_NONE_MODERATION_ACTION = No

# Queue runners
QRUNNERS = [
    ('ArchRunner', 1),
    ('BounceRunner', 1),
    ('CommandRunner', 1),
    ('IncomingRunner', 1),
    ('NewsRunner', 1),
    ('OutgoingRunner', 1),
    ('VirginRunner', 1),
    ('RetryRunner', 1),
]
# Mailman waits a second; a rehearsal is watched, so the stand-in looks five times as often.
QRUNNER_SLEEP_TIME = 0.2
MASTER_LOCK_FILE = 'master-qrunner'

# Where things are
PYTHON = '@PYTHON@'
PREFIX = '@PREFIX@'
EXEC_PREFIX = PREFIX
VAR_PREFIX = PREFIX
MAILMAN_USER = '@USER@'
MAILMAN_GROUP = '@GROUP@'
LIST_DATA_DIR = os.path.join(VAR_PREFIX, 'lists')
LOG_DIR = os.path.join(VAR_PREFIX, 'logs')
LOCK_DIR = os.path.join(VAR_PREFIX, 'locks')
DATA_DIR = os.path.join(VAR_PREFIX, 'data')
WRAPPER_DIR = os.path.join(EXEC_PREFIX, 'mail')
BIN_DIR = os.path.join(PREFIX, 'bin')
QUEUE_DIR = os.path.join(VAR_PREFIX, 'qfiles')
INQUEUE_DIR = os.path.join(QUEUE_DIR, 'in')
OUTQUEUE_DIR = os.path.join(QUEUE_DIR, 'out')
RETRYQUEUE_DIR = os.path.join(QUEUE_DIR, 'retry')
PIDFILE = os.path.join(DATA_DIR, 'master-qrunner.pid')

from Version import *
`;
