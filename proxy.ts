import { type NextRequest, NextResponse } from "next/server";

/**
 * Gives every page a content security policy with a fresh nonce, and every request the client's address
 * as the nearest hop saw it. What a client claims of itself in `x-listkeeper-client` is dropped.
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
	headers.set(
		"x-listkeeper-client",
		request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown",
	);
	const response = NextResponse.next({ request: { headers } });
	response.headers.set("content-security-policy", policy);
	response.headers.set("x-content-type-options", "nosniff");
	response.headers.set("referrer-policy", "same-origin");
	response.headers.set("cross-origin-opener-policy", "same-origin");
	response.headers.set("permissions-policy", "camera=(), microphone=(), geolocation=()");
	return response;
}

export const config = { matcher: ["/((?!_next/static|_next/image|favicon.ico|icon.svg).*)"] };
