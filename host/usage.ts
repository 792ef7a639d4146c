import { REHEARSAL_USAGE } from "./rehearsal/cli";

export const USAGE = `Usage: listkeeper [--root DIR] [--json] [--actor NAME] VERB …

  schema                            the settings' JSON Schema
  render    --settings FILE|- [--out DIR]
                                    the files a system becomes
  check     --settings FILE|-       everything a deployment checks, without one
  deploy    --settings FILE|- [--note TEXT] [--confirm-within MINUTES] [--replace-drift]
            [--live ID|none] [--reviewed ID] [--sessions FILE] [--break-sessions] [--weaving ID]
  confirm   [ID]                    let a release that waits stay
  rollback  NUMBER [--note TEXT] [--break-sessions]
                                    go back to a kept release
  inspect   [--sysroot DIR] [--out FILE]
                                    what is on a host that Listkeeper doesn't manage yet, and what settings that comes to
  weave                             what lines this host's own Exim configuration gets, and the id to agree to them by
  leave                             take every line of Listkeeper's away again
  install   [--hostname NAME]       put the program, its account and the one line for sudo on this machine
            [--console DIR … [--url URL] [--port PORT] [--listen ADDRESS]]
                                    the web console too, from a build's directories; bin/install names them
  uninstall [--purge]               take all of that away again; --purge also what the console has stored
  status                            what is live, what runs, what differs
  verify                            whether what is live is whole and works
  doctor                            look for everything that is known to go wrong, with its remedy
  members                           how many members each list has, and at which domains
  test      ADDRESS … [--sender ADDRESS] [--sending-host IP]
  simulate  --sessions FILE|- [--settings FILE]
                                    what described SMTP sessions are answered, and by which rule
  recover                           finish or revert what a crash left
  prune     --keep N                remove old releases
  serve                             answer JSON requests from standard input, a line each

${REHEARSAL_USAGE}

--root DIR is a host in a directory of its own; without it, this machine.
Exit status: 0 all is well, 1 a problem was found, 2 wrong usage.`;
