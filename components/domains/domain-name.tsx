import { Mono } from "@/components/ui/mono";

/** A domain as people read it, and under it its A-label where the two differ: different names can look alike. */
export const DomainName = ({ name, readable }: { name: string; readable: string }) => (
	<span className="grid">
		<Mono className="break-all">{readable}</Mono>
		{readable === name ? null : <Mono className="text-xs break-all text-muted">{name}</Mono>}
	</span>
);
