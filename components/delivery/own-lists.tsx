"use client";

import { Suspense, use, useEffect, useState } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { Mono } from "@/components/ui/mono";
import { Badge, Status } from "@/components/ui/status";
import { Table, Td, Th } from "@/components/ui/table";
import type { Diagnosis } from "@/lib/core/checks/types";
import type { CountedList } from "@/lib/core/host/events";
import { count } from "@/lib/core/release/effects/words";
import { type Counted, countedOf, largestOf } from "./members";

/** What the host says of its lists, once it has. */
export type Counting = Promise<{ lists: readonly CountedList[]; silent: Diagnosis | null }>;
type OnCount = (list: Counted, name: string) => void;

/** How many VERP loses, or others may refuse; which ones the members themselves tell below, in this browser. */
const Trouble = ({ count: { lost, overlong } }: { count: NonNullable<CountedList["count"]> }) =>
	lost + overlong === 0 ? null : (
		<Status tone="warning" className="flex">
			{[
				...(lost > 0 ? [`${count(lost)} don't survive VERP`] : []),
				...(overlong > 0 ? [`${count(overlong)} have a return path that other servers may refuse`] : []),
			].join(", ")}
			. Paste its members below to see which.
		</Status>
	);

const Row = ({ one, onCount }: { one: CountedList; onCount: OnCount | null }) => (
	<tr>
		<Td className="min-w-44">
			<span className="font-medium">{one.list}</span> {one.simulated ? <Badge>simulated</Badge> : null}
			<Mono className="block text-xs break-all text-muted">{one.prefix}</Mono>
		</Td>
		{one.count ? (
			<>
				<Td className="text-right">
					<Mono>{count(one.count.members)}</Mono>
				</Td>
				<Td className="min-w-40 font-sans">
					{largestOf(one.count)}
					<Trouble count={one.count} />
				</Td>
			</>
		) : (
			<Td colSpan={2} className="min-w-72 font-sans">
				<Status tone="warning">{one.why}</Status>
			</Td>
		)}
		<Td className="text-right">
			{one.count && one.count.members > 0 && onCount ? (
				<Button onClick={() => one.count && onCount(countedOf(one.count), one.list)}>
					Count with {one.list}
				</Button>
			) : null}
		</Td>
	</tr>
);

function Counts({ counting, onCount }: { counting: Counting; onCount: OnCount | null }) {
	const { lists, silent } = use(counting);
	if (silent) return <DiagnosisNotice diagnosis={silent} />;
	if (lists.length === 0)
		return (
			<p className="text-muted">
				No Mailman installation of this host has a list yet. Give the numbers above by hand.
			</p>
		);
	return (
		<Table label="The host's own lists">
			<thead>
				<tr>
					<Th>List</Th>
					<Th className="text-right">Members</Th>
					<Th>Where most are</Th>
					<Th>
						<span className="sr-only">Count with it</span>
					</Th>
				</tr>
			</thead>
			<tbody>
				{lists.map((one) => (
					<Row key={`${one.prefix} ${one.list}`} one={one} onCount={onCount} />
				))}
			</tbody>
		</Table>
	);
}

/**
 * The host's lists as it counts them, each to be the one that costs are shown for. In: where a page is that counts,
 * and what the host is asked there; null where it isn't.
 */
export function OwnLists({
	counting,
	href,
	onCount,
}: {
	counting: Counting | null;
	href: string;
	onCount: OnCount;
}) {
	const [answers, setAnswers] = useState(false);
	useEffect(() => setAnswers(true), []);
	const [chosen, setChosen] = useState<string | null>(null);
	const choose: OnCount = (list, name) => {
		setChosen(name);
		onCount(list, name);
	};
	return (
		<Card aria-label="The host's own lists" id="own-lists">
			<CardTitle>The host's own lists</CardTitle>
			<div className="grid grid-cols-[minmax(0,1fr)] gap-3">
				<p className="text-muted">
					How many get each post, and at which domains, as Mailman's own <Mono>bin/list_members</Mono> tells.
					Addresses stay on the host; only these numbers come here.
				</p>
				{counting ? (
					<Suspense fallback={<Status tone="working">The host counts its lists…</Status>}>
						<Counts counting={counting} onCount={answers ? choose : null} />
					</Suspense>
				) : (
					<div>
						<ButtonLink href={href} prefetch={false} scroll={false}>
							Count the host's lists
						</ButtonLink>
					</div>
				)}
				<p aria-live="polite">
					{chosen ? (
						<Status tone="success">
							What it costs is counted with {chosen}. Each number can still be changed there.
						</Status>
					) : null}
				</p>
			</div>
		</Card>
	);
}
