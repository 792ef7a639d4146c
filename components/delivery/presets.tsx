import Link from "next/link";
import { PRESETS, type Preset } from "@/lib/core/planner/presets";

/** Numbers that suit a kind of host. A link fills the form; nothing is saved by it. */
export const Presets = ({
	page,
	chosen,
}: {
	/** The address of the page with the form. */
	page: string;
	chosen: Preset | null;
}) => (
	<details className="rounded-lg border bg-surface p-4" open={chosen !== null}>
		<summary className="cursor-pointer font-medium">Begin from what the host is like</summary>
		<ul className="mt-3 grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
			{PRESETS.map((preset) => (
				<li key={preset.id}>
					<Link
						href={`${page}?preset=${preset.id}`}
						aria-current={preset === chosen ? "true" : undefined}
						className="grid h-full content-start gap-1 rounded-lg border border-control p-3 hover:bg-sunken aria-[current]:border-accent"
					>
						<span className="font-medium">{preset.title}</span>
						<span>{preset.suits}</span>
						<span className="text-muted">{preset.why}</span>
					</Link>
				</li>
			))}
		</ul>
	</details>
);
