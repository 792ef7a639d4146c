import { ChevronRight } from "lucide-react";
import type { AddressTest } from "@/lib/core/checks/types";
import { domainOf, expectedWords } from "@/lib/tests/schema";
import { Asked } from "./answered-tests";

/** Of a domain with very many lists so many are written out. */
const SHOWN = 200;

/** What every deployment asks by itself, by domain; derived from the live settings and the lists found. */
export function DerivedTests({
	derived,
	live,
}: {
	derived: readonly AddressTest[];
	live: { number: number } | null;
}) {
	const groups = new Map<string, AddressTest[]>();
	for (const test of derived) {
		const group = groups.get(domainOf(test));
		if (group) group.push(test);
		else groups.set(domainOf(test), [test]);
	}
	return (
		<section aria-labelledby="derived" className="grid gap-3">
			<h2 id="derived" className="text-base font-semibold">
				Derived tests
			</h2>
			<p className="max-w-prose text-muted">
				{live
					? `Every deployment asks these by itself; they follow from release ${live.number} and the lists on the host.`
					: "They follow from the live release and the lists on the host. Deploy a release and they are listed here."}
			</p>
			{[...groups].map(([domain, tests]) => (
				<details key={domain} className="group rounded-lg border bg-surface">
					<summary className="flex min-h-9 cursor-pointer items-center gap-2 px-3 py-1.5">
						<ChevronRight
							aria-hidden="true"
							className="size-4 shrink-0 text-muted transition-transform duration-120 group-open:rotate-90"
						/>
						<span className="font-mono text-mono font-medium break-all">{domain}</span>
						<span className="ml-auto text-mono text-muted tabular-nums">
							{tests.length.toLocaleString("en")}
						</span>
					</summary>
					<ul className="border-t">
						{tests.slice(0, SHOWN).map((test) => (
							<li
								key={`${test.address} ${test.sender}`}
								className="grid gap-x-4 border-b px-3 py-1.5 font-mono text-mono last:border-b-0 sm:grid-cols-2"
							>
								<div>
									<Asked test={test} />
								</div>
								<div className="break-words text-muted">{expectedWords(test.expect)}</div>
							</li>
						))}
						{tests.length > SHOWN ? (
							<li className="px-3 py-2 text-muted">{(tests.length - SHOWN).toLocaleString("en")} more</li>
						) : null}
					</ul>
				</details>
			))}
		</section>
	);
}
