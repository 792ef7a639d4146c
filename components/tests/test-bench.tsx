"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { Field, Input } from "@/components/ui/field";
import { Status } from "@/components/ui/status";
import type { Diagnosis, TestedAddress } from "@/lib/core/checks/types";
import { settingHref } from "@/lib/hosts/setting-href";
import type { Asking, TestRun } from "@/lib/tests/schema";
import { TestResults } from "./test-results";

type Props = {
	hostId: string;
	initial: Asking | "all";
	/** Answers that came with the page; null where nothing was asked. */
	initialRun: TestRun | null;
	/** How many saved and derived tests there are. */
	total: number;
};

const EMPTY: Asking = { address: "", sender: "", sendingHost: "" };

/** One question to Exim, or all of them; answers appear as they come. Without JavaScript the form loads the page with them. */
export function TestBench({ hostId, initial, initialRun, total }: Props) {
	const { run, ask } = useTests(hostId, initialRun);
	const asked = initial === "all" ? EMPTY : initial;
	const running = run !== null && !run.ended;
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		ask(new URLSearchParams([...form].map(([name, value]) => [name, String(value)])));
	};
	const errors = run?.errors ?? {};
	return (
		<Card aria-label="Ask Exim">
			<CardTitle
				aside={
					<form
						action={`/hosts/${hostId}/tests`}
						onSubmit={submit}
						className="flex flex-wrap items-center gap-3"
					>
						<input type="hidden" name="run" value="all" />
						<Button type="submit" disabled={running || total === 0}>
							Run all {total.toLocaleString("en")} tests
						</Button>
					</form>
				}
			>
				Where does mail for this address go?
			</CardTitle>
			<form
				action={`/hosts/${hostId}/tests`}
				onSubmit={submit}
				className="grid items-start gap-4 md:grid-cols-[minmax(0,3fr)_minmax(0,3fr)_minmax(0,2fr)_auto]"
			>
				<Field
					name="address"
					label="Address"
					error={errors.address}
					help="As in announce-request@list.example.com"
				>
					{(wiring) => (
						<Input
							{...wiring}
							mono
							required
							maxLength={512}
							autoComplete="off"
							autoCapitalize="none"
							spellCheck={false}
							defaultValue={asked.address}
						/>
					)}
				</Field>
				<Field
					name="sender"
					label="Envelope sender"
					error={errors.sender}
					help="Where the way out depends on it, as for VERP; <> is the null sender"
				>
					{(wiring) => (
						<Input
							{...wiring}
							mono
							autoComplete="off"
							autoCapitalize="none"
							spellCheck={false}
							defaultValue={asked.sender}
						/>
					)}
				</Field>
				<Field
					name="sendingHost"
					label="Sending host"
					error={errors.sendingHost}
					help="An IP address; Mailman's is 127.0.0.1"
				>
					{(wiring) => (
						<Input {...wiring} mono autoComplete="off" spellCheck={false} defaultValue={asked.sendingHost} />
					)}
				</Field>
				<Button type="submit" look="primary" disabled={running} className="min-h-9 md:mt-6">
					{running ? "Asking…" : "Ask Exim"}
				</Button>
			</form>
			<div aria-live="polite" className="grid gap-3 empty:hidden">
				{running ? (
					<Status tone="working" className="mt-4">
						{run.answered.length === 0
							? "Exim is being asked"
							: `${run.answered.length.toLocaleString("en")} answered so far`}
					</Status>
				) : null}
				{run?.diagnosis ? (
					<div className="mt-4">
						<DiagnosisNotice
							diagnosis={run.diagnosis}
							settingHref={settingHref(hostId, run.diagnosis.setting)}
						/>
					</div>
				) : null}
			</div>
			{run && run.answered.length > 0 ? <TestResults run={run} /> : null}
		</Card>
	);
}

/** Asks by stream and collects the answers; a new question ends the one before. */
function useTests(hostId: string, initialRun: TestRun | null) {
	const [run, setRun] = useState(initialRun);
	const source = useRef<EventSource | null>(null);
	useEffect(() => () => source.current?.close(), []);
	const ask = (query: URLSearchParams) => {
		source.current?.close();
		setRun({ answered: [], diagnosis: null, errors: {}, ended: false });
		const update = (change: (run: TestRun) => Partial<TestRun>) =>
			setRun((before) => before && { ...before, ...change(before) });
		const stream = new EventSource(`/hosts/${hostId}/tests/stream?${query}`);
		source.current = stream;
		// Answers come by the thousand: they are drawn in portions.
		let portion: TestedAddress[] = [];
		let timer: ReturnType<typeof setTimeout> | null = null;
		const draw = () => {
			timer = null;
			const answers = portion;
			portion = [];
			update(({ answered }) => ({ answered: [...answered, ...answers] }));
		};
		const end = (change: Partial<TestRun>) => {
			stream.close();
			if (timer) clearTimeout(timer);
			draw();
			update(() => ({ ...change, ended: true }));
		};
		stream.addEventListener("verdict", ({ data }) => {
			portion.push(JSON.parse(data));
			timer ??= setTimeout(draw, 60);
		});
		stream.addEventListener("diagnosis", ({ data }) => {
			const diagnosis: Diagnosis = JSON.parse(data);
			update((before) => ({ diagnosis: before.diagnosis ?? diagnosis }));
		});
		stream.addEventListener("refused", ({ data }) => end({ errors: JSON.parse(data) }));
		stream.addEventListener("end", () => end({}));
		stream.addEventListener("failed", () => end({ diagnosis: CUT }));
		stream.onerror = () => end({ diagnosis: CUT });
	};
	return { run, ask };
}

const CUT: Diagnosis = {
	code: "console-cut",
	sentence: "The console stopped answering before Exim had.",
	remedy: "Ask again. If it stays, reload the page: you may have been signed out.",
	place: null,
	setting: null,
	said: [],
};
