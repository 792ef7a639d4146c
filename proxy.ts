import { type NextRequest, NextResponse } from "next/server";

/**
 * Gives every page a content security policy with a fresh nonce. Who asks was written down by
 * lib/kernel/front-door.ts in `x-listkeeper-client`; from anywhere else that header is dropped.
 */
export function proxy(request: NextRequest) {
	const nonce = btoa(crypto.randomUUID());
	const development = process.env.NODE_ENV === "development";
	const policy = [
		"default-src 'self'",
		// React's development build evaluates strings to rebuild stack traces.
		`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
		// Style attributes carry positions of floating parts; they run nothing.
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' data:",
		"font-src 'self'",
		"connect-src 'self'",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	].join("; ");
	const headers = new Headers(request.headers);
	headers.set("content-security-policy", policy);
	headers.set("x-listkeeper-path", request.nextUrl.pathname);
	// What did not come through the front door may have written that header itself.
	const { listkeeperDoor } = globalThis as typeof globalThis & { listkeeperDoor?: string };
	if (!listkeeperDoor || headers.get("x-listkeeper-door") !== listkeeperDoor)
		headers.delete("x-listkeeper-client");
	headers.delete("x-listkeeper-door");
	const response = NextResponse.next({ request: { headers } });
	response.headers.set("content-security-policy", policy);
	response.headers.set("x-content-type-options", "nosniff");
	response.headers.set("referrer-policy", "same-origin");
	response.headers.set("cross-origin-opener-policy", "same-origin");
	response.headers.set("permissions-policy", "camera=(), microphone=(), geolocation=()");
	return response;
}

// What is left out are files; a name that only begins like theirs gets a page.
export const config = { matcher: ["/((?!_next/static/|icon\\.svg$).*)"] };
