import type { TestedAddress } from "../checks/types";
import type { MailSystem } from "../system/mail-system";

/** What a program answered when it was asked something; null where it could not be asked. */
export type Said = { status: number | null; said: readonly string[] };

/** One Mailman 2.1 installation of a host, managed or only found there. */
export type InstallationFacts = {
	/** Its id among the live settings; null where it isn't managed. */
	id: string | null;
	prefix: string;
	/** A stand-in of a rehearsal host. */
	simulated: boolean;
	/** Whom the settings name, and with which interpreter; what was found, where it isn't managed. */
	user: string;
	group: string;
	python: string;
	/** Whether the interpreter can be run. */
	pythonThere: boolean;
	/** Whose the lists directory is. */
	owner: { user: string; group: string };
	/** Names in the lists directory; null where there is no such directory. */
	directories: readonly string[] | null;
	/** Whether this program itself may not look there; nothing is then known of its lists. */
	hidden: boolean;
	/** Those of them with a `config.pck`: the lists. */
	lists: readonly string[];
	/** What the wrapper answered to a post for a list that doesn't exist, called as the user and group of the settings. */
	wrapper: Said | null;
	/** What Exim's user was answered when it looked into the lists directory; null where we can't become that user. */
	looked: Said | null;
	/** The pid that the master lock names and whether it lives; null without a lock. */
	lock: { pid: number; alive: boolean } | null;
	/** How many queue runners live. */
	runners: number;
	/** How many there are when it is whole; null where that isn't known. */
	wholeRunners: number | null;
	/** What Mailman itself reads from its settings, and the words of the interpreter where it can't. */
	values: Readonly<Record<string, unknown>> | null;
	valuesError: readonly string[];
};

/** What DNS answers; null where it could not be asked, empty where there is nothing. */
export type DnsFacts = {
	/** This machine's own addresses that others could reach. */
	addresses: readonly string[];
	/** By mail domain: the hosts its mail goes to, with their addresses. */
	mx: Readonly<Record<string, readonly { host: string; addresses: readonly string[] }[] | null>>;
	/** By own address: the names that it has. */
	ptr: Readonly<Record<string, readonly string[] | null>>;
	/** The addresses of the name by which Exim introduces itself. */
	hostname: readonly string[] | null;
};

/** Everything that the doctor looks at. Read from a host without changing it. */
export type DoctorFacts = {
	kind: "rehearsal" | "machine";
	/** The name by which Exim introduces itself. */
	hostname: string;
	/** The live settings; null before the first release. */
	system: MailSystem | null;
	installations: readonly InstallationFacts[];
	/** Options of the live configuration as Exim prints them (`-bP`), without their name; absent where it doesn't. */
	options: Readonly<Record<string, string>>;
	/** The addresses that the settings imply, asked of the live configuration. */
	tested: readonly TestedAddress[];
	/** Names in /etc/aliases, and names of local users. */
	aliases: readonly string[];
	users: readonly string[];
	/** Null where DNS is of no concern: on a rehearsal host. */
	dns: DnsFacts | null;
};
