"use client";

import { useEffect, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { Mono } from "@/components/ui/mono";
import { Status } from "@/components/ui/status";
import { Table, Td, Th } from "@/components/ui/table";
import { count } from "@/lib/core/release/effects/words";
import { type Counted, countedOf, type Members, membersOf, type Named } from "./members";

const SHOWN = 100;

/** Members by address, each with why and with what to do. */
const NamedTable = ({ label, named }: { label: string; named: readonly Named[] }) => (
	<div className="grid min-w-0 gap-2">
		<Table label={label}>
			<thead>
				<tr>
					<Th>Address</Th>
					<Th>Why, and what to do</Th>
				</tr>
			</thead>
			<tbody>
				{named.slice(0, SHOWN).map(({ address, why }) => (
					<tr key={address}>
						<Td className="min-w-40">
							<Mono className="break-all">{address}</Mono>
						</Td>
						<Td className="min-w-64 font-sans">{why}</Td>
					</tr>
				))}
			</tbody>
		</Table>
		{named.length > SHOWN ? <p className="text-muted">And {count(named.length - SHOWN)} more.</p> : null}
	</div>
);

/** What was read, in a line. */
const Outcome = ({ all, lost }: { all: number; lost: Members["lost"] }) =>
	all === 0 ? null : lost.length === 0 ? (
		<Status tone="success">
			{all === 1 ? "The member's address survives." : `All ${count(all)} addresses survive.`}
		</Status>
	) : (
		<Status tone="warning">
			{count(lost.length)} of {count(all)} don't survive: Mailman can't tell whom their bounces are about.
		</Status>
	);

/**
 * Which members' addresses don't come back out of a bounce, and the list's own numbers for the planner. What is pasted
 * stays in the browser. In: lists of the host of which no bounce names its member, null where they
 * aren't known.
 */
export function MembersCheck({
	lists,
	onCount,
}: {
	lists: readonly string[] | null;
	/** What to do when the planner is to count with these members. */
	onCount: (list: Counted) => void;
}) {
	const [answers, setAnswers] = useState(false);
	useEffect(() => setAnswers(true), []);
	const [pasted, setPasted] = useState("");
	const [list, setList] = useState("");
	const members = useMemo(() => (pasted === "" ? null : membersOf(pasted, list)), [pasted, list]);
	return (
		<Card aria-label="Addresses and VERP">
			<CardTitle>Addresses that VERP loses</CardTitle>
			<div className="grid grid-cols-[minmax(0,1fr)] gap-3">
				{lists === null ? (
					<p className="text-muted">The host hasn't been heard yet, so its own lists aren't looked at.</p>
				) : lists.length > 0 ? (
					<Status tone="warning">
						No bounce of {lists.join(", ")} names its member: Mailman takes what follows a + in a list's name
						for the member. Rename such a list if dead addresses are to be noticed.
					</Status>
				) : (
					<p className="text-muted">Of the host's own lists, each one's name survives.</p>
				)}
				{answers ? (
					<>
						<label className="grid gap-1 font-medium">
							A list's members, one a line
							<textarea
								// Belongs to no form: what is pasted here is not sent.
								form="none"
								spellCheck={false}
								rows={4}
								onChange={(event) => {
									event.stopPropagation();
									setPasted(event.currentTarget.value);
								}}
								aria-describedby="members-help"
								className="w-full rounded-md border border-control bg-surface px-2.5 py-1 font-mono text-mono font-normal text-text"
							/>
						</label>
						<p id="members-help" className="text-muted">
							As <Mono>bin/list_members</Mono> prints them. They stay in this browser.
						</p>
						<label className="grid gap-1 font-medium">
							The list's name
							<input
								form="none"
								autoComplete="off"
								spellCheck={false}
								placeholder="list"
								onChange={(event) => {
									event.stopPropagation();
									setList(event.currentTarget.value);
								}}
								aria-describedby="members-list-help"
								className="min-h-9 w-full max-w-64 rounded-md border border-control bg-surface px-2.5 font-mono text-mono font-normal text-text placeholder:text-muted"
							/>
						</label>
						<p id="members-list-help" className="text-muted">
							It stands before each member's address in the return path, which has only so much room.
						</p>
						<div aria-live="polite" className="grid gap-2">
							{members ? <Outcome all={members.count.members} lost={members.lost} /> : null}
							{members && members.risky.length > 0 ? (
								<Status tone="warning">
									{count(members.risky.length)} of {count(members.count.members)}{" "}
									{members.risky.length === 1 ? "has" : "have"} a return path that another mail server may
									refuse for its length.
								</Status>
							) : null}
						</div>
						{members && members.lost.length > 0 ? (
							<NamedTable label="Addresses that don't survive" named={members.lost} />
						) : null}
						{members && members.risky.length > 0 ? (
							<NamedTable label="Addresses that other servers may refuse" named={members.risky} />
						) : null}
						{members && members.count.members > 0 ? (
							<div>
								<Button type="button" onClick={() => onCount(countedOf(members.count))}>
									Count with these {count(members.count.members)} members
								</Button>
							</div>
						) : null}
					</>
				) : null}
			</div>
		</Card>
	);
}
