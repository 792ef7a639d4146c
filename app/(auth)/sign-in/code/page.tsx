import type { Metadata } from "next";
import Link from "next/link";
import { CodeForm } from "@/components/session/code-form";
import { withinConsole } from "@/lib/session/return-to";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ back?: string | string[] }> };

export default async function SignInCodePage({ searchParams }: Props) {
	const { back } = await searchParams;
	return (
		<>
			<div className="grid gap-1">
				<h1 className="text-2xl font-semibold">Your second factor</h1>
				<p className="text-muted">
					The password was right. If you have neither your app nor a backup code, an owner with access to the
					console's machine can help you.
				</p>
			</div>
			<CodeForm back={withinConsole(typeof back === "string" ? back : null)} />
			<p>
				<Link href="/sign-in" className="underline underline-offset-4">
					Sign in as somebody else
				</Link>
			</p>
		</>
	);
}
