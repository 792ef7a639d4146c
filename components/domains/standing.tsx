import { Status } from "@/components/ui/status";
import type { ShownDomain } from "@/lib/domains/loaders";

/** How a desired domain stands to what is live. */
export function DomainStanding({ standing }: { standing: ShownDomain["standing"] }) {
	switch (standing.kind) {
		case "live":
			return <Status tone="success">live</Status>;
		case "new":
			return <Status tone="warning">not deployed</Status>;
		case "moving":
			return <Status tone="warning">live on {standing.from}</Status>;
		case "unknown":
			return <Status tone="muted">not known</Status>;
	}
}
