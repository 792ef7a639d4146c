import type { Metadata } from "next";
import { SignInForm } from "@/components/session/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default function SignInPage() {
	return (
		<>
			<h1 className="text-2xl font-semibold">Sign in</h1>
			<SignInForm />
		</>
	);
}
