/** `Mailman/Site.py`: what the stand-in's programs share, lists and the log. */
export const SITE = String.raw`"""Lists and log of the simulated Mailman of a rehearsal host."""
import os
import time

from Mailman import mm_cfg


def log(name, text):
    """Adds a line to a file in the log directory, dated and with the process id, as Mailman writes it."""
    with open(os.path.join(mm_cfg.LOG_DIR, name), 'a') as file:
        file.write('%s (%d) %s\n' % (time.strftime('%b %d %H:%M:%S %Y'), os.getpid(), text))


def list_directory(name):
    return os.path.join(mm_cfg.LIST_DATA_DIR, name)


def list_exists(name):
    return os.path.exists(os.path.join(list_directory(name), 'config.pck'))


def list_names():
    return sorted(name for name in os.listdir(mm_cfg.LIST_DATA_DIR) if list_exists(name))


def load_list(name):
    """A list's settings. Without a host_name of its own a list follows DEFAULT_EMAIL_HOST; a real list keeps its own."""
    import pickle
    with open(os.path.join(list_directory(name), 'config.pck'), 'rb') as file:
        settings = pickle.load(file)
    if not settings.get('host_name'):
        settings['host_name'] = mm_cfg.DEFAULT_EMAIL_HOST
    if not settings.get('web_page_url'):
        settings['web_page_url'] = mm_cfg.DEFAULT_URL_PATTERN % mm_cfg.DEFAULT_URL_HOST
    return settings


def members(name):
    """Addresses of a list's members, from the plain file beside config.pck."""
    try:
        with open(os.path.join(list_directory(name), 'members')) as file:
            return [line.strip() for line in file if line.strip()]
    except IOError:
        return []
`;

/** `bin/list_lists`, with the options -a, -b and -V. */
export const LIST_LISTS = String.raw`#! @PYTHON@ -S
"""Lists the lists of the simulated Mailman of a rehearsal host."""
import getopt
import sys

import paths
from Mailman import Site
from Mailman import mm_cfg


def main():
    bare, vhost = False, None
    try:
        options, _ = getopt.getopt(sys.argv[1:], 'apbV:', ['advertised', 'public-archive', 'bare', 'virtual-host-overview='])
    except getopt.error as error:
        sys.stderr.write('%s\n' % error)
        return 1
    for option, value in options:
        if option in ('-b', '--bare'):
            bare = True
        elif option in ('-V', '--virtual-host-overview'):
            vhost = value.lower()
    found = []
    for name in Site.list_names():
        settings = Site.load_list(name)
        at_host = ('://%s/' % vhost) in settings['web_page_url'].lower() if vhost else True
        if at_host or not mm_cfg.VIRTUAL_HOST_OVERVIEW:
            found.append((name, settings))
    if bare:
        for name, _ in found:
            print(name)
    elif not found:
        print('No matching mailing lists found')
    else:
        print('%d matching mailing lists found:' % len(found))
        width = max(len(settings['real_name']) for _, settings in found)
        for _, settings in found:
            print('    %*s - %s' % (width, settings['real_name'], settings.get('description') or '[no description available]'))
    return 0


sys.exit(main())
`;

/** `bin/list_members`, with the options -r, -d and -n of Mailman 2.1; every member is regular and gets mail. */
export const LIST_MEMBERS = String.raw`#! @PYTHON@ -S
"""Lists the members of a list of the simulated Mailman of a rehearsal host."""
import sys

import paths
from Mailman import Site

WHY = ('enabled', 'unknown', 'byuser', 'byadmin', 'bybounce')


def main():
    args, regular, digest, why = sys.argv[1:], False, False, 'enabled'
    while args and args[0].startswith('-'):
        option = args.pop(0)
        if option in ('-r', '--regular'):
            regular = True
        elif option in ('-d', '--digest'):
            digest = True
        elif option == '-n':
            why = args.pop(0) if args and args[0] in WHY else None
        elif option.startswith('--nomail'):
            why = option[9:] or None
    if len(args) != 1:
        sys.stderr.write('Usage: list_members [options] listname\n')
        return 1
    name = args[0].lower().strip()
    if not Site.list_exists(name):
        sys.stderr.write('No such list: %s\n' % name)
        return 1
    if why == 'enabled' and (regular or not digest):
        for address in sorted(Site.members(name)):
            print(address.lower())
    return 0


sys.exit(main())
`;

/** `bin/version`. */
export const VERSION_PROGRAM = `#! @PYTHON@ -S
"""Prints the simulated Mailman's version."""
import paths
from Mailman import mm_cfg

print('Using Mailman version: %s' % mm_cfg.VERSION)
`;
