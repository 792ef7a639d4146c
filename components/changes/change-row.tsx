import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Change, inBrief } from "@/lib/changes/schema";
import { settingHref } from "@/lib/hosts/setting-href";
import { DiscardChange } from "./discard";

/** One consequence: the sentence, before → after, its setting, who changed it when, and the way back. */
export function ChangeRow({
	hostId,
	change,
	seen,
	discardReason,
}: {
	hostId: string;
	change: Change;
	/** The mark of the settings on the page. */
	seen: string;
	discardReason: string | null;
}) {
	const { sentence, before, after, setting, attribution, discardable } = change;
	const href = settingHref(hostId, setting);
	return (
		<li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-t py-3 first:border-t-0 first:pt-0 last:pb-0">
			<div className="grid min-w-0 flex-1 basis-72 gap-1">
				<p className="break-words">{sentence}</p>
				<p className="flex flex-wrap gap-x-2 font-mono text-mono">
					{before === null ? null : (
						<>
							<span className="break-all text-muted">{before}</span>
							<span aria-hidden="true">→</span>
							<span className="sr-only">becomes</span>
						</>
					)}
					<span className="font-medium break-all">{after ?? "nothing"}</span>
				</p>
				<p className="text-xs text-muted">
					{href ? (
						<Link href={href} className="font-mono break-all text-accent underline-offset-2 hover:underline">
							{setting}
						</Link>
					) : (
						<code className="text-xs break-all">{setting}</code>
					)}
					{attribution ? (
						<>
							{" · "}
							{attribution.by}, <RelativeTime at={attribution.at} />
						</>
					) : null}
				</p>
			</div>
			{discardable ? (
				<DiscardChange
					hostId={hostId}
					setting={setting}
					seen={seen}
					what={inBrief(sentence)}
					disabledReason={discardReason}
				/>
			) : null}
		</li>
	);
}
