import Link from "next/link";
import { type AuditQuery, auditSearch, PAGE_SIZE } from "@/lib/audit/schema";

const LINK = "rounded-md px-2 py-1 hover:bg-sunken";

/** Where one is among the pages, newest first, and the way to the next. */
export const AuditPages = ({
	hostId,
	query,
	pages,
	matching,
	shown,
}: {
	hostId: string;
	query: AuditQuery;
	pages: number;
	matching: number;
	shown: number;
}) => {
	const { page } = query;
	const from = (page - 1) * PAGE_SIZE + 1;
	const count = (n: number) => n.toLocaleString("en");
	const to = (page: number) => `/hosts/${hostId}/audit${auditSearch({ ...query, page })}`;
	return (
		<nav aria-label="Pages of the audit" className="flex flex-wrap items-center justify-between gap-2">
			<p className="text-muted">
				{count(from)} to {count(from + shown - 1)} of {count(matching)}
			</p>
			{pages > 1 ? (
				<p className="flex items-center gap-2">
					{page > 1 ? (
						<Link className={LINK} href={to(page - 1)}>
							← Newer
						</Link>
					) : null}
					<span>
						page {count(page)} of {count(pages)}
					</span>
					{page < pages ? (
						<Link className={LINK} href={to(page + 1)}>
							Older →
						</Link>
					) : null}
				</p>
			) : null}
		</nav>
	);
};
