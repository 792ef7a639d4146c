import {
	WOVEN_ACLS,
	WOVEN_ROUTERS_FIRST,
	WOVEN_ROUTERS_LISTS,
	WOVEN_TRANSPORTS,
	wovenCall,
} from "../render/exim/woven";
import { RELEASE_MACRO } from "./marks";

/** A file that Debian's update-exim4.conf reads in besides its own: its path below `conf.d`, and its text. */
export type DropIn = { target: string; text: string };

const HEADER = "# Written by Listkeeper; `listkeeper leave` takes it away.\n";

const include = (target: string): string => `${HEADER}.include ${RELEASE_MACRO}/${target}\n`;

/** Names an ACL file of ours where Debian's ACL reads one, and keeps what the administrator named before. */
const ownFile = (step: "rcpt" | "data"): string => {
	const macro = `CHECK_${step.toUpperCase()}_LOCAL_ACL_FILE`;
	const file = `${RELEASE_MACRO}/${wovenCall(step)}`;
	return `.ifdef ${macro}
LK_THEIR_${step.toUpperCase()} = ${macro}
${macro} == ${file}
.else
${macro} = ${file}
.endif
`;
};

/**
 * `dc_other_hostnames` as update-exim4.conf(8) makes a list of it, read when it is used: that file has the last word
 * on this host's own domains, also when it is changed later.
 */
const otherHostnames = (settings: string): string =>
	`\${if match{\${readfile{${settings}}}}{\\N(?m)^dc_other_hostnames=["']?([^"'\\n]*)\\N}{\${lc:\${tr{$1}{;}{:}}}}{}}`;

const mainText = (main: string, directory: string): string => `${HEADER}.include ${main}

# The list domains are this host's own, besides what dc_other_hostnames or MAIN_LOCAL_DOMAINS names.
.ifdef MAIN_LOCAL_DOMAINS
MAIN_LOCAL_DOMAINS == +lk_mm_domains : MAIN_LOCAL_DOMAINS
.else
MAIN_LOCAL_DOMAINS = +lk_mm_domains : @ : localhost : ${otherHostnames(`${directory}/update-exim4.conf.conf`)}
.endif

# The policy's rules, asked within Debian's ACLs for RCPT and DATA, and before its ACL for MAIL.
${ownFile("rcpt")}${ownFile("data")}.ifdef MAIN_ACL_CHECK_MAIL
LK_THEIR_MAIL = MAIN_ACL_CHECK_MAIL
MAIN_ACL_CHECK_MAIL == lk_acl_ask_mail
.else
LK_THEIR_MAIL = acl_check_mail
MAIN_ACL_CHECK_MAIL = lk_acl_ask_mail
.endif
`;

const aclText = `${include(WOVEN_ACLS)}
lk_acl_ask_mail:
  .include ${RELEASE_MACRO}/${wovenCall("mail")}
  require acl = LK_THEIR_MAIL
  accept
`;

/**
 * The files that weave Listkeeper into Debian's split configuration, in the order that its parts are read: macros
 * before they are used, the VERP router before those for mail to elsewhere, the lists' behind the aliases and before
 * this host's users.
 * In: the live release's first file, Debian's directory, and the names of files in `conf.d/router` with a way to
 * Mailman of their own, which the lists' router has to come before.
 */
export function debianDropIns(main: string, directory: string, ownRouters: readonly string[]): DropIn[] {
	const usual = "450_listkeeper";
	const [own] = [...ownRouters].sort();
	const lists = own === undefined || usual < own ? usual : `${/^\d*/.exec(own)?.[0] || "0"}_0_listkeeper`;
	return [
		{ target: "main/01_a_listkeeper", text: mainText(main, directory) },
		{ target: "acl/01_listkeeper", text: aclText },
		{ target: "router/140_listkeeper", text: include(WOVEN_ROUTERS_FIRST) },
		{ target: `router/${lists}`, text: include(WOVEN_ROUTERS_LISTS) },
		{ target: "transport/01_listkeeper", text: include(WOVEN_TRANSPORTS) },
	];
}

/** Whether a file below `conf.d` is one of ours. */
export const isDropIn = (target: string): boolean =>
	/^(main|acl|router|transport)\/\w*_listkeeper$/.test(target);
