import { CONSOLE, CONSOLE_USER, UNITS } from "@/lib/core/host/console-places";
import { SERVE_ARGV } from "@/lib/core/host/program";

const MARK =
	"# Written by Listkeeper's install. Change it by `systemctl edit`, and it stays when Listkeeper is updated.";

/**
 * The web process. Nothing in it can get more rights than the account has, by sudo least of all: this machine's program
 * is asked at the socket, and runs outside of all this. MemoryDenyWriteExecute= is absent because V8 compiles at run time.
 */
const consoleUnit = (node: string): string => `${MARK}
[Unit]
Description=Listkeeper's console
Wants=network-online.target ${UNITS.socket}
After=network-online.target ${UNITS.socket}

[Service]
Type=exec
User=${CONSOLE_USER}
Group=${CONSOLE_USER}
EnvironmentFile=${CONSOLE.settings}
ExecStart=${node} ${CONSOLE.current}/bin/serve.mjs ${CONSOLE.socket}
StateDirectory=${CONSOLE.state.replace("/var/lib/", "")}
StateDirectoryMode=0700
UMask=0077
Restart=on-failure
RestartSec=2
TimeoutStopSec=20
# As the server ends when it is asked to.
SuccessExitStatus=143

NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateIPC=yes
PrivateMounts=yes
# What everybody may write, and the options above leave open.
InaccessiblePaths=-/dev/shm -/dev/mqueue -/run/lock
ProtectProc=invisible
ProcSubset=pid
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;

/** Where the console asks this machine's program: the account's alone, each connection starts one. */
const SOCKET_UNIT = `${MARK}
[Unit]
Description=Where Listkeeper's console asks this machine's program

[Socket]
ListenStream=${CONSOLE.socket}
SocketUser=${CONSOLE_USER}
SocketGroup=${CONSOLE_USER}
SocketMode=0600
Accept=yes
RemoveOnStop=yes

[Install]
WantedBy=sockets.target
`;

/**
 * One connection: the one line for sudo, outside the console's bounds and control group. What it has left running, as
 * Mailman's runners or the process that waits for a deadline, goes on when it has answered (KillMode=process).
 */
const ASKED_UNIT = `${MARK}
[Unit]
Description=This machine's program, asked by Listkeeper's console
CollectMode=inactive-or-failed

[Service]
User=${CONSOLE_USER}
Group=${CONSOLE_USER}
ExecStart=-/usr/bin/${SERVE_ARGV.join(" ")}
StandardInput=socket
StandardOutput=socket
StandardError=socket
KillMode=process
`;

const DIRECTORY = "/etc/systemd/system";

/** What systemd is told of the console, by path. In: the interpreter's path. */
export const unitFiles = (node: string): Readonly<Record<string, string>> => ({
	[`${DIRECTORY}/${UNITS.console}`]: consoleUnit(node),
	[`${DIRECTORY}/${UNITS.socket}`]: SOCKET_UNIT,
	[`${DIRECTORY}/${UNITS.asked}`]: ASKED_UNIT,
});
