import Link from "next/link";
import { Mono } from "@/components/ui/mono";
import { Notice } from "@/components/ui/status";
import { readableDomain } from "@/lib/core/system/readable";

const NAMED = 5;

/** Domains that are removed here and still live until the next deployment. */
export function LeavingDomains({ hostId, names }: { hostId: string; names: readonly string[] }) {
	if (names.length === 0) return null;
	const more = names.length - NAMED;
	return (
		<Notice
			tone="info"
			title={`${names.length.toLocaleString("en")} removed, still live until the next deployment`}
		>
			<p>
				<Mono>{names.slice(0, NAMED).map(readableDomain).join(", ")}</Mono>
				{more > 0 ? ` and ${more.toLocaleString("en")} more` : ""}.{" "}
				<Link href={`/hosts/${hostId}/changes`} className="text-accent underline">
					Review the changes
				</Link>
			</p>
		</Notice>
	);
}
