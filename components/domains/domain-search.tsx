import Link from "next/link";
import { Button, ButtonLink } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/field";
import type { DomainQuery } from "@/lib/domains/schema";

/** Looks for domains by name and installation; a plain form, so that the address says what is shown. */
export const DomainSearch = ({
	hostId,
	query,
	installations,
}: {
	hostId: string;
	query: DomainQuery;
	installations: readonly { id: string; domains: number }[];
}) => (
	<search>
		<form action={`/hosts/${hostId}/domains`} className="flex flex-wrap items-center gap-2">
			<Input
				name="q"
				type="search"
				aria-label="Find a domain"
				placeholder="Find a domain"
				defaultValue={query.q}
				mono
				spellCheck={false}
				className="w-full sm:w-64"
			/>
			<Select
				name="on"
				aria-label="Installation"
				defaultValue={query.on}
				key={query.on}
				className="w-auto min-w-0 flex-1 sm:flex-none"
			>
				<option value="">all installations</option>
				{installations.map(({ id, domains }) => (
					<option key={id} value={id}>
						{id} ({domains.toLocaleString("en")})
					</option>
				))}
			</Select>
			<Button type="submit">Find</Button>
			{query.q || query.on ? (
				<ButtonLink look="quiet" href={`/hosts/${hostId}/domains`}>
					Show all
				</ButtonLink>
			) : null}
		</form>
	</search>
);

const addressOf = (hostId: string, query: DomainQuery, page: number) => {
	const search = new URLSearchParams({
		...(query.q && { q: query.q }),
		...(query.on && { on: query.on }),
		...(page > 1 && { page: String(page) }),
	});
	return `/hosts/${hostId}/domains${search.size ? `?${search}` : ""}`;
};

/** Where one is among the pages, and the way to the next. */
export const DomainPages = ({
	hostId,
	query,
	pages,
	shown,
	matching,
}: {
	hostId: string;
	query: DomainQuery;
	pages: number;
	shown: { from: number; to: number };
	matching: number;
}) => {
	const { page } = query;
	const count = (n: number) => n.toLocaleString("en");
	return (
		<nav aria-label="Pages of domains" className="flex flex-wrap items-center justify-between gap-2">
			<p className="text-muted">
				{count(shown.from)} to {count(shown.to)} of {count(matching)}
			</p>
			{pages > 1 ? (
				<p className="flex items-center gap-2">
					{page > 1 ? (
						<Link className="rounded-md px-2 py-1 hover:bg-sunken" href={addressOf(hostId, query, page - 1)}>
							← Before
						</Link>
					) : null}
					<span>
						page {count(page)} of {count(pages)}
					</span>
					{page < pages ? (
						<Link className="rounded-md px-2 py-1 hover:bg-sunken" href={addressOf(hostId, query, page + 1)}>
							Next →
						</Link>
					) : null}
				</p>
			) : null}
		</nav>
	);
};
