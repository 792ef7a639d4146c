/** Why saved sessions stand against a release, and the way to let it go live nonetheless. In: an id of its own. */
export const BreakSessions = ({ id, reason }: { id: string; reason: string | undefined }) =>
	reason ? (
		<div className="grid gap-1" role="alert">
			<p className="text-danger">✕ {reason}</p>
			<div className="flex items-start gap-2">
				<input id={id} type="checkbox" name="breakSessions" className="mt-1 size-4 shrink-0 accent-accent" />
				<label htmlFor={id} className="leading-6">
					Deploy nonetheless; the audit says so
				</label>
			</div>
		</div>
	) : null;
