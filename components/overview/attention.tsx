import { LogLines } from "@/components/ui/mono";
import { Notice } from "@/components/ui/status";
import type { Diagnosis } from "@/lib/core/checks/types";

/** Where the host could not help itself: what is so, and the commands that a person runs there, in their order. */
export const Attention = ({ attention }: { attention: Diagnosis }) => (
	<div id="attention">
		<Notice tone="danger" title={attention.sentence} role="alert">
			<p>{attention.remedy}</p>
			{attention.place ? (
				<p className="font-mono text-mono break-all text-muted">
					{attention.place.file}
					{attention.place.line === null ? "" : `:${attention.place.line}`}
					{attention.place.text === null ? "" : ` ${attention.place.text}`}
				</p>
			) : null}
			{attention.said.length > 0 ? (
				<LogLines lines={attention.said} label="Commands to run by hand on the host, in this order" />
			) : null}
		</Notice>
	</div>
);
