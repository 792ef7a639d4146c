import type { Staged } from "@/lib/core/checks/place";
import { settingAt } from "@/lib/core/render/annotations";
import { isWovenFile } from "@/lib/core/render/exim/woven";
import type { Host } from "./context";

/** The files as they lie on the host, to say which line and which setting are to blame. */
export const stagedOn = (host: Host): Staged => ({
	textOf: (file) => host.system.read(file),
	settingAt,
	...(host.config.target.layout === "woven" ? { isTheirs: (file) => !isWovenFile(file) } : {}),
});
