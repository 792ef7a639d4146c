import { Button, ButtonLink } from "@/components/ui/button";
import { FloatingDetails } from "@/components/ui/disclosure";
import { signOutAction } from "@/lib/session/actions";

/** Who is signed in, and the way out. */
export function UserMenu({ name, email }: { name: string; email: string }) {
	const initials = name
		.split(/\s+/)
		.slice(0, 2)
		.map((part) => part[0]?.toUpperCase() ?? "")
		.join("");
	return (
		<FloatingDetails className="relative">
			<summary className="flex size-8 cursor-pointer list-none items-center justify-center rounded-md text-xs font-semibold hover:bg-sunken">
				<span aria-hidden="true">{initials || "?"}</span>
				<span className="sr-only">Your account</span>
			</summary>
			<div className="absolute right-0 z-30 mt-1 grid w-72 gap-2 rounded-md border bg-surface p-3 shadow-float">
				<p>
					<span className="block font-medium">{name}</span>
					<span className="block font-mono text-mono break-all text-muted">{email}</span>
				</p>
				<ButtonLink href="/account" className="w-full">
					Password, second factor, sessions
				</ButtonLink>
				<form action={signOutAction}>
					<Button type="submit" className="w-full">
						Sign out
					</Button>
				</form>
			</div>
		</FloatingDetails>
	);
}
