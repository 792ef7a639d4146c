/** While a page's host is asked. */
export default function Loading() {
	return (
		<p role="status" className="text-muted">
			Asking the host…
		</p>
	);
}
