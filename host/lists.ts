import type { ListsByInstallation } from "@/lib/core/checks/sample";
import type { MailSystem } from "@/lib/core/system/mail-system";
import type { Host } from "./context";
import { listsOf } from "./mailman";

/** The lists of each installation, by its id. */
export const listsByInstallation = (host: Host, system: MailSystem): ListsByInstallation =>
	Object.fromEntries(system.installations.map((one) => [one.id, listsOf(host, one.prefix)]));
