"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { HostConnection } from "@/lib/hosts/schema";
import { navigationFor } from "./navigation";

const ITEM =
	"flex min-h-9 cursor-pointer items-center gap-2 rounded-md px-2 data-[selected=true]:bg-sunken data-[selected=true]:text-accent";

/** Search and actions: Ctrl-K or ⌘K opens it, Escape closes it. */
export function CommandPalette({ hostId, kind }: { hostId: string; kind: HostConnection["kind"] }) {
	const [open, setOpen] = useState(false);
	const router = useRouter();
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
			event.preventDefault();
			setOpen((was) => !was);
		};
		document.addEventListener("keydown", onKey);
		return () => document.removeEventListener("keydown", onKey);
	}, []);
	const go = (path: string) => () => {
		setOpen(false);
		router.push(`/hosts/${hostId}/${path}`);
	};
	return (
		<>
			<button
				type="button"
				onClick={() => setOpen(true)}
				className="inline-flex min-h-8 items-center gap-2 rounded-md px-2 text-muted hover:bg-sunken hover:text-text"
			>
				<Search aria-hidden="true" className="size-4" />
				<span className="sr-only sm:not-sr-only">Search</span>
				<kbd className="hidden font-mono text-xs sm:inline">Ctrl K</kbd>
			</button>
			<Command.Dialog
				open={open}
				onOpenChange={setOpen}
				label="Search and actions"
				overlayClassName="fixed inset-0 z-40 bg-scrim"
				contentClassName="fixed top-24 left-1/2 z-50 w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 rounded-lg border bg-surface p-2 shadow-float"
			>
				<Command.Input
					placeholder="Where to, or what to do"
					className="mb-2 min-h-9 w-full rounded-md border border-control bg-surface px-2.5"
				/>
				<Command.List className="max-h-[min(32rem,60dvh)] overflow-auto">
					<Command.Empty className="p-2 text-muted">Nothing found. Try a page's name.</Command.Empty>
					<Command.Group heading="Go to" className="text-muted">
						{navigationFor(kind, true).map(({ section, label, icon: Icon }) => (
							<Command.Item key={section} onSelect={go(section)} className={ITEM}>
								<Icon aria-hidden="true" className="size-4" />
								{label}
							</Command.Item>
						))}
					</Command.Group>
					<Command.Group heading="Do" className="text-muted">
						<Command.Item onSelect={go("changes")} className={ITEM}>
							Review changes and deploy
						</Command.Item>
						<Command.Item onSelect={go("domains#add")} className={ITEM}>
							Add a domain
						</Command.Item>
						<Command.Item onSelect={go("tests#ask")} className={ITEM}>
							Test an address
						</Command.Item>
					</Command.Group>
				</Command.List>
			</Command.Dialog>
		</>
	);
}
