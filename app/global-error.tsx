"use client";

/** When not even the frame could be drawn. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
	return (
		<html lang="en">
			<body>
				<h1>Listkeeper could not show this page</h1>
				<p>
					Nothing was changed, and mail does not depend on it. Load the page again; if it stays, report it
					{error.digest ? ` and quote ${error.digest}` : ""}.
				</p>
			</body>
		</html>
	);
}
