import type { HostConfig } from "../config";
import { upstreamText } from "./their-text";

/** HOWTO, "Main configuration settings", "Exim Router", "Exim Transport" and VERP by Exim, taken literally. */
export const HOWTO_MACROS = `  MM_HOME=/srv/\${lc::$domain}/mailman
  MM_UID=Debian-exim
  MM_GID=Debian-exim
  domainlist mm_domains=list.example.com : list.example.org
  MM_WRAP=MM_HOME/mail/mailman
  MM_LISTCHK=MM_HOME/lists/\${lc::$local_part}/config.pck
`;
export const HOWTO_ROUTER = `  mailman_router:
    driver = accept
    domains = +mm_domains
    require_files = MM_LISTCHK
    local_part_suffix_optional
    local_part_suffix = -admin     : \\
# a comment among continued lines
 -bounces   : -bounces+* : \\
                        -confirm   : -confirm+* : \\
 -join      : -leave     : \\
 -owner    : -request   : \\
 -subscribe : -unsubscribe
    transport = mailman_transport
`;
export const HOWTO_TRANSPORT = `  mailman_transport:
    driver = pipe
    command = MM_WRAP \\
              '\${if def:local_part_suffix \\
                    {\${sg{$local_part_suffix}{-(\\\\w+)(\\\\+.*)?}{\\$1}}} \\
                    {post}}' \\
              $local_part
    current_directory = MM_HOME
    home_directory = MM_HOME
    user = MM_UID
    group = MM_GID
`;
const VERP_ROUTER = `  mailman_verp_router:
    driver = dnslookup
    domains = !+local_domains:!+mm_domains
    senders = "*-bounces@*"
    transport = mailman_verp_smtp
`;
const VERP_TRANSPORT = `  mailman_verp_smtp:
    driver = smtp
    return_path = \${local_part:$return_path}+$local_part=$domain@\${domain:$return_path}
    max_rcpt = 1
`;

/** A configuration with the HOWTO's text in it, where that says. */
export const howto = (text: string) =>
	`${HOWTO_MACROS}smtp_accept_queue_per_connection = 25\n${text
		.replace(/^begin routers$/m, `begin routers\n\n${HOWTO_ROUTER}\n${VERP_ROUTER}`)
		.replace(/^begin transports$/m, `begin transports\n\n${HOWTO_TRANSPORT}\n${VERP_TRANSPORT}`)}`;

/** Upstream's configuration with the HOWTO's for one installation, with its list domain among the host's own. */
export const howtoText = (host: { root: string; config: Pick<HostConfig, "target"> }): string =>
	howto(upstreamText(host))
		.replace(HOWTO_MACROS, (macros) =>
			macros
				.replace("MM_HOME=/srv/${lc::$domain}/mailman", `MM_HOME=${host.root}/srv/com/mailman`)
				.replaceAll("Debian-exim", host.config.target.runtime?.user ?? "")
				.replace("list.example.com : list.example.org", "list.example.com"),
		)
		.replace(/^domainlist local_domains = @$/m, "domainlist local_domains = @ : +mm_domains");
