import Link from "next/link";
import { Notice } from "@/components/ui/status";
import type { Problem } from "@/lib/changes/schema";
import { settingHref } from "@/lib/hosts/setting-href";
import { DiscardAll } from "./discard";

/** Why no release can be made of the desired settings, each with the way to its field. */
export const Problems = ({
	hostId,
	problems,
	seen,
	live,
	discardReason,
	hrefOf = (setting) => settingHref(hostId, setting),
}: {
	hostId: string;
	problems: readonly Problem[];
	/** The mark of the settings that have them. */
	seen: string;
	live: { number: number } | null;
	discardReason: string | null;
	/** The page that edits a setting. */
	hrefOf?: (setting: string) => string | null;
}) => (
	<>
		<Notice
			tone="danger"
			title={
				problems.length === 1
					? "One setting stands in the way of a release"
					: `${problems.length} settings stand in the way of a release`
			}
		>
			<ul className="grid gap-2">
				{problems.map(({ setting, sentence }) => {
					const href = hrefOf(setting);
					return (
						<li key={`${setting} ${sentence}`}>
							{sentence}{" "}
							{href ? (
								<Link href={href} className="font-mono text-mono text-accent underline">
									{setting}
								</Link>
							) : (
								<code>{setting}</code>
							)}
						</li>
					);
				})}
			</ul>
		</Notice>
		{live ? (
			<DiscardAll hostId={hostId} seen={seen} liveNumber={live.number} disabledReason={discardReason} />
		) : null}
	</>
);
